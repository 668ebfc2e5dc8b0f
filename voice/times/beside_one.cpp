#include "voice/times/beside_one.hpp"

#include "voice/times/beside_offers.hpp"
#include "voice/times/phrase_search.hpp"
#include "voice/times/understand.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace rental {

namespace {

using namespace std::chrono_literals;
using date::days;
using std::chrono::minutes;
using sv = std::string_view;

struct fixed_span {
  sv words;
  minutes length;
};
constexpr fixed_span spans[]{{"half an hour", 30min},
                             {"a half hour", 30min},
                             {"half hour", 30min},
                             {"a quarter of an hour", 15min},
                             {"an hour", 60min},
                             {"an hour and a half", 90min},
                             {"one and a half hours", 90min},
                             {"a couple of hours", 120min},
                             {"a couple hours", 120min}};

constexpr std::array later{sv{"later"}, sv{"after"}};
constexpr std::array earlier{sv{"earlier"}, sv{"before"}, sv{"sooner"}};
constexpr std::array after_it{sv{"after"}, sv{"later than"}, sv{"past"}};
constexpr std::array ahead{sv{"before"}, sv{"earlier than"}, sv{"sooner than"}};
constexpr std::array same_as{sv{"same time as"}, sv{"same hour as"}};
constexpr std::array one_beside{sv{"one after"}, sv{"one before"},
                                sv{"slot after"}, sv{"slot before"},
                                sv{"one following"}};

/// What names one of several offers.
constexpr sv naming{"one slot spot opening option first second third last "
                    "middle latter former"};
/// What may follow the name.
constexpr sv going_on{"but on and or please if though instead in"};

std::string join(tokens text) {
  std::string out;
  for (const auto& each : text)
    out += (out.empty() || each.glued ? "" : " ") + each.text;
  return out;
}

struct named_offer {
  time_slot slot;
  std::size_t next = 0;
};

struct length_said {
  minutes length{};
  std::size_t next = 0;
};

/// "an hour", "two hours", "thirty minutes".
std::optional<length_said> span_at(tokens text, std::size_t at) {
  std::optional<length_said> longest;
  for (const auto& [words, length] : spans)
    if (const auto next = after_phrase(text, at, words);
        next > (longest ? longest->next : 0))
      longest = length_said{length, next};
  for (const auto& [n, next] : numbers_at(text, at)) {
    const auto unit = text.subspan(next, next < text.size() ? 1 : 0);
    if (has_word(unit, "hour hours"))
      longest = length_said{minutes{60 * n}, next + 1};
    if (has_word(unit, "minutes minute mins"))
      longest = length_said{minutes{n}, next + 1};
  }
  return longest;
}

class one_reader {
public:
  one_reader(tokens text, const offered_times& offered, const zone& tz,
             instant now, const booking_rules& rules)
      : text_(text), offered_(offered), tz_(tz), now_(now), rules_(rules) {}

  std::optional<wish> read() const {
    for (std::size_t at = 0; at < text_.size(); ++at)
      if (auto found = shifted(at))
        return found;
    for (std::size_t at = 0; at < text_.size(); ++at)
      if (auto found = bounded(at))
        return found;
    return std::nullopt;
  }

  std::vector<time_slot> beside() const {
    const auto from = word_at(text_, 0, "the") ? 1u : 0u;
    const auto next = after_longest(text_, from, one_beside);
    const auto named = next ? offer_at(next) : std::nullopt;
    if (!named || named->next != text_.size())
      return {};
    const auto& all = offered_.last;
    const auto it = std::find(all.begin(), all.end(), named->slot);
    const bool before = word_at(text_, next - 1, "before");
    if (before)
      return it == all.begin() ? std::vector<time_slot>{}
                               : std::vector{*(it - 1)};
    return it + 1 == all.end() ? std::vector<time_slot>{}
                               : std::vector{*(it + 1)};
  }

private:
  /// The offer that is named from `at` on, in as many words as can be.
  std::optional<named_offer> offer_at(std::size_t at) const {
    for (auto end = text_.size(); end > at; --end) {
      const bool goes_on = end < text_.size()
                           && text_[end].what == token::kind::word
                           && !has_word(text_.subspan(end, 1), going_on);
      const auto name = text_.subspan(at, end - at);
      const bool says_which = name.size() > 2 || end == text_.size();
      if (goes_on || !says_which || !has_word(name, naming))
        continue;
      const auto chosen = chosen_of(join(name), offered_, tz_, now_, rules_);
      if (chosen.size() == 1)
        return named_offer{chosen.front(), end};
    }
    return std::nullopt;
  }

