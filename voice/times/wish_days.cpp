// Days that a wish names: "Monday or Tuesday", "after the 20th", "weekdays".
#include "voice/times/resolve.hpp"
#include "voice/times/wish_words.hpp"
#include "voice/words/lexicon.hpp"

#include <algorithm>
#include <array>

namespace rental {

namespace {

using namespace std::chrono_literals;
using date::days;
using date::local_days;
using sv = std::string_view;

constexpr std::array after_day_words{
    sv{"after"},          sv{"later than"},    sv{"any day after"},
    sv{"any time after"}, sv{"anytime after"}, sv{"not until after"}};
constexpr std::array from_words{sv{"from"},
                                sv{"starting"},
                                sv{"starting on"},
                                sv{"starting from"},
                                sv{"beginning"},
                                sv{"beginning on"},
                                sv{"as of"},
                                sv{"since"},
                                sv{"not before"},
                                sv{"no earlier than"},
                                sv{"no sooner than"},
                                sv{"not until"},
                                sv{"not till"},
                                sv{"back"},
                                sv{"back on"},
                                sv{"im back"},
                                sv{"on or after"},
                                sv{"wont be back until"},
                                sv{"wont be home until"},
                                sv{"wont be here until"},
                                sv{"wont be in town until"},
                                sv{"not back until"},
                                sv{"not home until"},
                                sv{"not in town until"},
                                sv{"dont get back until"},
                                sv{"dont return until"},
                                sv{"cant until"},
                                sv{"cant come until"},
                                sv{"cant make it until"},
                                sv{"on and after"},
                                sv{"im back on"},
                                sv{"i get back"},
                                sv{"i get back on"},
                                sv{"home on"},
                                sv{"return on"},
                                sv{"not earlier than"}};
constexpr std::array before_day_words{sv{"before"}, sv{"earlier than"},
                                      sv{"prior to"}};
constexpr std::array by_day_words{sv{"by"}, sv{"no later than"},
                                  sv{"not later than"}, sv{"on or before"}};
constexpr std::array until_words{sv{"until"}, sv{"till"}, sv{"til"},
                                 sv{"up to"}, sv{"through"}};
constexpr std::array day_range_words{sv{"to"},      sv{"until"}, sv{"till"},
                                     sv{"through"}, sv{"thru"},  sv{"and"}};
constexpr std::array later_day_words{
    sv{"or later"},  sv{"or after"},  sv{"onward"},         sv{"onwards"},
    sv{"and after"}, sv{"and later"}, sv{"at the earliest"}};
constexpr std::array earlier_day_words{sv{"or earlier"}, sv{"or before"},
                                       sv{"at the latest"}};
constexpr std::array workday_words{sv{"weekdays"},        sv{"weekday"},
                                   sv{"week days"},       sv{"workdays"},
                                   sv{"working days"},    sv{"business days"},
                                   sv{"during the week"}, sv{"weeknights"}};

wished_times on_days(std::optional<local_days> first,
                     std::optional<local_days> last) {
  wished_times times;
  times.first_day = first;
  times.last_day = last;
  return times;
}

said days_of(std::vector<wished_times> times, std::size_t next) {
  said out{said::kind::days, next};
  out.times = std::move(times);
  return out;
}

said on_weekdays(std::bitset<7> mask, std::size_t next, bool nearest) {
  wished_times times;
  times.weekdays = mask;
  auto out = days_of({times}, next);
  out.nearest = nearest;
  return out;
}

/// "Mondays", "any Monday", "weekdays", "weekends".
std::optional<said> kinds_of_days(tokens text, std::size_t at) {
  auto skip = after_longest(
      text, at, std::array{sv{"any"}, sv{"every"}, sv{"a"}, sv{"all"}});
  const auto from = skip ? skip : at;
  if (const auto next = after_longest(text, from, workday_words))
    return on_weekdays(0x3E, next, false);
  if (word_at(text, from, "weekends")
      || (skip && word_at(text, from, "weekend")))
    return on_weekdays(0x41, from + 1, false);
  if (from >= text.size() || text[from].what != token::kind::word)
    return std::nullopt;
  auto name = text[from].text;
  const bool plural = name.size() > 5 && name.ends_with("days");
  if (plural)
    name.pop_back();
  const auto weekday = lexicon::weekday(name);
  if (!weekday || (!plural && skip == 0))
    return std::nullopt;
  std::bitset<7> mask;
  mask.set(*weekday);
  return on_weekdays(mask, from + 1, false);
}

class day_reader {
public:
  day_reader(tokens text, const wish_scene& scene)
      : text_(text), scene_(scene) {}

