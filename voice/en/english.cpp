#include "voice/en/english.hpp"

#include "voice/sentences/message_sentences.hpp"
#include "voice/sentences/sentences.hpp"
#include "voice/times/beside_offers.hpp"
#include "voice/times/understand.hpp"

namespace rental {

const speech english{
.say={
.one_offer = sentence::one_offer,
.openings = sentence::openings,
.wish_unmet = sentence::wish_unmet,
.wish_unclear = sentence::wish_unclear,
.all_ruled_out = sentence::all_ruled_out,
.no_openings = sentence::no_openings,
.calendar_unreadable = sentence::calendar_unreadable,
.booked = sentence::booked,
.already_booked = sentence::already_booked,
.moved = sentence::moved,
.already_at_that_time = sentence::already_at_that_time,
.refused = sentence::refused,
.noted = sentence::noted,
.not_booked = sentence::not_booked,
.unsure = sentence::unsure,
.which_time = sentence::which_time,
.time_unclear = sentence::time_unclear,
.what_time = sentence::what_time,
.another_time = sentence::another_time,
.is_wanted = sentence::is_wanted,
.what_day = sentence::what_day,
.time_in_past = sentence::time_in_past,
.time_skipped = sentence::time_skipped,
.missing_detail = sentence::missing_detail,
.confirm_email = sentence::confirm_email,
.not_understood = sentence::not_understood,
.unknown_tool = sentence::unknown_tool,
.not_connected = sentence::not_connected,
.needs_reconnect = sentence::needs_reconnect,
.no_manager = sentence::no_manager,
.not_shown = sentence::not_shown,
.which_property = sentence::which_property,
.another_home = sentence::another_home,
.busy_try_again = sentence::busy_try_again,
.too_many_requests = sentence::too_many_requests,
.over_limit = sentence::over_limit,
.found = sentence::found,
.nothing_found = sentence::nothing_found,
.which_viewing = sentence::which_viewing,
.which_offer = sentence::which_offer,
.who_are_you = sentence::who_are_you,
.code_pause = sentence::code_pause,
.cancelled = sentence::cancelled,
.already_cancelled = sentence::already_cancelled,
.already_over = sentence::already_over,
.cancel_noted = sentence::cancel_noted,
.not_cancelled = sentence::not_cancelled,
.not_moved = sentence::not_moved,
.move_noted = sentence::move_noted,
.message_taken = sentence::message_taken,
.message_not_taken = sentence::message_not_taken,
},
.read={
.start = understand_start,
.preference = understand_wish,
.chosen = chosen_of,
.beside = wish_beside,
.rules_out = rules_out,
.approves = approves,
.asks = is_asked,
.only_refuses = only_refuses,
}};

} // namespace rental
