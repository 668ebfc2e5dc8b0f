// The parts of the day that have names.
#include "voice/times/wish_words.hpp"

namespace rental {

namespace {

using std::chrono::minutes;

struct span_phrase {
  const char* phrase;
  /// Minutes of the day; 0 and 24 hours leave that side open.
  int from;
  int to;
};

constexpr int h = 60;
constexpr int open_end = 24 * h;

constexpr span_phrase spans[]{
    {"morning", 0, 12 * h},
    {"mornings", 0, 12 * h},
    {"early morning", 0, 10 * h},
    {"early in the morning", 0, 10 * h},
    {"first thing", 0, 10 * h},
    {"first thing in the morning", 0, 10 * h},
    {"mid morning", 9 * h, 11 * h},
    {"midmorning", 9 * h, 11 * h},
    {"late morning", 10 * h, 12 * h},
    {"later in the morning", 10 * h, 12 * h},
    {"early in the day", 0, 11 * h},
    {"early", 0, 11 * h},
    {"before lunch", 0, 12 * h},
    {"over lunch", 11 * h + 30, 13 * h + 30},
    {"lunch", 11 * h + 30, 13 * h + 30},
    {"lunchtime", 11 * h + 30, 13 * h + 30},
    {"lunch time", 11 * h + 30, 13 * h + 30},
    {"lunch hour", 11 * h + 30, 13 * h + 30},
    {"lunch break", 11 * h + 30, 13 * h + 30},
    {"after lunch", 13 * h, open_end},
    {"not until after lunch", 13 * h, open_end},
    {"not till after lunch", 13 * h, open_end},
    {"not before lunch", 12 * h, open_end},
    {"from lunch on", 12 * h, open_end},
    {"all day", 0, open_end},
    {"the whole day", 0, open_end},
    {"after dinner", 18 * h, open_end},
    {"before dinner", 0, 18 * h},
    {"before breakfast", 0, 8 * h},
    {"after breakfast", 9 * h, open_end},
    {"around dinner", 17 * h, 19 * h},
    {"dinnertime", 17 * h, 19 * h},
    {"dinner time", 17 * h, 19 * h},
    {"early afternoon", 12 * h, 15 * h},
    {"early in the afternoon", 12 * h, 15 * h},
    {"mid afternoon", 14 * h, 16 * h},
    {"midafternoon", 14 * h, 16 * h},
    {"afternoon", 12 * h, 17 * h},
    {"afternoons", 12 * h, 17 * h},
    {"late afternoon", 15 * h, 18 * h},
    {"late afternoons", 15 * h, 18 * h},
    {"later in the afternoon", 15 * h, 18 * h},
    {"late in the afternoon", 15 * h, 18 * h},
    {"after school", 15 * h, open_end},
    {"end of day", 15 * h, open_end},
    {"end of the day", 15 * h, open_end},
    {"end of business", 15 * h, open_end},
    {"close of business", 15 * h, open_end},
    {"late", 15 * h, open_end},
    {"late in the day", 15 * h, open_end},
    {"later in the day", 15 * h, open_end},
    {"as late as possible", 15 * h, open_end},
    {"last thing", 15 * h, open_end},
    {"the later the better", 15 * h, open_end},
    {"the latest you have", 15 * h, open_end},
    {"the latest possible", 15 * h, open_end},
    {"the latest available", 15 * h, open_end},
    {"the latest slot", 15 * h, open_end},
    {"your latest", 15 * h, open_end},
    {"as late as you can", 15 * h, open_end},
    {"after work", 17 * h, open_end},
    {"after i get off work", 17 * h, open_end},
    {"when i get off work", 17 * h, open_end},
    {"once i get off work", 17 * h, open_end},
    {"after i finish work", 17 * h, open_end},
    {"after i get home from work", 17 * h, open_end},
    {"on my way home from work", 17 * h, open_end},
    {"after hours", 17 * h, open_end},
    {"before work", 0, 9 * h},
    {"before i go to work", 0, 9 * h},
    {"before i go in to work", 0, 9 * h},
    {"before i head to work", 0, 9 * h},
    {"before i leave for work", 0, 9 * h},
    {"before going to work", 0, 9 * h},
    {"before i start work", 0, 9 * h},
    {"before my work day", 0, 9 * h},
    {"on my way to work", 0, 9 * h},
    {"before school", 0, 9 * h},
    {"when school is out", 15 * h, open_end},
    {"once school is out", 15 * h, open_end},
    {"after school is out", 15 * h, open_end},
    {"evening", 17 * h, open_end},
    {"evenings", 17 * h, open_end},
    {"early evening", 17 * h, 19 * h},
    {"late evening", 19 * h, open_end},
    {"night", 18 * h, open_end},
    {"nights", 18 * h, open_end},
};

} // namespace

std::optional<said> span_said(tokens text, std::size_t at) {
  std::optional<said> longest;
  for (const auto& each : spans)
    if (const auto next = after_phrase(text, at, each.phrase);
        next > (longest ? longest->next : 0)) {
      std::optional<minutes> from;
      std::optional<minutes> to;
      // "All day" are hours too: those of another day do not reach it.
      if (each.from > 0 || each.to == open_end)
        from = minutes{each.from};
      if (each.to < open_end)
        to = minutes{each.to};
      longest = said{said::kind::hours, next};
      auto& times = longest->times.emplace_back();
      times.from = from;
      times.to = to;
    }
  return longest;
}

} // namespace rental
