#include "actors/booking_desk.hpp"
#include "actors/fair_use.hpp"
#include "crypto/random.hpp"
#include "crypto/uuid.hpp"
#include "domain/mail_address.hpp"
#include "voice/address.hpp"
#include "voice/sentences.hpp"

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

bool known_caller(const caller_identity& by) {
  return !by.number.empty() || (!by.email.empty() && !by.code.empty());
}

// The number of the line needs no code and no patience. A code that may not be
// tried yet is not looked at: errc::throttled when nothing else proves who
// calls.
expected<std::vector<booking>> own_bookings(store_session& session,
                                            std::int64_t manager,
                                            const caller_identity& by,
                                            const code_limits& limits,
                                            instant now) {
  auto rows = session.bookings_of_phone(manager, by.number, now);
  if (!rows || by.email.empty() || by.code.empty())
    return rows;
  const auto pause = code_pause(session, manager, by, limits, now);
  if (!pause)
    return pause.error();
  if (pause->count() > 0)
    return rows->empty() ? failure{errc::throttled, "codes", *pause} : rows;
  auto coded = session.bookings_of_code(manager, by.code, now);
  if (!coded)
    return coded;
  bool right = false;
  for (auto& row : *coded) {
    right = right || same_mail_address(row.who.email, by.email);
    const bool known
        = std::any_of(rows->begin(), rows->end(),
                      [&](const auto& x) { return x.id == row.id; });
    if (!known && same_mail_address(row.who.email, by.email))
      rows->push_back(std::move(row));
  }
  if (auto kept = count_try(session, manager, by, right, now); !kept)
    return kept.error();
  return rows;
}

expected<own_and_lost> own_and_lost_bookings(store_session& session,
                                             std::int64_t manager,
                                             const caller_identity& by,
                                             const code_limits& limits,
                                             instant now) {
  auto own = own_bookings(session, manager, by, limits, now);
  if (!own)
    return own.error();
  bool coded = !by.email.empty() && !by.code.empty();
  if (coded) {
    const auto pause = code_pause(session, manager, by, limits, now);
    if (!pause)
      return pause.error();
    coded = pause->count() == 0;
  }
  auto lost = session.lost_bookings(manager, by.number,
                                    coded ? by.code : std::string{}, now);
  if (!lost)
    return lost.error();
  std::erase_if(*lost, [&](const auto& row) {
    const bool by_number
        = !by.number.empty()
          && (row.who.phone == by.number || row.caller == by.number);
    return !by_number
           && !(coded && row.code == by.code
                && same_mail_address(row.who.email, by.email));
  });
  return own_and_lost{std::move(*own), std::move(*lost)};
}

// The caller hears what was seen just now.
void show_as_seen(std::vector<booking>& own, const seen_event& seen) {
  for (auto it = own.begin(); it != own.end(); ++it) {
    if (it->id != seen.row.id)
      continue;
    if (seen.what == outlook_change::moved && seen.event->is_timed())
      it->slot = seen.event->when;
    else if (seen.what != outlook_change::moved)
      own.erase(it);
    return;
  }
}

std::string pause_of(const failure& why) {
  return sentence::code_pause(
      std::chrono::ceil<std::chrono::seconds>(why.retry_after));
}

std::vector<sentence::viewing> spoken(const std::vector<booking>& rows) {
  std::vector<sentence::viewing> result;
  for (const auto& row : rows)
    result.push_back({row.address, row.slot});
  return result;
}

void keep_only_confirmed(std::vector<booking>& rows) {
  std::erase_if(rows, [](const auto& row) {
    return row.state != booking_state::confirmed;
  });
  std::sort(rows.begin(), rows.end(),
            [](const auto& a, const auto& b) { return a.slot < b.slot; });
}

bool is_at(const booking& row, const std::string& address) {
  return address.empty() || same_property(row.address, address);
}

// The viewings that fit; all of them when none does: the words were misheard,
// and "nothing found" would not be true.
template <class Fits>
std::vector<booking> meant_of(const std::vector<booking>& own, Fits fits) {
  std::vector<booking> meant;
  std::copy_if(own.begin(), own.end(), std::back_inserter(meant), fits);
  return meant.empty() ? own : meant;
}

