#include "app/health_command.hpp"

#include "app/fetch.hpp"
#include "net/curl_client.hpp"

#include <ostream>

namespace rental {
namespace {

constexpr std::chrono::seconds health_timeout{5};

/// Where a service that listens on `address` can be reached from here.
std::string host_for(const std::string& address) {
  if (address == "0.0.0.0")
    return "127.0.0.1";
  if (address == "::")
    return "[::1]";
  return address.find(':') == address.npos ? address : "[" + address + "]";
}

} // namespace

int check_health(const command_context& context,
                 const health_options& options) {
  auto all = context.load();
  if (!all)
    return exit_configuration;
  http_request request;
  request.url = "http://" + host_for(all->bind_address) + ":"
                + std::to_string(all->port)
                + (options.ready ? "/readyz" : "/healthz");
  auto url = request.url;
  curl_client http;
  auto reply = fetch(http, std::move(request), health_timeout);
  if (!reply)
    return context.fail({reply.error().code,
                         url + " does not answer (" + to_string(reply.error())
                             + "); is `peterental serve` running there?",
                         {}});
  if (reply->status != 200)
    return context.fail({errc::bad_answer,
                         url + " answers with status "
                             + std::to_string(reply->status)
                             + "; the service's log says why",
                         {}});
  context.out << reply->body << "\n";
  return exit_fine;
}

} // namespace rental
