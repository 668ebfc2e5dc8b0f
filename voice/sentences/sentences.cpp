#include "voice/sentences/sentences.hpp"

#include "voice/email/email.hpp"
#include "voice/sentences/phrases.hpp"
#include "voice/words/say.hpp"
#include "voice/words/words.hpp"

#include <algorithm>

namespace rental::sentence {

using namespace phrase;

std::string which_time(instant first, instant second, const zone& tz,
                       instant now) {
  return one_line("Just to be sure, do you mean " + say_when(first, tz, now)
                  + " or " + say_when(second, tz, now) + ", "
                  + say_zone(tz, second) + "?");
}

std::string time_unclear() {
  return "I didn't catch the day and the time. Could you tell me both, for "
         "example Tuesday at two in the afternoon?";
}

std::string what_time(instant day, const zone& tz) {
  return one_line("What time on " + say_day(tz.local_day(day))
                  + " would suit you?");
}

std::string another_time() {
  return "All right. Which day and time would suit you?";
}

std::string is_wanted(instant start, const zone& tz) {
  return one_line("Would you like me to arrange " + say_when_and_zone(start, tz)
                  + "?");
}

std::string what_day(std::chrono::minutes of_day) {
  return "Which day would suit you, at " + say_clock(local_time{} + of_day)
         + "?";
}

std::string time_in_past(instant start, instant now, const zone& tz) {
  return one_line(say_when(start, tz, now) + " is already past, and today is "
                  + say_full_day(tz.local_day(now))
                  + ". Which day and time did you mean?");
}

std::string time_skipped(instant jump, const zone& tz) {
  using namespace std::chrono_literals;
  auto before = tz.to_local(jump - 1s) + 1s;
  return one_line("The clocks change on " + say_day(tz.local_day(jump - 1s))
                  + ", and they jump from " + say_clock(before) + " to "
                  + say_clock(tz.to_local(jump)) + ", " + say_zone(tz, jump)
                  + ", so that time does not exist. What other time would suit "
                    "you?");
}

std::string missing_detail(detail what) {
  switch (what) {
  case detail::address:
    return "Which property would you like to view?";
  case detail::time:
    return "What day and time would you like to come?";
  case detail::name:
    return "What name shall I put the viewing under?";
  case detail::phone:
    return "What phone number can we reach you at?";
  case detail::message:
    return "What would you like me to pass on?";
  case detail::email:
    return "I didn't get that e-mail address, and nothing has been arranged "
           "yet. Could you spell it for me, or shall we do without one?";
  }
  return "Could you tell me that again?";
}

std::string confirm_email(std::string_view heard, std::string_view meant) {
  const auto said = say_email(heard);
  const auto instead = say_email(meant);
  if (said.empty())
    return missing_detail(detail::email);
  return one_line(
      "Nothing has been arranged yet. I heard the e-mail address as " + said
      + (instead.empty()
             ? ", and I don't know that ending. Could you spell it "
               "for me, or shall we do without one?"
             : ". Did you mean " + instead + ", or shall we do without one?"));
}

std::string not_understood() {
  return "I didn't get all the details, and nothing has been arranged. Could "
         "you tell me the address, the day and the time again?";
}

std::string unknown_tool() {
  return "I can't do that, but I can look for viewing times, or arrange, move "
         "or cancel a viewing. What would you like?";
}

std::string not_connected() {
  return "I'm sorry, the calendar for these viewings is not set up yet. Would "
         "you like to leave a message, so that someone calls you back?";
}

std::string needs_reconnect() {
  return "I'm sorry, I can't get at the calendar for these viewings at the "
         "moment. Would you like to leave a message, so that someone calls you "
         "back?";
}

std::string no_manager() {
  return "I'm sorry, I can't tell who looks after that property. Could you "
         "tell "
         "me its full address, or would you like to leave a message?";
}

std::string not_shown(std::string_view address) {
  return one_line("I'm sorry, " + say_address(address)
                  + " is not being shown at the moment. Is there another home "
                    "that you would like to see, or would you like to leave a "
                    "message?");
}

std::string which_property(std::string_view address) {
  return one_line("There is more than one home that could be "
                  + say_address(address)
                  + ". What is its full address, with the street, the unit and "
                    "the town?");
}

std::string another_home(std::string_view address, const viewing& booked,
                         const zone& tz) {
  return one_line("You have a viewing of " + on(booked.address, booked.slot, tz)
                  + ". Is " + say_address(address) + " another home?");
}

std::string busy_try_again() {
  return "I'm sorry, that took too long, and nothing has been arranged. Shall "
         "I "
         "try again?";
}

std::string too_many_requests() {
  return "I'm sorry, very many people are asking just now, and nothing has "
         "been "
         "arranged. Would you like to hold on a moment, or call back a little "
         "later?";
}

std::string over_limit(over_use what) {
  switch (what) {
  case over_use::email:
    return "I can't send any more invitations to that e-mail address today, "
           "and nothing has been arranged. Shall we do without an e-mail, or "
           "would you like to leave a message?";
  case over_use::call:
    return "That is more than I can arrange in one call, and nothing has been "
           "added. Would you like to leave a message, so that someone calls "
           "you back?";
  case over_use::caller:
  case over_use::none:
    break;
  }
  return "That is more than I can arrange for one caller in a day, and nothing "
         "has been added. Would you like to leave a message, so that someone "
         "calls you back?";
}

std::string code_pause(std::chrono::seconds wait) {
  const auto minutes = std::max(std::chrono::ceil<std::chrono::minutes>(wait),
                                std::chrono::minutes{1});
  return "Codes have been tried too often just now, so I have not looked at "
         "this one. Could you try again in "
         + say_duration(minutes)
         + ", or call from the phone number that you gave?";
}

std::string found(std::span<const viewing> list, const zone& tz) {
  if (list.empty())
    return nothing_found();
  bool more = list.size() > most_options;
  list = list.first(std::min(list.size(), most_options));
  std::string lead = more               ? "Your next viewings are "
                     : list.size() == 1 ? "You have a viewing of "
                                        : "Your viewings are ";
  return one_line(lead + viewings(list, tz, "and")
                  + ". Would you like to keep, move or cancel "
                  + (list.size() == 1 ? "it?" : "one of them?"));
}

std::string nothing_found() {
  return "I don't see an upcoming viewing for you. If it was arranged from "
         "another phone, tell me the e-mail address and the code in the "
         "invitation. Or shall I look for a new time?";
}

std::string which_viewing(std::span<const viewing> list, const zone& tz) {
  if (list.empty())
    return nothing_found();
  list = list.first(std::min(list.size(), most_options));
  if (list.size() == 1)
    return one_line("Do you mean your viewing of " + viewings(list, tz, "or")
                    + "?");
  return one_line("Which viewing do you mean, " + viewings(list, tz, "or")
                  + "?");
}

std::string which_offer(std::span<const time_slot> slots, const setting& at) {
  slots = slots.first(std::min(slots.size(), most_options));
  if (slots.empty())
    return time_unclear();
  return one_line("Which one do you mean, " + options(slots, at) + "?");
}

std::string who_are_you() {
  return "I can only speak about a viewing with the person who arranged it. "
         "Could you call from the phone number that you gave, or tell me "
         "your e-mail address and the code in the invitation?";
}

std::string cancelled(std::string_view address, const time_slot& slot,
                      const zone& tz) {
  return one_line("Your viewing of " + on(address, slot, tz)
                  + ", is cancelled. Would you like another time instead?");
}

std::string already_cancelled(std::string_view address, const time_slot& slot,
                              const zone& tz) {
  return one_line("Your viewing of " + on(address, slot, tz)
                  + ", was already cancelled. Would you like another time "
                    "instead?");
}

std::string already_over(std::string_view address, const time_slot& slot,
                         const zone& tz) {
  return one_line("The viewing of " + on(address, slot, tz)
                  + ", is already over, so it can't be changed. Would you like "
                    "a new time?");
}

std::string cancel_noted(std::string_view address, const time_slot& slot,
                         const zone& tz) {
  return one_line("I have noted that you want to cancel the viewing of "
                  + on(address, slot, tz)
                  + ", but that is not confirmed yet. Someone will call you "
                    "back about it.");
}

std::string not_cancelled(std::string_view address, const time_slot& slot,
                          const zone& tz) {
  return one_line("I'm sorry, something went wrong, and the viewing of "
                  + on(address, slot, tz)
                  + ", has not been cancelled. Would you like me to try again, "
                    "or to have someone call you back?");
}

std::string not_moved(std::string_view address, const time_slot& slot,
                      const zone& tz) {
  return one_line("I'm sorry, the viewing of " + say_address(address)
                  + " could not be moved and keeps its time on "
                  + say_when_and_zone(slot.start, tz)
                  + ". Would you like to try another time?");
}

std::string move_noted(std::string_view address, const time_slot& to,
                       const zone& tz) {
  return one_line("I have noted that you would like to move the viewing of "
                  + say_address(address) + " to "
                  + say_when_and_zone(to.start, tz)
                  + ", but that is not confirmed yet. Someone will call you "
                    "back about it.");
}

} // namespace rental::sentence
