// What read_phone said of the numbers that came lately: each message of a call
// brings the same two, and reading one takes longer than all the rest of it.
#pragma once

#include "domain/phone_reading.hpp"

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace rental {

/// read_phone with a memory. Thread-safe.
class phone_memory {
public:
  /// Of what is remembered the older half goes when there are `most`.
  explicit phone_memory(std::string region, std::size_t most = 8192)
      : region_(std::move(region)), most_(most / 2) {}

  phone_reading read(std::string_view text);

private:
  using readings = std::map<std::string, phone_reading, std::less<>>;

  const std::string region_;
  const std::size_t most_;
  std::mutex mutex_;
  readings young_;
  readings old_;
};

} // namespace rental
