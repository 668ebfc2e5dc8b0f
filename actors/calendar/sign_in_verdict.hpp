// What becomes of a sign-in that Microsoft let through: the rules that need the
// database, and everything that is stored, in one transaction.
#pragma once

#include "base/zone.hpp"
#include "domain/booking.hpp"
#include "messages/payloads.hpp"
#include "storage/store.hpp"

#include <string>

namespace rental {

/// The reason of a row in `writing` whose event is to be made again in the
/// mailbox that was connected in place of another.
inline constexpr auto carrying_over = "carrying over";

struct sign_in_case {
  /// What is to be stored.
  manager_record row;
  /// The address that the link was made for; empty: any.
  std::string expected_account;
  /// The name that was signed in with; may differ from the mailbox's address.
  std::string username;
  /// Empty: no link.
  std::string link_id;
  instant link_ends{};
  /// The person was asked about the change of account, and said what becomes
  /// of the viewings.
  bool answered = false;
  bool move_over = false;
  /// For the times in the mails.
  zone tz;
  instant now{};
};

struct sign_in_verdict {
  /// none: it is stored.
  connect_problem problem = connect_problem::none;
  /// See connect_result.
  std::string former_account;
  std::size_t viewings = 0;
  std::string other_id;
};

/// Refuses a used link (link_used), another account than the expected one
/// (wrong_account) and a mailbox that is connected under another id
/// (already_connected); asks when viewings stand in the calendar of another
/// account (change_of_account). Else it stores the row, uses the link up, and
/// on a change of account carries the viewings over or leaves them, and queues
/// a mail to both. errc::storage.
expected<sign_in_verdict> settle_sign_in(store_session& session,
                                         const sign_in_case& what);

} // namespace rental
