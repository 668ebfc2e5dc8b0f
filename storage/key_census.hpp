// Which keys a database wants.
#pragma once

#include "base/expected.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace rental {

class keyring;

/// A key that values are sealed with, and that the ring does not have.
struct missing_key {
  std::string id;
  std::size_t values = 0;
};

enum class census {
  /// Counts only what keys of earlier starts, which are gone from the ring,
  /// have
  /// left behind. Costs nothing when all is well; for every start.
  usual,
  /// Looks at every sealed value's key.
  whole,
};

/// The missing keys of the database, which has to be up to date (migrate). A
/// rotation that was cut off leaves them behind, once the old key is removed.
/// Notes the ring's current key, for later starts. errc::storage.
expected<std::vector<missing_key>>
find_missing_keys(const std::string& database_url, const keyring& ring,
                  census how = census::usual);

/// "12 values want key k1, 3 want key 2025": for the operator.
std::string in_words(const std::vector<missing_key>& missing);

} // namespace rental
