// The event of a booking, wherever it is by now: asked for by its id, and by
// its marks before anything is called gone.
#pragma once

#include "actors/calendar/graph_calls.hpp"

#include <functional>
#include <optional>

namespace rental {

/// Part of a calendar's state. What fails says nothing about the event.
class event_finder {
public:
  using found = std::optional<calendar_event>;
  using on_found = std::function<void(expected<found>)>;

  event_finder(calendar_context& core, graph_calls& graph)
      : context_(core), graph_(graph) {}

  /// By the stored id, in whatever calendar of the mailbox it is; after a 404
  /// as `search` does. Nothing: it is gone. A cancelled one is told as it is.
  /// `until` bounds each call to Graph.
  void find(urgency who, const booking& row, deadline until, on_found then);
  void find(urgency who, const booking& row, on_found then) {
    find(who, row, context_.in(context_.deps.options.graph_timeout),
         std::move(then));
  }
  /// By our property and, when `thorough`, by the transaction id in a reading
  /// of the weeks around its time. The stored id is known not to be there, or
  /// not known at all.
  void search(urgency who, const booking& row, bool thorough, on_found then);
  /// Removes the event and makes sure of it: a 404 for the stored id leads to
  /// `search`, a 412 to a look at the event and one more try.
  void remove(urgency who, const booking& row,
              std::function<void(expected<done>)> then);

private:
  void search_property(urgency who, const booking& row, std::string id,
                       bool thorough, on_found then);
  void search_weeks(urgency who, const booking& row, on_found then);
  void erase(urgency who, const event_ref& event,
             std::function<void(expected<done>)> then);
  void after_refusal(urgency who, const booking& row, const failure& why,
                     std::function<void(expected<done>)> then);

  calendar_context& context_;
  graph_calls& graph_;
};

} // namespace rental
