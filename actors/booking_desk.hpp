// The queue of one manager's bookings, moves and cancellations: strictly one
// after another, each taken through its saga (domain/saga.hpp) to an end that
// is true.
#pragma once

#include "actors/openings_desk.hpp"
#include "domain/fair_use.hpp"
#include "domain/replay.hpp"
#include "domain/saga.hpp"
#include "voice/understand.hpp"

#include <caf/typed_response_promise.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace rental {

/// One order on its way. Shared with the continuations that work on it.
struct order_in_hand {
  std::uint64_t number = 0;
  booking_order order;
  std::optional<caf::typed_response_promise<booking_outcome>> promise;
  /// The caller has been answered; what happens now, happens in the background.
  bool answered = false;
  /// A row that was left unfinished; nobody waits.
  bool resumed = false;
  saga::machine machine = saga::machine::booking();
  /// Set for cancellations, which run this instead of `machine`.
  std::optional<saga::removal> removal;
  /// The booking that is made, or (cancel) that is to go.
  booking row;
  /// The booking whose event this one takes over (move).
  std::optional<booking> old;
  calendar_event written;
  /// Counts how often this wish came under its id, as far as it is known: 0
  /// until the ledger was asked.
  int attempt = 0;
  /// What call, caller and e-mail address have had so far.
  uses used;
  /// What was answered to the same cancellation before; it is said again unless
  /// the words mean another viewing by now.
  std::optional<stored_answer> before;
  /// What the ledger keeps as the answer, once `confirmed` is durable.
  std::shared_ptr<stored_answer> kept;
  /// What was left of the same call has been looked at.
  bool after_leftovers = false;
  /// The event's etag was read anew after a 412.
  bool etag_renewed = false;
  /// Why Graph or the database said no; for the log and the wish.
  failure trouble;
  /// What the caller hears once the end is durable.
  booking_outcome confirmed;
};
using order_ptr = std::shared_ptr<order_in_hand>;

/// The reason of a row in `writing` whose event has to be withdrawn.
inline constexpr auto withdrawing = "withdrawing";

class booking_desk {
public:
  booking_desk(calendar_core& core, graph_desk& graph, openings_desk& openings)
      : core_(core), graph_(graph), openings_(openings) {
    openings_.on_read = [this](const view_ptr& view) { notice(view); };
  }

  caf::result<booking_outcome> take(const booking_order& order);
  /// The caller's own viewings.
  caf::result<found_bookings> find(const find_query& query);
  /// The caller of order `number` cannot wait any longer: an honest answer now.
  void overdue(std::uint64_t number);
  /// Takes the rows that are left in held, writing or cancelling before
  /// everything that waits. Orders wait until it has been called once: a caller
  /// who repeats an order after a crash must not meet the own unfinished row.
  void reconcile();
  /// Compares a reading with our rows: what the manager moved or deleted in
  /// Outlook frees or moves the slot.
  void notice(const view_ptr& view);
  /// Nothing is queued or running.
  bool idle() const { return !current_ && queue_.empty(); }
  /// Answers everybody who waits; for the actor's end. Of the order in hand it
  /// is unknown what was done: errc::timeout.
  void fail_all(const failure& why);
  /// Something threw: true answers for everybody, then the actor ends. Orders
  /// that wait were certainly not begun; the wish of the one in hand is kept,
  /// and its row is ended by whoever reconciles next.
  void abandon();

private:
  // -- the queue (booking_desk.cpp) -------------------------------------------
  void next();
  void note(const order_ptr& job);
  /// The answer to the order in hand is left to another actor.
  void hand_over(const order_ptr& job);
  booking_outcome noted_answer(const order_ptr& job) const;

  // -- what came before (booking_replay.cpp) ----------------------------------
  void look_up(const order_ptr& job);
  /// Answers what is an unchanged repeat whose outcome still holds.
  bool replay(const order_ptr& job, const std::optional<stored_answer>& before,
              const replay_facts& facts);
  void repeat(const order_ptr& job, const stored_answer& before);
  std::function<expected<stored_answer>(store_session&)>
  keep_noted(const order_ptr& job, const booking_outcome& answer) const;
  /// Gives the copies of `job` that wait in the queue the same answer.
  void answer_copies(const order_ptr& job, const booking_outcome& answer);

