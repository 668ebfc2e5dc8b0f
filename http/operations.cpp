#include "http/operations.hpp"

#include "http/pages.hpp"
#include "http/problem.hpp"

namespace rental {
namespace {

constexpr auto healthy
    = R"({"status":"healthy","service":"peterental-calendar"})";

http_handler always(http_out out) {
  return [out](http_in, responder respond) { respond(out); };
}

http_handler health() {
  return always(json_out(200, healthy));
}

http_handler readiness(const operations_options& options) {
  if (!options.check_ready)
    return always(json_out(200, R"({"status":"ready"})"));
  return [check = options.check_ready](http_in in, responder respond) {
    check([respond, id = in.request_id](expected<done> ready) {
      respond(
          ready ? json_out(200, R"({"status":"ready"})")
                : problem(503, "not ready", to_string(ready.error().code), id));
    });
  };
}

http_handler numbers(const operations_options& options) {
  return [options](http_in in, responder respond) {
    if (!options.open
        && !has_admin_token(in, options.admin_tokens, options.limits))
      return respond(problem(
          failure{errc::unauthorized, "the metrics need the admin token", {}},
          in.request_id));
    if (options.refresh)
      options.refresh();
    auto out = text_out(200, options.numbers ? options.numbers->text() : "");
    out.headers[0].second = "text/plain; version=0.0.4; charset=utf-8";
    respond(std::move(out));
  };
}

} // namespace

void add_operations(router& routes, operations_options options) {
  routes.add("GET", "/", [](http_in in, responder respond) {
    respond(wants_page(in) ? redirect_out("/docs") : json_out(200, healthy));
  });
  routes.add("GET", "/health", health());
  routes.add("GET", "/healthz", health());
  routes.add("GET", "/readyz", readiness(options));
  routes.add("GET", "/metrics", numbers(options));
  routes.add("GET", "/openapi.json",
             always(openapi_document(options.public_url)));
  routes.add("GET", "/docs", always(docs_page()));
  routes.add("GET", "/assets/*",
             [](http_in in, responder respond) { respond(asset(in.path)); });
}

} // namespace rental
