// The queue of one manager's bookings, moves and cancellations: strictly one
// after another, each taken through its saga (domain/saga.hpp) to an end that
// is true.
#pragma once

#include "actors/booking/outlook_look.hpp"
#include "actors/calendar/availability.hpp"
#include "actors/calendar/event_finder.hpp"
#include "domain/fair_use.hpp"
#include "domain/replay.hpp"
#include "domain/saga.hpp"

#include <caf/typed_response_promise.hpp>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// One order on its way. Shared with the continuations that work on it.
struct booking_job {
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
  /// The event of a confirmed booking is created again in another mailbox.
  bool carries_over = false;
  /// The booking that is made, or (cancel) that is to go.
  booking row;
  /// The booking whose event this one takes over (move).
  std::optional<booking> old;
  calendar_event written;
  /// Counts how often this wish came under its id, as far as it is known: 0
  /// until the ledger was asked.
  int attempt = 0;
  /// The caller asked about the time, or doubted: it is not to be booked yet.
  bool only_asked = false;
  /// What call, caller and e-mail address have had so far.
  uses used;
  /// What was answered to the same cancellation before; it is said again unless
  /// the words mean another viewing by now.
  std::optional<stored_answer> before;
  /// What the ledger keeps as the answer, once `confirmed` is durable.
  std::shared_ptr<stored_answer> kept;
  /// The booking's row, sealed for its event (event_rows); empty until then.
  std::shared_ptr<std::string> sealed_row = std::make_shared<std::string>();
  /// What was left of the same call has been looked at.
  bool after_leftovers = false;
  /// The event's etag was read again after a 412.
  bool etag_renewed = false;
  /// The event was looked for after a 404 for its id.
  bool event_searched = false;
  /// Set for an order that compares these bookings with their events.
  std::vector<std::string> watches;
  /// Told when such an order has ended.
  std::function<void()> after;
  /// Why Graph or the database said no; for the log and the wish.
  failure trouble;
  /// What the caller hears once the end is durable.
  booking_outcome confirmed;
};
using job_ptr = std::shared_ptr<booking_job>;

/// A caller's viewings, and those that ended because their event was gone.
struct own_and_lost {
  std::vector<booking> own;
  std::vector<booking> lost;
};

/// What may be the viewing that is asked for once more.
struct earlier_bookings {
  /// Of the same conversation, whatever became of them.
  std::vector<booking> same_call;
  /// Still to come, of whoever calls from the same number.
  std::vector<booking> same_number;
};

expected<earlier_bookings> earlier_of(store_session& session,
                                      std::int64_t manager,
                                      const booking_order& order, instant now);

/// The reason of a row in `writing` whose event has to be withdrawn.
inline constexpr auto withdrawing = "withdrawing";

class booking_queue {
public:
  booking_queue(calendar_context& core, graph_calls& graph,
                availability_cache& openings)
      : context_(core), graph_(graph), openings_(openings),
        finder_(core, graph) {
    openings_.on_read = [this](const view_ptr& view) { notice(view); };
  }

  caf::result<booking_outcome> take(const booking_order& order);
  /// The caller's own viewings.
  caf::result<found_bookings> find(const find_query& query);
  /// The caller of order `number` cannot wait any longer: an honest answer now.
  void overdue(std::uint64_t number);
  /// Takes the rows that are left in held, writing or cancelling before
  /// everything that waits. Orders wait until it has been called once: a caller
  /// who repeats an order after a crash must not collide with their own
  /// unfinished row.
  void reconcile();
  /// Compares a reading with our rows. What differs is looked at again by an
  /// order of its own, and followed: a reading alone changes nothing, since a
  /// list may lag or show one calendar of many. docs/outlook.md.
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
  /// The words for whoever ordered, and what theirs mean.
  const phrasebook& say(const job_ptr& job) const {
    return context_.say(job->order.in);
  }
  const time_reader& read(const job_ptr& job) const {
    return context_.read(job->order.in);
  }

  // -- the queue (booking_queue.cpp) --
  void next();
  void note(const job_ptr& job);
  /// The answer to the order in hand is left to another actor.
  void hand_over(const job_ptr& job);
  booking_outcome noted_answer(const job_ptr& job) const;

