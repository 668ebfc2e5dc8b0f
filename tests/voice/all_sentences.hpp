// Every sentence that a caller can hear, for tests that hold all of them to
// something.
#pragma once

#include "voice/sentences/message_sentences.hpp"
#include "voice/sentences/sentences.hpp"

#include <string>
#include <vector>

namespace rental::testing {

/// What the sentences are made of.
struct scene {
  std::string address;
  std::string other_address;
  zone tz;
  instant now{};
  /// At least four, oldest first, after `now`.
  std::vector<time_slot> slots;
  booking_rules rules;

  sentence::setting against() const { return {tz, now, rules}; }
};

/// Three times of the first slot's day.
inline std::vector<time_slot> of_one_day(const scene& s) {
  std::vector<time_slot> all;
  for (int i = 0; i < 3; ++i)
    all.push_back({s.slots[0].start + std::chrono::minutes{30 * i},
                   s.slots[0].end + std::chrono::minutes{30 * i}});
  return all;
}

struct spoken {
  /// The function and what tells the variants apart.
  std::string name;
  std::string text;
  /// Says that a viewing stands.
  bool stands = false;
  /// Ends with a question.
  bool asks = true;
};

inline std::vector<spoken> booking_sentences(const scene& s) {
  using namespace sentence;
  const auto& a = s.address;
  const auto& one = s.slots[0];
  std::span<const time_slot> slots{s.slots};
  const auto at = s.against();
  return {
      {"openings", openings(a, slots, asked::anything, at)},
      {"openings, two", openings(a, slots.first(2), asked::wish, at)},
      {"openings, one", openings(a, slots.first(1), asked::wish, at)},
      {"openings, the start", openings(a, slots.first(1), asked::start, at)},
      {"openings again", openings("", slots, asked::wish, at)},
      {"openings again, one", openings("", slots.first(1), asked::wish, at)},
      {"openings again, the start",
       openings("", slots.first(1), asked::start, at)},
      {"openings of one day", openings(a, of_one_day(s), asked::wish, at)},
      {"openings, none", openings(a, {}, asked::anything, at)},
      {"wish_unclear", wish_unclear(slots, at)},
      {"wish_unclear, one", wish_unclear(slots.first(1), at)},
      {"wish_unclear, none", wish_unclear({}, at)},
      {"all_ruled_out", all_ruled_out(7)},
      {"no_openings", no_openings(a, 7)},
      {"no_openings, ten days", no_openings(a, 10)},
      {"calendar_unreadable", calendar_unreadable(a)},
      {"booked", booked(a, one, s.tz), true, false},
      {"booked, invitation", booked(a, one, s.tz, "Jo.Lee_42@x.test"), true,
       false},
      {"already_booked", already_booked(a, one, s.tz), true, false},
      {"moved", moved(a, one, s.slots[1], s.tz), true, false},
      {"already_at_that_time", already_at_that_time(a, one, s.tz), true, false},
      {"noted", noted(a, one.start, s.tz), false, false},
      {"noted, no time", noted(a, {}, s.tz), false, false},
      {"not_booked", not_booked(a)},
      {"unsure", unsure(a)},
  };
}

/// A start that is refused for that reason by rules like the default ones.
inline instant refused_start(const scene& s, refusal why) {
  using namespace std::chrono_literals;
  switch (why) {
  case refusal::past:
    return s.now - 24h * 400;
  case refusal::too_soon:
    return s.now + 5h;
  case refusal::too_far:
    return s.slots[0].start + 24h * 14;
  case refusal::closed:
    return s.slots[0].start + 5h;
  case refusal::off_grid:
    return s.slots[0].start + 10min;
  case refusal::taken:
    break;
  }
  return s.slots[0].start;
}

inline std::vector<spoken> refusals(const scene& s) {
  std::vector<spoken> out;
  auto near = std::span<const time_slot>{s.slots}.subspan(1);
  for (auto why : {refusal::past, refusal::too_soon, refusal::too_far,
                   refusal::closed, refusal::off_grid, refusal::taken})
    for (std::size_t count : {0U, 1U, 3U})
      out.push_back({std::string{"refused, "} + to_string(why) + ", "
                         + std::to_string(count) + " near",
                     sentence::refused(why, refused_start(s, why), s.against(),
                                       near.first(count))});
  return out;
}

/// Ten in the morning of the next such day.
inline instant at_ten(const scene& s, date::weekday which) {
  const auto today = s.tz.local_day(s.now);
  const auto day = today + (which - date::weekday{today});
  return s.tz.read(local_time{day} + std::chrono::hours{10}).first;
}

inline std::vector<spoken> unmet_wishes(const scene& s) {
  std::vector<spoken> out;
  auto near = std::span<const time_slot>{s.slots};
  for (auto why : {refusal::past, refusal::too_soon, refusal::too_far,
                   refusal::closed, refusal::off_grid, refusal::taken}) {
    const auto start = refused_start(s, why);
    const auto day = s.tz.local_day(start);
    const auto name = std::string{"wish_unmet, "} + to_string(why);
    const auto say = [&](const unmet_wish& wish, std::size_t count) {
      return sentence::wish_unmet(wish, s.against(), near.first(count));
    };
    out.push_back({name + ", day", say({why, day, {}, false, false}, 3)});
    out.push_back({name + ", part", say({why, day, {}, true, false}, 2)});
    out.push_back({name + ", time", say({why, {}, {}, true, false}, 1)});
    out.push_back({name + ", days", say({why, {}, {}, false, true}, 3)});
    out.push_back({name + ", start", say({why, day, start, false, false}, 3)});
  }
  unmet_wish no_others;
  no_others.day = s.tz.local_day(s.slots[0].start);
  no_others.no_others = true;
  out.push_back({"wish_unmet, no others",
                 sentence::wish_unmet(no_others, s.against(), near.first(2))});
  // A day that is never open.
  for (const bool with_start : {false, true}) {
    const auto start = at_ten(s, date::Sunday);
    unmet_wish wish{refusal::closed, s.tz.local_day(start), {}, false, false};
    if (with_start)
      wish.start = start;
    out.push_back({"wish_unmet, closed day",
                   sentence::wish_unmet(wish, s.against(), near.first(2))});
  }
  return out;
}

inline std::vector<spoken> short_sentences(const scene& s) {
  using namespace sentence;
  auto start = s.slots[0].start;
  std::vector<spoken> out{
      {"which_offer",
       which_offer(std::span<const time_slot>{s.slots}.first(2), s.against())},
      {"which_time",
       which_time(start, start + std::chrono::hours{168}, s.tz, s.now)},
      {"time_unclear", time_unclear()},
      {"what_time", what_time(start, s.tz)},
      {"is_wanted", is_wanted(start, s.tz)},
      {"what_day", what_day(std::chrono::hours{15})},
      {"time_in_past",
       time_in_past(s.now - std::chrono::hours{24 * 900}, s.now, s.tz)},
      {"time_skipped", time_skipped(start, s.tz)},
      {"not_understood", not_understood()},
      {"unknown_tool", unknown_tool()},
      {"not_connected", not_connected()},
      {"needs_reconnect", needs_reconnect()},
      {"no_manager", no_manager()},
      {"which_property", which_property(s.address)},
      {"not_shown", not_shown(s.address)},
      {"another_time", another_time()},
      {"busy_try_again", busy_try_again()},
      {"message_taken", message_taken(s.address)},
      {"message_taken, no address", message_taken("")},
      {"message_not_taken", message_not_taken()},
      {"too_many_requests", too_many_requests()},
      {"over_limit, call", over_limit(over_use::call)},
      {"over_limit, caller", over_limit(over_use::caller)},
      {"over_limit, email", over_limit(over_use::email)},
  };
  for (auto what : {detail::address, detail::time, detail::name, detail::phone,
                    detail::email, detail::message})
    out.push_back({"missing_detail", missing_detail(what)});
  out.push_back(
      {"confirm_email", confirm_email("jo2@gmial.com", "jo2@gmail.com")});
  out.push_back({"confirm_email", confirm_email("jo@x.conn", "")});
  return out;
}

inline std::vector<spoken> later_sentences(const scene& s) {
  using namespace sentence;
  const auto& a = s.address;
  const auto& one = s.slots[0];
  std::vector<viewing> list;
  for (const auto& slot : s.slots)
    list.push_back({list.size() % 2 ? s.other_address : a, slot});
  std::span<const viewing> all{list};
  return {
      {"found, one", found(all.first(1), s.tz), true},
      {"found, two", found(all.first(2), s.tz), true},
      {"found, many", found(all, s.tz), true},
      {"nothing_found", nothing_found()},
      {"which_viewing, the only one", which_viewing(all.first(1), s.tz), true},
      {"which_viewing", which_viewing(all.first(2), s.tz), true},
      {"which_viewing, many", which_viewing(all, s.tz), true},
      {"who_are_you", who_are_you()},
      {"another_home", another_home(s.other_address, list[0], s.tz), true},
      {"code_pause", code_pause(std::chrono::seconds{29 * 60})},
      {"cancelled", cancelled(a, one, s.tz)},
      {"already_cancelled", already_cancelled(a, one, s.tz)},
      {"already_over", already_over(a, one, s.tz)},
      {"cancel_noted", cancel_noted(a, one, s.tz), false, false},
      {"not_cancelled", not_cancelled(a, one, s.tz)},
      {"not_moved", not_moved(a, one, s.tz)},
      {"move_noted", move_noted(a, one, s.tz), false, false},
  };
}

inline std::vector<spoken> all_sentences(const scene& s) {
  auto out = booking_sentences(s);
  for (auto more :
       {refusals(s), unmet_wishes(s), short_sentences(s), later_sentences(s)})
    out.insert(out.end(), more.begin(), more.end());
  return out;
}

} // namespace rental::testing
