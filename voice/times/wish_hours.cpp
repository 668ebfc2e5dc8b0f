// Parts of the day that a wish names: "mornings", "between two and four".
#include "voice/times/pointing.hpp"
#include "voice/times/wish_words.hpp"
#include "voice/words/lexicon.hpp"

#include <algorithm>
#include <array>

namespace rental {

namespace {

using std::chrono::minutes;
using sv = std::string_view;

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
constexpr std::array ends_of_work{sv{"as soon as i get off"},
                                  sv{"as soon as i get off work"},
                                  sv{"as soon as im off"},
                                  sv{"once i get off"},
                                  sv{"once im off"},
                                  sv{"when i get off"},
                                  sv{"i get off"},
                                  sv{"i get off work"},
                                  sv{"get off work"},
                                  sv{"im off"},
                                  sv{"i am off"},
                                  sv{"off work"},
                                  sv{"i get out"},
                                  sv{"i finish"},
                                  sv{"i finish work"},
                                  sv{"im done"},
                                  sv{"i am done"},
                                  sv{"i get home"},
                                  sv{"my shift ends"},
                                  sv{"shift ends"},
                                  sv{"school ends"},
                                  sv{"school is out"},
                                  sv{"im home"},
                                  sv{"i am home"},
                                  sv{"im out of work"},
                                  sv{"we get off"},
                                  sv{"he gets off"},
                                  sv{"she gets off"},
                                  sv{"gets off work"},
                                  sv{"work ends"},
                                  sv{"class ends"},
                                  sv{"i clock out"},
                                  sv{"i leave work"}};
/// When somebody's day begins the time ends.
constexpr std::array begins_of_work{sv{"i start work at"},
                                    sv{"i start at"},
                                    sv{"i start work by"},
                                    sv{"work starts at"},
                                    sv{"my shift starts at"},
                                    sv{"shift starts at"},
                                    sv{"i have to be at work by"},
                                    sv{"i have to be at work at"},
                                    sv{"have to be at work by"},
                                    sv{"have to be at work at"},
                                    sv{"i have to be in by"},
                                    sv{"i have to leave by"},
                                    sv{"i have to leave at"},
                                    sv{"have to leave by"},
                                    sv{"have to leave at"},
                                    sv{"i need to leave by"},
                                    sv{"i have to go by"},
                                    sv{"i have to go at"},
                                    sv{"i have to be gone by"},
                                    sv{"i need to be out by"},
                                    sv{"i have to be out by"},
                                    sv{"i have to be done by"},
                                    sv{"i need to be done by"},
                                    sv{"i have to pick up my kids at"},
                                    sv{"i have to pick up the kids at"},
                                    sv{"i pick up the kids at"},
                                    sv{"i pick up my kids at"},
                                    sv{"i go to work at"},
                                    sv{"i go in at"},
                                    sv{"i leave for work at"}};
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

/// When nothing else is said, the reading that lies in business hours, if one
/// alone does; else daytime: one to seven is afternoon.
minutes daytime(const meaning& known, const day_hours& open) {
  const auto& c = *known.time;
  int hour = c.hour;
  const auto is_open = [&](int h) {
    const minutes t{h * 60 + c.minute};
    return t >= open.from && t <= open.to;
  };
  const bool in_morning = is_open(hour % 12);
  const bool only_one = in_morning != is_open(hour % 12 + 12);
  const bool early = only_one ? !in_morning : hour >= 1 && hour <= 7;
  if (c.which == meaning::half::am)
    hour %= 12;
  else if (c.which == meaning::half::pm)
    hour = hour % 12 + 12;
  else if (c.which == meaning::half::open && known.daypart)
    hour = hour % 12 + (*known.daypart == meaning::part::morning ? 0 : 12);
  else if (c.which == meaning::half::open && early && !c.leading_zero)
    hour = hour % 12 + 12;
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
std::optional<heard_time> time_at(tokens text, std::size_t at,
                                  const day_hours& open) {
  for (auto skip :
       {"at", "around", "about", "like", "close to", "near", "roughly"})
    if (const auto next = after_phrase(text, at, skip))
      at = next;
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
  return heard_time{daytime(whole.known, open), next};
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

/// "two to four", "two and four" behind "between", "2-4pm".
std::optional<said> range(tokens text, std::size_t at, const day_hours& open) {
  const bool between_them = word_at(text, at, "between");
  const bool from = word_at(text, at, "from");
  const auto first = time_at(text, between_them || from ? at + 1 : at, open);
  if (!first)
    return std::nullopt;
  auto next = after_longest(text, first->next, range_words);
  if (next != 0 && !between_them && word_at(text, first->next, "and"))
    next = 0;
  if (next == 0 && sign_at(text, first->next, '-'))
    next = first->next + 1;
  if (next == 0)
    return std::nullopt;
  const auto second = time_at(text, next, open);
  if (!second)
    return std::nullopt;
  return hours(between(first->at, second->at), second->next);
}

/// "not until the afternoon", "before the evening", "after the morning".
std::optional<said> beside_part(tokens text, std::size_t at, std::size_t edge,
                                bool after) {
  const auto heard
      = span_said(text, word_at(text, edge, "the") ? edge + 1 : edge);
  constexpr sv names{"morning afternoon evening lunch lunchtime night dinner"};
  if (!heard || !lexicon::listed(names, text[heard->next - 1].text))
    return std::nullopt;
  const auto& named = heard->times[0];
  const auto behind = after_longest(
      text, at, std::array{sv{"after"}, sv{"past"}, sv{"later than"}});
  if (!after)
    return named.from
               ? std::optional{hours(between({}, named.from), heard->next)}
               : std::nullopt;
  const auto first = behind == edge && named.to ? named.to : named.from;
  return first ? std::optional{hours(between(first, {}), heard->next)}
               : std::nullopt;
}

std::optional<said> bound(tokens text, std::size_t at, const day_hours& open) {
  if (auto both = range(text, at, open))
    return both;
  constexpr minutes inclusive{1};
  auto ends = after_longest(text, at, ends_of_work);
  if (ends != 0 && (word_at(text, ends, "by") || word_at(text, ends, "after")))
    ++ends;
  const auto after = std::max(after_longest(text, at, after_words), ends);
  const auto before = std::max(after_longest(text, at, before_words),
                               after_longest(text, at, begins_of_work));
  const auto by = after_longest(text, at, by_words);
  const auto longest = std::max({after, before, by});
  if (longest == 0)
    return std::nullopt;
  const auto edge = time_at(text, longest, open);
  if (!edge)
    return beside_part(text, at, longest, longest == after);
  if (longest == after)
    return hours(between(edge->at, {}), edge->next);
  return hours(between({}, edge->at + (longest == by ? inclusive : minutes{0})),
               edge->next);
}

/// "one" and "two bedrooms" are no times; "at two" and "two thirty" are.
bool is_time(tokens text, std::size_t at, std::size_t next) {
  if (word_at(text, at, "noon") || word_at(text, at, "midday"))
    return true;
  if (counts(text, at, next))
    return false;
  if (next > at + 1)
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

std::optional<said> around(tokens text, std::size_t at, const day_hours& open) {
  const auto time = time_at(text, at, open);
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

day_hours widest_hours(const booking_rules& rules) {
  std::optional<day_hours> widest;
  for (const auto& day : rules.hours)
    if (day)
      widest = widest ? day_hours{std::min(widest->from, day->from),
                                  std::max(widest->to, day->to)}
                      : *day;
  return widest.value_or(day_hours{});
}

std::optional<said> hours_said(tokens text, std::size_t at,
                               const day_hours& open) {
  auto longest = span_said(text, at);
  for (auto hear : {bound, around})
    if (auto found = hear(text, at, open);
        found && found->next > (longest ? longest->next : 0))
      longest = std::move(found);
  return longest;
}

} // namespace rental
