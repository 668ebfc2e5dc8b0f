// What is wanted instead of the offers.
#include "voice/times/beside_offers.hpp"
#include "voice/times/beside_one.hpp"
#include "voice/times/phrase_search.hpp"
#include "voice/times/understand.hpp"

#include <array>
#include <bitset>
#include <chrono>
#include <exception>
#include <string>

namespace rental {

namespace {

using date::days;
using date::local_days;
using std::chrono::minutes;
using sv = std::string_view;

/// Longer ones first: each is cut out of what is read as a wish.
constexpr std::array others{sv{"none of those times"},
                            sv{"none of those work"},
                            sv{"none of them work"},
                            sv{"none of these work"},
                            sv{"none of those"},
                            sv{"none of these"},
                            sv{"none of them"},
                            sv{"none work"},
                            sv{"neither of those"},
                            sv{"neither of them"},
                            sv{"neither works"},
                            sv{"neither"},
                            sv{"something else"},
                            sv{"anything else"},
                            sv{"what else"},
                            sv{"other times"},
                            sv{"other time"},
                            sv{"other options"},
                            sv{"other openings"},
                            sv{"other slots"},
                            sv{"another time"},
                            sv{"another slot"},
                            sv{"another option"},
                            sv{"different times"},
                            sv{"different time"},
                            sv{"not those times"},
                            sv{"not these times"},
                            sv{"not that time"},
                            sv{"not those"},
                            sv{"not these"},
                            sv{"not that one"},
                            sv{"cant do those"},
                            sv{"cant make those"},
                            sv{"couldnt make those"},
                            sv{"couldnt do those"},
                            sv{"cant do any of those"},
                            sv{"cant make any of those"},
                            sv{"those dont work"},
                            sv{"those wont work"},
                            sv{"those arent good"},
                            sv{"they dont work"},
                            sv{"these dont work"},
                            sv{"that one doesnt work"},
                            sv{"that doesnt work"},
                            sv{"that wont work"},
                            sv{"any others"},
                            sv{"any other"},
                            sv{"anything different"}};
constexpr std::array other_days{
    sv{"another day"},          sv{"different day"},
    sv{"other days"},           sv{"other day"},
    sv{"none of those days"},   sv{"none of these days"},
    sv{"not that day"},         sv{"not those days"},
    sv{"that day doesnt work"}, sv{"that day wont work"}};
/// What goes with "none of those": for whom they do not work.
constexpr std::array behind_others{sv{"for me"}, sv{"for us"}, sv{"work"},
                                   sv{"works"},  sv{"please"}, sv{"times"}};
constexpr std::array refusal_words{sv{"no"}, sv{"nah"}, sv{"nope"}};

constexpr std::array same_time{sv{"same time"}, sv{"the same hour"},
                               sv{"same hour"}};
constexpr std::array same_day{sv{"that day"},         sv{"same day"},
                              sv{"later in the day"}, sv{"earlier in the day"},
                              sv{"that afternoon"},   sv{"that morning"}};
constexpr std::array day_after{sv{"the day after"}, sv{"next day"},
                               sv{"following day"}, sv{"a day later"},
                               sv{"one day later"}, sv{"day after that"}};
constexpr std::array day_before{sv{"the day before"}, sv{"a day earlier"},
                                sv{"one day earlier"}, sv{"previous day"},
                                sv{"day before that"}};
constexpr std::array later_time{sv{"later"},      sv{"after that"},
                                sv{"afterwards"}, sv{"after those"},
                                sv{"too early"},  sv{"too soon"}};
constexpr std::array earlier_time{sv{"earlier"}, sv{"sooner"},
                                  sv{"before that"}, sv{"before those"},
                                  sv{"too late"}};

/// These name a time of their own.
constexpr std::array bounded{sv{"no later"},    sv{"not later"},
                             sv{"later than"},  sv{"no earlier"},
                             sv{"not earlier"}, sv{"earlier than"}};
constexpr std::array week_after{sv{"the week after"}, sv{"week after that"},
                                sv{"the following week"}};

/// "a week later", "two days later": how many days, else 0.
int days_later(tokens text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const auto phrase : {"a week later", "one week later", "a week after"})
      if (after_phrase(text, at, phrase))
        return 7;
    for (const auto& [value, next] : numbers_at(text, at))
      if (after_phrase(text, next, "days later")
          || after_phrase(text, next, "days after"))
        return value;
  }
  return 0;
}

