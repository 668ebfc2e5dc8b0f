// How often somebody may ask. A token bucket for each key: a credential, a
// client's address, an e-mail address.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace rental {

/// `at_once` requests are let through, and then as many as `per_second` gives
/// back. Nothing per second: no limit at all.
struct bucket_rate {
  double per_second = 0;
  double at_once = 1;
};

/// Counts requests by key. Remembers the keys that asked last and forgets the
/// others, which begin with a full bucket again; so its memory has an end,
/// however many strangers come. Thread-safe.
class rate_limiter {
public:
  using time_point = std::chrono::steady_clock::time_point;
  using time_source = std::function<time_point()>;

  explicit rate_limiter(bucket_rate rate, time_source now = {},
                        std::size_t most_keys = 20'000);

  /// Counts a request; false: it is one too many.
  bool allow(std::string_view key);
  /// Whether a request would be let through; counts nothing.
  bool has_room(std::string_view key) const;
  /// How long until the next one is let through, in whole seconds, at least
  /// one: for Retry-After.
  std::chrono::seconds wait(std::string_view key) const;
  /// Keys that are remembered now.
  std::size_t keys() const;

private:
  struct bucket {
    std::string key;
    double tokens = 0;
    time_point seen{};
  };
  using order = std::list<bucket>;

  double tokens_at(const bucket& of, time_point now) const;
  double tokens_of(std::string_view key) const;

  const bucket_rate rate_;
  const time_source now_;
  const std::size_t most_keys_;
  mutable std::mutex mutex_;
  /// The one that asked last stands first. The keys of `found_` lie in it.
  order buckets_;
  std::unordered_map<std::string_view, order::iterator> found_;
};

using rate_limiter_ptr = std::shared_ptr<rate_limiter>;

} // namespace rental
