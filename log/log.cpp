#include "log/log.hpp"

#include <nlohmann/json.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <cstdio>

namespace rental::log {
namespace {

constexpr auto text_pattern = "%Y-%m-%dT%H:%M:%S.%eZ %l %v";
constexpr auto json_pattern
    = R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","event":%v})";

std::atomic<bool> as_json{false};

spdlog::logger& target() {
  static const auto logger = [] {
    auto made = std::make_shared<spdlog::logger>(
        "peterental", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_level(spdlog::level::warn);
    made->set_pattern(text_pattern, spdlog::pattern_time_type::utc);
    return made;
  }();
  return *logger;
}

spdlog::level::level_enum to_spdlog(level at) {
  return static_cast<spdlog::level::level_enum>(at);
}

std::string quoted(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false,
                                   nlohmann::json::error_handler_t::replace);
}

std::string as_text(std::string_view event, fields what) {
  std::string line{event};
  for (const auto& [name, value] : what) {
    line.append(" ").append(name).append("=");
    const bool plain = value.find_first_of(" \"=\n\r\t\\") == std::string::npos;
    line += plain ? value : quoted(value);
  }
  return line;
}

std::string as_fields(std::string_view event, fields what) {
  std::string line = quoted(std::string{event});
  for (const auto& [name, value] : what)
    line.append(",\"").append(name).append("\":").append(quoted(value));
  return line;
}

} // namespace

void init(level least, bool json) {
  as_json = json;
  target().set_level(to_spdlog(least));
  target().flush_on(spdlog::level::info);
  target().set_pattern(json ? json_pattern : text_pattern,
                       spdlog::pattern_time_type::utc);
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
