#include "fronts/manager_session.hpp"

#include "crypto/random.hpp"
#include "fronts/authorize.hpp"
#include "http/access/ended_sessions.hpp"
#include "http/access/sealed_cookie.hpp"
#include "http/message/json_text.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace rental {
namespace {

cookie_kind manager_cookie(const front_options& options) {
  return {"peterental_manager", std::chrono::hours{1}, over_https(options)};
}

} // namespace

std::string open_session(const front_options& options,
                         manager_session session) {
  const nlohmann::json inside{{"agency", session.manager.agency},
                              {"user_id", session.manager.user_id},
                              {"account", session.account},
                              {"csrf", random_token(32)}};
  const auto text = json_text_of(inside);
  return make_sealed_cookie(*options.keys, manager_cookie(options), text,
                            options.time->now());
}

std::string close_session(const front_options& options) {
  const auto kind = manager_cookie(options);
  return set_cookie(kind.name, "", std::chrono::seconds{0}, kind.https);
}

std::optional<manager_session> session_of(const front_options& options,
                                          const http_in& in) {
  const auto text = read_sealed_cookie(*options.keys, manager_cookie(options),
                                       in, options.time->now());
  if (!text)
    return std::nullopt;
  const auto inside = nlohmann::json::parse(*text, nullptr, false);
  if (!inside.is_object())
    return std::nullopt;
  manager_session session{
      {inside.value("agency", ""), inside.value("user_id", "")},
      inside.value("account", ""),
      inside.value("csrf", "")};
  if (session.manager.user_id.empty() || session.csrf.empty())
    return std::nullopt;
  if (options.ended && options.ended->has(session.csrf))
    return std::nullopt;
  return session;
}

void end_session(const front_options& options, const manager_session& session,
                 std::function<void()> then) {
  if (!options.ended)
    return then();
  const auto now = options.time->now();
  options.ended->end(session.csrf, now, now + manager_cookie(options).life,
                     std::move(then));
}

} // namespace rental
