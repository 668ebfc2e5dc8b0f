// Stretches of days: "next week", "in May", "the end of the month".
#include "voice/times/wish_words.hpp"
#include "voice/words/lexicon.hpp"

#include <algorithm>
#include <array>
#include <bitset>

namespace rental {

namespace {

using date::days;
using date::local_days;
using sv = std::string_view;

enum class third { whole, early, middle, late, rest, first_half, second_half };

struct part_word {
  const char* phrase;
  third which;
};
constexpr part_word part_words[]{
    {"early", third::early},
    {"early in", third::early},
    {"the beginning of", third::early},
    {"beginning of", third::early},
    {"the start of", third::early},
    {"start of", third::early},
    {"first half of", third::first_half},
    {"the first half of", third::first_half},
    {"mid", third::middle},
    {"the middle of", third::middle},
    {"middle of", third::middle},
    {"late", third::late},
    {"later in", third::late},
    {"late in", third::late},
    {"the end of", third::late},
    {"end of", third::late},
    {"second half of", third::second_half},
    {"the second half of", third::second_half},
    {"later", third::rest},
    {"the rest of", third::rest},
    {"rest of", third::rest},
    {"remainder of", third::rest},
};

struct stretch {
  local_days first;
  local_days last;
  std::size_t next;
  bool is_month = false;
  std::bitset<7> weekdays = wished_times::all_week;
};

class stretch_reader {
public:
  stretch_reader(tokens text, const wish_scene& scene)
      : text_(text), today_(scene.today), scene_(scene) {}

  std::optional<stretch> read(std::size_t at) const {
    for (auto word : {"in", "within", "during", "sometime", "for"})
      if (word_at(text_, at, word))
        ++at;
    auto which = third::whole;
    std::size_t from = at;
    for (const auto& each : part_words)
      if (const auto next = after_phrase(text_, at, each.phrase); next > from)
        which = each.which, from = next;
    auto found = longest_of(from, which != third::whole);
    if (found && which != third::whole)
      cut(*found, which);
    // "Early in the week", said at its end.
    if (found && found->first > found->last && !found->is_month) {
      found = week_from(monday() + days{7}, found->next);
      cut(*found, which);
    }
    if (!found || found->first > found->last)
      return std::nullopt;
    return found;
  }

private:
  std::optional<stretch> longest_of(std::size_t at, bool in_part) const {
    std::optional<stretch> longest;
    for (auto found : {week(at), week_of(at), weekend(at), month(at, in_part),
                       year(at), month_from_today(at), counted(at),
                       either_count(at), week_of_month(at)})
      if (found && found->next > (longest ? longest->next : 0))
        longest = found;
    return longest;
  }

  local_days monday() const {
    const auto weekday = date::weekday{today_}.c_encoding();
    return today_ - days{(weekday + 6) % 7};
  }
  stretch week_from(local_days monday, std::size_t next) const {
    return {std::max(monday, today_), monday + days{6}, next};
  }

  std::optional<stretch> week(std::size_t at) const {
    struct named {
      const char* phrase;
      int weeks;
    };
    // On a Sunday the week that begins.
    const int current = date::weekday{today_} == date::Sunday ? 1 : 0;
    const named names[]{
        {"this week", current},    {"the week", current},
        {"next week", 1},          {"the following week", 1},
        {"the coming week", 1},    {"of next week", 1},
        {"of this week", current}, {"the week after next", 2},
        {"week after next", 2},    {"of the week after next", 2},
        {"the next week", 1},      {"the week after that", 2},
        {"all week", current},     {"all this week", current},
        {"all next week", 1},      {"this coming week", 1},
        {"the upcoming week", 1},  {"this upcoming week", 1}};
    std::optional<stretch> longest;
    for (const auto& each : names)
      if (const auto next = after_phrase(text_, at, each.phrase);
          next > (longest ? longest->next : 0))
        longest = week_from(monday() + days{7 * each.weeks}, next);
    if (const auto then = week_then(at))
      longest = then;
    return longest;
  }

  /// "this week or next", "next week or the week after"
  std::optional<stretch> week_then(std::size_t at) const {
    if (at < 3
        || !(word_at(text_, at - 1, "or") || word_at(text_, at - 1, "and"))
        || !word_at(text_, at - 2, "week"))
      return std::nullopt;
    auto next = after_phrase(text_, at, "the week after");
    if (next == 0 && word_at(text_, at, "next") && at + 1 == text_.size())
      next = at + 1;
    const bool behind_next = word_at(text_, at - 3, "next");
    if (next == 0 || !(behind_next || word_at(text_, at - 3, "this")))
      return std::nullopt;
    return week_from(monday() + days{behind_next ? 14 : 7}, next);
  }

  /// "the week of the 27th", "the week of April 27".
  std::optional<stretch> week_of(std::size_t at) const {
    auto next = after_phrase(text_, at, "the week of");
    if (next == 0)
      next = after_phrase(text_, at, "week of");
    if (next == 0)
      return std::nullopt;
    const auto day = days_said(text_, next, scene_);
    if (!day || day->nearest || !day->times[0].first_day)
      return std::nullopt;
    const auto first = *day->times[0].first_day;
    const auto weekday = date::weekday{first}.c_encoding();
    return week_from(first - days{(weekday + 6) % 7}, day->next);
  }

