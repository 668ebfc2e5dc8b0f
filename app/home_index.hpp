// Finds the same home among many without comparing it with each.
#pragma once

#include "voice/addresses/address.hpp"

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace rental {

/// A home as the index wants it; made once for each, since reading an address
/// is what takes time.
struct indexed_home {
  indexed_home(const std::string& its_agency, const std::string& address);

  std::string agency;
  read_address address;
  std::vector<std::string> keys;
};

/// Not thread-safe.
class home_index {
public:
  /// The first one gets the place 0, the next one 1.
  void add(indexed_home home);
  /// The places of those that are certainly the same home (same_homes of
  /// actors/directory/property_book.hpp), in order.
  std::vector<std::size_t> same(const indexed_home& home) const;

private:
  std::vector<indexed_home> homes_;
  std::unordered_map<std::string, std::vector<std::size_t>> places_;
};

} // namespace rental
