// Viewings that a caller has: found, cancelled and moved.
#include "actors/booking/booking_queue.hpp"
#include "actors/booking/fair_use.hpp"
#include "base/mail_address.hpp"
#include "voice/addresses/address.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <iterator>
#include <memory>
#include <utility>

namespace rental {
namespace {

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

std::string pause_of(const failure& why, const phrasebook& say) {
  return say.code_pause(
      std::chrono::ceil<std::chrono::seconds>(why.retry_after));
}

std::vector<phrasebook::viewing> spoken(const std::vector<booking>& rows) {
  std::vector<phrasebook::viewing> result;
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

/// "The one at eleven", "the morning one": hours alone may tell viewings apart,
/// too.
wish hours_alone(const std::string& which, const time_reader& read,
                 const zone& tz, instant now, const booking_rules& rules) {
  auto wanted = read.preference(which, tz, now, rules);
  const auto no_hours = [](const wished_times& each) {
    return each.names_days() || !each.names_hours();
  };
  if (std::any_of(wanted.any_of.begin(), wanted.any_of.end(), no_hours))
    return {};
  return wanted;
}

} // namespace

caf::result<found_bookings> booking_queue::find(const find_query& query) {
  openings_.offers.settle(
      conversation_of(context_.manager.key.agency, query.by.call_id));
  if (!known_caller(query.by))
    return found_bookings{context_.say(query.in).who_are_you(), {}};
  auto promise = context_.self->make_response_promise<found_bookings>();
  auto tell = context_.owed.owe(promise);
  context_.transact<own_and_lost>(
      [id = context_.manager.id, by = query.by,
       limits = context_.deps.options.codes,
       now = context_.now()](store_session& session) {
        return own_and_lost_bookings(session, id, by, limits, now);
      },
      [this, query, tell](expected<own_and_lost> known) mutable {
        if (!known && known.error().code == errc::throttled) {
          context_.count("rate_limited", "codes");
          return tell(found_bookings{
              pause_of(known.error(), context_.say(query.in)), {}});
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
void booking_queue::compare_found(
    const find_query& query, own_and_lost known,
    std::function<void(expected<found_bookings>)> tell) {
  auto look = std::make_shared<look_at_events>();
  look->only_look = true;
  look->until = context_.in(look_timeout);
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

void booking_queue::find_again(
    const find_query& query,
    std::function<void(expected<found_bookings>)> tell) {
  context_.transact<std::vector<booking>>(
      [id = context_.manager.id, by = query.by,
       limits = context_.deps.options.codes,
       now = context_.now()](store_session& session) {
        return own_bookings(session, id, by, limits, now);
      },
      [this, query, tell](expected<std::vector<booking>> own) {
        if (!own && own.error().code == errc::throttled)
          return tell(found_bookings{
              pause_of(own.error(), context_.say(query.in)), {}});
        if (!own)
          return tell(own.error());
        keep_only_confirmed(*own);
        tell(found_of(query, std::move(*own)));
      });
}

found_bookings booking_queue::found_of(const find_query& query,
                                       std::vector<booking> own) const {
  auto rows = meant_of(
      own, [&](const auto& row) { return is_at(row, query.address); });
  const auto& say = context_.say(query.in);
  auto sentence = rows.empty() ? say.nothing_found()
                               : say.found(spoken(rows), context_.tz);
  return found_bookings{std::move(sentence), std::move(rows)};
}

void booking_queue::identify(const job_ptr& job) {
  if (job->order.kind == order_kind::cancel)
    openings_.offers.settle(
        conversation_of(job->order.key.agency, job->order.key.call_id));
  const auto& order = job->order;
  if (order.booking_id.empty() && !known_caller(order.by) && job->before)
    return repeat(job, *job->before);
  if (order.booking_id.empty() && !known_caller(order.by))
    return close_unclear(job, say(job).who_are_you(), booking_result::stranger);
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

void booking_queue::read_own(const job_ptr& job,
                             std::function<void(own_and_lost)> then) {
  context_.transact<own_and_lost>(
      [id = context_.manager.id, by = job->order.by,
       exact = job->order.booking_id, limits = context_.deps.options.codes,
       now = context_.now()](store_session& session) -> expected<own_and_lost> {
        if (exact.empty())
          return own_and_lost_bookings(session, id, by, limits, now);
        auto row = session.booking_by_id(exact);
        if (!row || row->manager != id)
          return own_and_lost{};
        return own_and_lost{{*row}, {}};
      },
      [this, job, then](expected<own_and_lost> known) {
        if (!known && known.error().code == errc::throttled) {
          context_.count("rate_limited", "codes");
          return close_unclear(job, pause_of(known.error(), say(job)),
                               booking_result::stranger);
        }
        if (!known) {
          job->trouble = known.error();
          return close(job, outcome(booking_result::refused, not_done(job)));
        }
        then(std::move(*known));
      });
}

void booking_queue::choose(const job_ptr& job, std::vector<booking> own) {
  keep_only_confirmed(own);
  if (own.empty() && job->before)
    return repeat(job, *job->before);
  if (own.empty())
    return close_unclear(job, say(job).nothing_found(),
                         booking_result::nothing_found);
  const auto& order = job->order;
  const auto by = read(job).start(order.which, context_.tz, context_.now(),
                                  context_.rules);
  const auto hours = by.first == instant{}
                         ? hours_alone(order.which, read(job), context_.tz,
                                       context_.now(), context_.rules)
                         : wish{};
  const auto fits = [&](const auto& row) {
    return is_at(row, order.address) && is_meant(row, by, context_.tz)
           && (hours.any_of.empty() || meets(row.slot, context_.tz, hours));
  };
  const auto meant = meant_of(own, fits);
  const bool ruled_out
      = read(job).approves(order.which)
        || (by.first == instant{} && read(job).rules_out(order.which));
  const bool asked
      = order.kind == order_kind::cancel && read(job).asks(order.which);
  const bool in_doubt
      = asked || ruled_out || meant.size() > 1 || !fits(meant.front());
  if (in_doubt && job->before)
    return repeat(job, *job->before);
  if (in_doubt)
    return close_unclear(job,
                         say(job).which_viewing(spoken(meant), context_.tz),
                         booking_result::which_one);
  const auto& row = meant.front();
  if (row.slot.end <= context_.now())
    return close_unclear(
        job, say(job).already_over(row.address, row.slot, context_.tz),
        booking_result::refused);
  if (order.kind == order_kind::cancel)
    cancel(job, row);
  else
    move(job, row);
}

void booking_queue::move(const job_ptr& job, const booking& from) {
  job->order.address = from.address;
  job->order.who = from.who;
  if (!read_start(job))
    return;
  if (from.slot.start == job->row.slot.start) {
    auto answer = outcome(
        booking_result::already_booked,
        say(job).already_at_that_time(from.address, from.slot, context_.tz));
    answer.made = std::make_shared<const booking>(from);
    return close(job, std::move(answer));
  }
  job->old = from;
  check(job);
}

void booking_queue::cancel(const job_ptr& job, const booking& what) {
  job->row = what;
  job->row.reason = job->order.booking_id.empty() ? by_visitor : by_operator;
  job->order.address = what.address;
  job->order.who = what.who;
  job->removal = saga::removal::of_confirmed();
  // The operator decides about any row, whatever its calendar can tell.
  if (job->order.booking_id.empty() && note_in_former(job, what))
    return;
  perform_removal(job);
}

} // namespace rental