  // -- what is wanted (booking_wish.cpp) --------------------------------------
  void understand(const order_ptr& job, const std::vector<booking>& same_call);
  /// Reads the wanted start into the row; answers itself when it cannot.
  bool read_start(const order_ptr& job, time_reading::kind& what);
  bool same_wish(const order_ptr& job, const std::vector<booking>& same_call);
  void check(const order_ptr& job);
  bool over_limits(const order_ptr& job);
  void refuse(const order_ptr& job, refusal why);
  void identify(const order_ptr& job);
  void choose(const order_ptr& job, std::vector<booking> own);
  void move(const order_ptr& job, const booking& from);
  void cancel(const order_ptr& job, const booking& what);

  // -- booking and moving (booking_steps.cpp) ---------------------------------
  void perform(const order_ptr& job);
  void on(const order_ptr& job, saga::event what, const failure& why = {});
  void hold(const order_ptr& job);
  void read_slot(const order_ptr& job);
  busy_set others_in(const calendar_view& view, const booking& own) const;
  void mark_writing(const order_ptr& job);
  void create(const order_ptr& job);
  void on_created(const order_ptr& job, expected<calendar_event> made);
  void renew_etag(const order_ptr& job);
  void find(const order_ptr& job);
  void confirm(const order_ptr& job);
  void withdraw(const order_ptr& job);
  void move_back(const order_ptr& job);
  void leave(const order_ptr& job);
  void release(const order_ptr& job);
  void step_in_ledger(const order_ptr& job,
                      std::function<expected<done>(store_session&)> work);

  // -- cancelling (removal_steps.cpp) -----------------------------------------
  void perform_removal(const order_ptr& job);
  void on_removal(const order_ptr& job, expected<done> result);
  void close_removal(const order_ptr& job);
  void conclude_removal(const order_ptr& job);

  // -- rows and Outlook (reconcile_steps.cpp) ---------------------------------
  bool in_hand(const std::string& booking_id) const;
  bool end_leftovers(const order_ptr& job, const std::vector<booking>& rows);
  order_ptr resume(booking row, std::optional<booking> old);
  void check_missing(const booking& row);
  void put_noticed(const booking& row, booking_state state, const char* reason);
  void follow(const booking& row, time_slot to);

  // -- the end (booking_end.cpp) ----------------------------------------------
  void conclude(const order_ptr& job);
  std::string not_done(const order_ptr& job) const;
  /// What is said when not even a wish could be kept.
  std::string not_kept(const order_ptr& job, bool goes_on) const;
  booking_outcome outcome(booking_result result, std::string sentence) const;
  /// Stores the answer (with a wish when there is one), then gives it.
  void close(const order_ptr& job, booking_outcome answer,
             std::optional<wish_note> wish = {});
  void close_unclear(const order_ptr& job, std::string sentence,
                     booking_result result = booking_result::unclear);
  void deliver(const order_ptr& job, booking_outcome answer);
  void done_with(const order_ptr& job);
  /// What a wish asks for, in words for the manager.
  std::string wanted(const order_ptr& job) const;
  std::string in_words(const order_ptr& job, const std::string& given) const;
  wish_note wish_of(const order_ptr& job, const std::string& reason) const;
  stored_answer answer_of(const order_ptr& job,
                          const booking_outcome& answer) const;
  bool keeps_answer(const order_ptr& job) const;
  /// What the caller hears: the answer that the ledger kept, which may be
  /// another than `wanted`.
  booking_outcome as_stored(booking_outcome wanted,
                            const stored_answer& kept) const;
  /// Tells a test where the work stands; see calendar_deps::on_step.
  void step(const char* what, const char* when) const;

  calendar_core& core_;
  graph_desk& graph_;
  openings_desk& openings_;
  std::deque<order_ptr> queue_;
  order_ptr current_;
  /// The first reconcile has looked.
  bool ready_ = false;
  std::uint64_t last_number_ = 0;
};

} // namespace rental
