#include "voice/times/corrections.hpp"

#include "voice/times/small_talk.hpp"

#include <algorithm>

namespace rental {

namespace {

constexpr const char* strong[]{"no",
                               "wait",
                               "sorry",
                               "i mean",
                               "i meant",
                               "make it",
                               "make that",
                               "scratch that",
                               "strike that",
                               "or rather",
                               "rather",
                               "hold on",
                               "hang on",
                               "i meant to say",
                               "i mean to say",
                               "oh no",
                               "oh wait",
                               "uh no",
                               "no no",
                               "correction",
                               "oops",
                               "im sorry",
                               "i am sorry",
                               "so sorry",
                               "my mistake",
                               "my bad",
                               "or wait",
                               "or no",
                               "or no wait",
                               "excuse me",
                               "pardon me",
                               "pardon",
                               "i beg your pardon",
                               "beg your pardon",
                               "on second thought",
                               "on second thoughts",
                               "forget it",
                               "forget that",
                               "never mind",
                               "nevermind"};

/// One or more marks in a row.
struct mark {
  std::size_t next = 0;
  /// It takes something back.
  bool is_strong = false;
};

mark mark_at(tokens text, std::size_t at) {
  mark found;
  // Polite, and nothing is taken back.
  for (auto phrase : {"no problem", "no worries", "no trouble"})
    if (after_phrase(text, at, phrase))
      return found;
  for (;;) {
    auto from = found.next ? found.next : at;
    if (found.next != 0)
      while (sign_at(text, from, ',') || sign_at(text, from, '.'))
        ++from;
    auto next = after_phrase(text, from, "actually");
    bool is_strong = false;
    for (auto phrase : strong)
      if (auto end = after_phrase(text, from, phrase); end > next)
        next = end, is_strong = true;
    if (next == 0)
      return found;
    found = {next, found.is_strong || is_strong};
  }
}

/// "no" alone, with nothing that parts it from what follows.
bool may_negate(tokens text, std::size_t at, const mark& found) {
  return word_at(text, at, "no") && found.next == at + 1
         && !sign_at(text, found.next, ',') && !sign_at(text, found.next, '.');
}

meaning merged(const meaning& before, const meaning& said) {
  auto result = said;
  if (!said.has_day() && !said.in_week) {
    result.weekday = before.weekday;
    result.which_week = before.which_week;
    result.weeks_on = before.weeks_on;
    result.in_week = before.in_week;
    result.days_on = before.days_on;
    result.date = before.date;
  }
  // "At two, I mean in the morning" has no hour any more.
  const bool other_half = said.daypart == meaning::part::morning && before.time
                          && before.time->hour >= 1 && before.time->hour <= 5;
  if (!said.time) {
    if (!other_half)
      result.time = before.time;
    if (!said.daypart)
      result.daypart = before.daypart;
  }
  if (!said.place && !said.offset) {
    result.place = before.place;
    result.offset = before.offset;
  }
  return result;
}

} // namespace

std::optional<std::vector<tokens>> cut_corrections(tokens text) {
  std::vector<tokens> parts;
  std::size_t from = 0;
  bool open = false;
  const auto add = [&](std::size_t to) {
    const auto piece = text.subspan(from, to - from);
    if (is_small_talk(piece))
      return;
    parts.push_back(piece);
    open = false;
  };
  for (std::size_t at = 0; at < text.size();) {
    const auto found = mark_at(text, at);
    if (found.next == 0) {
      ++at;
      continue;
    }
    add(at);
    if (parts.empty() && may_negate(text, at, found))
      return std::nullopt;
    open = open || (found.is_strong && !parts.empty());
    from = at = found.next;
  }
  add(text.size());
  if (open)
    return std::nullopt;
  if (parts.empty())
    parts.push_back(text.subspan(from));
  return parts;
}

std::vector<meaning> corrected(const std::vector<meaning>& before,
                               const std::vector<meaning>& said, bool points) {
  std::vector<meaning> all;
  if (before.empty())
    return all;
  const auto add = [&](const meaning& known) {
    if (std::find(all.begin(), all.end(), known) == all.end())
      all.push_back(known);
  };
  for (const auto& later : said) {
    if (later.has_day() && later.time) {
      add(later);
      continue;
    }
    const bool tells
        = later.has_day() || later.in_week || later.time || later.daypart;
    if (points || !tells)
      continue;
    for (const auto& each : before)
      add(merged(each, later));
  }
  return all;
}

} // namespace rental
