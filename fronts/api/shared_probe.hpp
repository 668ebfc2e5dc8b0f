// One look for many who ask.
#pragma once

#include "base/expected.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace rental {

/// Asks whether something works at most once in a while, never twice at the
/// same time, and tells everybody who wants to know. A look that takes too long
/// is a failure until it ends. Thread-safe; to be held by a shared_ptr.
class shared_probe : public std::enable_shared_from_this<shared_probe> {
public:
  using answer = std::function<void(expected<done>)>;
  /// Calls back once, on any thread.
  using look = std::function<void(answer)>;
  /// Runs a job after a while, on any thread (net/delayer.hpp).
  using delay
      = std::function<void(std::chrono::milliseconds, std::function<void()>)>;
  using time_point = std::chrono::steady_clock::time_point;

  struct options {
    /// How long a result is told again.
    std::chrono::milliseconds every{1000};
    /// How long a look may take before it counts as failed (errc::timeout).
    std::chrono::milliseconds bound{5000};
    /// Ends the waiting for a look that hangs; without it that happens with the
    /// next question.
    delay after = {};
    /// Empty: the steady clock.
    std::function<time_point()> now = {};
  };

  shared_probe(look how, options given);

  /// Calls `then` once, at once when there is a result that still counts.
  void ask(answer then);

private:
  void begin(std::uint64_t round);
  void ended(std::uint64_t round, const expected<done>& result);
  void give_up(std::uint64_t round);

  const look look_;
  const options options_;
  std::mutex mutex_;
  std::optional<expected<done>> last_;
  /// When `last_` was known, and when the look that is running began.
  time_point known_{};
  time_point began_{};
  bool running_ = false;
  std::uint64_t round_ = 0;
  std::vector<answer> waiting_;
};

} // namespace rental
