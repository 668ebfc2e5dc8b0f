// From what a wish says to the times that it means.
#include "voice/wish_words.hpp"

#include <algorithm>

namespace rental {

namespace {

using date::local_days;
using kind = said::kind;

template <class T, class Less>
std::optional<T> tighter(std::optional<T> a, std::optional<T> b, Less less) {
  if (!a || !b)
    return a ? a : b;
  return less(*a, *b) ? b : a;
}

/// The hours that both allow.
std::optional<wished_times> both_hours(const wished_times& a,
                                       const wished_times& b) {
  auto out = a;
  out.from = tighter(a.from, b.from, std::less<>{});
  out.to = tighter(a.to, b.to, std::greater<>{});
  if (a.around && b.around)
    return std::nullopt;
  out.around = a.around ? a.around : b.around;
  if (out.around) {
    const bool inside = (!out.from || *out.around >= *out.from)
                        && (!out.to || *out.around < *out.to);
    if (!inside)
      return std::nullopt;
    out.from.reset();
    out.to.reset();
  }
  if (out.from && out.to && *out.from >= *out.to)
    return std::nullopt;
  return out;
}

/// The days that both allow; those of `a` when there is none.
wished_times both_days(const wished_times& a, const wished_times& b) {
  auto out = a;
  out.first_day = tighter(a.first_day, b.first_day, std::less<>{});
  out.last_day = tighter(a.last_day, b.last_day, std::greater<>{});
  out.weekdays &= b.weekdays;
  const bool none
      = out.weekdays.none()
        || (out.first_day && out.last_day && *out.first_day > *out.last_day);
  return none ? a : out;
}

/// Something that was said, and how it is tied to what came before.
struct item {
  said what;
  bool is_joined = false;
  bool behind_pause = false;
};

/// Days and hours that belong together.
struct side {
  std::vector<item> days;
  std::vector<wished_times> hours;
  bool hours_came_last = false;
  bool hours_came_first = false;

  bool empty() const { return days.empty() && hours.empty(); }
};

/// Times that are wanted, or that are ruled out.
class collector {
public:
  void add(const item& each) {
    if (each.what.what == kind::hours)
      add_hours(each);
    else if (each.what.what == kind::stretch && !each.is_joined && !stretch_
             && !sides_.back().empty())
      stretch_ = each;
    else
      add_days(each);
  }

  void correct() {
    days_doubted_ = true;
    hours_doubted_ = true;
  }

  bool empty() const { return sides_.size() == 1 && sides_[0].empty(); }

  std::vector<wished_times> result(local_days today, bool wanted) const {
    std::vector<wished_times> all;
    for (const auto& each : sides_) {
      auto wanted_days = days_of(each, today, wanted);
      if (wanted_days.empty())
        wanted_days.push_back(stretch_ ? stretch_->what.times[0]
                                       : wished_times{});
      for (const auto& day : wanted_days)
        add_product(day, each.hours, all);
    }
    return all;
  }

private:
  void add_days(const item& each) {
    if (days_doubted_)
      start_again();
    if (sides_.back().hours_came_last && !sides_.back().days.empty()
        && !sides_.back().hours_came_first)
      sides_.emplace_back();
    auto& now = sides_.back();
    now.days.push_back(each);
    now.hours_came_first
        = now.hours_came_first || (now.days.size() == 1 && !now.hours.empty());
    now.hours_came_last = false;
  }

  void add_hours(const item& each) {
    auto& now = sides_.back();
    if (std::exchange(hours_doubted_, false))
      now.hours.clear();
    now.hours_came_last = true;
    std::optional<wished_times> both;
    if (!each.is_joined && !now.hours.empty())
      both = both_hours(now.hours.back(), each.what.times[0]);
    if (both)
      now.hours.back() = *both;
    else
      now.hours.push_back(each.what.times[0]);
  }

  /// What is said now takes the place of the days that were said before.
  void start_again() {
    days_doubted_ = false;
    auto hours = sides_.back().hours;
    sides_.assign(1, side{{}, std::move(hours)});
    sides_.back().hours_came_first = !sides_.back().hours.empty();
    stretch_.reset();
  }

  /// The stretch that the weekdays of a side lie in, wherever it is said.
  std::vector<wished_times> days_of(const side& each, local_days today,
                                    bool wanted) const {
    std::optional<wished_times> in;
    if (stretch_)
      in = stretch_->what.times[0];
    const bool names_weekdays
        = std::any_of(each.days.begin(), each.days.end(), is_weekday);
    std::vector<wished_times> all;
    for (const auto& day : each.days) {
      if (day.what.what == kind::stretch && names_weekdays && !day.is_joined)
        in = day.what.times[0];
      else
        for (const auto& times : day.what.times)
          all.push_back(times);
      if (day.what.nearest && !in && wanted)
        all.back()
            = both_days(all.back(), nearest_run(all.back().weekdays, today));
    }
    if (in)
      for (auto& times : all)
        times = both_days(times, *in);
    return all;
  }

  static bool is_weekday(const item& each) {
    return each.what.what == kind::days
           && each.what.times[0].weekdays != wished_times::all_week;
  }

  /// The nearest such day; of a run of days ("Monday to Wednesday") the nearest
  /// whole run.
  static wished_times nearest_run(std::bitset<7> mask, local_days today) {
    constexpr std::bitset<7> workdays{0x3E};
    if (mask.count() < 2 || mask.all() || mask == workdays)
      return week_from(today);
    const auto in_run
        = [&](local_days day) { return mask[date::weekday{day}.c_encoding()]; };
    wished_times run;
    auto first = today;
    while (!in_run(first) || in_run(first - date::days{1}))
      first += date::days{1};
    run.first_day = first;
    run.last_day = first + date::days{static_cast<int>(mask.count()) - 1};
    return run;
  }

