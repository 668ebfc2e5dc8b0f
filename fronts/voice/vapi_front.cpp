#include "fronts/voice/vapi_front.hpp"

#include "actors/calls.hpp"
#include "log/log.hpp"
#include "voice/email/email.hpp"
#include "voice/email/mail_domain.hpp"
#include "voice/words/placeholder.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace rental {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t most_doubted = 20'000;

const char* outcome_of(const openings_answer& answer) {
  switch (answer.state) {
  case openings_state::readable:
    return answer.free && !answer.free->empty() ? "offered" : "fully_booked";
  case openings_state::not_connected:
    return "not_connected";
  case openings_state::needs_reconnect:
    return "needs_reconnect";
  case openings_state::unreadable:
    break;
  }
  return "unreadable";
}

} // namespace

void vapi_front_state::take(const webhook_job& job, const responder& respond) {
  auto all = std::make_shared<batch>();
  all->job = job;
  follow_chat(all->job);
  if (job.message.kind == message_kind::call_begins)
    return warm(job);
  if (job.message.type == "end-of-call-report")
    return report(all->job);
  all->respond = respond;
  if (const auto* chosen = deps.language ? deps.language(job) : nullptr)
    all->in = chosen;
  all->open = job.message.calls.size();
  all->began = self->clock().now();
  for (const auto& call : job.message.calls)
    all->answers.push_back({call.id, call.name, {}, false});
  if (all->open == 0)
    return answer(all); // to nobody, when there was nothing to answer
  for (std::size_t i = 0; i < all->answers.size(); ++i)
    run(all, i);
}

void vapi_front_state::run(const batch_ptr& all, std::size_t i) {
  const auto& call = all->job.message.calls[i];
  if (deps.numbers)
    deps.numbers->add("peterental_tool_requests_in_flight", {}, 1);
  if (call.broken == "too_many_calls")
    settle(all, i, say(all).busy_try_again(), true, "too_many_calls");
  else if (!call.broken.empty())
    settle(all, i, say(all).not_understood(), false, "broken");
  else
    run_tool(all, i, tool_named(call.name).what);
}

void vapi_front_state::run_tool(const batch_ptr& all, std::size_t i,
                                tool what) {
  switch (what) {
  case tool::availability:
    return look_up(all, i);
  case tool::book:
    return book(all, i);
  case tool::find:
    return look_for_own(all, i);
  case tool::cancel:
    return change(all, i, order_kind::cancel);
  case tool::reschedule:
    return change(all, i, order_kind::move);
  case tool::message:
    return leave_message(all, i);
  case tool::unknown:
    return settle(all, i, say(all).unknown_tool(), true, "unknown_tool");
  }
}

void vapi_front_state::look_up(const batch_ptr& all, std::size_t i) {
  const auto& call = all->job.message.calls[i];
  const auto until = in(deps.openings_budget);
  openings_query query{address_of(call), call.argument("preferred_time"),
                       until};
  query.in = all->in;
  find(all, i, until, [=, this](const calendar_ref& found) mutable {
    if (query.address.empty())
      query.address = found.address;
    if (query.address.empty())
      return ask_for_address(all, i);
    query.conversation
        = conversation_of(found.key.agency, all->job.message.call.call_id);
    ask_until<openings_answer>(
        self, waiting_, found.calendar, until + slack,
        [=, this](expected<openings_answer> answer) {
          if (answer)
            settle(all, i, answer->sentence, false, outcome_of(*answer));
          else
            settle(all, i, say(all).calendar_unreadable(query.address), false,
                   to_string(answer.error().code));
        },
        atom::openings_v, query);
  });
}

void vapi_front_state::ask_for_address(const batch_ptr& all, std::size_t i) {
  settle(all, i, say(all).missing_detail(phrasebook::detail::address), false,
         "address_missing");
}

void vapi_front_state::book(const batch_ptr& all, std::size_t i) {
  using detail = phrasebook::detail;
  const auto& call = all->job.message.calls[i];
  auto missing = [&](detail what) {
    settle(all, i, say(all).missing_detail(what), false, "detail_missing");
  };
  booking_order order;
  order.address = address_of(call);
  order.start = call.argument("start_time");
  if (order.address.empty())
    return missing(detail::address);
  if (order.start.empty())
    return missing(detail::time);
  if (is_no_name(call.argument("attendee_name")))
    return missing(detail::name);
  const auto email = understand_email(call.argument("attendee_email"));
  if (!email)
    return missing(detail::email);
  if (auto question = doubt(all, *email); !question.empty())
    return settle(all, i, std::move(question), false, "email_doubted");
  order.who = visitor_of(call, line(all), deps.read_phone);
  place(all, i, std::move(order));
}

