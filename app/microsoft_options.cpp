#include "app/microsoft_options.hpp"

#include "fronts/connect/connect_results.hpp"

#include <utility>

namespace rental {
namespace {

call_observer observe(std::shared_ptr<metrics> numbers, const char* family,
                      const char* seconds) {
  return [=](std::string_view operation, long status,
             std::chrono::milliseconds took) {
    numbers->count(family, {{"operation", std::string{operation}},
                            {"status", std::to_string(status)}});
    numbers->observe(seconds, {{"operation", std::string{operation}}},
                     std::chrono::duration<double>(took).count());
  };
}

} // namespace

gate_options gate_options_of(const settings& all) {
  gate_options limits;
  limits.start = static_cast<std::size_t>(all.graph_gate.start);
  limits.maximum = static_cast<std::size_t>(all.graph_gate.most);
  limits.per_mailbox = static_cast<std::size_t>(all.graph_gate.per_mailbox);
  return limits;
}

identity_options identity_options_of(const settings& all,
                                     const std::shared_ptr<metrics>& numbers) {
  identity_options options;
  options.login_url = all.microsoft.login_url;
  options.tenant = all.microsoft.tenant;
  options.client_id = all.microsoft.client_id;
  options.client_secret = all.microsoft.client_secret;
  options.redirect_uri = all.microsoft.redirect_uri;
  options.observer = observe(numbers, "peterental_identity_requests_total",
                             "peterental_identity_seconds");
  return options;
}

graph_options graph_options_of(const settings& all,
                               const std::shared_ptr<metrics>& numbers) {
  graph_options options;
  options.base_url = all.microsoft.graph_url;
  options.observer = observe(numbers, "peterental_graph_requests_total",
                             "peterental_graph_seconds");
  return options;
}

// common and consumers name no organisation.
std::string admin_consent_url(const settings& all) {
  const auto& app = all.microsoft;
  const bool named = app.tenant != "common" && app.tenant != "consumers";
  return app.login_url + "/" + (named ? app.tenant : "organizations")
         + "/adminconsent?client_id=" + encode_component(app.client_id)
         + "&redirect_uri=" + encode_component(app.redirect_uri);
}

} // namespace rental
