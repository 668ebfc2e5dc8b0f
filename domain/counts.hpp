// How much there is of everything, for the operator.
#pragma once

#include "domain/booking.hpp"

#include <cstddef>
#include <map>
#include <string>

namespace rental {

struct store_counts {
  std::map<connection_state, std::size_t> managers;
  /// Mails by state; those that were sent are left out.
  std::map<std::string, std::size_t> mails;
  /// Bookings in held, writing or cancelling.
  std::size_t unfinished = 0;
  /// Wishes that nobody was told of.
  std::size_t wishes = 0;
};

} // namespace rental
