#include "storage/hours_text.hpp"

#include <charconv>

namespace rental {
namespace {

std::optional<std::chrono::minutes> minutes_from(std::string_view text) {
  int count = 0;
  auto [end, error]
      = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || end != text.data() + text.size())
    return std::nullopt;
  return std::chrono::minutes{count};
}

std::string day_to_text(const std::optional<day_hours>& day) {
  if (!day)
    return "-";
  return std::to_string(day->from.count()) + "-"
         + std::to_string(day->to.count());
}

} // namespace

std::string hours_to_text(const std::optional<weekly_hours>& hours) {
  std::string text;
  if (hours)
    for (const auto& day : *hours)
      text += (text.empty() ? "" : ";") + day_to_text(day);
  return text;
}

std::optional<weekly_hours> hours_from_text(std::string_view text) {
  weekly_hours week{};
  for (std::size_t day = 0; day < week.size(); ++day) {
    auto part = text.substr(0, text.find(';'));
    if (part != "-") {
      auto dash = part.find('-');
      if (dash == std::string_view::npos)
        return std::nullopt;
      auto from = minutes_from(part.substr(0, dash));
      auto to = minutes_from(part.substr(dash + 1));
      if (!from || !to)
        return std::nullopt;
      week[day] = day_hours{*from, *to};
    }
    bool last = day + 1 == week.size();
    if (last != (part.size() == text.size()))
      return std::nullopt;
    if (!last)
      text.remove_prefix(part.size() + 1);
  }
  return week;
}

} // namespace rental
