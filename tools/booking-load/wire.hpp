// HTTP as a load generator does it: many keep-alive connections, one thread.
//
// The answer's moment is taken when its last byte was read, before anything is
// done with it. A connection that the server closed while it was idle is opened
// again and the request sent once more, as any HTTP client does (RFC 9110,
// 9.2.2 leaves that to the caller for POST: here every request carries its tool
// call id, so the service must cope); a connection that breaks after a byte of
// the answer was read is an error.
#pragma once

#include "tools/booking-load/task.hpp"

#include <chrono>
#include <coroutine>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rental::load {

using steady = std::chrono::steady_clock;

/// One thread's loop of sockets and timers. Not thread-safe.
class event_loop {
public:
  event_loop();
  ~event_loop();
  event_loop(const event_loop&) = delete;
  event_loop& operator=(const event_loop&) = delete;

  /// Runs `work` to its end. Rethrows what it throws.
  void run(task<> work);
  /// Calls `then` on SIGINT or SIGTERM, every time, while the loop runs.
  void on_signal(std::function<void()> then);

  /// `co_await loop.until(t)`: resumes at `t`, never at once.
  auto until(steady::time_point t) {
    struct awaiter {
      event_loop& loop;
      steady::time_point t;
      bool await_ready() const noexcept { return false; }
      void await_suspend(std::coroutine_handle<> waiting) {
        loop.wake_at(t, waiting);
      }
      void await_resume() const noexcept {}
    };
    return awaiter{*this, t};
  }
  auto pause(steady::duration span) { return until(steady::now() + span); }

private:
  friend class connection;
  void wake_at(steady::time_point t, std::coroutine_handle<> waiting);

  struct impl;
  std::unique_ptr<impl> impl_;
};

struct wire_request {
  std::string method = "GET";
  /// Path and query.
  std::string target;
  /// Besides Host, Content-Length and Connection.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct wire_reply {
  /// 0: none came, and `trouble` says why.
  int status = 0;
  std::string trouble;
  /// Names in lower case, repeated ones repeated.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  steady::time_point sent;
  steady::time_point done;

  /// The first header of that name, or "".
  std::string header(std::string_view name) const;
};

/// A keep-alive connection; one request at a time.
class connection {
public:
  /// `host` is a name or an address; connects when first used.
  connection(event_loop& loop, std::string host, std::string port,
             std::chrono::milliseconds patience);
  ~connection();
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  /// Not to be called before the last answer has come (std::logic_error).
  task<wire_reply> send(wire_request request);

private:
  struct impl;
  std::shared_ptr<impl> impl_;
};

} // namespace rental::load
