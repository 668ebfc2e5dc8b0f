#include "http/message/problem.hpp"

#include "http/message/json_text.hpp"
#include "http/message/status_for.hpp"

#include <nlohmann/json.hpp>

namespace rental {
namespace {

/// Faults of ours: what went wrong inside is for the log.
bool is_private(errc code) {
  return code == errc::storage || code == errc::sealed || code == errc::internal
         || code == errc::operator_fault;
}

} // namespace

http_out problem(unsigned status, std::string_view detail,
                 std::string_view code, std::string_view request_id) {
  nlohmann::ordered_json body{{"type", "about:blank"},
                              {"title", reason_for(status)},
                              {"status", status}};
  auto put = [&body](const char* key, std::string_view value) {
    if (!value.empty())
      body[key] = value;
  };
  put("detail", detail);
  put("code", code);
  put("request_id", request_id);
  put("error", detail.empty() ? reason_for(status) : detail);
  return {status,
          {{"Content-Type", "application/problem+json"},
           {"Cache-Control", "no-store"}},
          json_text_of(body)};
}

http_out problem(const failure& why, std::string_view request_id) {
  auto out = problem(status_for(why.code),
                     is_private(why.code) ? std::string_view{} : why.detail,
                     to_string(why.code), request_id);
  if (why.retry_after.count() > 0)
    out.headers.emplace_back(
        "Retry-After", std::to_string((why.retry_after.count() + 999) / 1000));
  if (out.status == 401)
    out.headers.emplace_back("WWW-Authenticate", "Bearer");
  return out;
}

http_out no_user_id(const http_in& in) {
  return problem(failure{errc::bad_request,
                         "user_id is missing or not a manager's id, or "
                         "agency is not an agency's name",
                         {}},
                 in.request_id);
}

} // namespace rental
