#include "actors/calendar/event_finder.hpp"

#include "domain/own_event.hpp"

#include <algorithm>
#include <utility>

namespace rental {
namespace {

using events = std::vector<calendar_event>;
using on_done = std::function<void(expected<done>)>;

// Far enough to find what was dragged into another month.
constexpr std::chrono::hours weeks_around{24 * 35};

// A list may still show what is gone: the 404 for the id itself counts.
event_finder::found own_of(events list, const booking& row) {
  std::erase_if(list, [&](const auto& event) {
    return !row.event_id.empty() && event.id == row.event_id;
  });
  const auto* own = own_event(list, row);
  return own ? event_finder::found{*own} : std::nullopt;
}

// Microsoft cannot make sense of the id, which is not to say that the event is
// not there.
bool not_by_this_id(errc code) {
  return code == errc::not_found || code == errc::provider_refused;
}

} // namespace

void event_finder::find(urgency who, const booking& row, deadline until,
                        on_found then) {
  if (row.event_id.empty())
    return search(who, row, true, std::move(then));
  graph_.run<calendar_event>(
      who,
      [this, id = row.event_id, until](graph_call call,
                                       reply<calendar_event> on_reply) {
        call.until = std::min(call.until, until);
        context_.deps.graph->get_event(std::move(call), id,
                                       std::move(on_reply));
      },
      [this, who, row, then](expected<calendar_event> seen) {
        if (seen)
          return then(found{std::move(*seen)});
        const auto why = seen.error();
        if (!not_by_this_id(why.code))
          return then(why);
        search(who, row, true, [why, then](expected<found> other) {
          // Only a 404 says that it is not there.
          if (other && !*other && why.code != errc::not_found)
            return then(why);
          then(std::move(other));
        });
      });
}

void event_finder::search(urgency who, const booking& row, bool thorough,
                          on_found then) {
  search_property(who, row, row.id, thorough, std::move(then));
}

void event_finder::search_property(urgency who, const booking& row,
                                   std::string id, bool thorough,
                                   on_found then) {
  graph_.run<events>(
      who,
      [this, id](graph_call call, reply<events> on_reply) {
        context_.deps.graph->find_events(std::move(call), id,
                                         std::move(on_reply));
      },
      [this, who, row, id, thorough, then](expected<events> list) {
        if (!list)
          return then(list.error());
        if (auto own = own_of(std::move(*list), row))
          return then(std::move(own));
        // A move that did not get so far: the event bears the old mark.
        if (id == row.id && !row.moves.empty())
          return search_property(who, row, row.moves, thorough, then);
        if (!thorough)
          return then(found{});
        search_weeks(who, row, then);
      });
}

void event_finder::search_weeks(urgency who, const booking& row,
                                on_found then) {
  const time_slot window{row.slot.start - weeks_around,
                         row.slot.end + weeks_around};
  graph_.run<events>(
      who,
      [this, window](graph_call call, reply<events> on_reply) {
        context_.deps.graph->calendar_view(std::move(call), window,
                                           std::move(on_reply));
      },
      [row, then](expected<events> list) {
        if (!list)
          return then(list.error());
        then(own_of(std::move(*list), row));
      });
}

void event_finder::erase(urgency who, const event_ref& event, on_done then) {
  graph_.run<done>(
      who,
      [this, event](graph_call call, reply<done> on_reply) {
        context_.deps.graph->delete_event(std::move(call), event.id, event.etag,
                                          std::move(on_reply));
      },
      std::move(then));
}

void event_finder::remove(urgency who, const booking& row, on_done then) {
  const event_ref event{row.event_id, row.etag, row.ical_uid};
  erase(who, event, [this, who, row, then](expected<done> gone) {
    if (gone)
      return then(done{});
    switch (gone.error().code) {
    case errc::not_found:
    case errc::changed:
    case errc::provider_refused:
    case errc::scope_missing:
    case errc::forbidden:
      return after_refusal(who, row, gone.error(), then);
    default:
      return then(gone.error());
    }
  });
}

// Nothing was done. The event may be gone already (Exchange refuses in more
// than one way to delete what is deleted), have another id, or have changed.
void event_finder::after_refusal(urgency who, const booking& row,
                                 const failure& why, on_done then) {
  const auto look = [this, who, row, why, then](expected<found> seen) {
    if (!seen)
      return then(seen.error());
    if (!*seen || (*seen)->cancelled)
      return then(done{});
    if (why.code != errc::changed && why.code != errc::not_found)
      return then(why);
    erase(who, ref_of(**seen), [then](expected<done> gone) {
      if (!gone && gone.error().code == errc::not_found)
        return then(done{});
      then(std::move(gone));
    });
  };
  if (why.code == errc::not_found)
    search(who, row, true, look);
  else
    find(who, row, look);
}

} // namespace rental
