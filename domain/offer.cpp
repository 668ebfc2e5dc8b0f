#include "domain/slots.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <limits>
#include <tuple>

namespace rental {
namespace {

using std::chrono::minutes;

// How many minutes of the wrong time of day are as bad as a day off: a caller
// who said Tuesday at two takes Tuesday at five before Wednesday at two, but
// not Tuesday at nine in the evening.
constexpr std::int64_t day_price = 6 * 60;

struct choice {
  time_slot slot;
  date::local_days day;
  minutes at;
  unsigned part;
  std::int64_t cost = 0;
  bool ruled_out = false;
  bool held = false;
};

/// Once there are so many others, none that is held is offered.
constexpr std::size_t enough_to_choose = 2;

unsigned part_of(minutes at) {
  if (at < minutes{12 * 60})
    return 0;
  return at < minutes{17 * 60} ? 1 : 2;
}

/// How far `day` lies from the nearest of those weekdays.
std::int64_t weekdays_off(std::bitset<7> wanted, date::local_days day) {
  const auto today = date::weekday{day}.c_encoding();
  for (unsigned off = 0; off <= 3; ++off)
    if (wanted[(today + off) % 7] || wanted[(today + 7 - off) % 7])
      return off;
  return 0;
}

std::int64_t days_off(const wished_times& wanted, date::local_days day) {
  std::int64_t off = 0;
  if (wanted.first_day && day < *wanted.first_day)
    off += (*wanted.first_day - day).count();
  if (wanted.last_day && day > *wanted.last_day)
    off += (day - *wanted.last_day).count();
  return off > 0 ? off : weekdays_off(wanted.weekdays, day);
}

std::int64_t minutes_off(const wished_times& wanted, minutes at) {
  minutes off{0};
  if (wanted.around)
    off += std::chrono::abs(at - *wanted.around);
  if (wanted.from && at < *wanted.from)
    off += *wanted.from - at;
  if (wanted.to && at >= *wanted.to)
    off += at - *wanted.to + minutes{1};
  return off.count();
}

std::int64_t cost_of(const wished_times& wanted, const choice& c) {
  return days_off(wanted, c.day) * day_price + minutes_off(wanted, c.at);
}

choice look_at(const time_slot& slot, std::span<const stretch> clock,
               const wish& wanted) {
  const auto wall = local_in(clock, slot.start);
  const auto day = date::floor<date::days>(wall);
  const auto at = std::chrono::floor<minutes>(wall - local_time{day});
  choice c{slot, day, at, part_of(at)};
  for (std::size_t i = 0; i < wanted.any_of.size(); ++i) {
    const auto cost = cost_of(wanted.any_of[i], c);
    c.cost = i == 0 ? cost : std::min(c.cost, cost);
  }
  c.ruled_out = std::any_of(
      wanted.none_of.begin(), wanted.none_of.end(),
      [&](const wished_times& times) { return cost_of(times, c) == 0; });
  return c;
}

// Smaller is better: nearest to the wish, then what nobody else is deciding
// about, then another day, then another part of the day, then far from what is
// offered already, then early.
auto rank(const choice& c, std::span<const choice> taken) {
  constexpr std::int64_t far_enough = 3;
  std::int64_t same_day = 0;
  std::int64_t same_part = 0;
  std::int64_t hours_apart = far_enough;
  for (const auto& other : taken) {
    same_day += other.day == c.day;
    same_part += other.part == c.part;
    const auto apart = std::chrono::abs(other.slot.start - c.slot.start);
    hours_apart = std::min<std::int64_t>(
        hours_apart, std::chrono::floor<std::chrono::hours>(apart).count());
  }
  return std::tuple{c.cost,    c.held,       same_day,
                    same_part, -hours_apart, c.slot.start};
}

std::size_t best_of(std::span<const choice> left,
                    std::span<const choice> taken) {
  std::size_t best = 0;
  auto best_rank = rank(left[0], taken);
  for (std::size_t i = 1; i < left.size(); ++i) {
    const auto other = rank(left[i], taken);
    if (other < best_rank) {
      best = i;
      best_rank = other;
    }
  }
  return best;
}

std::vector<time_slot> in_order(std::vector<time_slot> slots) {
  std::sort(slots.begin(), slots.end());
  return slots;
}

/// What may be offered at all.
std::vector<choice> choices_among(std::span<const time_slot> free,
                                  const zone& tz, const wish& wanted,
                                  std::span<const time_slot> held) {
  const auto [low, high] = std::minmax_element(free.begin(), free.end());
  const auto clock = tz.stretches(low->start, high->start);
  std::vector<choice> left;
  left.reserve(free.size());
  for (const auto& slot : free)
    if (auto c = look_at(slot, clock, wanted); !c.ruled_out) {
      c.held = std::any_of(held.begin(), held.end(), [&](const auto& other) {
        return overlaps(other, slot);
      });
      left.push_back(c);
    }
  const auto is_met = [](const choice& c) { return c.cost == 0; };
  if (std::any_of(left.begin(), left.end(), is_met))
    std::erase_if(left, std::not_fn(is_met));
  if (wanted.soonest)
    std::stable_sort(left.begin(), left.end(),
                     [](const auto& a, const auto& b) {
                       return std::tuple{a.cost, a.held, a.slot}
                              < std::tuple{b.cost, b.held, b.slot};
                     });
  return left;
}

} // namespace

std::vector<time_slot> nearest(std::span<const time_slot> free, instant wanted,
                               std::size_t count) {
  std::vector<time_slot> result(std::min(count, free.size()));
  const auto key = [wanted](const time_slot& slot) {
    return std::pair{std::chrono::abs(slot.start - wanted), slot.start};
  };
  std::partial_sort_copy(
      free.begin(), free.end(), result.begin(), result.end(),
      [&](const auto& a, const auto& b) { return key(a) < key(b); });
  return in_order(std::move(result));
}

bool meets(const time_slot& slot, const zone& tz, const wish& wanted) {
  const auto clock = tz.stretches(slot.start, slot.start);
  const auto c = look_at(slot, clock, wanted);
  return c.cost == 0 && !c.ruled_out;
}

std::vector<time_slot> pick_to_offer(std::span<const time_slot> free,
                                     const zone& tz, const wish& wanted,
                                     std::size_t count,
                                     std::span<const time_slot> held) {
  if (free.empty())
    return {};
  auto left = choices_among(free, tz, wanted, held);
  std::vector<choice> taken;
  std::vector<time_slot> result;
  while (!left.empty() && taken.size() < count) {
    const auto best = wanted.soonest ? 0 : best_of(left, taken);
    if (left[best].held && taken.size() >= enough_to_choose)
      break;
    taken.push_back(left[best]);
    result.push_back(left[best].slot);
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(best));
  }
  return in_order(std::move(result));
}

} // namespace rental
