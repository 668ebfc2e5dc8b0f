#include "actors/booking/booking_queue.hpp"
#include "actors/booking/fair_use.hpp"
#include "base/mail_address.hpp"
#include "crypto/random.hpp"
#include "crypto/uuid.hpp"
#include "voice/addresses/address.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace rental {
namespace {

// The nearest two. Without the slot itself when it is taken: another process
// may hold what looks free.
std::vector<time_slot> alternatives(const std::vector<time_slot>& free,
                                    const time_slot& wanted, refusal why) {
  std::vector<time_slot> others;
  std::copy_if(free.begin(), free.end(), std::back_inserter(others),
               [&](const time_slot& slot) {
                 return why != refusal::taken || !overlaps(slot, wanted);
               });
  return nearest(others, wanted.start, 2);
}

// Six digits: short enough to be said, and of use only together with the
// booking's e-mail address.
std::string new_code() {
  std::uint32_t number = 0;
  for (const char byte : random_bytes(4))
    number = number << 8 | static_cast<unsigned char>(byte);
  auto digits = std::to_string(number % 1'000'000);
  return std::string(6 - digits.size(), '0') + digits;
}

std::string conversation_of(const booking_order& order) {
  return rental::conversation_of(order.key.agency, order.key.call_id);
}

// Of a time that names no day the day alone is asked for.
std::string what_is_missing(const booking_order& order,
                            const calendar_context& core) {
  const auto& say = core.say(order.in);
  const auto& read = core.read(order.in);
  if (read.only_refuses(order.start))
    return say.another_time();
  const auto wanted
      = read.preference(order.start, core.tz, core.now(), core.rules);
  const bool only_clock = wanted.any_of.size() == 1 && wanted.none_of.empty()
                          && wanted.any_of[0].around
                          && !wanted.any_of[0].names_days();
  return only_clock ? say.what_day(*wanted.any_of[0].around)
                    : say.time_unclear();
}

bool is_confirmed_at(const booking& row, const std::string& address) {
  return row.state == booking_state::confirmed
         && same_property(row.address, address);
}

} // namespace

bool booking_queue::read_start(const job_ptr& job) {
  if (const auto start = job->order.exactly) {
    job->row.slot = {*start, *start + context_.rules.slot};
    return true;
  }
  auto reading = read(job).start(job->order.start, context_.tz, context_.now(),
                                 context_.rules);
  auto& offers = openings_.offers;
  const auto talk = conversation_of(job->order);
  const auto offered = offers.find(talk, job->order.address, context_.now());
  // Whatever is answered now, these have been spoken of.
  offers.settle(talk);
  const auto chosen = read(job).chosen(job->order.start, offered, context_.tz,
                                       context_.now(), context_.rules);
  if (chosen.size() == 1)
    reading = {time_reading::kind::exact, chosen.front().start,
               chosen.front().start};
  job->only_asked = reading.what == time_reading::kind::doubtful;
  const auto slot_at = [&](instant start) {
    return time_slot{start, start + context_.rules.slot};
  };
  switch (reading.what) {
  case time_reading::kind::unclear:
    if (!chosen.empty()) {
      offers.remember(talk, job->order.address, chosen, context_.now());
      close_unclear(job,
                    say(job).which_offer(
                        chosen, {context_.tz, context_.now(), context_.rules}));
      return false;
    }
    close_unclear(job, reading.first == instant{}
                           ? what_is_missing(job->order, context_)
                           : say(job).what_time(reading.first, context_.tz));
    return false;
  case time_reading::kind::ambiguous:
    offers.remember(talk, job->order.address,
                    {slot_at(reading.first), slot_at(reading.second)},
                    context_.now());
    close_unclear(job, say(job).which_time(reading.first, reading.second,
                                           context_.tz, context_.now()));
    return false;
  case time_reading::kind::nonexistent:
    close_unclear(job, say(job).time_skipped(reading.first, context_.tz));
    return false;
  case time_reading::kind::past:
  case time_reading::kind::exact:
  case time_reading::kind::doubtful:
    break;
  }
  job->row.slot = {reading.first, reading.first + context_.rules.slot};
  return true;
}

booking_rules booking_queue::rules_for(const job_ptr& job) const {
  auto rules = context_.rules;
  if (job->old)
    rules.slot = std::chrono::duration_cast<std::chrono::minutes>(
        job->old->slot.end - job->old->slot.start);
  return rules;
}

// What was booked before is looked at before anything is said of it.
void booking_queue::understand(const job_ptr& job, earlier_bookings earlier) {
  if (!read_start(job))
    return;
  std::vector<booking> known;
  for (const auto& row : earlier.same_call)
    if (is_confirmed_at(row, job->order.address))
      known.push_back(row);
  for (const auto& row : earlier.same_number)
    if (is_confirmed_at(row, job->order.address)
        && row.slot.start == job->row.slot.start
        && row.call_id != job->order.key.call_id)
      known.push_back(row);
  const auto go_on = [this, job](const earlier_bookings& rows) {
    if (!same_wish(job, rows))
      check(job);
  };
  if (known.empty())
    return go_on(earlier);
  look_at(std::move(known), [this, job, earlier, go_on](bool changed) {
    if (!changed)
      return go_on(earlier);
    context_.transact<earlier_bookings>(
        [id = context_.manager.id, order = job->order,
         now = context_.now()](store_session& session) {
          return earlier_of(session, id, order, now);
        },
        [earlier, go_on](expected<earlier_bookings> anew) {
          go_on(anew ? *anew : earlier);
        });
  });
}

