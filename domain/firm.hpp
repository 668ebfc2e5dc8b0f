// Who invites visitors: what they may know of the firm.
#pragma once

#include <string>

namespace rental {

/// Both may be empty: not told.
struct firm {
  /// "Lakeside Rentals".
  std::string name;
  /// As it is to be read, e.g. "+1 405 555 0100".
  std::string phone;
};

} // namespace rental
