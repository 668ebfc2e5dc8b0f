// The copy of a booking that travels with its event, so that a database that
// lost the row (a damaged write-ahead log, an old backup) can take it back.
#pragma once

#include "base/expected.hpp"
#include "domain/booking.hpp"

#include <cstdint>
#include <string>

namespace rental {

/// Part of a store_session, and valid as long.
class event_rows {
public:
  virtual ~event_rows() = default;

  /// The booking as text for its event: sealed, and bound to its manager and to
  /// this database, so that it opens in no other. Some 500 bytes.
  virtual std::string seal(const booking& row) = 0;
  /// errc::sealed when it is not this manager's, not this database's, or not
  /// whole.
  virtual expected<booking> open(std::int64_t manager, const std::string& text)
      = 0;
  /// Inserts a confirmed booking, with its event. errc::changed when the
  /// database knows it, whatever its state; errc::slot_taken when an active one
  /// has the time.
  virtual expected<done> take_back(const booking& row, instant now) = 0;
};

} // namespace rental
