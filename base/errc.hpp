// The service's error codes. Code 0 is reserved: CAF treats it as "no error".
// To add one, extend three places: here, the name table in errc.cpp, and
// http/message/status_for.cpp.
#pragma once

#include <cstdint>

namespace rental {

enum class errc : std::uint8_t {
  // -- caused by the request --------------------------------------------------
  /// The request cannot be understood; the detail says what is wrong with it.
  bad_request = 1,
  /// The credentials are missing or wrong.
  unauthorized,
  /// No such manager, or none that this request may see.
  unknown_manager,
  /// Several managers look after a property that may be meant.
  ambiguous_property,
  /// The home is known, but is not shown now.
  not_shown,
  /// No such booking, or none that this caller may see.
  unknown_booking,
  /// The slot overlaps an active booking or a busy event.
  slot_taken,
  /// The thing is there already.
  already_there,
  /// The same idempotency key came with other arguments.
  key_reused,
  // -- caused by the manager's grant ------------------------------------------
  /// The manager has not connected a calendar.
  not_connected,
  /// The grant is dead: the manager has to connect the calendar again.
  needs_reconnect,
  /// The account has no Exchange Online mailbox.
  no_mailbox,
  /// The token lacks a scope that the operation needs, by what the identity
  /// platform says of it.
  scope_missing,
  // -- caused by Microsoft, the network or the database -----------------------
  /// Nothing came back in time. A write may or may not have happened.
  timeout,
  /// No connection could be made: nothing was done.
  unreachable,
  /// The connection broke. A write may or may not have happened.
  network,
  /// Asked to slow down; nothing was done.
  throttled,
  /// A passing fault of the provider. A write may or may not have happened.
  provider_unavailable,
  /// The provider refused the request for good: nothing was done.
  provider_refused,
  /// This operation is not allowed just now (HTTP 403, with a reason): nothing
  /// was done. Says nothing about the grant, nor about other operations.
  forbidden,
  /// The provider's answer cannot be understood.
  bad_answer,
  /// The thing is not there (any more).
  not_found,
  /// The thing changed since it was read (HTTP 412).
  changed,
  /// Our own registration is refused (invalid_client and its kin).
  operator_fault,
  /// The database did not take or give the data.
  storage,
  /// Sealed data cannot be opened: wrong key, wrong owner, or tampered with.
  sealed,
  /// The caller's time was over before the work began.
  expired,
  /// The service is stopping, or the actor is gone.
  unavailable,
  /// A bug of ours.
  internal,
  /// Number of error codes plus one; keep last.
  count_,
};

/// Returns the stable, log-friendly name of `code`.
const char* to_string(errc code) noexcept;

} // namespace rental