  /// "Monday", "tomorrow", "Thursday the 23rd", "next Friday".
  std::optional<said> plain(std::size_t at) const {
    const auto found = longest_chain(at);
    if (!found)
      return day_after_that(at);
    const auto& known = found->known;
    if (known.weekday && !known.date && !known.days_on && known.weeks_on == 0
        && known.which_week == meaning::week::plain) {
      std::bitset<7> mask;
      mask.set(*known.weekday);
      return on_weekdays(mask, found->next, true);
    }
    std::vector<wished_times> times;
    const bool two_ways = known.weekday && known.days_on;
    for (const auto day : dates(known))
      // "Tuesday in two weeks" is a Tuesday.
      if (!two_ways || date::weekday{day}.c_encoding() == *known.weekday)
        times.push_back(on_days(day, day));
    if (times.empty())
      return std::nullopt;
    return days_of(std::move(times), found->next);
  }

  /// First and last of what is named at `at`.
  std::optional<said> stretch_or_day(std::size_t at) const {
    for (auto skip : {"on", "the"})
      if (word_at(text_, at, skip) && !plain(at)
          && !stretch_said(text_, at, scene_))
        ++at;
    auto found = stretch_said(text_, at, scene_);
    if (!found)
      found = plain(at);
    if (!found)
      return std::nullopt;
    auto& times = found->times;
    if (found->nearest)
      times = {on_days(coming(times[0]), coming(times[0]))};
    times = {on_days(times.front().first_day, times.back().last_day)};
    return found;
  }

  std::optional<said> range(std::size_t at) const {
    const bool between
        = word_at(text_, at, "between") || word_at(text_, at, "from");
    const auto from = between ? at + 1 : at;
    const auto first = plain(from);
    if (!first)
      return std::nullopt;
    auto next = after_longest(text_, first->next, day_range_words);
    if (next != 0 && word_at(text_, first->next, "and")
        && !word_at(text_, at, "between"))
      next = 0;
    if (next == 0 && sign_at(text_, first->next, '-'))
      next = first->next + 1;
    if (next == 0)
      return std::nullopt;
    auto second = plain(next);
    if (!second)
      second = bare_day(next, *first);
    return second ? joined(at, *first, *second) : std::nullopt;
  }

  std::optional<said> bound(std::size_t at) const {
    struct side {
      std::size_t next;
      bool after;
      bool inclusive;
    };
    const auto until = after_longest(text_, at, until_words);
    const std::array sides{
        side{after_longest(text_, at, after_day_words), true, false},
        side{after_longest(text_, at, from_words), true, true},
        side{after_longest(text_, at, before_day_words), false, false},
        side{std::max(after_longest(text_, at, by_day_words), until), false,
             true}};
    const auto& longest = *std::max_element(
        sides.begin(), sides.end(),
        [](const auto& a, const auto& b) { return a.next < b.next; });
    if (longest.next == 0)
      return std::nullopt;
    const auto edge = stretch_or_day(longest.next);
    if (!edge)
      return std::nullopt;
    auto out = beyond(*edge, longest.after, longest.inclusive);
    if (until == longest.next)
      out.until = edge->times[0].first_day;
    if (longest.after && longest.inclusive && word_at(text_, out.next, "on"))
      ++out.next;
    if (longest.after)
      out.next
          = std::max(out.next, after_longest(text_, out.next, later_day_words));
    return out;
  }

