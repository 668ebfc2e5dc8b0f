// Whether and when a Graph call is repeated.
#pragma once

#include "base/errc.hpp"

#include <chrono>
#include <optional>

namespace rental {

struct retry_limits {
  /// Tries in all, the first included.
  int attempts = 4;
  /// First pause when Microsoft names none; it doubles each time.
  std::chrono::milliseconds base{250};
  std::chrono::milliseconds longest{4000};
  /// A try that would have less time than this is not worth making.
  std::chrono::milliseconds worthwhile{150};
};

/// A call that has just failed.
struct failed_try {
  /// Whether it changes something at Microsoft.
  bool write = false;
  errc code = errc::internal;
  /// Whether a second one does no harm: it is a read, or the first one is known
  /// again (transaction id, etag).
  bool repeatable = false;
  /// How many answers were refusals without a reason, this one included; zero
  /// when this one is another failure.
  int unexplained = 0;
  /// How many tries there have been, this one included.
  int attempts = 1;
  /// What Microsoft asked for; zero when it did not say.
  std::chrono::milliseconds retry_after{0};
  std::chrono::milliseconds time_left{0};
  /// Random, from 0 to 1.
  double jitter = 0;
};

/// How long to wait before the next try, or nothing to give up. Reads are
/// repeated on throttled, provider_unavailable, network and unreachable; writes
/// only where nothing was done: throttled and unreachable. A refusal without a
/// reason is taken for a cut connection once, where a repeat does no harm.
/// Retry-After is
/// obeyed, never undercut; if it does not fit into the time left, the call is
/// given up at once rather than later. Pure.
std::optional<std::chrono::milliseconds>
wait_before_retry(const failed_try& last, const retry_limits& limits = {});

} // namespace rental
