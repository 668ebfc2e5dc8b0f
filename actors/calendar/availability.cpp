#include "actors/calendar/availability.hpp"

#include "base/redact.hpp"
#include "domain/calendar_note.hpp"
#include "domain/unmet.hpp"
#include "log/log.hpp"
#include "voice/words/say.hpp"

#include <algorithm>
#include <utility>

namespace rental {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds longest_pause{300};

/// Sentences that are kept at once: callers choose the words.
constexpr std::size_t most_said = 64;

/// What one keeps in mind; a long address or reason leaves room for two times.
constexpr std::size_t longest_offer = 240;

phrasebook::asked asked_by(const wish& wanted) {
  if (wanted.any_of.empty())
    return phrasebook::asked::anything;
  const bool exact = std::all_of(wanted.any_of.begin(), wanted.any_of.end(),
                                 [](const wished_times& each) {
                                   return each.around && each.names_days();
                                 });
  return exact ? phrasebook::asked::start : phrasebook::asked::wish;
}

} // namespace

bool availability_cache::good() const {
  const auto now = context_.now();
  return cached_ && now >= cached_->read_at
         && now < cached_->read_at + context_.deps.options.cache_for;
}

void availability_cache::view(urgency who, on_view then) {
  if (good()) {
    context_.count("availability_cache", "hit");
    return then(cached_);
  }
  if (waiting_)
    return waiting_->push_back(std::move(then));
  waiting_ = std::make_shared<std::vector<on_view>>(1, std::move(then));
  context_.count("availability_cache", "miss");
  read(who, [this, mine = waiting_](expected<view_ptr> result) {
    if (waiting_ == mine)
      waiting_.reset();
    for (auto& each : *mine)
      each(result);
  });
}

void availability_cache::fresh_view(urgency who, on_view then) {
  drop();
  read(who, std::move(then));
}

void availability_cache::drop() {
  cached_.reset();
  waiting_.reset();
  ++generation_;
}

// Zone and hours come first: the horizon follows from them.
void availability_cache::read(urgency who, on_view then) {
  mailbox_.freshen([this, who, then = std::move(then)]() mutable {
    read_now(who, std::move(then));
  });
}

void availability_cache::look_again() {
  if (std::exchange(looking_, true))
    return;
  const auto pause = std::min<std::chrono::seconds>(
      10s * (1 << std::min(health_.failed_reads(), 5)), longest_pause);
  context_.later(pause, [this] {
    looking_ = false;
    if (health_.is_doubtful())
      view(urgency::background, [](expected<view_ptr>) {});
  });
}

void availability_cache::on_unread(const failure& why) {
  log::warn("calendar.unreadable",
            {{"manager", redact_id(context_.manager.key.user_id)},
             {"reason", to_string(why)}});
  context_.count("calendar_read", to_string(why.code));
  health_.calendar_unread(why);
  if (health_.is_doubtful())
    look_again();
}

void availability_cache::note_flaws(const calendar_view& view) {
  const auto items = unreadable_items(view.events, context_.rules, context_.tz);
  auto note = to_text(items);
  if (note == context_.manager.calendar_note)
    return;
  for (const auto& item : items)
    log::warn("calendar.item_unreadable",
              {{"manager", redact_id(context_.manager.key.user_id)},
               {"day", item.day ? date::format("%F", *item.day) : "unknown"},
               {"reason", to_string(item.what)}});
  context_.manager.calendar_note = note;
  context_.transact<done>(
      [id = context_.manager.id, note](store_session& session) {
        return session.put_calendar_note(id, note);
      },
      [](expected<done> kept) {
        if (!kept)
          log::warn("calendar.note_not_stored",
                    {{"reason", to_string(kept.error())}});
      });
}

void availability_cache::read_now(urgency who, on_view then) {
  auto view = std::make_shared<calendar_view>();
  view->read_at = context_.now();
  // Kept past midnight, the reading must cover the day that opens then.
  view->window = {horizon(context_.rules, context_.tz, view->read_at).start,
                  horizon(context_.rules, context_.tz,
                          view->read_at + context_.deps.options.cache_for)
                      .end};
  graph_.run<std::vector<calendar_event>>(
      who,
      [this, window = view->window](graph_call call, auto on_reply) {
        context_.deps.graph->calendar_view(std::move(call), window,
                                           std::move(on_reply));
      },
      [this, view, generation = generation_,
       then = std::move(then)](expected<std::vector<calendar_event>> events) {
        if (!events) {
          on_unread(events.error());
          return then(events.error());
        }
        context_.count("calendar_read", "ok");
        health_.calendar_read();
        view->events = std::move(*events);
        note_flaws(*view);
        add_rows(view, [this, generation, then](expected<view_ptr> complete) {
          if (complete && generation == generation_)
            cached_ = *complete;
          if (complete && on_read)
            on_read(*complete);
          then(std::move(complete));
        });
      });
}

void availability_cache::add_rows(std::shared_ptr<calendar_view> view,
                                  on_view then) {
  context_.transact<std::vector<booking>>(
      [id = context_.manager.id,
       window = view->window](store_session& session) {
        return session.active_bookings(id, window);
      },
      [this, view,
       then = std::move(then)](expected<std::vector<booking>> rows) {
        if (!rows)
          return then(rows.error());
        view->rows = std::move(*rows);
        view->busy = busy_from(view->events, context_.rules, context_.tz);
        for (const auto& row : view->rows)
          view->busy.add(row.slot);
        then(view_ptr{view});
      });
}

