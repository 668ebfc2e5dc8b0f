#include "actors/booking/fair_use.hpp"

#include <algorithm>
#include <cctype>

namespace rental {
namespace {

constexpr auto call_use = "call ";
constexpr auto number_use = "number ";
constexpr auto mail_use = "mail ";
constexpr auto call_tries = "tries in ";
constexpr auto number_tries = "tries of ";
constexpr auto mail_tries = "tries at ";

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
  return {named(call_use, call), named(number_use, number),
          named(mail_use, email)};
}

/// Whoever has no number is the call.
std::string trier(const caller_identity& by) {
  return by.number.empty() ? named(call_tries, by.call_id)
                           : named(number_tries, by.number);
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
  for (const auto& who : {trier(by), named(mail_tries, by.email)}) {
    auto so_far = session.tries_of(manager, who);
    if (!so_far)
      return so_far.error();
    longest = std::max(longest, pause_before_try(limits, *so_far, now));
  }
  return longest;
}

expected<done> count_try(store_session& session, std::int64_t manager,
                         const caller_identity& by, bool right, instant now) {
  for (const auto& who : {trier(by), named(mail_tries, by.email)})
    if (auto counted = session.add_try(manager, who, right, now); !counted)
      return counted;
  return done{};
}

std::vector<std::string>
names_of_person(const std::vector<std::string>& numbers,
                const std::vector<std::string>& emails,
                const std::vector<std::string>& calls) {
  std::vector<std::string> all;
  const auto add = [&](std::initializer_list<const char*> what,
                       const std::vector<std::string>& whom) {
    for (const auto& who : whom)
      for (const auto* kind : what)
        all.push_back(named(kind, who));
  };
  add({number_use, number_tries}, numbers);
  add({mail_use, mail_tries}, emails);
  add({call_use, call_tries}, calls);
  return all;
}

} // namespace rental
