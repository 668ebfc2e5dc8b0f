// How much there is of everything, for the operator.
#pragma once

#include "domain/booking.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rental {

/// A row with a sealed value that no key opens.
struct unreadable_row {
  /// What the value is: profile, tokens, visitor, address, mail, ...
  std::string kind;
  /// Row id.
  std::string row;

  friend bool operator==(const unreadable_row&, const unreadable_row&)
      = default;
  friend auto operator<=>(const unreadable_row&, const unreadable_row&)
      = default;
};

struct store_counts {
  std::map<connection_state, std::size_t> managers;
  /// Mails by state; those that were sent are left out.
  std::map<std::string, std::size_t> mails;
  /// Bookings in held, writing or cancelling.
  std::size_t unfinished = 0;
  /// Callers who wait for a call back, and since when the first of them does.
  std::size_t wishes = 0;
  std::optional<instant> oldest_wish = {};
  /// Sealed values that do not open, by kind, as far as they were met.
  std::map<std::string, std::size_t> unreadable;
  /// The first hundred of them.
  std::vector<unreadable_row> unreadable_rows;
  /// Bytes of the write-ahead log.
  std::uint64_t wal_bytes = 0;
};

} // namespace rental
