#include "log/line_writer.hpp"

#include <poll.h>
#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <string_view>
#include <thread>
#include <utility>

namespace rental::log {
namespace {

/// A pipe that is ready takes as much at once, in one piece (POSIX, write).
constexpr std::size_t piece = PIPE_BUF;
constexpr int look_every_ms = 100;

} // namespace

// Shared with the thread, which may be stuck in the kernel when the process
// ends and is left behind then.
struct line_writer::state {
  /// False: nobody will ever read it.
  bool write_all(std::string_view rest) {
    while (!rest.empty()) {
      pollfd ready{fd, POLLOUT, 0};
      const int found = ::poll(&ready, 1, look_every_ms);
      if (found == 0 && ending())
        return false;
      if (found <= 0)
        continue;
      const auto n = ::write(fd, rest.data(), std::min(rest.size(), piece));
      if (n > 0)
        rest.remove_prefix(static_cast<std::size_t>(n));
      else if (n < 0 && errno != EINTR && errno != EAGAIN)
        return false;
    }
    return true;
  }

  bool ending() {
    const std::lock_guard guard{mutex};
    return stop;
  }

  int fd = -1;
  std::size_t most_bytes = 0;
  std::function<std::string(std::uint64_t)> notice;
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::string> lines;
  std::size_t bytes = 0;
  bool writing = false;
  bool stop = false;
  std::uint64_t dropped = 0;
  /// Of these, told in the log itself.
  std::uint64_t told = 0;
};

line_writer::line_writer(int fd, std::size_t most_bytes,
                         std::function<std::string(std::uint64_t)> notice)
    : state_(std::make_shared<state>()) {
  state_->fd = fd;
  state_->most_bytes = most_bytes;
  state_->notice = std::move(notice);
  // Signals are for the thread that waits for them.
  sigset_t all{}, before{};
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread writer{[shared = state_] { work(shared); }};
  pthread_setname_np(writer.native_handle(), "log");
  writer.detach();
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

line_writer::~line_writer() {
  flush(std::chrono::milliseconds{look_every_ms});
  const std::lock_guard guard{state_->mutex};
  state_->stop = true;
  state_->changed.notify_all();
}

bool line_writer::push(std::string line) {
  {
    const std::lock_guard guard{state_->mutex};
    if (state_->bytes + line.size() > state_->most_bytes) {
      ++state_->dropped;
      return false;
    }
    state_->bytes += line.size();
    state_->lines.push_back(std::move(line));
  }
  state_->changed.notify_all();
  return true;
}

bool line_writer::flush(std::chrono::milliseconds timeout) {
  std::unique_lock lock{state_->mutex};
  return state_->changed.wait_for(lock, timeout, [this] {
    return state_->lines.empty() && !state_->writing;
  });
}

std::uint64_t line_writer::dropped() const {
  const std::lock_guard guard{state_->mutex};
  return state_->dropped;
}

void line_writer::work(const std::shared_ptr<state>& shared) {
  auto& my = *shared;
  std::unique_lock lock{my.mutex};
  for (;;) {
    my.changed.wait(lock, [&] { return my.stop || !my.lines.empty(); });
    if (my.lines.empty())
      return;
    auto batch = std::exchange(my.lines, {});
    my.writing = true;
    lock.unlock();
    std::size_t written = 0;
    bool taken = true;
    for (const auto& line : batch) {
      taken = taken && my.write_all(line);
      written += line.size();
    }
    lock.lock();
    my.bytes -= std::min(my.bytes, written);
    const auto missing = my.dropped - my.told;
    if (missing > 0 && taken && my.notice) {
      my.told = my.dropped;
      lock.unlock();
      my.write_all(my.notice(missing));
      lock.lock();
    }
    my.writing = false;
    my.changed.notify_all();
  }
}

} // namespace rental::log
