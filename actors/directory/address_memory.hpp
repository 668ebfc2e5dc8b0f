// Addresses that were read before.
#pragma once

#include "voice/addresses/address.hpp"

#include <string>
#include <unordered_map>

namespace rental {

/// Reads addresses once each, as long as there are not too many. Not
/// thread-safe.
class address_memory {
public:
  /// Good until the next call.
  const read_address& operator()(const std::string& address) {
    constexpr std::size_t most = 100'000;
    if (read_.size() >= most)
      read_.clear();
    const auto found = read_.find(address);
    return found != read_.end()
               ? found->second
               : read_.emplace(address, read_address{address}).first->second;
  }

private:
  std::unordered_map<std::string, read_address> read_;
};

} // namespace rental