  /// "Thursday or later".
  std::optional<said> open_ended(std::size_t at) const {
    const auto edge = stretch_or_day(at);
    if (!edge)
      return std::nullopt;
    const auto later = after_longest(text_, edge->next, later_day_words);
    const auto earlier = after_longest(text_, edge->next, earlier_day_words);
    if (later == 0 && earlier == 0)
      return std::nullopt;
    auto out = beyond(*edge, later != 0, true);
    out.next = std::max(later, earlier);
    return out;
  }

private:
  static said beyond(const said& edge, bool after, bool inclusive) {
    const auto& named = edge.times[0];
    const days off{inclusive ? 0 : 1};
    if (!after)
      return days_of(
          {on_days({}, inclusive ? *named.last_day : *named.first_day - off)},
          edge.next);
    return days_of(
        {on_days(inclusive ? *named.first_day : *named.last_day + off, {})},
        edge.next);
  }

  /// "tomorrow or the day after"
  std::optional<said> day_after_that(std::size_t at) const {
    const auto next = after_phrase(text_, at, "the day after");
    const bool joined
        = at > 0
          && (word_at(text_, at - 1, "or") || word_at(text_, at - 1, "and"));
    if (next == 0 || !joined)
      return std::nullopt;
    for (std::size_t i = 0; i < at; ++i)
      if (word_at(text_, i, "tomorrow")) {
        const auto day = scene_.today + days{2};
        return days_of({on_days(day, day)}, next);
      }
    return std::nullopt;
  }

  /// The whole chain of elements that name one day together.
  std::optional<step> longest_chain(std::size_t at) const {
    std::optional<step> found;
    for (auto from = at;;) {
      steps all;
      const auto known = found ? found->known : meaning{};
      match_day(text_, from, known, all);
      match_date(text_, from, known, all);
      std::erase_if(all, [&](const step& s) {
        return s.next <= from || s.known.in_week || s.known == known
               || s.known.daypart;
      });
      if (all.empty())
        return found;
      found = *std::max_element(
          all.begin(), all.end(),
          [](const step& a, const step& b) { return a.next < b.next; });
      from = found->next;
      while (sign_at(text_, from, ',') || word_at(text_, from, "on"))
        ++from;
    }
  }

  std::vector<local_days> dates(const meaning& known) const {
    const booking_rules rules;
    return days_for(known, 24h - 1min, scene_.home.to_local(scene_.now),
                    {scene_.home, scene_.now, rules});
  }

  local_days coming(const wished_times& times) const {
    auto day = scene_.today + days{1};
    while (!times.weekdays[date::weekday{day}.c_encoding()])
      day += days{1};
    return day;
  }

  /// "April 16 to 18": a number alone, of the same month or the next.
  std::optional<said> bare_day(std::size_t at, const said& first) const {
    if (first.nearest || word_at(text_, at, "the"))
      return std::nullopt;
    for (auto [n, next] : numbers_at(text_, at)) {
      const date::year_month_day from{*first.times[0].first_day};
      const auto day = from.year() / from.month() / n;
      if (day.ok() && local_days{day} > local_days{from})
        return days_of({on_days(local_days{day}, local_days{day})}, next);
    }
    return std::nullopt;
  }

  std::optional<said> joined(std::size_t, const said& first,
                             const said& second) const {
    if (first.nearest && second.nearest) {
      std::bitset<7> mask;
      auto day = date::weekday{coming(first.times[0])};
      for (; !second.times[0].weekdays[day.c_encoding()]; day += days{1})
        mask.set(day.c_encoding());
      mask |= second.times[0].weekdays;
      // "Monday to Friday" are the days of any week.
      return on_weekdays(mask, second.next, mask != std::bitset<7>{0x3E});
    }
    const auto from = first.nearest ? coming(first.times[0])
                                    : *first.times.front().first_day;
    const auto to = second.nearest ? coming(second.times[0])
                                   : *second.times.back().last_day;
    if (from > to)
      return std::nullopt;
    return days_of({on_days(from, to)}, second.next);
  }

  tokens text_;
  const wish_scene& scene_;
};

} // namespace

std::optional<said> days_said(tokens text, std::size_t at,
                              const wish_scene& scene) {
  const day_reader read{text, scene};
  std::optional<said> longest = kinds_of_days(text, at);
  const auto keep = [&](std::optional<said> found) {
    if (found && found->next > (longest ? longest->next : 0))
      longest = std::move(found);
  };
  keep(read.bound(at));
  keep(read.range(at));
  keep(read.open_ended(at));
  keep(read.plain(at));
  return longest;
}

} // namespace rental
