// What is wanted instead of the offers.
#include "voice/beside_offers.hpp"
#include "voice/phrase_search.hpp"
#include "voice/understand.hpp"

#include <array>
#include <chrono>
#include <exception>

namespace rental {

namespace {

using date::days;
using date::local_days;
using std::chrono::minutes;
using sv = std::string_view;

constexpr std::array others{
    sv{"none of those"},  sv{"none of these"},     sv{"none of them"},
    sv{"neither"},        sv{"something else"},    sv{"anything else"},
    sv{"what else"},      sv{"other times"},       sv{"other time"},
    sv{"other options"},  sv{"other openings"},    sv{"another time"},
    sv{"other slots"},    sv{"another slot"},      sv{"another option"},
    sv{"different time"}, sv{"different times"},   sv{"not those"},
    sv{"not these"},      sv{"cant do those"},     sv{"cant make those"},
    sv{"cant do any of"}, sv{"cant make any of"},  sv{"those dont work"},
    sv{"they dont work"}, sv{"these dont work"},   sv{"any others"},
    sv{"any other"},      sv{"anything different"}};
constexpr std::array same_time{sv{"same time"}, sv{"the same hour"},
                               sv{"same hour"}};
constexpr std::array same_day{sv{"that day"}, sv{"same day"}, sv{"in the day"},
                              sv{"that afternoon"}, sv{"that morning"}};
constexpr std::array day_after{sv{"the day after"}, sv{"next day"},
                               sv{"following day"}, sv{"a day later"},
                               sv{"one day later"}, sv{"day after that"}};
constexpr std::array day_before{sv{"the day before"}, sv{"a day earlier"},
                                sv{"one day earlier"}, sv{"previous day"},
                                sv{"day before that"}};
constexpr std::array later{sv{"later"}, sv{"after that"}, sv{"afterwards"},
                           sv{"after those"}};
constexpr std::array earlier{sv{"earlier"}, sv{"sooner"}, sv{"before that"},
                             sv{"before those"}};

/// Reads what is wanted instead of `offered`.
class other_wish {
public:
  other_wish(sv said, tokens text, const offered_times& offered, const zone& tz,
             instant now)
      : text_(text), offered_(offered), tz_(tz),
        base_(understand_wish(said, tz, now)) {
    first_ = day_of(offered.last.front());
    last_ = day_of(offered.last.back());
  }

  std::optional<wish> read() const {
    const bool not_those = has_phrase(text_, others);
    auto found = instead();
    if (!found && not_those)
      found = base_.unclear ? wish{} : base_;
    if (found && not_those)
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

  std::optional<wish> instead() const {
    const bool tomorrow = has_word(text_, "tomorrow");
    const bool after = !tomorrow && has_phrase(text_, day_after);
    const bool before = !tomorrow && has_phrase(text_, day_before);
    if (has_phrase(text_, same_time))
      return at_the_same_time(after, before);
    if (after)
      return of(on(last_ + days{1}));
    if (before)
      return of(on(first_ - days{1}));
    if (has_phrase(text_, same_day))
      return that_day();
    // "Later this week" is a stretch of days.
    if (names_days(base_) || base_.soonest)
      return std::nullopt;
    if (has_phrase(text_, later))
      return behind(offered_.last.back());
    if (has_phrase(text_, earlier))
      return ahead_of(offered_.last.front());
    return std::nullopt;
  }

  std::optional<wish> at_the_same_time(bool after, bool before) const {
    wish days_said = base_;
    if (after || before)
      days_said = of(on(after ? last_ + days{1} : first_ - days{1}));
    if (!names_days(days_said))
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

  /// "later that day", "that day after four", "that afternoon".
  std::optional<wish> that_day() const {
    if (first_ != last_)
      return unclear();
    auto times = on(first_);
    if (!base_.any_of.empty() && base_.any_of[0].names_hours()) {
      const auto& said = base_.any_of[0];
      times.around = said.around, times.from = said.from, times.to = said.to;
    } else if (has_phrase(text_, later)) {
      times.from = clock_of(offered_.last.back()) + minutes{1};
    } else if (has_phrase(text_, earlier)) {
      times.to = clock_of(offered_.last.front());
    }
    return of(times);
  }

  wish behind(const time_slot& slot) const {
    auto rest_of_day = on(last_);
    rest_of_day.from = clock_of(slot) + minutes{1};
    auto wanted = of(rest_of_day);
    wished_times then;
    then.first_day = last_ + days{1};
    wanted.any_of.push_back(then);
    wanted.soonest = true;
    return wanted;
  }
  wish ahead_of(const time_slot& slot) const {
    auto start_of_day = on(first_);
    start_of_day.to = clock_of(slot);
    auto wanted = of(start_of_day);
    wished_times before;
    before.last_day = first_ - days{1};
    wanted.any_of.push_back(before);
    return wanted;
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
  wish base_;
  local_days first_;
  local_days last_;
};

} // namespace

wish wish_for(instant start, const zone& tz) {
  const auto local = tz.to_local(start);
  const auto day = date::floor<days>(local);
  wished_times times;
  times.first_day = times.last_day = day;
  times.around = std::chrono::floor<minutes>(local - day);
  wish wanted;
  wanted.any_of.push_back(times);
  return wanted;
}

std::optional<wish> wish_beside(sv said, const offered_times& offered,
                                const zone& tz, instant now) {
  if (offered.last.empty())
    return std::nullopt;
  try {
    const auto text = pieces_heard(said);
    if (!text)
      return std::nullopt;
    return other_wish{said, *text, offered, tz, now}.read();
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

} // namespace rental
