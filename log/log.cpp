#include "log/log.hpp"

#include "log/line_writer.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <mutex>

namespace rental::log {
namespace {

constexpr auto text_pattern = "%Y-%m-%dT%H:%M:%S.%eZ %l %v";
constexpr auto json_pattern
    = R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","event":%v})";
/// What may wait for whoever reads the log.
constexpr std::size_t most_waiting = 4 * 1024 * 1024;

std::atomic<bool> as_json{false};
/// Never destroyed: threads log until the very end.
std::atomic<line_writer*> writer{nullptr};

/// stderr, at once or through the writer.
class stderr_sink final : public spdlog::sinks::base_sink<std::mutex> {
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    if (auto* to = writer.load())
      to->push({line.data(), line.size()});
    else
      std::fwrite(line.data(), 1, line.size(), stderr);
  }
  void flush_() override {
    if (writer.load() == nullptr)
      std::fflush(stderr);
  }
};

spdlog::logger& target() {
  static auto* const logger = [] {
    auto* made
        = new spdlog::logger{"peterental", std::make_shared<stderr_sink>()};
    made->set_level(spdlog::level::warn);
    made->set_pattern(text_pattern, spdlog::pattern_time_type::utc);
    return made;
  }();
  return *logger;
}

spdlog::level::level_enum to_spdlog(level at) {
  return static_cast<spdlog::level::level_enum>(at);
}

/// What a terminal obeys, or what hides or turns around the text behind it,
/// though it may stand in JSON as it is: DEL, the C1 controls, line and
/// paragraph separators, and the marks of writing direction.
std::size_t length_of_hidden(std::string_view text) {
  const auto at = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  if (at(0) == 0x7f)
    return 1;
  if (at(0) == 0xc2 && at(1) >= 0x80 && at(1) <= 0x9f)
    return 2;
  const bool separators_or_embeddings
      = at(0) == 0xe2 && at(1) == 0x80
        && ((at(2) >= 0xa8 && at(2) <= 0xae) || at(2) == 0x8e || at(2) == 0x8f);
  const bool isolates
      = at(0) == 0xe2 && at(1) == 0x81 && at(2) >= 0xa6 && at(2) <= 0xa9;
  return separators_or_embeddings || isolates ? 3 : 0;
}

void append_escaped(std::string& to, std::string_view hidden) {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned>(static_cast<unsigned char>(hidden[i]));
  };
  const unsigned point
      = hidden.size() == 1 ? byte(0)
        : hidden.size() == 2
            ? (byte(0) & 0x1f) << 6 | (byte(1) & 0x3f)
            : (byte(0) & 0x0f) << 12 | (byte(1) & 0x3f) << 6 | (byte(2) & 0x3f);
  constexpr std::string_view digits = "0123456789abcdef";
  to += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4)
    to += digits[point >> shift & 0xf];
}

std::string quoted(const std::string& text) {
  const auto dumped = nlohmann::json(text).dump(
      -1, ' ', false, nlohmann::json::error_handler_t::replace);
  std::string result;
  result.reserve(dumped.size());
  for (std::string_view rest = dumped; !rest.empty();) {
    const auto hidden = length_of_hidden(rest);
    if (hidden > 0)
      append_escaped(result, rest.substr(0, hidden));
    else
      result += rest.front();
    rest.remove_prefix(std::max<std::size_t>(hidden, 1));
  }
  return result;
}

/// Letters, digits and marks of ASCII, and nothing that ends a value.
bool is_plain(const std::string& value) {
  return std::all_of(value.begin(), value.end(), [](char c) {
    return c > ' ' && c <= '~' && c != '"' && c != '=' && c != '\\';
  });
}

std::string as_text(std::string_view event, fields what) {
  std::string line{event};
  for (const auto& [name, value] : what) {
    line.append(" ").append(name).append("=");
    line += is_plain(value) ? value : quoted(value);
  }
  return line;
}

std::string as_fields(std::string_view event, fields what) {
  std::string line = quoted(std::string{event});
  for (const auto& [name, value] : what)
    line.append(",\"").append(name).append("\":").append(quoted(value));
  return line;
}

/// The line that stands for dropped ones.
std::string dropped_line(std::uint64_t count) {
  const auto number = std::to_string(count);
  const auto words = as_json ? as_fields("log.dropped", {{"lines", number}})
                             : as_text("log.dropped", {{"lines", number}});
  const spdlog::details::log_msg message{"peterental", spdlog::level::warn,
                                         spdlog::string_view_t{words}};
  spdlog::pattern_formatter form{as_json ? json_pattern : text_pattern,
                                 spdlog::pattern_time_type::utc};
  spdlog::memory_buf_t line;
  form.format(message, line);
  return {line.data(), line.size()};
}

} // namespace

void init(level least, bool json) {
  as_json = json;
  target().set_level(to_spdlog(least));
  target().flush_on(spdlog::level::info);
  target().set_pattern(json ? json_pattern : text_pattern,
                       spdlog::pattern_time_type::utc);
}

void never_wait() {
  if (writer.load() == nullptr)
    writer = new line_writer{STDERR_FILENO, most_waiting, dropped_line};
}

bool flush(std::chrono::milliseconds timeout) {
  auto* to = writer.load();
  return to == nullptr || to->flush(timeout);
}

std::uint64_t dropped() noexcept {
  auto* from = writer.load();
  return from == nullptr ? 0 : from->dropped();
}

bool enabled(level at) noexcept {
  return target().should_log(to_spdlog(at));
}

void write(level at, std::string_view event, fields what) {
  if (!enabled(at))
    return;
  const auto line = as_json ? as_fields(event, what) : as_text(event, what);
  target().log(to_spdlog(at), spdlog::string_view_t{line});
}

} // namespace rental::log
