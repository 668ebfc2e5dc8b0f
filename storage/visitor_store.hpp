// What the ledger keeps about visitors: how long, and how one of them is found
// and erased.
#pragma once

#include "base/expected.hpp"
#include "domain/booking.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace rental {

/// What was deleted because it was old.
struct swept_rows {
  std::size_t bookings = 0;
  std::size_t wishes = 0;
  std::size_t mails = 0;
  std::size_t all() const { return bookings + wishes + mails; }
};

/// Part of a store_session, and valid as long. Names and addresses are sealed,
/// so a person is found by going through the rows: each reader gives the next
/// `limit` rows after a row id, those that do not open marked `unreadable`.
class visitor_store {
public:
  virtual ~visitor_store() = default;

  /// Deletes viewings that ended before `before`, call backs that were done
  /// before it and mails that were written before it, at most `limit` of each.
  /// What is unfinished stays: viewings that are being written, open call
  /// backs, mails that wait.
  virtual expected<swept_rows> sweep(instant before, std::size_t limit) = 0;

  virtual expected<std::vector<booking>> bookings_after(const std::string& id,
                                                        std::size_t limit)
      = 0;
  virtual expected<std::vector<callback_request>>
  wishes_after(std::int64_t id, std::size_t limit) = 0;
  virtual expected<std::vector<outbox_mail>> mails_after(std::int64_t id,
                                                         std::size_t limit)
      = 0;
  /// What was answered about a booking; kept for days only.
  virtual expected<std::vector<stored_answer>>
  answers_about(const std::string& booking_id) = 0;
  /// What was answered in a call.
  virtual expected<std::vector<stored_answer>>
  answers_in(const std::string& agency, const std::string& call_id) = 0;

  /// Empties what names the visitor of a viewing that is over or was cancelled,
  /// and deletes the answers about it. The row stays, for the manager's counts,
  /// in a new version. errc::changed when it is still to come,
  /// errc::unknown_booking.
  virtual expected<done> erase_booking(const std::string& id, instant now) = 0;
  /// Empties a call back, and what was noted when it was done; an open one is
  /// over. errc::not_found.
  virtual expected<done> erase_wish(std::int64_t id, instant now) = 0;
  /// Deletes a mail that was sent or given up. errc::changed while it waits:
  /// somebody has not heard yet what it says; errc::not_found.
  virtual expected<done> erase_mail(std::int64_t id) = 0;
  virtual expected<done> erase_answers_in(const std::string& agency,
                                          const std::string& call_id)
      = 0;
  /// Forgets what somebody used up with a manager, and the codes that they
  /// tried; `who` as store_session::add_use and add_try were told.
  virtual expected<done> erase_uses(std::int64_t manager,
                                    const std::string& who)
      = 0;
};

} // namespace rental