std::string join(tokens text) {
  std::string out;
  for (const auto& each : text)
    out += (out.empty() || each.glued ? "" : " ") + each.text;
  return out;
}

/// What is left when "none of those" and its kin are cut out.
std::vector<token> without_refusal(tokens text) {
  std::vector<token> rest;
  for (std::size_t at = 0; at < text.size();) {
    auto next = std::max(after_longest(text, at, others),
                         after_longest(text, at, other_days));
    if (next == 0) {
      rest.push_back(text[at++]);
      continue;
    }
    for (auto more = next; more != 0;
         more = after_longest(text, more, behind_others))
      next = more;
    at = next;
  }
  return rest;
}

/// Reads what is wanted instead of `offered`.
class other_wish {
public:
  other_wish(tokens text, const offered_times& offered, const zone& tz,
             instant now, const booking_rules& rules)
      : text_(text), offered_(offered), tz_(tz),
        not_those_(has_phrase(text, others)
                   || (text.size() == 1
                       && after_longest(text, 0, refusal_words) != 0)),
        not_those_days_(has_phrase(text, other_days)),
        rest_(not_those_ || not_those_days_
                  ? without_refusal(text)
                  : std::vector(text.begin(), text.end())),
        base_(understand_wish(join(rest_), tz, now, rules)) {
    first_ = day_of(offered.last.front());
    last_ = day_of(offered.last.back());
  }

  std::optional<wish> read() const {
    auto found = instead();
    const bool moved = found && !found->unclear;
    if (!found && (not_those_ || not_those_days_))
      found = base_.unclear ? wish{} : base_;
    if (found && not_those_days_)
      rule_out_days(*found);
    else if (found && (not_those_ || moved))
      rule_out_offers(*found);
    return found;
  }

private:
  local_days day_of(const time_slot& slot) const {
    return tz_.local_day(slot.start);
  }
  minutes clock_of(const time_slot& slot) const {
    const auto local = tz_.to_local(slot.start);
    return std::chrono::floor<minutes>(local - date::floor<days>(local));
  }
  static wished_times on(local_days day) {
    wished_times times;
    times.first_day = times.last_day = day;
    return times;
  }
  static wish of(wished_times times) {
    wish wanted;
    wanted.any_of.push_back(times);
    return wanted;
  }
  static wish unclear() {
    wish wanted;
    wanted.unclear = true;
    return wanted;
  }

  /// That day, at the hours that were said as well.
  wish on_day(local_days day) const {
    auto times = on(day);
    if (!base_.any_of.empty() && base_.any_of[0].names_hours()) {
      const auto& said = base_.any_of[0];
      times.around = said.around, times.from = said.from, times.to = said.to;
    }
    return of(times);
  }

  std::optional<wish> instead() const {
    const bool tomorrow = has_word(text_, "tomorrow");
    const bool after = !tomorrow && has_phrase(text_, day_after);
    const bool before = !tomorrow && has_phrase(text_, day_before);
    if (has_phrase(text_, same_time))
      return at_the_same_time(after, before);
    if (has_phrase(text_, week_after) && !has_word(text_, "next"))
      return in_the_week_after();
    if (const auto further = days_later(text_))
      return on_day(last_ + days{further});
    if (after)
      return on_day(last_ + days{1});
    if (before)
      return on_day(first_ - days{1});
    if (has_phrase(text_, same_day) && !not_those_days_)
      return that_day();
    return later_or_earlier();
  }

  wish in_the_week_after() const {
    const auto weekday = date::weekday{last_}.c_encoding();
    auto wanted = on_day(last_);
    auto& times = wanted.any_of[0];
    times.first_day = last_ + days{weekday == 0 ? 1 : 8 - weekday};
    times.last_day = *times.first_day + days{6};
    return wanted;
  }