  // -- what came before (booking_replay.cpp) ----------------------------------
  void look_up(const job_ptr& job);
  /// Answers what is an unchanged repeat whose outcome still holds.
  bool replay(const job_ptr& job, const std::optional<stored_answer>& before,
              const replay_facts& facts);
  void repeat(const job_ptr& job, const stored_answer& before);
  std::function<expected<stored_answer>(store_session&)>
  keep_noted(const job_ptr& job, const booking_outcome& answer) const;
  /// Gives the copies of `job` that wait in the queue the same answer.
  void answer_copies(const job_ptr& job, const booking_outcome& answer);

  // -- what is wanted (booking_request.cpp) -----------------------------------
  void understand(const job_ptr& job, earlier_bookings earlier);
  /// Reads the wanted start into the row; answers itself when it cannot.
  bool read_start(const job_ptr& job);
  /// The rules, with the length that the viewing to be moved has by now.
  booking_rules rules_for(const job_ptr& job) const;
  /// Answers what was asked for before; finds the viewing that is to move.
  bool same_wish(const job_ptr& job, const earlier_bookings& earlier);
  bool say_already_booked(const job_ptr& job, const booking& row);
  /// Asks whether another home is meant, once. Whether that was answered.
  bool doubt_home(const job_ptr& job, const booking& row);
  void check(const job_ptr& job);
  bool over_limits(const job_ptr& job);
  void refuse(const job_ptr& job, refusal why);
  /// Of a time that could be booked: whether it is wanted.
  void ask_about(const job_ptr& job);

  // -- the caller's own viewings (own_viewings.cpp) ---------------------------
  void compare_found(const find_query& query, own_and_lost known,
                     std::function<void(expected<found_bookings>)> tell);
  void find_again(const find_query& query,
                  std::function<void(expected<found_bookings>)> tell);
  found_bookings found_of(const find_query& query,
                          std::vector<booking> own) const;
  void identify(const job_ptr& job);
  void read_own(const job_ptr& job, std::function<void(own_and_lost)> then);
  void choose(const job_ptr& job, std::vector<booking> own);
  void move(const job_ptr& job, const booking& from);
  void cancel(const job_ptr& job, const booking& what);

  // -- booking and moving (booking_steps.cpp) ---------------------------------
  void perform(const job_ptr& job);
  void on(const job_ptr& job, saga::event what, const failure& why = {});
  void hold(const job_ptr& job);
  void read_slot(const job_ptr& job);
  busy_set others_in(const calendar_view& view, const booking& own) const;
  void mark_writing(const job_ptr& job);
  void create(const job_ptr& job);
  void write(const job_ptr& job);
  void on_created(const job_ptr& job, expected<calendar_event> made);
  void renew_etag(const job_ptr& job);
  void search_event(const job_ptr& job, const failure& why);
  void find(const job_ptr& job);
  void confirm(const job_ptr& job);
  void withdraw(const job_ptr& job);
  void announce(const job_ptr& job);
  void move_back(const job_ptr& job);
  void go_back(const job_ptr& job);
  void put_back(const job_ptr& job, const event_mark& mark);
  void leave(const job_ptr& job);
  void release(const job_ptr& job);
  void step_in_ledger(const job_ptr& job,
                      std::function<expected<done>(store_session&)> work);

  // -- cancelling (removal_steps.cpp) -----------------------------------------
  void perform_removal(const job_ptr& job);
  void on_removal(const job_ptr& job, expected<done> result);
  void close_removal(const job_ptr& job);
  void conclude_removal(const job_ptr& job);

  // -- rows and Outlook (reconcile_steps.cpp) ---------------------------------
  bool in_hand(const std::string& booking_id) const;
  bool end_leftovers(const job_ptr& job, const std::vector<booking>& rows);
  job_ptr resume(booking row, std::optional<booking> old);

  // -- what people change in Outlook (notice_steps.cpp) -----------------------
  void notice_strangers(const calendar_view& view,
                        std::vector<std::string>& ids);
  void notice_oddities(const calendar_view& view, const booking& row,
                       const calendar_event& own);
  /// Mails the manager, once for each key.
  void tell_once(const char* what, const std::string& booking_id,
                 outbox_mail mail);
  /// Queues a comparison of these bookings with their events.
  void watch(std::vector<std::string> ids, std::function<void()> after = {});
  void perform_watch(const job_ptr& job);
  void end_watch(const job_ptr& job, std::vector<std::string> rest);
  /// For the order in hand: compares the rows with their events, and follows
  /// what changed. Where Microsoft does not answer, the rows have to do.
  void look_at(std::vector<booking> rows, std::function<void(bool)> then);
  void look_next(const look_ptr& look);
  void judge(const look_ptr& look);
  void take_over(const look_ptr& look);

