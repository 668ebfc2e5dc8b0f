#include "fronts/api/health.hpp"

#include "http/message/problem.hpp"
#include "http/pages/pages.hpp"

#include <mutex>

namespace rental {
namespace {

constexpr auto healthy
    = R"({"status":"healthy","service":"peterental-calendar"})";

http_handler always(http_out out) {
  return [out](http_in, responder respond) { respond(out); };
}

/// Answers `good`, or 503 with `trouble` and the reason's name.
http_handler probed(const shared_probe::look& look,
                    const shared_probe::options& how, const char* good,
                    const char* trouble) {
  if (!look)
    return always(json_out(200, good));
  auto probe = std::make_shared<shared_probe>(look, how);
  return [probe, good, trouble](http_in in, responder respond) {
    probe->ask([=, id = in.request_id](const expected<done>& result) {
      respond(result
                  ? json_out(200, good)
                  : problem(503, trouble, to_string(result.error().code), id));
    });
  };
}

/// The numbers as text. Who asks without a pause gets what somebody else got a
/// moment ago: the text costs a hundred times what its sending does.
class metrics_page {
public:
  explicit metrics_page(const operations_options& options)
      : refresh_(options.refresh), numbers_(options.numbers) {}

  std::shared_ptr<const std::string> text() {
    const std::lock_guard guard{mutex_};
    if (fresh_.allow("") || !text_) {
      if (refresh_)
        refresh_();
      text_ = std::make_shared<const std::string>(numbers_ ? numbers_->text()
                                                           : std::string{});
    }
    return text_;
  }

private:
  const std::function<void()> refresh_;
  const std::shared_ptr<metrics> numbers_;
  rate_limiter fresh_{bucket_rate{10, 20}};
  std::mutex mutex_;
  std::shared_ptr<const std::string> text_;
};

http_handler numbers(const operations_options& options) {
  auto page = std::make_shared<metrics_page>(options);
  return [options, page](http_in in, responder respond) {
    if (!options.open
        && !has_admin_token(in, options.admin_tokens, options.limits))
      return respond(problem(
          failure{errc::unauthorized, "the metrics need the admin token", {}},
          in.request_id));
    auto out = text_out(200, *page->text());
    out.headers[0].second = "text/plain; version=0.0.4; charset=utf-8";
    respond(std::move(out));
  };
}

} // namespace

void add_operations(router& routes, operations_options options) {
  routes.add("GET", "/", [](http_in in, responder respond) {
    respond(wants_page(in) ? redirect_out("/docs") : json_out(200, healthy));
  });
  const auto alive
      = probed(options.check_alive, options.probes, healthy, "not alive");
  routes.add("GET", "/health", alive);
  routes.add("GET", "/healthz", alive);
  routes.add("GET", "/readyz",
             probed(options.check_ready, options.probes,
                    R"({"status":"ready"})", "not ready"));
  routes.add("GET", "/metrics", numbers(options));
  routes.add("GET", "/openapi.json",
             always(openapi_document(options.public_url)));
  routes.add("GET", "/docs", always(docs_page()));
  routes.add("GET", "/assets/*",
             [](http_in in, responder respond) { respond(asset(in.path)); });
}

} // namespace rental
