#include "voice/email.hpp"
#include "voice/phrases.hpp"
#include "voice/say.hpp"
#include "voice/sentences.hpp"
#include "voice/words.hpp"

namespace rental::sentence {

using namespace phrase;

std::string openings(std::string_view address, std::span<const time_slot> slots,
                     const zone& tz, bool wish_given, bool wish_met) {
  if (slots.empty())
    return no_openings(address, 0);
  slots = slots.first(std::min(slots.size(), most_options));
  bool one = slots.size() == 1;
  std::string lead = "I have openings to view ";
  std::string link = "The next ones are ";
  if (wish_given && !wish_met) {
    lead = "I have nothing at that time to view ";
    link = one ? "The nearest opening is " : "The nearest openings are ";
  } else if (one) {
    lead = wish_given ? "Yes, there is an opening to view "
                      : "I have one opening to view ";
    link = "It is ";
  } else if (wish_given) {
    link = "Closest to your wish are ";
  }
  return one_line(lead + say_address(address) + ". " + link + options(slots, tz)
                  + ". " + choose(slots.size()));
}

namespace {

std::string next_days(int horizon_days) {
  if (horizon_days < 1)
    return "at the moment";
  return horizon_days == 1
             ? "until the end of tomorrow"
             : "in the next " + say_number(horizon_days) + " days";
}

} // namespace

std::string no_openings(std::string_view address, int horizon_days) {
  return one_line(
      "I'm sorry, there are no viewing times left for " + say_address(address)
      + " " + next_days(horizon_days)
      + ". Would you like to leave a message, so that someone calls "
        "you back?");
}

std::string calendar_unreadable(std::string_view address) {
  return one_line("I can't see the calendar for " + say_address(address)
                  + " right now, so I don't want to promise you a time. Would "
                    "you like to leave a message, so that someone calls you "
                    "back?");
}

std::string booked(std::string_view address, const time_slot& slot,
                   const zone& tz, std::string_view invited) {
  auto text = "You're booked to view " + on(address, slot, tz) + ".";
  if (!invited.empty()) {
    const auto said = say_email(invited);
    text += " You will get a calendar invitation by e-mail"
            + (said.empty() ? "" : " to " + said) + ".";
  }
  return one_line(text);
}

std::string already_booked(std::string_view address, const time_slot& slot,
                           const zone& tz) {
  return one_line("You're already booked to view " + on(address, slot, tz)
                  + ".");
}

std::string moved(std::string_view address, const time_slot& from,
                  const time_slot& to, const zone& tz) {
  return one_line("Your viewing of " + say_address(address) + " is moved from "
                  + say_when(from.start, tz) + " to "
                  + say_when_and_zone(to.start, tz) + ".");
}

std::string already_at_that_time(std::string_view address,
                                 const time_slot& slot, const zone& tz) {
  return one_line("Your viewing of " + say_address(address)
                  + " is already set for " + say_when_and_zone(slot.start, tz)
                  + ", so there is nothing to change.");
}

std::string noted(std::string_view address, std::optional<instant> when,
                  const zone& tz) {
  return one_line("I have noted that you would like to view "
                  + say_address(address)
                  + (when ? " on " + say_when_and_zone(*when, tz) : "")
                  + ", but it is not confirmed yet. Someone will call you back "
                    "about it, so please don't count on it until then.");
}

std::string not_booked(std::string_view address) {
  return one_line("I'm sorry, something went wrong, and no viewing of "
                  + say_address(address)
                  + " has been arranged. Would you like me to try again, or to "
                    "have someone call you back?");
}

std::string unsure(std::string_view address) {
  return one_line("I'm sorry, something went wrong on our side, and I can't "
                  "tell yet whether that went through for "
                  + say_address(address) + ". Shall I try again and find out?");
}

namespace {

/// Why a time cannot be had, as one statement. `when` may end in a zone.
std::string because(refusal why, const std::string& when, instant now,
                    const zone& tz, const booking_rules& rules) {
  auto hours = say_hours(rules);
  auto impossible = ", so " + when + " is not possible";
  switch (why) {
  case refusal::past:
    return "That would be " + when + (when.back() == ',' ? "" : ",")
           + " which is already over, and today is "
           + say_full_day(tz.local_day(now));
  case refusal::too_soon:
    return "Viewings have to be arranged at least " + say_duration(rules.notice)
           + " ahead, and " + when + " is too soon for that";
  case refusal::too_far:
    return "I can only arrange viewings up to "
           + say_duration(std::chrono::minutes{1440 * rules.horizon_days})
           + " ahead, and " + when + " is later than that";
  case refusal::closed:
    return hours.empty() ? "There are no viewings at the moment"
                         : "Viewings start " + hours + impossible;
  case refusal::off_grid:
    return "Viewings start " + say_grid(rules.grid) + impossible;
  case refusal::taken:
    break;
  }
  return "I'm sorry, " + when + " is already taken";
}

} // namespace

std::string wish_unmet(const unmet_wish& wish, instant now, const zone& tz,
                       const booking_rules& rules,
                       std::span<const time_slot> nearest) {
  nearest = nearest.first(std::min(nearest.size(), most_options));
  std::string when = wish.start          ? say_when(*wish.start, tz, now)
                     : wish.day          ? say_day(*wish.day)
                     : wish.several_days ? "that time"
                                         : "that time of day";
  if (wish.part && wish.day && wish.why == refusal::closed)
    when = "that time on " + when;
  auto reason = because(wish.why, when, now, tz, rules);
  if (wish.why == refusal::past && !wish.start && !wish.day)
    reason = "That time is already over, and today is "
             + say_full_day(tz.local_day(now));
  if (wish.why == refusal::taken && !wish.start)
    reason = !wish.day ? "I'm sorry, there is nothing free at that time"
             : wish.part
                 ? "I'm sorry, there is nothing free at that time on " + when
                 : "I'm sorry, there is nothing left on " + when;
  if (nearest.empty())
    return one_line(reason + ". What other day and time would suit you?");
  return one_line(reason + ". The nearest "
                  + (nearest.size() == 1 ? "opening is " : "openings are ")
                  + options(nearest, tz) + ". " + choose(nearest.size()));
}

std::string wish_unclear(std::string_view address,
                         std::span<const time_slot> slots, const zone& tz) {
  if (slots.empty())
    return "I'm sorry, I didn't understand when you would like to come. What "
           "day and time would suit you?";
  slots = slots.first(std::min(slots.size(), most_options));
  return one_line("I'm sorry, I didn't quite understand when you would like to "
                  "view "
                  + say_address(address) + ". "
                  + (slots.size() == 1 ? "There is an opening on "
                                       : "There are openings on ")
                  + options(slots, tz) + ". " + choose(slots.size()));
}

std::string all_ruled_out(int horizon_days) {
  return one_line(
      "I'm sorry, there are no other viewing times left "
      + next_days(horizon_days)
      + ". Would you like another day after all, or to leave a message?");
}

std::string refused(refusal why, instant start, instant now, const zone& tz,
                    const booking_rules& rules,
                    std::span<const time_slot> nearest) {
  nearest = nearest.first(std::min<std::size_t>(nearest.size(), 2));
  auto when = say_when(start, tz, now);
  // The zone is said once: with the openings, if there are any.
  if (nearest.empty())
    when += ", " + say_zone(tz, start) + ",";
  auto reason = because(why, when, now, tz, rules);
  if (nearest.empty())
    return one_line(reason + ". What other day and time would suit you?");
  return one_line(reason + ". The nearest "
                  + (nearest.size() == 1 ? "opening is " : "openings are ")
                  + options(nearest, tz) + ". " + choose(nearest.size()));
}

} // namespace rental::sentence