  std::optional<wish> later_or_earlier() const {
    if (has_phrase(text_, bounded))
      return std::nullopt;
    const bool behind_those = has_phrase(text_, later_time);
    if (!behind_those && !has_phrase(text_, earlier_time))
      return std::nullopt;
    // "Later this week" is a stretch of days, "later on Friday" an hour.
    if (names_days(base_))
      return first_ == last_ && names_first_day() ? std::optional{that_day()}
                                                  : std::nullopt;
    return behind_those ? later_than(offered_.last.back(), tz_)
                        : earlier_than(offered_.last.front(), tz_);
  }

  /// Whether the only day that is wished for is that of the offers.
  bool names_first_day() const {
    const auto slot = offered_.last.front();
    const bool met = std::any_of(
        base_.any_of.begin(), base_.any_of.end(), [&](const auto& each) {
          auto any_hour = each;
          any_hour.around.reset(), any_hour.from.reset(), any_hour.to.reset();
          return meets(slot, tz_, of(any_hour))
                 && (each.weekdays.count() == 1
                     || each.first_day == each.last_day);
        });
    return met;
  }

  std::optional<wish> at_the_same_time(bool after, bool before) const {
    wish days_said = base_;
    if (after || before)
      days_said = of(on(after ? last_ + days{1} : first_ - days{1}));
    else if (not_those_days_ && !names_days(base_))
      days_said = of({});
    else if (!names_days(days_said))
      return unclear();
    wish wanted;
    for (const auto& each : days_said.any_of)
      for (const auto& slot : offered_.last) {
        auto times = each;
        times.from.reset();
        times.to.reset();
        times.around = clock_of(slot);
        if (std::find(wanted.any_of.begin(), wanted.any_of.end(), times)
            == wanted.any_of.end())
          wanted.any_of.push_back(times);
      }
    return wanted;
  }

  /// "later that day", "that day after four", "that afternoon"; "the same day
  /// next week".
  wish that_day() const {
    if (first_ != last_)
      return unclear();
    if (names_days(base_) && !names_first_day()) {
      auto wanted = base_;
      for (auto& each : wanted.any_of)
        each.weekdays
            = std::bitset<7>{}.set(date::weekday{first_}.c_encoding());
      return wanted;
    }
    auto wanted = on_day(first_);
    auto& times = wanted.any_of[0];
    if (times.names_hours())
      return wanted;
    if (has_phrase(text_, later_time))
      times.from = clock_of(offered_.last.back()) + minutes{1};
    else if (has_phrase(text_, earlier_time))
      times.to = clock_of(offered_.last.front());
    return wanted;
  }

  void rule_out_days(wish& wanted) const {
    for (const auto& slot : offered_.all)
      if (const auto times = on(day_of(slot));
          std::find(wanted.none_of.begin(), wanted.none_of.end(), times)
          == wanted.none_of.end())
        wanted.none_of.push_back(times);
  }

  void rule_out_offers(wish& wanted) const {
    for (const auto& slot : offered_.all) {
      auto times = on(day_of(slot));
      times.around = clock_of(slot);
      wanted.none_of.push_back(times);
    }
  }

  tokens text_;
  const offered_times& offered_;
  const zone& tz_;
  bool not_those_;
  bool not_those_days_;
  std::vector<token> rest_;
  wish base_;
  local_days first_;
  local_days last_;
};

} // namespace

std::optional<wish> wish_beside(sv said, const offered_times& offered,
                                const zone& tz, instant now,
                                const booking_rules& rules) {
  if (offered.all.empty() || said.size() > longest_heard)
    return std::nullopt;
  try {
    const auto text = pieces_heard(said);
    if (!text)
      return std::nullopt;
    auto spoken_of = offered;
    if (spoken_of.last.empty())
      spoken_of.last = spoken_of.all;
    std::sort(spoken_of.last.begin(), spoken_of.last.end());
    if (auto found = wish_from_one(*text, spoken_of, tz, now, rules))
      return found;
    return other_wish{*text, spoken_of, tz, now, rules}.read();
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

} // namespace rental
