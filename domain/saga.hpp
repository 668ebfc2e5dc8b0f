// The life of one booking as a pure state machine: an event goes in, the next
// thing to do comes out. No I/O, no clock: every step can be interrupted in a
// test. The calendar actor performs it; docs/life-of-a-booking.md follows one.
#pragma once

#include "base/errc.hpp"

#include <string>

namespace rental::saga {

/// What the performer has to do next. Each ends with exactly one event.
enum class action {
  /// Insert the row as `held`; the database refuses an overlap. Committed
  /// before anything is asked of Graph.
  hold,
  /// Read the calendar up to its horizon, cache bypassed, all pages.
  read_before,
  /// held -> writing, with the transaction id, before the POST.
  mark_writing,
  /// POST the event with that transaction id.
  create,
  /// Look the event up by our booking id: the outcome of a write is unknown.
  find,
  /// Read the slot again: did somebody else's event appear?
  read_after,
  /// writing -> confirmed, with the stored answer and the mails, in one
  /// transaction.
  confirm,
  /// Note in the row that our event has to go, before it is touched: from here
  /// on it is never confirmed, whoever goes on with it.
  announce,
  /// Delete our own event: somebody else's was there.
  withdraw,
  /// Free the slot: the row becomes `failed`.
  release,
  /// Leave the row to the reconciler, still blocking the slot.
  leave,
  /// Nothing: the machine has ended, see `result`.
  finish,
};
const char* to_string(action what) noexcept;

/// How an action ended.
enum class event {
  /// It worked; a read found the slot free; a look-up found the event.
  ok,
  /// The slot is taken: by an active row (hold) or by an event (reads).
  taken,
  /// A look-up found nothing.
  absent,
  /// It was refused, and nothing was done.
  refused,
  /// It failed, and nothing is known.
  unknown,
};
const char* to_string(event what) noexcept;

/// How the booking ended.
enum class outcome {
  running,
  /// Confirmed: the event exists and the database knows it.
  booked,
  /// Somebody else has the time; nothing of ours is left.
  taken,
  /// The calendar cannot be read or written; nothing was booked.
  unreachable,
  /// Nothing can be promised: the event may exist. The reconciler ends it.
  unknown,
  /// The database failed before anything was done.
  storage_failed,
};
const char* to_string(outcome what) noexcept;

/// One booking on its way. A value: copy it to interrupt it.
class machine {
public:
  /// A new booking.
  static machine booking() { return machine{action::hold}; }
  /// A row that a crash left in `held`: nothing was written, so let it go.
  static machine from_held();
  /// A row that was left in `writing`: see what Graph really has. When the
  /// event is not there it is written after all if the viewing is still to
  /// come (`wanted`), after a fresh look at the calendar; else it is let go.
  static machine from_writing(bool wanted);
  /// A row whose event could not be withdrawn: the caller was told that the
  /// time is taken, so the event has to go, whatever is free by now.
  static machine from_withdrawing();

  /// What has to be done now.
  action next() const noexcept { return next_; }
  /// Takes how it ended; moves on.
  void on(event what);
  bool ended() const noexcept { return next_ == action::finish; }
  outcome result() const noexcept { return result_; }
  /// The event exists in the calendar, as far as is known.
  bool written() const noexcept { return written_; }
  /// The slot could not be read again after the write: the manager is told to
  /// look, since nobody can rule out an event of somebody else.
  bool unverified() const noexcept { return unverified_; }

  /// Withdrawals that failed so far.
  int withdraws() const noexcept { return withdraws_; }

  static constexpr int most_creates = 2;
  static constexpr int most_finds = 2;
  static constexpr int most_reads_after = 2;
  static constexpr int most_withdraws = 3;

private:
  explicit machine(action first) : next_(first) {}

  void end(outcome how);
  void release_as(outcome how);
  void after_create(event what);
  void after_find(event what);
  void after_read(event what);
  void after_announce(event what);
  void after_withdraw(event what);

  action next_;
  outcome result_ = outcome::running;
  /// What to report once the row has been released.
  outcome pending_ = outcome::running;
  bool written_ = false;
  bool unverified_ = false;
  bool resumed_ = false;
  bool wanted_ = true;
  /// POSTs so far; looked-up and repeated at most `most_creates` times.
  int creates_ = 0;
  int finds_ = 0;
  int reads_after_ = 0;
  bool withdrawing_ = false;
  int withdraws_ = 0;
};

/// What ends a confirmed booking.
enum class removal_action {
  /// confirmed -> cancelling: from here on it will go, whatever happens.
  mark,
  /// DELETE the event; one that is not there counts as done.
  remove,
  /// cancelling -> cancelled, with the stored answer and the mails.
  close,
  /// Leave the row to the reconciler, still blocking the slot.
  leave,
  /// Nothing: the machine has ended.
  finish,
};
const char* to_string(removal_action what) noexcept;

enum class removal_outcome {
  running,
  /// The event is gone and the slot is free.
  cancelled,
  /// Marked, but whether the event is gone is not known: the reconciler ends
  /// it.
  unknown,
  /// Nothing was done: the booking stands.
  not_done,
};
const char* to_string(removal_outcome what) noexcept;

/// One cancellation on its way. A value, like `machine`.
class removal {
public:
  /// A confirmed booking that is to go.
  static removal of_confirmed() { return removal{removal_action::mark}; }
  /// A row that was left in `cancelling`.
  static removal of_cancelling() { return removal{removal_action::remove}; }

  removal_action next() const noexcept { return next_; }
  void on(event what);
  bool ended() const noexcept { return next_ == removal_action::finish; }
  removal_outcome result() const noexcept { return result_; }

  static constexpr int most_tries = 2;

private:
  explicit removal(removal_action first) : next_(first) {}
  void end(removal_outcome how);

  removal_action next_;
  removal_outcome result_ = removal_outcome::running;
  int tries_ = 0;
};

/// What a failed Graph call means to the machine: errors that prove that
/// nothing was done are `refused`, all others `unknown`.
event event_of_write(errc code) noexcept;

} // namespace rental::saga
