// From what a wish says to the times that it means.
#include "voice/times/wish_collect.hpp"

#include <utility>

namespace rental {

namespace {

using date::local_days;
using kind = said::kind;

/// Takes one thing after the other; a thought ends at a stop.
class composer {
public:
  explicit composer(local_days today) : today_(today) {}

  void take(const said& each) {
    if (is_of_lost_bound(each.what))
      return;
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
    case kind::lost:
      lost_ = wish_.unclear = true;
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
  /// "After my appointment" refuses no day.
  bool is_of_lost_bound(kind what) {
    const bool goes_on = what == kind::against || what == kind::away
                         || what == kind::against_before
                         || what == kind::approved || what == kind::nothing
                         || what == kind::unknown || what == kind::anything;
    lost_ = lost_ && goes_on;
    return lost_;
  }

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
    std::vector<wish_item> rest(
        items_.begin() + static_cast<std::ptrdiff_t>(from), items_.end());
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
    wish_collector against;
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
  static std::size_t end_of_list(const std::vector<wish_item>& items,
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
  static wish_item refused_item(wish_item each, bool away) {
    auto& times = each.what.times[0];
    if (each.what.until && !(away && *each.what.until == times.last_day))
      times.last_day = *each.what.until - date::days{1};
    return each;
  }

  local_days today_;
  wish wish_;
  wish_collector wanted_;
  std::vector<wish_item> items_;
  std::optional<std::size_t> refused_at_;
  bool away_ = false;
  bool lost_ = false;
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