void vapi_front_state::change(const batch_ptr& all, std::size_t i,
                              order_kind kind) {
  const auto& call = all->job.message.calls[i];
  booking_order order;
  order.kind = kind;
  order.address = address_of(call);
  if (kind == order_kind::cancel) {
    order.which = call.argument("start_time");
  } else {
    order.start = call.argument("start_time");
    if (order.start.empty())
      order.start = call.argument("new_start_time");
    order.which = call.argument("current_start_time");
    if (order.start.empty())
      return settle(all, i, say(all).missing_detail(phrasebook::detail::time),
                    false, "detail_missing");
  }
  place(all, i, std::move(order));
}

void vapi_front_state::place(const batch_ptr& all, std::size_t i,
                             booking_order order) {
  order.in = all->in;
  const auto& call = all->job.message.calls[i];
  order.key = {{}, all->job.message.call.call_id, storable_id(call.id)};
  order.fingerprint = fingerprint(call);
  order.by = caller_of(all, i);
  order.until = in(deps.booking_budget);
  find(all, i, order.until, [=, this](const calendar_ref& found) mutable {
    order.key.agency = found.key.agency;
    if (found.caller_is_shared)
      forget_number(order);
    ask_until<booking_outcome>(
        self, waiting_, found.calendar, order.until + slack,
        [=, this](expected<booking_outcome> made) {
          if (made)
            settle(all, i, made->sentence, made->is_error,
                   to_string(made->result));
          else if (made.error().code == errc::expired
                   || made.error().code == errc::unavailable)
            // It was certainly not begun.
            settle(all, i, say(all).busy_try_again(), true,
                   to_string(made.error().code));
          else // It may or may not have been done, and nobody has noted it.
            settle(all, i, say(all).unsure(order.address), false,
                   to_string(made.error().code));
        },
        atom::book_v, order);
  });
}

void vapi_front_state::look_for_own(const batch_ptr& all, std::size_t i) {
  const auto until = in(deps.openings_budget);
  find_query query{caller_of(all, i), address_of(all->job.message.calls[i]),
                   all->in};
  find(all, i, until, [=, this](const calendar_ref& found) mutable {
    if (found.caller_is_shared)
      query.by.number.clear();
    ask_until<found_bookings>(
        self, waiting_, found.calendar, until + slack,
        [=, this](expected<found_bookings> own) {
          if (own)
            settle(all, i, own->sentence, false,
                   own->rows.empty() ? "nothing_found" : "found");
          else
            settle(all, i, say(all).busy_try_again(), true,
                   to_string(own.error().code));
        },
        atom::appointment_v, query);
  });
}

void vapi_front_state::find(const batch_ptr& all, std::size_t i, deadline until,
                            std::function<void(const calendar_ref&)> then) {
  const auto& message = all->job.message;
  ask_until<calendar_ref>(
      self, waiting_, deps.directory, until,
      [=, this](expected<calendar_ref> found) {
        if (found)
          remember_owner(all, *found);
        if (found)
          then(*found);
        else if (found.error().code == errc::unknown_manager
                 && address_of(all->job.message.calls[i]).empty()
                 && tool_named(all->job.message.calls[i].name).wants_viewing)
          ask_for_address(all, i);
        else if (found.error().code == errc::unknown_manager)
          settle(all, i, say(all).no_manager(), false, "no_manager");
        else if (found.error().code == errc::not_shown)
          settle(all, i,
                 say(all).not_shown(address_of(all->job.message.calls[i])),
                 false, "not_shown");
        else if (found.error().code == errc::not_connected)
          settle(all, i, say(all).not_connected(), false, "not_connected");
        else if (found.error().code == errc::ambiguous_property)
          settle(all, i,
                 say(all).which_property(
                     all->job.message.calls[i].argument("property_address")),
                 false, "which_property");
        else
          settle(all, i, say(all).busy_try_again(), true,
                 to_string(found.error().code));
      },
      atom::find_v, query_of(all->job, &message.calls[i]));
}

