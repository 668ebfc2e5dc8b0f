// Parts of the day that a wish names: "mornings", "between two and four".
#include "voice/pointing.hpp"
#include "voice/wish_words.hpp"

#include <algorithm>
#include <array>

namespace rental {

namespace {

using std::chrono::minutes;
using sv = std::string_view;

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
    {"after work", 17 * h, open_end},
    {"after hours", 17 * h, open_end},
    {"before work", 0, 9 * h},
    {"evening", 17 * h, open_end},
    {"evenings", 17 * h, open_end},
    {"early evening", 17 * h, 19 * h},
    {"late evening", 19 * h, open_end},
    {"night", 18 * h, open_end},
    {"nights", 18 * h, open_end},
};

constexpr std::array after_words{
    sv{"after"},           sv{"past"},
    sv{"later than"},      sv{"any time after"},
    sv{"anytime after"},   sv{"from"},
    sv{"starting at"},     sv{"starting from"},
    sv{"starting"},        sv{"not before"},
    sv{"no earlier than"}, sv{"not earlier than"},
    sv{"no sooner than"},  sv{"not until"},
    sv{"not till"},        sv{"at the earliest at"},
    sv{"earliest at"}};
constexpr std::array before_words{
    sv{"before"},       sv{"until"}, sv{"till"},    sv{"til"},
    sv{"earlier than"}, sv{"up to"}, sv{"prior to"}};
constexpr std::array by_words{sv{"by"}, sv{"no later than"},
                              sv{"not later than"}, sv{"at the latest by"},
                              sv{"at the latest at"}};
/// When somebody's day ends the time begins that is wished for.
constexpr std::array ends_of_work{
    sv{"i get off"},      sv{"i get off work"}, sv{"get off work"},
    sv{"im off"},         sv{"i am off"},       sv{"off work"},
    sv{"i get out"},      sv{"i finish"},       sv{"i finish work"},
    sv{"im done"},        sv{"i am done"},      sv{"i get home"},
    sv{"my shift ends"},  sv{"shift ends"},     sv{"school ends"},
    sv{"school is out"},  sv{"im home"},        sv{"i am home"},
    sv{"im out of work"}, sv{"we get off"},     sv{"he gets off"},
    sv{"she gets off"},   sv{"gets off work"},  sv{"work ends"},
    sv{"class ends"},     sv{"i clock out"},    sv{"i leave work"}};
constexpr std::array later_words{
    sv{"or later"},  sv{"or after"},        sv{"onward"},  sv{"onwards"},
    sv{"and later"}, sv{"or so on"},        sv{"on out"},  sv{"and after"},
    sv{"and up"},    sv{"at the earliest"}, sv{"earliest"}};
constexpr std::array earlier_words{sv{"or earlier"}, sv{"or before"},
                                   sv{"at the latest"}, sv{"latest"},
                                   sv{"and earlier"}};
constexpr std::array range_words{sv{"to"},  sv{"until"},   sv{"till"},
                                 sv{"til"}, sv{"through"}, sv{"thru"},
                                 sv{"and"}};

/// Daytime is meant when nothing else is said: one to seven is afternoon.
minutes daytime(const meaning& known) {
  const auto& c = *known.time;
  int hour = c.hour;
  const bool early = hour >= 1 && hour <= 7 && !c.leading_zero;
  if (c.which == meaning::half::am)
    hour %= 12;
  else if (c.which == meaning::half::pm)
    hour = hour % 12 + 12;
  else if (c.which == meaning::half::open && known.daypart)
    hour = hour % 12 + (*known.daypart == meaning::part::morning ? 0 : 12);
  else if (c.which == meaning::half::open && early)
    hour += 12;
  return minutes{hour * 60 + c.minute};
}

struct heard_time {
  minutes at;
  std::size_t next;
};

std::optional<step> longest_of(const steps& all) {
  if (all.empty())
    return std::nullopt;
  return *std::max_element(
      all.begin(), all.end(),
      [](const step& a, const step& b) { return a.next < b.next; });
}

/// A time of day, with the part of the day that may follow.
std::optional<heard_time> time_at(tokens text, std::size_t at) {
  for (auto skip : {"at", "around", "about", "like"})
    if (word_at(text, at, skip))
      ++at;
  steps all;
  match_clock(text, at, {}, all);
  const auto time = longest_of(all);
  if (!time)
    return std::nullopt;
  steps parts;
  match_daypart(text, time->next, time->known, parts);
  const auto with_part = longest_of(parts);
  const auto& whole = with_part ? *with_part : *time;
  auto next = whole.next;
  if (word_at(text, next, "ish"))
    ++next;
  return heard_time{daytime(whole.known), next};
}

said hours(const wished_times& times, std::size_t next) {
  said out{said::kind::hours, next};
  out.times.push_back(times);
  return out;
}

wished_times between(std::optional<minutes> from, std::optional<minutes> to) {
  wished_times times;
  times.from = from;
  if (!from || !to || *from < *to)
    times.to = to;
  return times;
}

std::optional<said> span(tokens text, std::size_t at) {
  std::optional<said> longest;
  for (const auto& each : spans)
    if (const auto next = after_phrase(text, at, each.phrase);
        next > (longest ? longest->next : 0)) {
      std::optional<minutes> from;
      std::optional<minutes> to;
      if (each.from > 0)
        from = minutes{each.from};
      if (each.to < open_end)
        to = minutes{each.to};
      longest = hours(between(from, to), next);
    }
  return longest;
}

/// "two to four", "two and four" behind "between", "2-4pm".
std::optional<said> range(tokens text, std::size_t at) {
  const bool between_them = word_at(text, at, "between");
  const bool from = word_at(text, at, "from");
  const auto first = time_at(text, between_them || from ? at + 1 : at);
  if (!first)
    return std::nullopt;
  auto next = after_longest(text, first->next, range_words);
  if (next != 0 && !between_them && word_at(text, first->next, "and"))
    next = 0;
  if (next == 0 && sign_at(text, first->next, '-'))
    next = first->next + 1;
  if (next == 0)
    return std::nullopt;
  const auto second = time_at(text, next);
  if (!second)
    return std::nullopt;
  return hours(between(first->at, second->at), second->next);
}

std::optional<said> bound(tokens text, std::size_t at) {
  if (auto both = range(text, at))
    return both;
  constexpr minutes inclusive{1};
  auto ends = after_longest(text, at, ends_of_work);
  if (ends != 0 && (word_at(text, ends, "by") || word_at(text, ends, "after")))
    ++ends;
  const auto after = std::max(after_longest(text, at, after_words), ends);
  const auto before = after_longest(text, at, before_words);
  const auto by = after_longest(text, at, by_words);
  const auto longest = std::max({after, before, by});
  if (longest == 0)
    return std::nullopt;
  const auto edge = time_at(text, longest);
  if (!edge)
    return std::nullopt;
  if (longest == after)
    return hours(between(edge->at, {}), edge->next);
  return hours(between({}, edge->at + (longest == by ? inclusive : minutes{0})),
               edge->next);
}

/// "one" and "two bedrooms" are no times; "at two" and "two thirty" are.
bool is_time(tokens text, std::size_t at, std::size_t next) {
  if (counts(text, at, next))
    return false;
  if (next > at + 1 || word_at(text, at, "noon") || word_at(text, at, "midday"))
    return true;
  if (text.size() == 1 || next == text.size())
    return true;
  if (at == 0)
    return sign_at(text, next, ',') || word_at(text, next, "or");
  for (auto word : {"at", "around", "about", "or", "and"})
    if (word_at(text, at - 1, word))
      return true;
  return false;
}

std::optional<said> around(tokens text, std::size_t at) {
  const auto time = time_at(text, at);
  if (!time)
    return std::nullopt;
  if (const auto later = after_longest(text, time->next, later_words))
    return hours(between(time->at, {}), later);
  if (const auto earlier = after_longest(text, time->next, earlier_words))
    return hours(between({}, time->at + minutes{1}), earlier);
  if (!is_time(text, at, time->next))
    return std::nullopt;
  wished_times times;
  times.around = time->at;
  return hours(times, time->next);
}

} // namespace

std::optional<said> hours_said(tokens text, std::size_t at) {
  std::optional<said> longest;
  for (auto hear : {bound, span, around})
    if (auto found = hear(text, at);
        found && found->next > (longest ? longest->next : 0))
      longest = std::move(found);
  return longest;
}

} // namespace rental
