#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace rental::sim {

/// The latencies that last just now. Thread-safe.
class pauses {
public:
  /// Sleeps, unless and until release() or stop() ends it.
  void sleep(std::chrono::milliseconds time) {
    std::unique_lock lock{mutex_};
    auto mine = round_;
    ended_.wait_for(lock, time, [&] { return stopped_ || round_ != mine; });
  }

  /// Ends the latencies that have begun.
  void release() {
    std::lock_guard lock{mutex_};
    ++round_;
    ended_.notify_all();
  }

  /// Ends all, and every later one at once.
  void stop() {
    std::lock_guard lock{mutex_};
    stopped_ = true;
    ended_.notify_all();
  }

private:
  std::mutex mutex_;
  std::condition_variable ended_;
  unsigned round_ = 0;
  bool stopped_ = false;
};

} // namespace rental::sim
