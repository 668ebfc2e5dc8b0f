// Sessions that were ended before their time. A session is a sealed cookie and
// nothing else, so whoever copied the cookie would be let in for the rest of
// its life: what was signed out of is remembered here, and in the database.
#pragma once

#include "base/time.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace rental {

/// Thread-safe.
class ended_sessions {
public:
  /// Stores that the session with this hash is ended until then; calls back
  /// once it is durable, or was not to be.
  using keeper = std::function<void(const std::string& hash, instant until,
                                    std::function<void()> then)>;

  explicit ended_sessions(keeper keep = {}) : keep_(std::move(keep)) {}

  /// What the database remembers.
  void remember(const std::string& hash, instant until);

  /// From here on the session is not let in. `until`: when its cookie ends by
  /// itself. `then` runs once that is stored, on any thread.
  void end(std::string_view session, instant now, instant until,
           std::function<void()> then);

  bool has(std::string_view session) const;

private:
  keeper keep_;
  mutable std::mutex lock_;
  std::map<std::string, instant, std::less<>> until_;
};

} // namespace rental
