#include "actors/fair_use.hpp"

#include <algorithm>
#include <cctype>

namespace rental {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return text;
}

std::string named(const char* what, const std::string& who) {
  return who.empty() ? std::string{} : what + lower(who);
}

use_names names(const std::string& call, const std::string& number,
                const std::string& email) {
  if (call.empty())
    return {};
  return {named("call ", call), named("number ", number),
          named("mail ", email)};
}

/// Whoever has no number is the call.
std::string trier(const caller_identity& by) {
  return by.number.empty() ? named("tries in ", by.call_id)
                           : named("tries of ", by.number);
}

} // namespace

use_names names_of(const booking_order& order) {
  return names(order.key.call_id,
               order.by.number.empty() ? order.who.phone : order.by.number,
               order.who.email);
}

use_names names_of(const booking& row) {
  return names(row.call_id, row.caller.empty() ? row.who.phone : row.caller,
               row.who.email);
}

expected<uses> uses_so_far(store_session& session, std::int64_t manager,
                           const use_names& who, instant now) {
  const auto day_ago = now - std::chrono::hours{24};
  auto by_call = session.uses_of(manager, who.call, day_ago);
  if (!by_call)
    return by_call.error();
  auto by_caller = session.uses_of(manager, who.caller, day_ago);
  if (!by_caller)
    return by_caller.error();
  auto to_email = session.uses_of(manager, who.email, day_ago);
  if (!to_email)
    return to_email.error();
  return uses{*by_call, *by_caller, *to_email};
}

expected<done> count_use(store_session& session, const booking& row,
                         instant now) {
  const auto who = names_of(row);
  if (row.moves.empty())
    for (const auto& each : {who.call, who.caller})
      if (auto counted = session.add_use(row.manager, each, now); !counted)
        return counted;
  return session.add_use(row.manager, who.email, now);
}

expected<std::chrono::seconds>
code_pause(store_session& session, std::int64_t manager,
           const caller_identity& by, const code_limits& limits, instant now) {
  std::chrono::seconds longest{0};
  for (const auto& who : {trier(by), named("tries at ", by.email)}) {
    auto so_far = session.tries_of(manager, who);
    if (!so_far)
      return so_far.error();
    longest = std::max(longest, pause_before_try(limits, *so_far, now));
  }
  return longest;
}

expected<done> count_try(store_session& session, std::int64_t manager,
                         const caller_identity& by, bool right, instant now) {
  for (const auto& who : {trier(by), named("tries at ", by.email)})
    if (auto counted = session.add_try(manager, who, right, now); !counted)
      return counted;
  return done{};
}

} // namespace rental
