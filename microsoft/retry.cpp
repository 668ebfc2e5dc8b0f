#include "microsoft/retry.hpp"

#include <algorithm>

namespace rental {
namespace {

using std::chrono::milliseconds;

bool may_repeat(const failed_try& last) {
  if (last.unexplained > 0)
    return last.unexplained == 1 && last.repeatable;
  switch (last.code) {
  case errc::throttled:
  case errc::unreachable:
    return true;
  case errc::provider_unavailable:
  case errc::network:
    return !last.write;
  default:
    return false;
  }
}

milliseconds backoff(const failed_try& last, const retry_limits& limits) {
  auto pause = limits.base;
  for (int i = 1; i < last.attempts && pause < limits.longest; ++i)
    pause *= 2;
  return std::min(pause, limits.longest);
}

milliseconds spread(milliseconds pause, double jitter) {
  return milliseconds{static_cast<std::int64_t>(
      static_cast<double>(pause.count()) * std::clamp(jitter, 0.0, 1.0))};
}

} // namespace

std::optional<milliseconds> wait_before_retry(const failed_try& last,
                                              const retry_limits& limits) {
  if (last.attempts >= limits.attempts || !may_repeat(last))
    return std::nullopt;
  // Own pauses vary from half to the whole; what Microsoft asks for is the
  // least, so that chance only adds to it.
  const auto own = backoff(last, limits);
  const auto wait = last.retry_after.count() > 0
                        ? last.retry_after + spread(limits.base, last.jitter)
                        : own / 2 + spread(own / 2, last.jitter);
  if (wait + limits.worthwhile > last.time_left)
    return std::nullopt;
  return wait;
}

} // namespace rental