  // -- another mailbox than before (former_mailbox.cpp) -----------------------
  bool is_here(const booking& row) const;
  /// What is written into the calendar for a viewing.
  event_draft event_for(const job_ptr& job) const;
  /// A row that was left unfinished in a mailbox that is not connected any
  /// more: nobody can look there. Ends it once its time is over, else leaves
  /// it.
  void leave_in_former(const booking& row);
  /// The visitor wants to change a viewing that only the former mailbox holds:
  /// the manager is told, nothing is promised.
  bool note_in_former(const job_ptr& job, const booking& what);
  /// The operator may free a time whose event nobody can reach any more.
  static expected<done> remove_from_former(const job_ptr& job);
  void carry_over(const job_ptr& job);
  void write_anew(const job_ptr& job);
  void on_carried(const job_ptr& job, const calendar_event& event);
  void end_carrying(const job_ptr& job, const failure& why);
  void write_again(const job_ptr& job);

  // -- what the database has lost (lost_steps.cpp) ----------------------------
  struct lost_search;
  using lost_ptr = std::shared_ptr<lost_search>;
  /// The row as the event carries it.
  booking row_for_event(const job_ptr& job) const;
  void seal_row(const job_ptr& job, std::function<void()> then);
  /// Makes bookings of events that bear the marks of unknown ones, then ends
  /// the order. Nothing is ever deleted for it: what cannot be taken back
  /// blocks its time as an event.
  void take_back(const job_ptr& job, std::vector<std::string> lost,
                 std::vector<std::string> rest);
  void read_lost(const lost_ptr& search);
  void write_lost(const lost_ptr& search);

  // -- the end (booking_end.cpp) ----------------------------------------------
  void conclude(const job_ptr& job);
  std::string not_done(const job_ptr& job) const;
  /// What is said when not even a wish could be kept.
  std::string not_kept(const job_ptr& job, bool goes_on) const;
  booking_outcome outcome(booking_result result, std::string sentence) const;
  /// Stores the answer (with a wish when there is one), then gives it.
  void close(const job_ptr& job, booking_outcome answer,
             std::optional<callback_request> wish = {});
  void close_unclear(const job_ptr& job, std::string sentence,
                     booking_result result = booking_result::unclear);
  void deliver(const job_ptr& job, booking_outcome answer);
  void done_with(const job_ptr& job);
  /// What a wish asks for, in words for the manager.
  std::string wanted(const job_ptr& job) const;
  std::string in_words(const job_ptr& job, const std::string& given) const;
  callback_request wish_of(const job_ptr& job, const std::string& reason) const;
  stored_answer answer_of(const job_ptr& job,
                          const booking_outcome& answer) const;
  bool keeps_answer(const job_ptr& job) const;
  /// What the caller hears: the answer that the ledger kept, which may be
  /// another than `wanted`.
  booking_outcome as_stored(booking_outcome wanted,
                            const stored_answer& kept) const;
  /// Tells a test where the work stands; see calendar_deps::on_step.
  void step(const char* what, const char* when) const;

  calendar_context& context_;
  graph_calls& graph_;
  availability_cache& openings_;
  event_finder finder_;
  std::deque<job_ptr> queue_;
  job_ptr current_;
  /// The first reconcile has looked.
  bool ready_ = false;
  std::uint64_t last_number_ = 0;
  /// Bookings in orders that watch.
  std::set<std::string> watched_;
  struct stranger {
    std::string etag;
    std::string booking_id;
  };
  /// Events of the last reading that bear a mark of no active row, by id: they
  /// have been looked at.
  std::map<std::string, stranger> strangers_;
  /// Keys of the mails about Outlook that were queued.
  std::set<std::string> told_;
  /// Calls with the addresses that they were asked about.
  std::set<std::string> doubted_;
};

} // namespace rental