slots_ptr availability_cache::free_of(const view_ptr& view) {
  // Slots pass out of the notice at grid times, so a minute is fine enough.
  const auto minute = to_unix(context_.now()) / 60;
  if (free_view_ != view || free_minute_ != minute) {
    free_ = std::make_shared<const std::vector<time_slot>>(
        free_slots(context_.rules, context_.tz, context_.now(), view->busy));
    free_view_ = view;
    free_minute_ = minute;
  }
  return free_;
}

openings_answer availability_cache::speak(const openings_query& query,
                                          const slots_ptr& free) {
  // The slots are made again every minute, and with them "tomorrow".
  if (said_of_ != free || said_.size() >= most_said
      || meant_.size() >= most_said) {
    said_.clear();
    meant_.clear();
    said_of_ = free;
  }
  const auto held = offers.held_by_others(query.conversation, context_.now());
  const auto tell = [&](const spoken_openings& spoken) {
    if (spoken.offered.empty())
      offers.settle(query.conversation);
    offers.remember(query.conversation, query.address, spoken.offered,
                    context_.now());
    return openings_answer{openings_state::readable, free, context_.tz,
                           spoken.sentence};
  };
  const auto before
      = offers.find(query.conversation, query.address, context_.now());
  // Who has heard the address need not hear it again.
  const auto address = before.all.empty() ? query.address : std::string{};
  if (const auto pointed = wish_beside_offers(query, before))
    return tell(words_for(query, address, *free, *pointed,
                          pick(*free, *pointed, held)));
  const auto& wanted = wish_in(query);
  std::optional<std::vector<time_slot>> others_left;
  if (!held.empty())
    others_left = pick(*free, wanted, held);
  auto [found, is_new] = said_.try_emplace(
      {query.in, query.address, query.preferred, address.empty(), others_left});
  if (is_new)
    found->second
        = words_for(query, address, *free, wanted,
                    others_left ? *others_left : pick(*free, wanted, {}));
  return tell(found->second);
}

std::vector<time_slot>
availability_cache::pick(const std::vector<time_slot>& free, const wish& wanted,
                         const std::vector<time_slot>& held) const {
  return pick_to_offer(free, context_.tz, wanted, 3, held);
}

const wish& availability_cache::wish_in(const openings_query& query) {
  auto [found, is_new] = meant_.try_emplace({query.in, query.preferred});
  if (is_new && !query.preferred.empty())
    found->second = context_.read(query.in).preference(
        query.preferred, context_.tz, context_.now(), context_.rules);
  return found->second;
}

std::optional<wish>
availability_cache::wish_beside_offers(const openings_query& query,
                                       const offered_times& offered) const {
  const auto& said = query.preferred;
  if (said.empty() || offered.all.empty())
    return std::nullopt;
  const auto& read = context_.read(query.in);
  const auto chosen
      = read.chosen(said, offered, context_.tz, context_.now(), context_.rules);
  return chosen.size() == 1
             ? std::optional{wish_for(chosen.front().start, context_.tz)}
             : read.beside(said, offered, context_.tz, context_.now(),
                           context_.rules);
}

spoken_openings availability_cache::words_for(
    const openings_query& query, const std::string& address,
    const std::vector<time_slot>& free, const wish& wanted,
    std::vector<time_slot> offered) const {
  if (free.empty())
    return {context_.say(query.in).no_openings(query.address,
                                               context_.rules.horizon_days),
            {}};
  const auto& say = context_.say(query.in);
  const phrasebook::setting at{context_.tz, context_.now(), context_.rules};
  const auto words = [&] {
    if (wanted.unclear)
      return say.wish_unclear(offered, at);
    if (offered.empty())
      return say.all_ruled_out(context_.rules.horizon_days);
    if (const auto unmet
        = why_unmet(wanted, context_.rules, context_.tz, at.now, free))
      return say.wish_unmet(*unmet, at, offered);
    return say.openings(address, offered, asked_by(wanted), at);
  };
  auto sentence = words();
  while (sentence.size() > longest_offer && offered.size() > 2) {
    offered.pop_back();
    sentence = words();
  }
  return {std::move(sentence), std::move(offered)};
}

openings_answer availability_cache::excuse(const openings_query& query,
                                           const failure& why) const {
  const auto& say = context_.say(query.in);
  openings_answer result{openings_state::unreadable, nullptr, context_.tz, {}};
  if (why.code == errc::not_connected) {
    result.state = openings_state::not_connected;
    result.sentence = say.not_connected();
  } else if (why.code == errc::needs_reconnect) {
    result.state = openings_state::needs_reconnect;
    result.sentence = say.needs_reconnect();
  } else {
    result.sentence = say.calendar_unreadable(query.address);
  }
  return result;
}

caf::result<openings_answer>
availability_cache::answer(const openings_query& query) {
  if (good()) {
    context_.count("availability_cache", "hit");
    return speak(query, free_of(cached_));
  }
  auto promise = context_.self->make_response_promise<openings_answer>();
  view(urgency::caller, [this, query, tell = context_.owed.owe(promise)](
                            expected<view_ptr> read) {
    tell(read ? speak(query, free_of(*read)) : excuse(query, read.error()));
  });
  return promise;
}

} // namespace rental
