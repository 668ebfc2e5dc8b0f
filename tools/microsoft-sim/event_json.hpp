#pragma once

#include "tools/microsoft-sim/event.hpp"
#include "tools/microsoft-sim/query.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rental::sim {

/// True for the names that may stand in $select.
bool is_event_property(std::string_view name);

/// How events are to be shown.
struct event_style {
  preferences prefer;
  /// Empty: every property.
  std::set<std::string> select;
  std::vector<std::string> expand;
  /// For webLink.
  std::string account;
};

/// The event as Graph shows it. All-day events are midnight to midnight in
/// whatever zone is asked for.
json to_json(const instance& from, const event_style& style);

/// `{"dateTime":"2026-11-24T09:00:00.0000000","timeZone":"UTC"}`
json zoned_json(sys_seconds instant, const std::string& zone);

/// HTML without its tags.
std::string without_tags(std::string_view html);

/// The same, at most 255 bytes.
std::string preview_of(std::string_view html);

} // namespace rental::sim
