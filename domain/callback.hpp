// Which call backs somebody asks for.
#pragma once

#include "domain/booking.hpp"

#include <cstddef>

namespace rental {

struct callback_query {
  /// Empty: of every agency.
  std::string agency;
  /// 0: of every manager, and those that have none.
  std::int64_t manager = 0;
  bool only_open = true;
  std::size_t limit = 100;
};

} // namespace rental
