#include "fronts/admin_session.hpp"

#include "crypto/encode.hpp"
#include "crypto/hash.hpp"
#include "crypto/random.hpp"
#include "fronts/authorize.hpp"
#include "http/access/ended_sessions.hpp"
#include "http/access/sealed_cookie.hpp"

#include <algorithm>
#include <utility>

namespace rental {
namespace {

cookie_kind admin_cookie(const front_options& options) {
  return {"peterental_admin", std::chrono::hours{12}, over_https(options),
          "Strict"};
}

std::string fingerprint_of(std::string_view token) {
  return base64url_encode(
      sha256("peterental admin session|" + std::string{token}));
}

} // namespace

bool is_admin_token(const front_options& options, std::string_view given) {
  bool found = false;
  for (const auto& token : options.admin_tokens)
    found = constant_time_equal(given, token.reveal()) || found;
  return found && !given.empty();
}

std::string open_admin_session(const front_options& options,
                               std::string_view token) {
  return make_sealed_cookie(*options.keys, admin_cookie(options),
                            fingerprint_of(token) + ":" + random_token(),
                            options.time->now());
}

std::string close_admin_session(const front_options& options) {
  const auto kind = admin_cookie(options);
  return set_cookie(kind.name, "", std::chrono::seconds{0}, kind.https,
                    kind.same_site);
}

std::optional<admin_session> admin_session_of(const front_options& options,
                                              const http_in& in) {
  if (!options.keys || !options.time)
    return std::nullopt;
  const auto value = read_sealed_cookie(*options.keys, admin_cookie(options),
                                        in, options.time->now());
  const auto colon = value ? value->find(':') : std::string::npos;
  if (colon == std::string::npos)
    return std::nullopt;
  const auto opened_with = value->substr(0, colon);
  const bool known = std::any_of(
      options.admin_tokens.begin(), options.admin_tokens.end(),
      [&](const secret& token) {
        return constant_time_equal(opened_with, fingerprint_of(token.reveal()));
      });
  if (!known)
    return std::nullopt;
  admin_session session{value->substr(colon + 1)};
  if (options.ended && options.ended->has(session.csrf))
    return std::nullopt;
  return session;
}

void end_admin_session(const front_options& options,
                       const admin_session& session,
                       std::function<void()> then) {
  if (!options.ended)
    return then();
  const auto now = options.time->now();
  options.ended->end(session.csrf, now, now + admin_cookie(options).life,
                     std::move(then));
}

bool carries_csrf(const admin_session& session, const http_in& in) {
  const auto header = in.header("x-csrf-token");
  if (header.empty())
    return carries_token(in, session.csrf);
  return !session.csrf.empty() && constant_time_equal(header, session.csrf);
}

std::string admin_path_or_home(std::string_view next) {
  constexpr std::string_view home = "/admin";
  const auto rest = next.substr(std::min(next.size(), home.size()));
  const bool inside = next.starts_with(home)
                      && (rest.empty() || rest[0] == '/' || rest[0] == '?')
                      && next.find("//") == next.npos
                      && next.find("..") == next.npos;
  const bool clean = std::all_of(next.begin(), next.end(), [](char c) {
    return c > 0x20 && c < 0x7f && c != '\\';
  });
  return inside && clean ? std::string{next} : std::string{home};
}

} // namespace rental
