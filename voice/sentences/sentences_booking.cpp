#include "voice/email/email.hpp"
#include "voice/sentences/phrases.hpp"
#include "voice/sentences/sentences.hpp"
#include "voice/words/say.hpp"
#include "voice/words/words.hpp"

namespace rental::sentence {

using namespace phrase;

std::string openings(std::string_view address, std::span<const time_slot> slots,
                     asked what, const setting& at) {
  if (slots.empty())
    return no_openings(address, 0);
  slots = slots.first(std::min(slots.size(), most_options));
  if (what == asked::start && slots.size() == 1)
    return one_line("Yes, " + one_offer(slots.front(), at) + " is free"
                    + (address.empty() ? "" : " for " + say_address(address))
                    + ". Shall I book it?");
  const std::string lead = address.empty()
                               ? "I have "
                               : "For " + say_address(address) + ", I have ";
  if (slots.size() == 1)
    return one_line(lead + "one opening, " + one_offer(slots.front(), at)
                    + ". Would you like it?");
  return one_line(lead + options(slots, at) + ". " + choose(slots.size()));
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
  const auto to = say_email(invited);
  if (!invited.empty())
    text += to.empty() ? " I'll send the invitation by e-mail."
                       : " I'll send the invitation to " + to + ".";
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

/// "a day's", "two hours of".
std::string notice_of(std::chrono::minutes notice) {
  if (notice == std::chrono::hours{24})
    return "a day's";
  return say_duration(notice) + " of";
}

/// What the hours say of a time: the bound that it misses, of a day that is
/// named.
std::string closed(const unmet_wish& wish, const setting& at) {
  const auto all = say_hours(at.rules);
  // The mailbox has hours of its own, which may be of another zone.
  if (at.rules.within)
    return "There are no viewings at that time"
           + (wish.day ? " on " + say_day(*wish.day) : "");
  if (all.empty())
    return "There are no viewings at the moment";
  if (!wish.day)
    return "Viewings are " + all;
  const auto open = say_hours_of(at.rules, *wish.day);
  if (!open)
    return "There are no viewings on " + say_weekday(*wish.day) + "s, only "
           + all;
  if (open->first == open->last)
    return "On " + say_weekday(*wish.day) + "s the only viewing is at "
           + open->first;
  if (!wish.start)
    return "On " + say_weekday(*wish.day) + "s viewings are between "
           + open->first + " and " + open->last;
  const auto local = at.tz.to_local(*wish.start);
  return local - date::floor<date::days>(local) < open->from
             ? "Our first viewing is at " + open->first
             : "Our last viewing is at " + open->last;
}

std::string past(const unmet_wish& wish, const setting& at) {
  const auto today = at.tz.local_day(at.now);
  const auto ending = " is already past, and today is " + say_full_day(today);
  if (!wish.day)
    return "That time" + ending;
  if (*wish.day == today && wish.start)
    return say_clock(at.tz.to_local(*wish.start)) + " is already past today";
  return (*wish.day + date::days{365} > today ? say_day(*wish.day)
                                              : say_full_day(*wish.day))
         + ending;
}

std::string taken(const unmet_wish& wish, const setting& at) {
  if (wish.no_others)
    return "I'm sorry, I have nothing else "
           + (wish.day ? "on " + say_day(*wish.day) : std::string{"then"});
  if (wish.start)
    return "I'm sorry, " + say_when(*wish.start, at.tz, at.now) + " is taken";
  if (wish.day && !wish.part)
    return "I'm sorry, " + say_day(*wish.day) + " is full";
  return "I'm sorry, nothing is free at that time"
         + (wish.day ? " on " + say_day(*wish.day) : "");
}

/// Why a time cannot be had, as one statement.
std::string because(const unmet_wish& wish, const setting& at) {
  switch (wish.why) {
  case refusal::past:
    return past(wish, at);
  case refusal::too_soon:
    if (at.rules.notice <= std::chrono::minutes{0})
      return "That time is already past";
    return "I'm sorry, we need " + notice_of(at.rules.notice) + " notice";
  case refusal::too_far:
    if (at.rules.horizon_days <= 1)
      return "I can only arrange viewings until the end of tomorrow";
    return "I can only arrange viewings up to "
           + say_duration(std::chrono::minutes{1440 * at.rules.horizon_days})
           + " ahead";
  case refusal::closed:
    return closed(wish, at);
  case refusal::off_grid:
    return "Viewings start " + say_grid(at.rules.grid);
  case refusal::taken:
    break;
  }
  return taken(wish, at);
}

/// "a day's" begins no sentence in lower case.
std::string as_sentence(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string with_others(const unmet_wish& wish, const setting& at,
                        const char* link, std::span<const time_slot> others) {
  const auto reason = as_sentence(because(wish, at));
  if (others.empty())
    return one_line(reason + ". What other day and time would suit you?");
  return one_line(reason + ". " + link + options(others, at) + ". "
                  + choose(others.size()));
}

} // namespace

std::string wish_unmet(const unmet_wish& wish, const setting& at,
                       std::span<const time_slot> nearest) {
  return with_others(wish, at, "I have ",
                     nearest.first(std::min(nearest.size(), most_options)));
}

std::string wish_unclear(std::span<const time_slot> slots, const setting& at) {
  if (slots.empty())
    return "I'm sorry, I didn't understand when you would like to come. What "
           "day and time would suit you?";
  slots = slots.first(std::min(slots.size(), most_options));
  return one_line("I'm sorry, I didn't understand when you would like to come. "
                  "I have "
                  + options(slots, at) + ". " + choose(slots.size()));
}

std::string all_ruled_out(int horizon_days) {
  return one_line(
      "I'm sorry, there are no other viewing times left "
      + next_days(horizon_days)
      + ". Would you like another day after all, or to leave a message?");
}

std::string refused(refusal why, instant start, const setting& at,
                    std::span<const time_slot> nearest) {
  unmet_wish wish;
  wish.why = why;
  wish.day = at.tz.local_day(start);
  wish.start = start;
  return with_others(wish, at,
                     why == refusal::too_soon ? "The earliest I have is "
                                              : "The nearest I have is ",
                     nearest.first(std::min<std::size_t>(nearest.size(), 2)));
}

} // namespace rental::sentence