  /// "Next weekend" may be the coming one or that behind it.
  std::optional<stretch> weekend(std::size_t at) const {
    constexpr std::bitset<7> saturday_and_sunday{0x41};
    if (at >= 2 && word_at(text_, at - 1, "or")
        && word_at(text_, at - 2, "weekend") && word_at(text_, at, "next")
        && at + 1 == text_.size())
      return stretch{monday() + days{12}, monday() + days{13}, at + 1};
    const auto saturday = monday() + days{5};
    const auto two = [&](int weeks, std::size_t next, int more = 0) {
      return stretch{std::max(saturday + days{7 * weeks}, today_),
                     saturday + days{7 * (weeks + more) + 1}, next, false,
                     saturday_and_sunday};
    };
    if (const auto next = after_phrase(text_, at, "the weekend after next"))
      return two(2, next);
    if (const auto next = after_phrase(text_, at, "next weekend"))
      return two(0, next, 1);
    for (auto phrase :
         {"this weekend", "the weekend", "weekend", "this coming weekend"})
      if (const auto next = after_phrase(text_, at, phrase))
        return two(0, next);
    return std::nullopt;
  }

  /// "this month", "next month", "May", "May 2027"; `in_part`: "early May".
  std::optional<stretch> month(std::size_t at, bool in_part) const {
    const date::year_month_day today{today_};
    const auto this_month = today.year() / today.month();
    for (auto phrase : {"next month", "the next month", "of next month",
                        "the following month"})
      if (const auto next = after_phrase(text_, at, phrase))
        return whole(this_month + date::months{1}, next);
    for (auto phrase : {"this month", "the month", "of the month"})
      if (const auto next = after_phrase(text_, at, phrase))
        return whole(this_month, next);
    auto from = after_phrase(text_, at, "the month of");
    const bool said_so = from != 0 || in_part || is_said_as_month(at);
    from = from ? from : at;
    if (from >= text_.size() || text_[from].what != token::kind::word)
      return std::nullopt;
    const auto name = lexicon::month(text_[from].text);
    if (!name || (text_[from].text.size() <= 5 && !said_so))
      return std::nullopt;
    auto next = from + 1;
    auto year = today.year();
    if (next < text_.size() && text_[next].what == token::kind::number
        && text_[next].text.size() == 4)
      year = date::year{text_[next++].value};
    else if (date::month{*name} < today.month())
      year += date::years{1};
    return whole(year / date::month{*name}, next);
  }

  /// "in a month"
  std::optional<stretch> month_from_today(std::size_t at) const {
    auto next = after_longest(
        text_, at,
        std::array{sv{"a month from now"}, sv{"a month from today"}});
    if (next == 0 && at > 0 && word_at(text_, at - 1, "in"))
      next = after_longest(text_, at,
                           std::array{sv{"a month"}, sv{"one month"}});
    if (next == 0)
      return std::nullopt;
    auto day = date::year_month_day{today_} + date::months{1};
    if (!day.ok())
      day = day.year() / day.month() / date::last;
    return stretch{local_days{day}, local_days{day}, next};
  }

  std::optional<stretch> year(std::size_t at) const {
    const auto this_year = date::year_month_day{today_}.year();
    int ahead = 0;
    for (auto phrase : {"this year", "next year"}) {
      const auto year = this_year + date::years{ahead++};
      if (const auto next = after_phrase(text_, at, phrase))
        return stretch{std::max(local_days{year / 1 / 1}, today_),
                       local_days{year / 12 / 31}, next};
    }
    return std::nullopt;
  }

  /// "may" and "march" are verbs, too.
  bool is_said_as_month(std::size_t at) const {
    if (text_.size() == 1)
      return true;
    for (auto word : {"in", "of", "until", "before", "after", "by", "till",
                      "during", "sometime"})
      if (at > 0 && word_at(text_, at - 1, word))
        return true;
    return false;
  }

  stretch whole(date::year_month month, std::size_t next) const {
    return {std::max(local_days{month / 1}, today_),
            local_days{month / date::last}, next, true};
  }

  /// "the next two weeks", "a few days", "a couple of weeks".
  std::optional<stretch> counted(std::size_t at) const {
    const bool next_ones
        = word_at(text_, at, "next") || after_phrase(text_, at, "the next");
    auto from = after_longest(
        text_, at, std::array{sv{"the next"}, sv{"next"}, sv{"the"}, sv{"a"}});
    from = from ? from : at;
    int low = 0;
    int high = 0;
    std::size_t unit = 0;
    if (const auto few = after_phrase(text_, from, "few"))
      low = 3, high = 5, unit = few;
    else if (const auto couple = after_phrase(text_, from, "couple"))
      low = high = 2, unit = couple;
    else if (next_ones)
      for (auto [n, end] : numbers_at(text_, from))
        low = high = n, unit = end;
    if (unit != 0 && word_at(text_, unit, "of"))
      ++unit;
    const bool weeks = word_at(text_, unit, "weeks");
    if (unit == 0 || (!weeks && !word_at(text_, unit, "days")))
      return std::nullopt;
    const int length = weeks ? 7 : 1;
    if (next_ones || (at > 0 && word_at(text_, at - 1, "within")))
      return stretch{today_, today_ + days{length * high}, unit + 1};
    if (weeks)
      return stretch{today_ + days{7 * low},
                     today_ + days{7 * std::max(high - 1, low)}, unit + 1};
    return stretch{today_ + days{low}, today_ + days{high}, unit + 1};
  }

