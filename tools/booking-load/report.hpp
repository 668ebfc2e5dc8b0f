// What a run found, as JSON for machines and as one HTML page for people.
#pragma once

#include "tools/booking-load/checker.hpp"
#include "tools/booking-load/tally.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rental::load {

/// One scenario of a run.
struct scenario_result {
  std::string name;
  /// What it did, with its numbers, in one sentence.
  std::string what;
  tally counted;
  std::chrono::microseconds took{0};
  /// Steps that were left out, and why.
  std::vector<std::string> skipped;
};

struct run_result {
  /// UTC, ISO 8601.
  std::string began;
  /// Option and value, in the order of the help text; no secrets.
  std::vector<std::pair<std::string, std::string>> options;
  std::vector<scenario_result> scenarios;
  /// Absent: the checker did not run, and `unchecked` says why.
  std::optional<verdict> checked;
  std::string unchecked;
  /// The run was ended by a signal or by its time limit.
  bool cut_short = false;
};

/// Whether the run did what it is for: no violation, and something was booked
/// (or, where nothing was to be booked, offered).
bool succeeded(const run_result& run);

/// Violations are listed up to this many for each rule; the counts are full.
inline constexpr std::size_t listed_violations = 50;

std::string render_json(const run_result& run);
/// Self-contained: no script, nothing loaded, dark mode by the reader's
/// preference, plots as inline SVG.
std::string render_html(const run_result& run);

/// For HTML text and attribute values: & < > " ' are written as entities, bytes
/// below 0x20 but tab and newline dropped.
std::string escape_html(std::string_view text);

} // namespace rental::load
