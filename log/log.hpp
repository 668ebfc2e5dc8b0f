// The service's log: one line for each thing that happened, a name and fields.
// Never pass bodies, tokens, or personal data that base/redact.hpp has not
// seen. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace rental::log {

enum class level { trace, debug, info, warn, error };

/// A name and its value; values are escaped, so they may hold anything: neither
/// form ever gives a terminal something to obey.
using field = std::pair<std::string_view, std::string>;
using fields = std::initializer_list<field>;

/// Chooses the least level that is written and the form: one JSON object a line
/// ({"time","level","event",...}), or text for a terminal. Writes to stderr.
/// Before the first call nothing below `warn` is written.
void init(level least, bool json);

/// From here on no caller waits for whoever reads stderr: lines go through a
/// bounded queue and a thread. Those that find no room are dropped and counted;
/// a line "log.dropped" tells of them later. For a service; to be called once.
void never_wait();

/// Waits until what was written has left the queue, at most for `timeout`.
bool flush(std::chrono::milliseconds timeout);

/// Lines that were dropped so far.
std::uint64_t dropped() noexcept;

/// Writes one line. `event` is a stable name, e.g. "booking.confirmed".
void write(level at, std::string_view event, fields what);

/// Whether a line at this level would be written.
bool enabled(level at) noexcept;

inline void debug(std::string_view event, fields what = {}) {
  write(level::debug, event, what);
}
inline void info(std::string_view event, fields what = {}) {
  write(level::info, event, what);
}
inline void warn(std::string_view event, fields what = {}) {
  write(level::warn, event, what);
}
inline void error(std::string_view event, fields what = {}) {
  write(level::error, event, what);
}

} // namespace rental::log