// Whether a viewing is meant by what was understood. A day alone means every
// viewing of that day; words that name no day say nothing.
bool is_meant(const booking& row, const time_reading& by, const zone& tz) {
  if (by.first == instant{})
    return true;
  if (by.what == time_reading::kind::unclear)
    return tz.local_day(row.slot.start) == tz.local_day(by.first);
  return row.slot.start == by.first || row.slot.start == by.second;
}

} // namespace

bool booking_desk::read_start(const order_ptr& job, time_reading::kind& what) {
  const auto reading
      = understand_start(job->order.start, core_.tz, core_.now(), core_.rules);
  what = reading.what;
  switch (reading.what) {
  case time_reading::kind::unclear:
    close_unclear(job, reading.first == instant{}
                           ? sentence::time_unclear()
                           : sentence::what_time(reading.first, core_.tz));
    return false;
  case time_reading::kind::ambiguous:
    close_unclear(job, sentence::which_time(reading.first, reading.second,
                                            core_.tz, core_.now()));
    return false;
  case time_reading::kind::nonexistent:
    close_unclear(job, sentence::time_skipped(reading.first, core_.tz));
    return false;
  case time_reading::kind::past:
  case time_reading::kind::exact:
    break;
  }
  job->row.slot = {reading.first, reading.first + core_.rules.slot};
  return true;
}

booking_rules booking_desk::rules_for(const order_ptr& job) const {
  auto rules = core_.rules;
  if (job->old)
    rules.slot = std::chrono::duration_cast<std::chrono::minutes>(
        job->old->slot.end - job->old->slot.start);
  return rules;
}

// What was booked in this call is looked at before anything is said of it.
void booking_desk::understand(const order_ptr& job,
                              const std::vector<booking>& same_call) {
  auto what = time_reading::kind::unclear;
  if (!read_start(job, what))
    return;
  std::vector<booking> known;
  std::copy_if(same_call.begin(), same_call.end(), std::back_inserter(known),
               [&](const auto& row) {
                 return row.state == booking_state::confirmed
                        && same_property(row.address, job->order.address);
               });
  const auto go_on = [this, job](const std::vector<booking>& rows) {
    if (!same_wish(job, rows))
      check(job);
  };
  if (known.empty())
    return go_on(same_call);
  look_at(std::move(known), [this, job, same_call, go_on](bool changed) {
    if (!changed)
      return go_on(same_call);
    core_.transact<std::vector<booking>>(
        [id = core_.manager.id,
         call = job->order.key.call_id](store_session& session) {
          return session.bookings_of_call(id, call);
        },
        [same_call, go_on](expected<std::vector<booking>> rows) {
          go_on(rows ? *rows : same_call);
        });
  });
}

