// English for voice/phrasebook.hpp, which says when each is said and by which
// rules. All functions are pure and thread-safe; none fails.
#pragma once

#include "voice/phrasebook.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rental::sentence {

using viewing = phrasebook::viewing;
using setting = phrasebook::setting;
using asked = phrasebook::asked;
using detail = phrasebook::detail;

std::string one_offer(const time_slot& slot, const setting& at);

// -- openings -----------------------------------------------------------------

std::string openings(std::string_view address, std::span<const time_slot> slots,
                     asked what, const setting& at);
std::string wish_unmet(const unmet_wish& why, const setting& at,
                       std::span<const time_slot> nearest);
std::string wish_unclear(std::span<const time_slot> slots, const setting& at);
std::string all_ruled_out(int horizon_days);
std::string no_openings(std::string_view address, int horizon_days);
std::string calendar_unreadable(std::string_view address);

// -- booking ------------------------------------------------------------------

std::string booked(std::string_view address, const time_slot& slot,
                   const zone& tz, std::string_view invited = {});
std::string already_booked(std::string_view address, const time_slot& slot,
                           const zone& tz);
std::string moved(std::string_view address, const time_slot& from,
                  const time_slot& to, const zone& tz);
std::string already_at_that_time(std::string_view address,
                                 const time_slot& slot, const zone& tz);
std::string refused(refusal why, instant start, const setting& at,
                    std::span<const time_slot> nearest);
std::string noted(std::string_view address, std::optional<instant> when,
                  const zone& tz);
std::string not_booked(std::string_view address);
std::string unsure(std::string_view address);

// -- times --------------------------------------------------------------------

std::string which_time(instant first, instant second, const zone& tz,
                       instant now);
std::string time_unclear();
std::string what_time(instant day, const zone& tz);
std::string another_time();
std::string is_wanted(instant start, const zone& tz);
std::string what_day(std::chrono::minutes of_day);
std::string time_in_past(instant start, instant now, const zone& tz);
std::string time_skipped(instant jump, const zone& tz);

// -- arguments ----------------------------------------------------------------

std::string missing_detail(detail what);
std::string confirm_email(std::string_view heard, std::string_view meant);
std::string not_understood();
std::string unknown_tool();

// -- whose calendar, and whether it works -------------------------------------

std::string not_connected();
std::string needs_reconnect();
std::string no_manager();
std::string not_shown(std::string_view address);
std::string which_property(std::string_view address);
std::string another_home(std::string_view address, const viewing& booked,
                         const zone& tz);
std::string busy_try_again();
std::string too_many_requests();

std::string over_limit(over_use what);

// -- finding, cancelling, moving ----------------------------------------------

std::string found(std::span<const viewing> viewings, const zone& tz);
std::string nothing_found();
std::string which_viewing(std::span<const viewing> viewings, const zone& tz);
std::string which_offer(std::span<const time_slot> slots, const setting& at);
std::string who_are_you();
std::string code_pause(std::chrono::seconds wait);
std::string cancelled(std::string_view address, const time_slot& slot,
                      const zone& tz);
std::string already_cancelled(std::string_view address, const time_slot& slot,
                              const zone& tz);
std::string already_over(std::string_view address, const time_slot& slot,
                         const zone& tz);
std::string cancel_noted(std::string_view address, const time_slot& slot,
                         const zone& tz);
std::string not_cancelled(std::string_view address, const time_slot& slot,
                          const zone& tz);
std::string not_moved(std::string_view address, const time_slot& slot,
                      const zone& tz);
std::string move_noted(std::string_view address, const time_slot& to,
                       const zone& tz);

} // namespace rental::sentence