void vapi_front_state::warm(const webhook_job& job) {
  ask<calendar_ref>(
      self, deps.directory, deps.openings_budget,
      [this](expected<calendar_ref> found) {
        if (found)
          self->send(found->calendar, atom::warm_v);
      },
      atom::find_v, query_of(job, nullptr));
}

void vapi_front_state::settle(const batch_ptr& all, std::size_t i,
                              std::string text, bool is_error,
                              const char* outcome) {
  const auto& message = all->job.message;
  const auto took = self->clock().now() - all->began;
  all->answers[i].text = std::move(text);
  all->answers[i].is_error = is_error;
  const auto* called = tool_named(message.calls[i].name).name;
  log::info(
      "tool.answered",
      {{"request_id", all->job.request_id},
       {"call_id", message.call.call_id},
       {"tool", called},
       {"outcome", outcome},
       {"ms", std::to_string(
                  std::chrono::duration_cast<milliseconds>(took).count())}});
  if (deps.numbers) {
    deps.numbers->add("peterental_tool_requests_in_flight", {}, -1);
    deps.numbers->count("peterental_tool_requests_total",
                        {{"tool", called}, {"outcome", outcome}});
    deps.numbers->observe("peterental_tool_seconds", {{"tool", called}},
                          std::chrono::duration<double>(took).count());
  }
  remember(all, i, outcome);
  if (--all->open == 0)
    answer(all);
}

void vapi_front_state::answer(const batch_ptr& all) {
  all->respond(
      json_out(200, render_answers(all->job.message.kind, all->answers)));
}

manager_query vapi_front_state::query_of(const webhook_job& job,
                                         const tool_call* call) const {
  const auto& facts = job.message.call;
  manager_query query;
  query.agency = job.proof.agency;
  query.proven = job.proof.bindings;
  query.assistant_id = facts.assistant_id;
  query.phone_number_id = facts.phone_number_id;
  query.dialled_number = facts.dialled_number;
  query.caller_number = manager_number(facts, deps.read_phone);
  if (call != nullptr) {
    query.user_id = call->argument("user_id");
    query.address = address_of(*call);
    const auto& entry = tool_named(call->name);
    query.judge_caller = entry.judges_caller;
    query.wants_viewing = entry.wants_viewing;
  }
  return query;
}

caller_line vapi_front_state::line(const batch_ptr& all) const {
  return line_of(all->job.message.call, deps.read_phone);
}

caller_identity vapi_front_state::caller_of(const batch_ptr& all,
                                            std::size_t i) const {
  auto by = identity_of(all->job.message.calls[i], line(all));
  by.call_id = all->job.message.call.call_id;
  return by;
}

std::string vapi_front_state::doubt(const batch_ptr& all,
                                    const std::string& email) {
  const auto meant = doubt_about_email(email);
  if (!meant)
    return {};
  const auto& conversation = all->job.message.call.call_id;
  if (doubted_.size() >= most_doubted)
    doubted_.clear();
  const bool first = conversation.empty()
                     || doubted_
                            .insert(all->job.proof.agency + '\n' + conversation
                                    + '\n' + email)
                            .second;
  // An ending that does not exist stays wrong, however often it is said.
  const bool possible = is_top_level_domain(email.substr(email.rfind('.') + 1));
  return first || !possible ? say(all).confirm_email(email, *meant)
                            : std::string{};
}

void vapi_front_state::follow_chat(webhook_job& job) {
  auto& call = job.message.call;
  if (!call.chat_id.empty())
    call.call_id = chats_.first_of(job.proof.agency, call.chat_id,
                                   call.previous_chat_id);
}

void vapi_front_state::tick() {
  on_tick(self, waiting_);
}

deadline vapi_front_state::in(milliseconds budget) const {
  return self->clock().now() + budget;
}

vapi_front_actor::behavior_type
vapi_front(vapi_front_actor::stateful_pointer<vapi_front_state> self,
           vapi_front_deps deps) {
  self->state.self = self;
  self->state.deps = std::move(deps);
  return {
      [self](const webhook_job& job, const responder& respond) {
        self->state.take(job, respond);
      },
      [self](atom::tick) { self->state.tick(); },
  };
}

} // namespace rental
