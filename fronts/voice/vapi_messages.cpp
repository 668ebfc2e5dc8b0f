// The part of VAPI_FRONT that is about messages, and about callers who were put
// off and hung up.
#include "actors/calls.hpp"
#include "fronts/voice/vapi_front.hpp"
#include "log/log.hpp"

#include <utility>

namespace rental {
namespace {

constexpr std::chrono::seconds lead_timeout{20};
constexpr std::size_t longest_words = 1000;

/// Tells one call from all others; "" when its id is not known.
std::string one_call(const webhook_job& job) {
  const auto& id = job.message.call.call_id;
  return id.empty() ? id : job.proof.agency + '\n' + id;
}

/// What the caller asked for, as the model wrote it.
std::string wanted_by(const tool_call& call) {
  const auto start = call.argument("start_time");
  switch (tool_named(call.name).what) {
  case tool::message:
    return call.argument("message");
  case tool::availability:
    return call.argument("preferred_time");
  case tool::cancel:
    return start.empty() ? "to cancel a viewing"
                         : "to cancel the viewing, " + start;
  case tool::reschedule:
    return "to move a viewing to " + start;
  case tool::book:
  case tool::find:
  case tool::unknown:
    break;
  }
  return start;
}

} // namespace

callback_request vapi_front_state::wish_of(const batch_ptr& all,
                                           std::size_t i) const {
  const auto& message = all->job.message;
  const auto& call = message.calls[i];
  callback_request wish;
  wish.call_id = message.call.call_id;
  wish.who = visitor_of(call, line(all), deps.read_phone);
  wish.address = address_of(call);
  wish.wanted = wanted_by(call).substr(0, longest_words);
  wish.agency = all->job.proof.agency;
  return wish;
}

void vapi_front_state::leave_message(const batch_ptr& all, std::size_t i) {
  auto wish = wish_of(all, i);
  wish.kind = "message";
  wish.reason = "message";
  if (wish.wanted.empty())
    return settle(all, i, say(all).missing_detail(phrasebook::detail::message),
                  false, "detail_missing");
  if (!can_be_reached(wish.who))
    return ask_for_number(all, i);
  const auto until = in(deps.openings_budget);
  ask_until<calendar_ref>(
      self, waiting_, deps.directory, until,
      [=, this](expected<calendar_ref> found) mutable {
        if (found) {
          wish.manager = found->id;
          wish.agency = found->key.agency;
          if (found->caller_is_shared && wish.who.phone == line(all).number)
            wish.who.phone = number_withheld;
          if (!can_be_reached(wish.who))
            return ask_for_number(all, i);
        } else if (found.error().code == errc::ambiguous_property) {
          return settle(all, i, say(all).which_property(wish.address), false,
                        "which_property");
        } else if (found.error().code != errc::unknown_manager
                   && found.error().code != errc::not_connected) {
          return settle(all, i, say(all).message_not_taken(), false,
                        to_string(found.error().code));
        } else if (wish.agency.empty()) {
          // Nobody who has a page here: it is the operator's.
          wish.agency = deps.agency;
        }
        keep_message(all, i, until, std::move(wish));
      },
      atom::find_v, query_of(all->job, &all->job.message.calls[i]));
}

void vapi_front_state::ask_for_number(const batch_ptr& all, std::size_t i) {
  settle(all, i, say(all).missing_detail(phrasebook::detail::phone), false,
         "detail_missing");
}

void vapi_front_state::keep_message(const batch_ptr& all, std::size_t i,
                                    deadline until, callback_request wish) {
  const auto address = wish.address;
  ask_until<callback_answer>(
      self, waiting_, deps.callbacks, until,
      [=, this](expected<callback_answer> kept) {
        if (!kept)
          return settle(all, i, say(all).message_not_taken(), false,
                        to_string(kept.error().code));
        if (kept->what == callback_answer::kind::too_many)
          return settle(all, i, say(all).message_not_taken(), false,
                        "too_many_messages");
        settle(all, i, say(all).message_taken(address), false, "message_kept");
      },
      atom::keep_v, callback_order{std::move(wish)});
}

void vapi_front_state::remember(const batch_ptr& all, std::size_t i,
                                const char* outcome) {
  const auto& message = all->job.message;
  const auto& call = message.calls[i];
  if (message.call.call_id.empty())
    return;
  const bool left_number = !call.argument("attendee_phone").empty()
                           && turn_of(outcome) != call_turn::served;
  calls_.note(one_call(all->job), {wish_of(all, i), outcome, left_number},
              self->clock().now());
}

void vapi_front_state::remember_owner(const batch_ptr& all,
                                      const calendar_ref& found) {
  calls_.owner(one_call(all->job),
               {found.id, found.key.agency,
                found.caller_is_shared ? line(all).number : std::string{},
                found.calendar},
               self->clock().now());
}

void vapi_front_state::report(const webhook_job& job) {
  if (const auto* owner = calls_.owner_of(one_call(job)))
    self->send(owner->calendar, atom::ended_v,
               conversation_of(owner->agency, job.message.call.call_id));
  auto lead = calls_.end(one_call(job));
  if (!lead)
    return;
  if (lead->agency.empty())
    lead->agency = deps.agency;
  ask<callback_answer>(
      self, deps.callbacks, lead_timeout,
      [call = lead->call_id](expected<callback_answer> kept) {
        if (!kept)
          log::error("lead.not_kept",
                     {{"call_id", call}, {"reason", to_string(kept.error())}});
      },
      atom::keep_v, callback_order{std::move(*lead)});
}

} // namespace rental
