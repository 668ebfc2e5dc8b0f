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

void booking_desk::understand(const order_ptr& job,
                              const std::vector<booking>& same_call) {
  auto what = time_reading::kind::unclear;
  if (read_start(job, what) && !same_wish(job, same_call))
    check(job);
}

bool booking_desk::same_wish(const order_ptr& job,
                             const std::vector<booking>& same_call) {
  for (const auto& row : same_call) {
    if (row.state != booking_state::confirmed
        || !same_property(row.address, job->order.address))
      continue;
    if (row.slot.start == job->row.slot.start) {
      auto answer = outcome(
          booking_result::already_booked,
          sentence::already_booked(job->order.address, row.slot, core_.tz));
      answer.made = std::make_shared<const booking>(row);
      close(job, std::move(answer));
      return true;
    }
    job->old = row;
  }
  return false;
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
  if (const auto why
      = check_rules(core_.rules, core_.tz, core_.now(), row.slot.start))
    return refuse(job, *why);
  if (over_limits(job))
    return;
  row.id = uuid_v4();
  row.transaction_id = uuid_v5(rental_namespace, row.id);
  row.manager = core_.manager.id;
  row.address = job->order.address;
  row.who = job->order.who;
  row.caller = job->order.by.number;
  row.call_id = job->order.key.call_id;
  row.code = new_code();
  row.created_at = row.updated_at = core_.now();
  if (job->old) {
    row.moves = job->old->id;
    row.event_id = job->old->event_id;
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
          = alternatives(*openings_.free_of(*view), job->row.slot, why);
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
  core_.transact<std::vector<booking>>(
      [id = core_.manager.id, by = query.by, limits = core_.deps.options.codes,
       now = core_.now()](store_session& session) {
        return own_bookings(session, id, by, limits, now);
      },
      [this, query,
       tell = core_.owed.owe(promise)](expected<std::vector<booking>> own) {
        if (!own && own.error().code == errc::throttled) {
          core_.count("rate_limited", "codes");
          return tell(found_bookings{pause_of(own.error()), {}});
        }
        if (!own)
          return tell(own.error());
        keep_only_confirmed(*own);
        auto rows = meant_of(
            *own, [&](const auto& row) { return is_at(row, query.address); });
        auto sentence = rows.empty() ? sentence::nothing_found()
                                     : sentence::found(spoken(rows), core_.tz);
        tell(found_bookings{std::move(sentence), std::move(rows)});
      });
  return promise;
}

void booking_desk::identify(const order_ptr& job) {
  const auto& order = job->order;
  if (order.booking_id.empty() && !known_caller(order.by) && job->before)
    return repeat(job, *job->before);
  if (order.booking_id.empty() && !known_caller(order.by))
    return close_unclear(job, sentence::who_are_you(),
                         booking_result::stranger);
  core_.transact<std::vector<booking>>(
      [id = core_.manager.id, by = order.by, exact = order.booking_id,
       limits = core_.deps.options.codes, now = core_.now()](
          store_session& session) -> expected<std::vector<booking>> {
        if (exact.empty())
          return own_bookings(session, id, by, limits, now);
        auto row = session.booking_by_id(exact);
        if (!row || row->manager != id)
          return std::vector<booking>{};
        return std::vector<booking>{*row};
      },
      [this, job](expected<std::vector<booking>> own) {
        if (!own && own.error().code == errc::throttled) {
          core_.count("rate_limited", "codes");
          return close_unclear(job, pause_of(own.error()),
                               booking_result::stranger);
        }
        if (!own) {
          job->trouble = own.error();
          return close(job, outcome(booking_result::refused, not_done(job)));
        }
        choose(job, std::move(*own));
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
  perform_removal(job);
}

} // namespace rental