bool booking_desk::same_wish(const order_ptr& job,
                             const std::vector<booking>& same_call) {
  const read_address wanted{job->order.address};
  const booking* doubtful = nullptr;
  for (const auto& row : same_call) {
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
  return !job->old && doubtful != nullptr && doubt_home(job, *doubtful);
}

bool booking_desk::say_already_booked(const order_ptr& job,
                                      const booking& row) {
  auto answer
      = outcome(booking_result::already_booked,
                sentence::already_booked(row.address, row.slot, core_.tz));
  answer.made = std::make_shared<const booking>(row);
  close(job, std::move(answer));
  return true;
}

// May be the home of this booking, or another one. Who says the same address
// once more after the question means another one.
bool booking_desk::doubt_home(const order_ptr& job, const booking& row) {
  if (row.slot.start == job->row.slot.start)
    return say_already_booked(job, row);
  constexpr std::size_t most_doubted = 1000;
  if (doubted_.size() >= most_doubted)
    doubted_.clear();
  const auto& order = job->order;
  if (!doubted_.insert(order.key.call_id + '\n' + order.address).second)
    return false;
  close_unclear(job, sentence::another_home(order.address,
                                            {row.address, row.slot}, core_.tz));
  return true;
}

void booking_desk::check(const order_ptr& job) {
  auto& row = job->row;
  if (row.slot.start < core_.now()) {
    auto answer = outcome(
        booking_result::refused,
        sentence::time_in_past(row.slot.start, core_.now(), core_.tz));
    answer.why = refusal::past;
    return close(job, std::move(answer));
  }
  const auto rules = rules_for(job);
  row.slot.end = row.slot.start + rules.slot;
  if (const auto why
      = check_rules(rules, core_.tz, core_.now(), row.slot.start))
    return refuse(job, *why);
  if (over_limits(job))
    return;
  if (job->old && note_in_former(job, *job->old))
    return;
  row.id = uuid_v4();
  row.transaction_id = uuid_v5(rental_namespace, row.id);
  row.manager = core_.manager.id;
  row.mailbox = mailbox_of(core_.manager);
  row.address = job->order.address;
  row.who = job->order.who;
  row.caller = job->order.by.number;
  row.call_id = job->order.key.call_id;
  row.code = new_code();
  row.created_at = row.updated_at = core_.now();
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

bool booking_desk::over_limits(const order_ptr& job) {
  if (job->order.key.call_id.empty())
    return false;
  const auto over
      = over_limit(core_.deps.options.uses, job->used, job->old.has_value());
  if (over == over_use::none)
    return false;
  core_.count("rate_limited", to_string(over));
  close_unclear(job, sentence::over_limit(over), booking_result::refused);
  return true;
}

void booking_desk::refuse(const order_ptr& job, refusal why) {
  core_.count("booking_refused", to_string(why));
  if (job->answered)
    return done_with(job);
  openings_.view(urgency::caller, [this, job, why](expected<view_ptr> view) {
    auto answer = outcome(booking_result::refused, {});
    answer.why = why;
    if (view)
      answer.alternatives
          = alternatives(job->old ? free_slots(rules_for(job), core_.tz,
                                               core_.now(), (*view)->busy)
                                  : *openings_.free_of(*view),
                         job->row.slot, why);
    answer.sentence
        = sentence::refused(why, job->row.slot.start, core_.now(), core_.tz,
                            core_.rules, answer.alternatives);
    close(job, std::move(answer));
  });
}

caf::result<found_bookings> booking_desk::find(const find_query& query) {
  if (!known_caller(query.by))
    return found_bookings{sentence::who_are_you(), {}};
  auto promise = core_.self->make_response_promise<found_bookings>();
  auto tell = core_.owed.owe(promise);
  core_.transact<own_and_lost>(
      [id = core_.manager.id, by = query.by, limits = core_.deps.options.codes,
       now = core_.now()](store_session& session) {
        return own_and_lost_bookings(session, id, by, limits, now);
      },
      [this, query, tell](expected<own_and_lost> known) mutable {
        if (!known && known.error().code == errc::throttled) {
          core_.count("rate_limited", "codes");
          return tell(found_bookings{pause_of(known.error()), {}});
        }
        if (!known)
          return tell(known.error());
        keep_only_confirmed(known->own);
        compare_found(query, std::move(*known), tell);
      });
  return promise;
}

// Nothing is said of a viewing before its event was asked for. What differs is
// told as it was seen, and followed by an order of its own; of what came back,
// that order says first whether its time is free.
void booking_desk::compare_found(
    const find_query& query, own_and_lost known,
    std::function<void(expected<found_bookings>)> tell) {
  auto look = std::make_shared<look_at_events>();
  look->only_look = true;
  look->until = core_.in(look_patience);
  for (const auto* rows : {&known.own, &known.lost})
    for (const auto& row : *rows)
      if (!in_hand(row.id) && look->todo.size() < most_looks)
        look->todo.push_back(row);
  look->then = [this, query, own = std::move(known.own), tell,
                weak = std::weak_ptr{look}](bool) mutable {
    std::vector<std::string> changed;
    bool restored = false;
    if (const auto seen = weak.lock())
      for (const auto& each : seen->seen) {
        if (each.what == outlook_change::none)
          continue;
        changed.push_back(each.row.id);
        restored = restored || each.what == outlook_change::restored;
        show_as_seen(own, each);
      }
    if (restored)
      return watch(std::move(changed),
                   [this, query, tell] { find_again(query, tell); });
    watch(std::move(changed));
    tell(found_of(query, std::move(own)));
  };
  look_next(look);
}

void booking_desk::find_again(
    const find_query& query,
    std::function<void(expected<found_bookings>)> tell) {
  core_.transact<std::vector<booking>>(
      [id = core_.manager.id, by = query.by, limits = core_.deps.options.codes,
       now = core_.now()](store_session& session) {
        return own_bookings(session, id, by, limits, now);
      },
      [this, query, tell](expected<std::vector<booking>> own) {
        if (!own && own.error().code == errc::throttled)
          return tell(found_bookings{pause_of(own.error()), {}});
        if (!own)
          return tell(own.error());
        keep_only_confirmed(*own);
        tell(found_of(query, std::move(*own)));
      });
}

found_bookings booking_desk::found_of(const find_query& query,
                                      std::vector<booking> own) const {
  auto rows = meant_of(
      own, [&](const auto& row) { return is_at(row, query.address); });
  auto sentence = rows.empty() ? sentence::nothing_found()
                               : sentence::found(spoken(rows), core_.tz);
  return found_bookings{std::move(sentence), std::move(rows)};
}

void booking_desk::identify(const order_ptr& job) {
  const auto& order = job->order;
  if (order.booking_id.empty() && !known_caller(order.by) && job->before)
    return repeat(job, *job->before);
  if (order.booking_id.empty() && !known_caller(order.by))
    return close_unclear(job, sentence::who_are_you(),
                         booking_result::stranger);
  read_own(job, [this, job](own_and_lost known) {
    auto rows = known.own;
    keep_only_confirmed(rows);
    rows.insert(rows.end(), known.lost.begin(), known.lost.end());
    look_at(std::move(rows), [this, job, own = known.own](bool changed) {
      if (!changed)
        return choose(job, own);
      read_own(job, [this, job](own_and_lost anew) {
        choose(job, std::move(anew.own));
      });
    });
  });
}

void booking_desk::read_own(const order_ptr& job,
                            std::function<void(own_and_lost)> then) {
  core_.transact<own_and_lost>(
      [id = core_.manager.id, by = job->order.by, exact = job->order.booking_id,
       limits = core_.deps.options.codes,
       now = core_.now()](store_session& session) -> expected<own_and_lost> {
        if (exact.empty())
          return own_and_lost_bookings(session, id, by, limits, now);
        auto row = session.booking_by_id(exact);
        if (!row || row->manager != id)
          return own_and_lost{};
        return own_and_lost{{*row}, {}};
      },
      [this, job, then](expected<own_and_lost> known) {
        if (!known && known.error().code == errc::throttled) {
          core_.count("rate_limited", "codes");
          return close_unclear(job, pause_of(known.error()),
                               booking_result::stranger);
        }
        if (!known) {
          job->trouble = known.error();
          return close(job, outcome(booking_result::refused, not_done(job)));
        }
        then(std::move(*known));
      });
}

void booking_desk::choose(const order_ptr& job, std::vector<booking> own) {
  keep_only_confirmed(own);
  if (own.empty() && job->before)
    return repeat(job, *job->before);
  if (own.empty())
    return close_unclear(job, sentence::nothing_found(),
                         booking_result::nothing_found);
  const auto& order = job->order;
  const auto by
      = understand_start(order.which, core_.tz, core_.now(), core_.rules);
  const auto fits = [&](const auto& row) {
    return is_at(row, order.address) && is_meant(row, by, core_.tz);
  };
  const auto meant = meant_of(own, fits);
  const bool ruled_out = by.first == instant{} && rules_out(order.which);
  const bool in_doubt = ruled_out || meant.size() > 1 || !fits(meant.front());
  if (in_doubt && job->before)
    return repeat(job, *job->before);
  if (in_doubt)
    return close_unclear(job, sentence::which_viewing(spoken(meant), core_.tz),
                         booking_result::which_one);
  const auto& row = meant.front();
  if (row.slot.end <= core_.now())
    return close_unclear(
        job, sentence::already_over(row.address, row.slot, core_.tz),
        booking_result::refused);
  if (order.kind == order_kind::cancel)
    cancel(job, row);
  else
    move(job, row);
}

void booking_desk::move(const order_ptr& job, const booking& from) {
  auto what = time_reading::kind::unclear;
  job->order.address = from.address;
  job->order.who = from.who;
  if (!read_start(job, what))
    return;
  if (from.slot.start == job->row.slot.start) {
    auto answer = outcome(
        booking_result::already_booked,
        sentence::already_at_that_time(from.address, from.slot, core_.tz));
    answer.made = std::make_shared<const booking>(from);
    return close(job, std::move(answer));
  }
  job->old = from;
  check(job);
}

void booking_desk::cancel(const order_ptr& job, const booking& what) {
  job->row = what;
  job->order.address = what.address;
  job->order.who = what.who;
  job->removal = saga::removal::of_confirmed();
  // The operator decides about any row, whatever its calendar can tell.
  if (job->order.booking_id.empty() && note_in_former(job, what))
    return;
  perform_removal(job);
}

} // namespace rental