  /// "a week or two", "two or three days", and "a week" behind "within".
  std::optional<stretch> either_count(std::size_t at) const {
    int low = 1;
    int high = 1;
    auto next = after_longest(text_, at, std::array{sv{"a"}, sv{"one"}});
    const auto unit_at = [&](std::size_t i) {
      return word_at(text_, i, "week") || word_at(text_, i, "weeks") ? 7
             : word_at(text_, i, "day") || word_at(text_, i, "days") ? 1
                                                                     : 0;
    };
    int length = unit_at(next);
    const bool within = at > 0 && word_at(text_, at - 1, "within");
    if (next != 0 && length != 0) {
      ++next;
      if (const auto two = after_phrase(text_, next, "or two"))
        high = 2, next = two;
      else if (!within)
        return std::nullopt;
    } else {
      const auto first = small_count(at);
      const auto second = first && word_at(text_, at + 1, "or")
                              ? small_count(at + 2)
                              : std::nullopt;
      length = unit_at(at + 3);
      if (!second || length == 0)
        return std::nullopt;
      low = *first, high = *second, next = at + 4;
    }
    return stretch{within ? today_ : today_ + days{length * low},
                   today_ + days{length * high}, next};
  }

  std::optional<int> small_count(std::size_t at) const {
    if (at >= text_.size())
      return std::nullopt;
    return text_[at].what == token::kind::number
               ? std::optional{text_[at].value}
               : lexicon::small_number(text_[at].text);
  }

  /// "the first week of May", "the last week of the month".
  std::optional<stretch> week_of_month(std::size_t at) const {
    const auto from = word_at(text_, at, "the") ? at + 1 : at;
    constexpr std::array<sv, 5> which{"first", "second", "third", "fourth",
                                      "last"};
    for (int i = 0; i < 5; ++i) {
      auto next
          = after_ordinal(from, which[static_cast<std::size_t>(i)], i + 1);
      if (next == 0 || !word_at(text_, next, "week"))
        continue;
      ++next;
      next = word_at(text_, next, "of") || word_at(text_, next, "in") ? next + 1
                                                                      : next;
      const auto in = month(next, true);
      if (!in)
        continue;
      const date::year_month_day last{in->last};
      const local_days begin{last.year() / last.month() / 1};
      if (i == 4)
        return stretch{std::max(in->last - days{6}, today_), in->last,
                       in->next};
      return stretch{begin + days{7 * i}, begin + days{7 * i + 6}, in->next};
    }
    return std::nullopt;
  }

  /// "third", "3rd".
  std::size_t after_ordinal(std::size_t at, sv word, int number) const {
    if (word_at(text_, at, word))
      return at + 1;
    if (at + 1 < text_.size() && text_[at].what == token::kind::number
        && text_[at].value == number && text_[at + 1].glued
        && lexicon::digit_ordinal(text_[at].text + text_[at + 1].text))
      return at + 2;
    return 0;
  }

  void cut(stretch& s, third which) const {
    if (which == third::rest)
      s.first = std::max(s.first, today_ + days{1});
    if (which == third::whole || which == third::rest)
      return;
    const date::year_month_day end{s.last};
    const local_days begin = s.is_month
                                 ? local_days{end.year() / end.month() / 1}
                                 : s.last - days{6};
    const int half = s.is_month ? 15 : 3;
    if (which == third::first_half)
      s.last = begin + days{half - 1};
    if (which == third::second_half)
      s.first = std::max(s.first, begin + days{half});
    const std::array<int, 4> edges
        = s.is_month ? std::array{0, 10, 20, 40} : std::array{0, 2, 3, 7};
    if (which == third::early)
      s.last = begin + days{edges[1] - 1};
    if (which == third::middle) {
      s.first
          = std::max(s.first, begin + days{edges[1] - (s.is_month ? 0 : 1)});
      s.last = begin + days{edges[2] - 1 + (s.is_month ? 0 : 1)};
    }
    if (which == third::late)
      s.first = std::max(s.first, begin + days{edges[2]});
  }

  tokens text_;
  local_days today_;
  const wish_scene& scene_;
};

} // namespace

std::optional<said> stretch_said(tokens text, std::size_t at,
                                 const wish_scene& scene) {
  const auto found = stretch_reader{text, scene}.read(at);
  if (!found)
    return std::nullopt;
  said out{said::kind::stretch, found->next};
  wished_times times;
  times.first_day = found->first;
  times.last_day = found->last;
  times.weekdays = found->weekdays;
  out.times.push_back(times);
  return out;
}

} // namespace rental
