#include "domain/saga.hpp"

#include "base/enum_names.hpp"

#include <cstddef>

namespace rental::saga {

const char* to_string(action what) noexcept {
  constexpr auto names = names_up_to<action::finish>(
      "hold", "read_before", "mark_writing", "create", "find", "read_after",
      "confirm", "announce", "withdraw", "release", "leave", "finish");
  return names[static_cast<std::size_t>(what)];
}

const char* to_string(event what) noexcept {
  constexpr auto names = names_up_to<event::unknown>("ok", "taken", "absent",
                                                     "refused", "unknown");
  return names[static_cast<std::size_t>(what)];
}

const char* to_string(outcome what) noexcept {
  constexpr auto names = names_up_to<outcome::storage_failed>(
      "running", "booked", "taken", "unreachable", "unknown", "storage_failed");
  return names[static_cast<std::size_t>(what)];
}

machine machine::from_held() {
  machine result{action::release};
  result.pending_ = outcome::unreachable;
  return result;
}

machine machine::from_writing(bool wanted) {
  machine result{action::find};
  result.resumed_ = true;
  result.wanted_ = wanted;
  return result;
}

machine machine::from_withdrawing() {
  auto result = from_writing(false);
  result.withdrawing_ = true;
  return result;
}

void machine::end(outcome how) {
  result_ = how;
  next_ = action::finish;
}

void machine::release_as(outcome how) {
  pending_ = how;
  next_ = action::release;
}

void machine::on(event what) {
  switch (next_) {
  case action::hold:
    if (what == event::ok)
      next_ = action::read_before;
    else
      end(what == event::taken ? outcome::taken : outcome::storage_failed);
    return;
  case action::read_before:
    if (what == event::ok)
      next_ = action::mark_writing;
    else
      release_as(what == event::taken ? outcome::taken : outcome::unreachable);
    return;
  case action::mark_writing:
    if (what == event::ok)
      next_ = action::create;
    else
      release_as(outcome::storage_failed);
    return;
  case action::create:
    return after_create(what);
  case action::find:
    return after_find(what);
  case action::read_after:
    return after_read(what);
  case action::confirm:
    // The event is there, so a database that fails now changes nothing about
    // the calendar: the row stays in `writing`, the reconciler confirms it.
    return end(what == event::ok ? outcome::booked : outcome::unknown);
  case action::announce:
    return after_announce(what);
  case action::withdraw:
    return after_withdraw(what);
  case action::release:
  case action::leave:
    // A release that fails leaves the row blocking until the reconciler
    // comes: the answer stays true.
    return end(pending_);
  case action::finish:
    return;
  }
}

void machine::after_create(event what) {
  ++creates_;
  if (what == event::ok) {
    written_ = true;
    next_ = action::read_after;
  } else if (what == event::refused && creates_ == 1) {
    release_as(outcome::unreachable);
  } else {
    // Unknown; or a repeat was refused while the first write may have arrived.
    next_ = action::find;
  }
}

void machine::after_find(event what) {
  ++finds_;
  if (what == event::ok) {
    written_ = true;
    next_ = withdrawing_ ? action::withdraw : action::read_after;
  } else if (what == event::absent && !wanted_) {
    release_as(outcome::unreachable);
  } else if (what == event::absent && creates_ < most_creates) {
    next_ = resumed_ && creates_ == 0 ? action::read_before : action::create;
  } else if (what != event::absent && finds_ < most_finds) {
    next_ = action::find;
  } else {
    pending_ = outcome::unknown;
    next_ = action::leave;
  }
}

void machine::after_read(event what) {
  ++reads_after_;
  if (what == event::ok) {
    next_ = action::confirm;
  } else if (what == event::taken) {
    next_ = action::announce;
  } else if (reads_after_ >= most_reads_after) {
    unverified_ = true;
    next_ = action::confirm;
  }
}

// What was not announced may be confirmed by the reconciler after all, so the
// caller is promised neither.
void machine::after_announce(event what) {
  if (what == event::ok) {
    next_ = action::withdraw;
  } else {
    pending_ = outcome::unknown;
    next_ = action::leave;
  }
}

void machine::after_withdraw(event what) {
  if (what == event::ok) {
    release_as(outcome::taken);
  } else if (++withdraws_ >= most_withdraws) {
    pending_ = outcome::taken;
    next_ = action::leave;
  }
}

const char* to_string(removal_action what) noexcept {
  constexpr auto names = names_up_to<removal_action::finish>(
      "mark", "remove", "close", "leave", "finish");
  return names[static_cast<std::size_t>(what)];
}

const char* to_string(removal_outcome what) noexcept {
  constexpr auto names = names_up_to<removal_outcome::not_done>(
      "running", "cancelled", "unknown", "not_done");
  return names[static_cast<std::size_t>(what)];
}

void removal::end(removal_outcome how) {
  result_ = how;
  next_ = removal_action::finish;
}

void removal::on(event what) {
  switch (next_) {
  case removal_action::mark:
    if (what == event::ok)
      next_ = removal_action::remove;
    else
      end(removal_outcome::not_done);
    return;
  case removal_action::remove:
    if (what == event::ok)
      next_ = removal_action::close;
    else if (++tries_ >= most_tries)
      next_ = removal_action::leave;
    return;
  case removal_action::close:
    return end(what == event::ok ? removal_outcome::cancelled
                                 : removal_outcome::unknown);
  case removal_action::leave:
    return end(removal_outcome::unknown);
  case removal_action::finish:
    return;
  }
}

event event_of_write(errc code) noexcept {
  switch (code) {
  case errc::timeout:
  case errc::network:
  case errc::provider_unavailable:
  case errc::bad_answer:
  case errc::internal:
    return event::unknown;
  default:
    return event::refused;
  }
}

} // namespace rental::saga
