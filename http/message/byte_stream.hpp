// The body of an answer that goes on after its beginning: server-sent events.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace rental {

/// One such body. Whoever answered with it sends bytes whenever there are any;
/// the connection writes them and closes after the last. Thread-safe.
class byte_stream {
public:
  byte_stream() = default;
  byte_stream(const byte_stream&) = delete;
  byte_stream& operator=(const byte_stream&) = delete;
  /// Ends it.
  ~byte_stream() { end(); }

  /// Hands over bytes, from one thread at a time. False when nobody takes them
  /// any more: the client has gone, was too slow, or the server is stopping.
  bool send(std::string bytes);
  /// Nothing more comes; the connection closes.
  void end();

  /// What the connection does with it, on any thread. `write` returns false
  /// when the client does not keep up and is dropped.
  struct transport {
    std::function<bool(std::string)> write;
    std::function<void()> end;
  };
  /// Internal to the server: from here on bytes go to `to`.
  void attach(transport to);
  /// Internal to the server: the connection has gone.
  void detach();

private:
  std::mutex mutex_;
  /// Shared, so that it is called without the lock.
  std::shared_ptr<const transport> to_;
  /// Sent before there was a connection.
  std::string early_;
  bool ended_ = false;
};

} // namespace rental
