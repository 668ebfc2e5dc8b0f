// The queue of one manager's bookings: strictly one after another, each taken
// through the saga (domain/saga.hpp) to an end that is true.
#pragma once

#include "actors/openings_desk.hpp"
#include "domain/saga.hpp"

#include <caf/typed_response_promise.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <optional>

namespace rental {

/// One order on its way. Shared with the continuations that work on it.
struct order_in_hand {
  std::uint64_t number = 0;
  booking_order order;
  std::optional<caf::typed_response_promise<booking_outcome>> promise;
  /// The caller has been answered; what happens now, happens in the background.
  bool answered = false;
  saga::machine machine = saga::machine::booking();
  booking row;
  /// The booking of the same call and property that this one moves.
  std::optional<booking> old;
  calendar_event written;
  /// Why Graph or the database said no; for the log and the wish.
  failure trouble;
  /// What the caller hears when the confirmation is durable.
  booking_outcome confirmed;
};
using order_ptr = std::shared_ptr<order_in_hand>;

class booking_desk {
public:
  booking_desk(calendar_core& core, graph_desk& graph, openings_desk& openings)
    : core_(core), graph_(graph), openings_(openings) {}

  caf::result<booking_outcome> take(const booking_order& order);
  /// The caller of order `number` cannot wait any longer: an honest answer now.
  void overdue(std::uint64_t number);
  /// Nothing is queued or running.
  bool idle() const { return !current_ && queue_.empty(); }
  /// Answers everybody who waits; for the actor's end.
  void fail_all(const failure& why);

private:
  // -- before the saga (booking_desk.cpp) -------------------------------------
  void next();
  void look_up(const order_ptr& job);
  bool replay(const order_ptr& job, const std::optional<stored_answer>& before);
  void understand(const order_ptr& job, std::vector<booking> same_call);
  bool same_wish(const order_ptr& job, const std::vector<booking>& same_call);
  void check(const order_ptr& job, instant start);
  void refuse(const order_ptr& job, refusal why);

  // -- the saga (booking_steps.cpp) -------------------------------------------
  void perform(const order_ptr& job);
  void on(const order_ptr& job, saga::event what, const failure& why = {});
  void hold(const order_ptr& job);
  void read_slot(const order_ptr& job);
  void mark_writing(const order_ptr& job);
  void create(const order_ptr& job);
  void find(const order_ptr& job);
  void confirm(const order_ptr& job);
  void withdraw(const order_ptr& job);
  void release(const order_ptr& job);
  busy_set others_in(const calendar_view& view, const booking& own) const;
  void step_in_ledger(const order_ptr& job,
                      std::function<expected<done>(store_session&)> work);

  // -- the end ----------------------------------------------------------------
  void conclude(const order_ptr& job);
  void note(const order_ptr& job);
  booking_outcome outcome(booking_result result, std::string sentence) const;
  /// Stores the answer (with a wish when there is one), then gives it.
  void close(const order_ptr& job, booking_outcome answer,
             std::optional<wish_note> wish = {});
  void deliver(const order_ptr& job, booking_outcome answer);
  void done_with(const order_ptr& job);
  wish_note wish_of(const order_ptr& job, const std::string& reason) const;
  stored_answer answer_of(const order_ptr& job,
                          const booking_outcome& answer) const;

  calendar_core& core_;
  graph_desk& graph_;
  openings_desk& openings_;
  std::deque<order_ptr> queue_;
  order_ptr current_;
  std::uint64_t last_number_ = 0;
};

} // namespace rental