  std::optional<wish> bounded(std::size_t at) const {
    if (const auto next = after_longest(text_, at, same_as))
      if (const auto named = offer_at(next))
        return at_distance(named->slot, 0min, named->next);
    const auto after = after_longest(text_, at, after_it);
    const auto before = after_longest(text_, at, ahead);
    if (after == 0 && before == 0)
      return std::nullopt;
    const auto next = std::max(after, before);
    if (const auto named = offer_at(next))
      return after ? later_than(named->slot, tz_)
                   : earlier_than(named->slot, tz_);
    const bool the_one = at > 0 && word_at(text_, at - 1, "one")
                         && word_at(text_, next, "that");
    return the_one && offered_.last.size() > 1 ? std::optional{unclear()}
                                               : std::nullopt;
  }

  /// "an hour later", "two hours before the last one".
  std::optional<wish> shifted(std::size_t at) const {
    const auto span = span_at(text_, at);
    if (!span)
      return std::nullopt;
    const auto after = after_longest(text_, span->next, later);
    const auto before = after_longest(text_, span->next, earlier);
    if (after == 0 && before == 0)
      return std::nullopt;
    auto next = std::max(after, before);
    const auto shift = after ? span->length : -span->length;
    if (word_at(text_, next, "than"))
      ++next;
    if (const auto named = offer_at(next))
      return at_distance(named->slot, shift, named->next);
    for (auto word : {"that", "this", "it"})
      if (word_at(text_, next, word))
        ++next;
    const bool ends = next >= text_.size()
                      || text_[next].what == token::kind::sign
                      || has_word(text_.subspan(next, 1), going_on);
    if (!ends)
      return std::nullopt;
    if (offered_.last.size() != 1)
      return unclear();
    return at_distance(offered_.last.front(), shift, next);
  }

  /// So far from the slot, on its day or on those that are said from `next` on.
  wish at_distance(const time_slot& slot, minutes shift,
                   std::size_t next) const {
    const auto local = tz_.to_local(slot.start) + shift;
    const auto day = date::floor<days>(local);
    const auto said
        = understand_wish(join(text_.subspan(next)), tz_, now_, rules_);
    wish wanted;
    if (names_days(said))
      wanted.any_of = said.any_of;
    else
      wanted.any_of.emplace_back().first_day = day;
    for (auto& times : wanted.any_of) {
      if (!names_days(said))
        times.last_day = day;
      times.from.reset();
      times.to.reset();
      times.around = std::chrono::floor<minutes>(local - day);
    }
    return wanted;
  }

  static wish unclear() {
    wish wanted;
    wanted.unclear = true;
    return wanted;
  }

  tokens text_;
  const offered_times& offered_;
  const zone& tz_;
  instant now_;
  const booking_rules& rules_;
};

minutes clock_of(const time_slot& slot, const zone& tz) {
  const auto local = tz.to_local(slot.start);
  return std::chrono::floor<minutes>(local - date::floor<days>(local));
}

} // namespace

wish later_than(const time_slot& slot, const zone& tz) {
  const auto day = tz.local_day(slot.start);
  wish wanted;
  auto& rest_of_day = wanted.any_of.emplace_back();
  rest_of_day.first_day = rest_of_day.last_day = day;
  rest_of_day.from = clock_of(slot, tz) + 1min;
  wanted.any_of.emplace_back().first_day = day + days{1};
  wanted.soonest = true;
  return wanted;
}

wish earlier_than(const time_slot& slot, const zone& tz) {
  const auto day = tz.local_day(slot.start);
  wish wanted;
  auto& start_of_day = wanted.any_of.emplace_back();
  start_of_day.first_day = start_of_day.last_day = day;
  start_of_day.to = clock_of(slot, tz);
  wanted.any_of.emplace_back().last_day = day - days{1};
  return wanted;
}

std::optional<wish> wish_from_one(tokens text, const offered_times& offered,
                                  const zone& tz, instant now,
                                  const booking_rules& rules) {
  return one_reader{text, offered, tz, now, rules}.read();
}

std::vector<time_slot> beside_named(tokens text, const offered_times& offered,
                                    const zone& tz, instant now,
                                    const booking_rules& rules) {
  auto sorted = offered;
  std::sort(sorted.last.begin(), sorted.last.end());
  return one_reader{text, sorted, tz, now, rules}.beside();
}

} // namespace rental
