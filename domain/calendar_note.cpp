#include "domain/calendar_note.hpp"

#include "domain/slots.hpp"

#include <algorithm>
#include <sstream>

namespace rental {
namespace {

std::string day_text(const std::optional<date::local_days>& day) {
  return day ? date::format("%F", *day) : "-";
}

std::optional<date::local_days> day_from(const std::string& text) {
  std::istringstream in{text};
  date::local_days day;
  in >> date::parse("%F", day);
  return in.fail() ? std::nullopt : std::optional{day};
}

/// Without a day last.
bool earlier(const unreadable_item& a, const unreadable_item& b) {
  if (a.day.has_value() != b.day.has_value())
    return a.day.has_value();
  return a.day < b.day;
}

} // namespace

std::vector<unreadable_item>
unreadable_items(std::span<const calendar_event> events,
                 const booking_rules& rules, const zone& tz,
                 std::size_t limit) {
  std::vector<unreadable_item> items;
  for (const auto& event : events) {
    if (!event.flaw || !blocks(event, rules))
      continue;
    unreadable_item item{event.flaw->what, {}};
    for (const auto& span : spans_of(event, tz)) {
      const auto day = tz.local_day(span.start);
      item.day = item.day ? std::min(*item.day, day) : day;
    }
    items.push_back(item);
  }
  std::stable_sort(items.begin(), items.end(), earlier);
  if (items.size() > limit)
    items.resize(limit);
  return items;
}

std::string to_text(std::span<const unreadable_item> items) {
  std::string text;
  for (const auto& item : items)
    text += day_text(item.day) + ' ' + to_string(item.what) + '\n';
  return text;
}

std::vector<unreadable_item> unreadable_items_from(std::string_view text) {
  std::vector<unreadable_item> items;
  std::istringstream lines{std::string{text}};
  for (std::string day, what; lines >> day >> what;)
    if (const auto kind = event_flaw_from(what))
      items.push_back({*kind, day_from(day)});
  return items;
}

} // namespace rental
