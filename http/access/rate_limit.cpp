#include "http/access/rate_limit.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace rental {

rate_limiter::rate_limiter(bucket_rate rate, time_source now,
                           std::size_t most_keys)
    : rate_(rate),
      now_(now ? std::move(now) : time_source{std::chrono::steady_clock::now}),
      most_keys_(std::max<std::size_t>(most_keys, 1)) {}

double rate_limiter::tokens_at(const bucket& of, time_point now) const {
  const std::chrono::duration<double> passed = now - of.seen;
  return std::min(rate_.at_once,
                  of.tokens + std::max(passed.count(), 0.0) * rate_.per_second);
}

double rate_limiter::tokens_of(std::string_view key) const {
  const std::lock_guard guard{mutex_};
  const auto found = found_.find(key);
  return found == found_.end() ? rate_.at_once
                               : tokens_at(*found->second, now_());
}

bool rate_limiter::allow(std::string_view key) {
  if (rate_.per_second <= 0)
    return true;
  const std::lock_guard guard{mutex_};
  const auto now = now_();
  auto found = found_.find(key);
  if (found == found_.end()) {
    if (buckets_.size() >= most_keys_) {
      found_.erase(buckets_.back().key);
      buckets_.pop_back();
    }
    buckets_.push_front({std::string{key}, rate_.at_once, now});
    found = found_.emplace(buckets_.front().key, buckets_.begin()).first;
  }
  auto& one = *found->second;
  buckets_.splice(buckets_.begin(), buckets_, found->second);
  one.tokens = tokens_at(one, now);
  one.seen = std::max(one.seen, now);
  if (one.tokens < 1)
    return false;
  one.tokens -= 1;
  return true;
}

bool rate_limiter::has_room(std::string_view key) const {
  return rate_.per_second <= 0 || tokens_of(key) >= 1;
}

std::chrono::seconds rate_limiter::wait(std::string_view key) const {
  const auto missing = rate_.per_second <= 0 ? 0 : 1 - tokens_of(key);
  const auto seconds
      = missing <= 0 ? 1.0 : std::ceil(missing / rate_.per_second);
  return std::chrono::seconds{static_cast<long>(std::max(seconds, 1.0))};
}

std::size_t rate_limiter::keys() const {
  const std::lock_guard guard{mutex_};
  return buckets_.size();
}

} // namespace rental