  static wished_times week_from(local_days today) {
    wished_times coming_week;
    coming_week.first_day = today;
    coming_week.last_day = today + date::days{7};
    return coming_week;
  }

  static void add_product(const wished_times& day,
                          const std::vector<wished_times>& hours,
                          std::vector<wished_times>& all) {
    auto list = hours;
    if (list.empty())
      list.emplace_back();
    for (auto& each : list) {
      each.first_day = day.first_day;
      each.last_day = day.last_day;
      each.weekdays = day.weekdays;
      if ((each.names_days() || each.names_hours())
          && std::find(all.begin(), all.end(), each) == all.end())
        all.push_back(each);
    }
  }

  std::vector<side> sides_{1};
  std::optional<item> stretch_;
  bool days_doubted_ = false;
  bool hours_doubted_ = false;
};

/// Takes one thing after the other; a thought ends at a stop.
class composer {
public:
  explicit composer(local_days today) : today_(today) {}

  void take(const said& each) {
    switch (each.what) {
    case kind::days:
    case kind::stretch:
    case kind::hours:
      items_.push_back({each, joined_, paused_});
      joined_ = paused_ = false;
      break;
    case kind::joined:
      joined_ = true;
      break;
    case kind::pause:
      end_of_refusal_behind();
      paused_ = true;
      break;
    case kind::all:
      all_ = true;
      break;
    case kind::but:
      all_ || is_any_weekday() ? refuse(false) : end();
      break;
    case kind::against:
      refuse(false);
      break;
    case kind::away:
      refuse(true);
      break;
    case kind::against_before:
      refuse(false);
      end();
      break;
    case kind::approved:
      approve();
      break;
    case kind::correction:
      end();
      wanted_.correct();
      break;
    case kind::condition:
      wish_.unclear = wish_.unclear || refused_at_ == items_.size();
      end();
      break;
    case kind::stop:
      end();
      break;
    case kind::soonest:
      wish_.soonest = true;
      break;
    case kind::anything:
      all_ = true;
      break;
    case kind::nothing:
    case kind::unknown:
      break;
    }
  }

  wish result() {
    end();
    wish_.any_of = wanted_.result(today_, true);
    return wish_;
  }

private:
  /// "any weekday": a "but" behind it makes an exception.
  bool is_any_weekday() const {
    return !items_.empty() && items_.back().what.what == kind::days
           && items_.back().what.times[0].weekdays.count() < 7
           && items_.back().what.times[0].weekdays.count() > 1;
  }

  void refuse(bool away) {
    if (refused_at_ && *refused_at_ < items_.size())
      end();
    if (!refused_at_)
      refused_at_ = items_.size();
    away_ = away_ || away;
  }

  /// "Friday I can't, Thursday is fine."
  void end_of_refusal_behind() {
    if (refused_at_ && *refused_at_ == items_.size() && !items_.empty())
      end();
  }

  /// "I can't on Monday and Tuesday works": the last of these is wanted.
  void approve() {
    if (!refused_at_ || items_.size() < *refused_at_ + 2)
      return;
    auto from = items_.size() - 1;
    while (from > *refused_at_ && !items_[from].is_joined
           && !items_[from].behind_pause)
      --from;
    if (from == *refused_at_)
      return;
    keep_from(from);
  }

  void keep_from(std::size_t from) {
    std::vector<item> rest(items_.begin() + static_cast<std::ptrdiff_t>(from),
                           items_.end());
    items_.resize(from);
    end();
    for (auto& each : rest)
      wanted_.add(each);
  }

  void end() {
    joined_ = paused_ = false;
    const auto items = std::exchange(items_, {});
    const auto refused = std::exchange(refused_at_, std::nullopt);
    const bool away = std::exchange(away_, false);
    all_ = all_ && refused.has_value() && items.empty();
    if (refused && items.empty()) {
      wish_.unclear = wish_.unclear || !away;
      return;
    }
    const auto size = items.size();
    auto from = refused.value_or(size);
    auto to = size;
    if (refused && from == size)
      from = 0; // what was said before is refused
    else if (refused)
      to = end_of_list(items, from);
    collector against;
    for (std::size_t i = 0; i < size; ++i)
      if (i < from || i >= to)
        wanted_.add(items[i]);
      else
        against.add(refused_item(items[i], away));
    if (!against.empty())
      for (const auto& times : against.result(today_, false))
        wish_.none_of.push_back(times);
  }

  /// "Not Monday, Tuesday" wants Tuesday; "not Monday, Tuesday or Wednesday"
  /// rules out all of them.
  static std::size_t end_of_list(const std::vector<item>& items,
                                 std::size_t from) {
    std::size_t paused = items.size();
    for (auto i = from + 1; i < items.size(); ++i) {
      if (items[i].behind_pause && paused == items.size())
        paused = i;
      if (items[i].is_joined && i > paused)
        return items.size();
    }
    return paused;
  }

  /// "Not until Monday" leaves Monday; who is away until then comes later.
  static item refused_item(item each, bool away) {
    auto& times = each.what.times[0];
    if (each.what.until && !(away && *each.what.until == times.last_day))
      times.last_day = *each.what.until - date::days{1};
    return each;
  }

  local_days today_;
  wish wish_;
  collector wanted_;
  std::vector<item> items_;
  std::optional<std::size_t> refused_at_;
  bool away_ = false;
  bool all_ = false;
  bool joined_ = false;
  bool paused_ = false;
};

} // namespace

wish wish_of(const std::vector<said>& all, local_days today) {
  composer compose{today};
  for (const auto& each : all)
    compose.take(each);
  return compose.result();
}

} // namespace rental
