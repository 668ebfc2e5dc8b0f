// Writes lines to a file descriptor without ever making a caller wait for
// whoever reads there. Internal to log/.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace rental::log {

/// A bounded queue of lines and one thread that writes them. Whoever reads may
/// stop reading (a full pipe, a stopped terminal): then the queue fills up, and
/// what comes after that is dropped and counted. Thread-safe.
class line_writer {
public:
  /// Lines beyond `most_bytes` that wait are dropped. `notice` makes the line
  /// that is written, once there is room again, in place of `n` dropped ones.
  line_writer(int fd, std::size_t most_bytes,
              std::function<std::string(std::uint64_t n)> notice);
  line_writer(const line_writer&) = delete;
  line_writer& operator=(const line_writer&) = delete;
  /// Writes what can be written at once, and gives up on the rest.
  ~line_writer();

  /// Never blocks. False: there was no room.
  bool push(std::string line);
  /// Waits until all that was pushed is written, at most for `timeout`.
  bool flush(std::chrono::milliseconds timeout);
  /// Lines that were dropped so far.
  std::uint64_t dropped() const;

private:
  struct state;
  static void work(const std::shared_ptr<state>& shared);

  const std::shared_ptr<state> state_;
};

} // namespace rental::log
