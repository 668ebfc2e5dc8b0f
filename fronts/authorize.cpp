#include "fronts/authorize.hpp"

#include "crypto/hash.hpp"
#include "fronts/admin_session.hpp"
#include "http/access/webhook_auth.hpp"
#include "http/message/problem.hpp"

#include <algorithm>
#include <utility>

namespace rental {
namespace {

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 128
         && std::none_of(text.begin(), text.end(), [](char c) {
              return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
            });
}

} // namespace

bool is_admin(const front_options& options, const http_in& in) {
  if (options.open || has_admin_token(in, options.admin_tokens, options.limits))
    return true;
  const auto session = admin_session_of(options, in);
  const bool reads_only = in.method == "GET" || in.method == "HEAD";
  return session && (reads_only || carries_csrf(*session, in));
}

http_gate admin_gate(front_options options,
                     std::function<http_out(const http_in&)> refuse) {
  return [options = std::move(options),
          refuse = std::move(refuse)](const http_in& in) -> gate_verdict {
    if (options.open
        || bearer_matches(in.header("authorization"), options.admin_tokens)
        || admin_session_of(options, in))
      return {std::nullopt, true};
    has_admin_token(in, options.admin_tokens, options.limits); // counts it
    return {refuse(in), false};
  };
}

bool over_https(const front_options& options) {
  return options.public_url.starts_with("https://");
}

bool carries_token(const http_in& in, const std::string& csrf) {
  if (!in.header("content-type")
           .starts_with("application/x-www-form-urlencoded"))
    return false;
  const auto form = parse_query(in.body);
  const auto given = form.find("csrf");
  return given != form.end() && !csrf.empty()
         && constant_time_equal(given->second, csrf);
}

std::optional<std::string> manager_id(const front_options& options,
                                      std::string_view given) {
  auto id
      = options.normalise_id ? options.normalise_id(given) : std::string{given};
  if (!is_name(id))
    return std::nullopt;
  return id;
}

std::optional<manager_key> named_manager(const front_options& options,
                                         std::string_view user_id,
                                         std::string_view agency) {
  auto id = manager_id(options, user_id);
  manager_key key{agency.empty() ? options.agency : std::string{agency}, {}};
  if (!id || !is_name(key.agency))
    return std::nullopt;
  key.user_id = std::move(*id);
  return key;
}

http_out needs_admin(const http_in& in) {
  return problem(failure{errc::unauthorized, "this needs the admin token", {}},
                 in.request_id);
}

} // namespace rental
