#include "tools/booking-load/progress.hpp"

#include <algorithm>
#include <cstdio>
#include <ostream>

namespace rental::load {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t terminal_width = 100;

std::string outcomes(const tally& counted) {
  std::vector<std::pair<std::uint64_t, const char*>> most;
  for (int i = 0; i < static_cast<int>(said::count_); ++i)
    if (auto count = counted.outcome(static_cast<said>(i)); count > 0)
      most.emplace_back(count, to_string(static_cast<said>(i)));
  std::sort(most.rbegin(), most.rend());
  std::string text;
  for (std::size_t i = 0; i < std::min<std::size_t>(most.size(), 4); ++i)
    text += (i > 0 ? " " : "") + std::string{most[i].second} + " "
            + std::to_string(most[i].first);
  return text;
}

} // namespace

std::string say_micros(std::uint64_t micros) {
  char text[32];
  if (micros < 1000)
    std::snprintf(text, sizeof text, "%u us", static_cast<unsigned>(micros));
  else if (micros < 1'000'000)
    std::snprintf(text, sizeof text, "%.1f ms",
                  static_cast<double>(micros) / 1e3);
  else
    std::snprintf(text, sizeof text, "%.2f s",
                  static_cast<double>(micros) / 1e6);
  return text;
}

std::string progress_line(const load_run& run, std::size_t width) {
  if (!run.current)
    return "setting up";
  const auto& counted = run.current->counted;
  const auto all = counted.all();
  const auto seconds
      = static_cast<double>(run.since_begin(steady::now()).count()) / 1e6;
  auto line = run.current->name + " "
              + std::to_string(static_cast<int>(seconds)) + "s | in flight "
              + std::to_string(run.in_flight);
  if (run.round > 0)
    line += " | round " + std::to_string(run.round) + "/"
            + std::to_string(run.options.rounds);
  line += " | " + std::to_string(counted.answers) + " answers";
  if (seconds > 0)
    line += ", "
            + std::to_string(static_cast<std::uint64_t>(
                static_cast<double>(counted.answers) / seconds))
            + "/s";
  line += " | p50 " + say_micros(all.percentile(50)) + " p99 "
          + say_micros(all.percentile(99)) + " | " + outcomes(counted);
  return line.substr(0, width);
}

task<> show_progress(load_run& run, std::ostream& out, bool terminal,
                     const bool& over) {
  auto next = steady::now() + (terminal ? 0ms : 5000ms);
  while (!over) {
    co_await run.loop.pause(200ms);
    if (steady::now() < next || !run.current)
      continue;
    if (terminal)
      out << "\r\x1b[K" << progress_line(run, terminal_width) << std::flush;
    else
      out << progress_line(run, std::string::npos) << std::endl;
    next = steady::now() + (terminal ? 200ms : 5000ms);
  }
  if (terminal)
    out << "\r\x1b[K" << std::flush;
}

} // namespace rental::load
