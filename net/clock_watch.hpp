// Notices when this machine's clock is wrong: each answer from outside says
// what time it is there (RFC 9110, Date).
#pragma once

#include "base/clock.hpp"
#include "net/http_client.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace rental {

/// How far our clock may be off before anybody is told.
inline constexpr std::chrono::seconds tolerated_clock_error{60};

/// How far `ours` is ahead of an answer's Date, negative: behind; to be asked
/// right after it came. Nothing without a Date that can be read, and nothing of
/// an answer that a cache kept (Age). Pure.
std::optional<std::chrono::seconds> clock_ahead_of(const http_reply& answer,
                                                   instant ours);

/// Passes everything on to another client, and tells how far our clock is ahead
/// after each answer that says so. Logs `clock.wrong` when it is off by more
/// than is tolerated, once an hour, and `clock.right` when it is mended.
/// Thread-safe. `inner` and `time` must outlive it and its requests.
class clock_watch final : public http_client {
public:
  /// Called on the inner client's thread; must neither block nor throw.
  using listener = std::function<void(std::chrono::seconds ahead)>;

  clock_watch(http_client& inner, const clock& time, listener told);
  ~clock_watch() override;

  void send(http_request request, callback on_reply) override;

private:
  struct memory;
  http_client& inner_;
  const clock& time_;
  std::shared_ptr<memory> memory_;
};

} // namespace rental