bool booking_queue::same_wish(const job_ptr& job,
                              const earlier_bookings& earlier) {
  const read_address wanted{job->order.address};
  const booking* doubtful = nullptr;
  for (const auto& row : earlier.same_call) {
    if (row.state != booking_state::confirmed)
      continue;
    const auto alike = wanted.compare(read_address{row.address});
    const bool same_time = row.slot.start == job->row.slot.start;
    if (alike == likeness::same && same_time)
      return say_already_booked(job, row);
    if (alike == likeness::same)
      job->old = row;
    else if (alike == likeness::unsure && (doubtful == nullptr || same_time))
      doubtful = &row;
  }
  // The line broke, and the caller rang again.
  for (const auto& row : earlier.same_number)
    if (row.slot.start == job->row.slot.start
        && is_confirmed_at(row, job->order.address))
      return say_already_booked(job, row);
  return !job->old && doubtful != nullptr && doubt_home(job, *doubtful);
}

bool booking_queue::say_already_booked(const job_ptr& job, const booking& row) {
  auto answer
      = outcome(booking_result::already_booked,
                say(job).already_booked(row.address, row.slot, context_.tz));
  answer.made = std::make_shared<const booking>(row);
  close(job, std::move(answer));
  return true;
}

// May be the home of this booking, or another one. Who says the same address
// once more after the question means another one.
bool booking_queue::doubt_home(const job_ptr& job, const booking& row) {
  if (row.slot.start == job->row.slot.start)
    return say_already_booked(job, row);
  constexpr std::size_t most_doubted = 1000;
  if (doubted_.size() >= most_doubted)
    doubted_.clear();
  const auto& order = job->order;
  if (!doubted_.insert(order.key.call_id + '\n' + order.address).second)
    return false;
  close_unclear(job, say(job).another_home(
                         order.address, {row.address, row.slot}, context_.tz));
  return true;
}

void booking_queue::check(const job_ptr& job) {
  auto& row = job->row;
  if (row.slot.start < context_.now()) {
    auto answer = outcome(
        booking_result::refused,
        say(job).time_in_past(row.slot.start, context_.now(), context_.tz));
    answer.why = refusal::past;
    return close(job, std::move(answer));
  }
  const auto rules = rules_for(job);
  row.slot.end = row.slot.start + rules.slot;
  if (const auto why
      = check_rules(rules, context_.tz, context_.now(), row.slot.start))
    return refuse(job, *why);
  if (job->only_asked)
    return ask_about(job);
  if (over_limits(job))
    return;
  if (job->old && note_in_former(job, *job->old))
    return;
  row.id = uuid_v4();
  row.transaction_id = uuid_v5(rental_namespace, row.id);
  row.manager = context_.manager.id;
  row.mailbox = mailbox_of(context_.manager);
  row.address = job->order.address;
  row.who = job->order.who;
  row.caller = job->order.by.number;
  row.call_id = job->order.key.call_id;
  row.code = new_code();
  row.created_at = row.updated_at = context_.now();
  if (job->old) {
    row.moves = job->old->id;
    row.event_id = job->old->event_id;
    row.ical_uid = job->old->ical_uid;
    row.transaction_id = job->old->transaction_id;
    row.address = job->old->address;
    row.code = job->old->code;
  }
  perform(job);
}

void booking_queue::ask_about(const job_ptr& job) {
  openings_.view(urgency::caller, [this, job](expected<view_ptr> view) {
    const auto& slot = job->row.slot;
    if (view && !job->old && !(*view)->busy.is_free(slot, context_.rules))
      return refuse(job, refusal::taken);
    openings_.offers.remember(conversation_of(job->order), job->order.address,
                              {slot}, context_.now());
    close_unclear(job, say(job).is_wanted(slot.start, context_.tz));
  });
}

bool booking_queue::over_limits(const job_ptr& job) {
  if (job->order.key.call_id.empty())
    return false;
  const auto over
      = over_limit(context_.deps.options.uses, job->used, job->old.has_value());
  if (over == over_use::none)
    return false;
  context_.count("rate_limited", to_string(over));
  close_unclear(job, say(job).over_limit(over), booking_result::refused);
  return true;
}

void booking_queue::refuse(const job_ptr& job, refusal why) {
  context_.count("booking_refused", to_string(why));
  if (job->answered)
    return done_with(job);
  openings_.view(urgency::caller, [this, job, why](expected<view_ptr> view) {
    auto answer = outcome(booking_result::refused, {});
    answer.why = why;
    if (view)
      answer.alternatives
          = alternatives(job->old ? free_slots(rules_for(job), context_.tz,
                                               context_.now(), (*view)->busy)
                                  : *openings_.free_of(*view),
                         job->row.slot, why);
    answer.sentence = say(job).refused(
        why, job->row.slot.start, {context_.tz, context_.now(), context_.rules},
        answer.alternatives);
    openings_.offers.remember(conversation_of(job->order), job->order.address,
                              answer.alternatives, context_.now());
    close(job, std::move(answer));
  });
}

} // namespace rental
