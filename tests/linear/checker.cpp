#include "tests/linear/checker.hpp"

#include "tests/linear/model.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <unordered_set>
#include <utility>

namespace rental::linear {
namespace {

constexpr auto never = std::numeric_limits<tick>::max();

/// One thing that can be put into the order.
struct event {
  /// Of the history.
  std::size_t operation = 0;
  /// Undoes an unknown operation; comes after it.
  bool undoes = false;
  tick invoked = 0;
  tick answered = 0;
};

/// One calendar's search.
class search {
public:
  search(const setting& rules, const history& all, std::size_t most_steps)
      : all_(all), model_(rules, all), left_over_(most_steps) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool open = all[i].said == result::unknown;
      events_.push_back(
          {i, false, all[i].invoked, open ? never : all[i].answered});
      if (open)
        events_.push_back({i, true, all[i].invoked, never});
      else
        ++required_;
    }
    std::sort(events_.begin(), events_.end(), [](const auto& a, const auto& b) {
      return std::pair{a.invoked, a.undoes} < std::pair{b.invoked, b.undoes};
    });
    done_.assign(events_.size(), false);
  }

  verdict run() {
    verdict result;
    result.linearizable = go_on({});
    result.operations = all_.size();
    result.steps = steps_;
    result.gave_up = left_over_ == 0;
    if (!result.linearizable)
      result.counterexample = explain();
    return result;
  }

private:
  /// Whether everything that is left can follow on `now`.
  bool go_on(const state& now) {
    if (placed_required_ == required_)
      return true;
    // Whatever was asked after somebody's answer comes after that somebody.
    auto soonest = never;
    for (std::size_t i = first_; i < events_.size(); ++i)
      if (!done_[i])
        soonest = std::min(soonest, events_[i].answered);
    for (std::size_t i = first_;
         i < events_.size() && events_[i].invoked <= soonest; ++i)
      if (!done_[i] && try_next(i, now))
        return true;
    return false;
  }

  bool try_next(std::size_t i, const state& now) {
    const auto& it = events_[i];
    if (it.undoes && !is_done(it.operation))
      return false;
    const auto nexts = it.undoes ? model_.undone(now, it.operation)
                                 : model_.after(now, it.operation);
    for (const auto& next : nexts) {
      if (left_over_ == 0)
        return false;
      --left_over_;
      ++steps_;
      place(i, true, next);
      const bool fits = seen_.insert(key(next)).second && go_on(next);
      if (fits)
        return true;
      place(i, false, next);
    }
    return false;
  }

  void place(std::size_t i, bool in, const state& now) {
    const bool required = events_[i].answered != never;
    done_[i] = in;
    if (in) {
      order_.push_back(i);
      placed_required_ += required;
      if (order_.size() > longest_.size()) {
        longest_ = order_;
        furthest_ = now;
      }
    } else {
      order_.pop_back();
      placed_required_ -= required;
    }
    first_ = 0;
    while (first_ < done_.size() && done_[first_])
      ++first_;
  }

  bool is_done(std::size_t operation) const {
    for (std::size_t i = 0; i < events_.size(); ++i)
      if (events_[i].operation == operation && !events_[i].undoes)
        return done_[i];
    return false;
  }

  std::string key(const state& now) const {
    // Everything before first_ is placed.
    auto text = std::to_string(first_) + ':';
    for (std::size_t i = first_; i < done_.size(); ++i)
      text += done_[i] ? '1' : '0';
    while (text.ends_with('0'))
      text.pop_back();
    return text + '/' + now.key();
  }

  std::string explain() const {
    std::vector<bool> placed(events_.size());
    for (const auto i : longest_)
      placed[i] = true;
    std::string text = "calendar " + std::to_string(all_[0].calendar) + ", "
                       + std::to_string(longest_.size()) + " of "
                       + std::to_string(events_.size())
                       + " in order; the last of them:\n";
    const auto from
        = longest_.size() - std::min<std::size_t>(8, longest_.size());
    for (auto i = from; i < longest_.size(); ++i)
      text += "  " + to_string(all_[events_[longest_[i]].operation]) + '\n';
    text
        += to_string(furthest_) + "what cannot follow, soonest answer first:\n";
    std::vector<std::size_t> rest;
    for (std::size_t i = 0; i < events_.size(); ++i)
      if (!placed[i] && !events_[i].undoes)
        rest.push_back(i);
    std::sort(rest.begin(), rest.end(), [this](auto a, auto b) {
      return events_[a].answered < events_[b].answered;
    });
    rest.resize(std::min<std::size_t>(rest.size(), 8));
    for (const auto i : rest)
      text += "  " + to_string(all_[events_[i].operation]) + '\n';
    return left_over_ == 0 ? "gave up; " + text : text;
  }

  const history& all_;
  model model_;
  std::vector<event> events_;
  std::vector<bool> done_;
  std::size_t first_ = 0;
  std::size_t required_ = 0;
  std::size_t placed_required_ = 0;
  std::size_t steps_ = 0;
  std::size_t left_over_;
  std::vector<std::size_t> order_;
  std::vector<std::size_t> longest_;
  state furthest_;
  std::unordered_set<std::string> seen_;
};

const char* name_of(kind what) {
  static constexpr const char* names[]
      = {"book", "move", "cancel", "find", "read", "appear", "vanish"};
  return names[static_cast<int>(what)];
}

const char* name_of(result what) {
  static constexpr const char* names[]
      = {"booked", "already", "moved",        "taken",   "cancelled",
         "none",   "done",    "nothing done", "unknown", "strange"};
  return names[static_cast<int>(what)];
}

} // namespace

std::string to_string(const operation& it) {
  auto text = std::to_string(it.invoked) + ".." + std::to_string(it.answered)
              + " us: " + name_of(it.what);
  if (it.what != kind::read)
    text += " by " + std::to_string(it.owner);
  if (it.slot != span{})
    text += " at " + std::to_string(it.slot.from);
  text += std::string{" -> "} + name_of(it.said);
  for (const auto start : it.seen)
    text += ' ' + std::to_string(start);
  return text;
}

verdict check(const setting& rules, const history& all,
              std::size_t most_steps) {
  std::map<int, history> calendars;
  for (const auto& each : all)
    calendars[each.calendar].push_back(each);
  verdict total;
  for (const auto& [number, part] : calendars) {
    const auto one = search{rules, part, most_steps}.run();
    total.operations += one.operations;
    total.steps += one.steps;
    total.gave_up |= one.gave_up;
    if (!one.linearizable) {
      total.linearizable = false;
      total.counterexample += one.counterexample;
    }
  }
  return total;
}

} // namespace rental::linear
