// Which times may be booked, and which of them are free. ONE function decides
// "free", for showing, holding and booking: busy_set::is_free.
#pragma once

#include "base/time.hpp"
#include "base/zone.hpp"
#include "domain/event.hpp"
#include "domain/rules.hpp"

#include <bitset>
#include <optional>
#include <span>
#include <vector>

namespace rental {

/// Why a wanted time cannot be booked.
enum class refusal {
  /// It is over.
  past,
  /// Nearer than the notice.
  too_soon,
  /// Beyond the horizon.
  too_far,
  /// Outside business hours, or reaching out of them.
  closed,
  /// Not on the grid.
  off_grid,
  /// Something is in the way.
  taken,
};

/// Stable name, e.g. "too_soon".
const char* to_string(refusal why) noexcept;

/// Every viewing that the rules allow, oldest first: local days from today to
/// today + horizon_days, each on the manager's wall clock, so 09:00 stays 09:00
/// over a clock change. A nonexistent wall time yields nothing; of an ambiguous
/// one the first is taken. A slot lasts `rules.slot` of absolute time and ends
/// not later than the instant at which the wall clock first shows the closing
/// time; it lies in `rules.within` as well, where that is set. Rules without a
/// positive slot and grid allow nothing. Costs about a microsecond: one look-up
/// in the zone's database, no text.
std::vector<time_slot> candidate_slots(const booking_rules& rules,
                                       const zone& tz, instant now);

/// Why the rules forbid a viewing that starts at `start`, or nothing. Agrees
/// with candidate_slots: nothing exactly for the starts listed there. Of
/// several reasons the first of past, too_far, closed, off_grid, too_soon is
/// told: the caller hears what another day or time of day would mend before
/// what half an hour would, and "too soon" only of a time that other days have.
/// Never `taken`. The second pass of an hour that comes twice is off_grid.
std::optional<refusal> check_rules(const booking_rules& rules, const zone& tz,
                                   instant now, instant start);

/// The time that the horizon covers and that a calendar read must cover:
/// from `now` to the end of the last local day, buffers included. A read that
/// is kept has to cover the horizon of its last use: after midnight there is
/// one more day to offer.
time_slot horizon(const booking_rules& rules, const zone& tz, instant now);

/// Times that are not free, merged and sorted. Half-open. Not thread-safe while
/// it is added to.
class busy_set {
public:
  /// A slot that ends when or before it starts is ignored.
  void add(const time_slot& slot);
  void add(const busy_set& other);
  /// Whether a viewing at `slot`, with the rules' buffers around it, touches
  /// nothing busy.
  bool is_free(const time_slot& slot, const booking_rules& rules) const;
  const std::vector<time_slot>& intervals() const noexcept { return merged_; }

private:
  std::vector<time_slot> merged_;
};

/// Whether an event blocks: busy, oof, unknown and (by rule) tentative do;
/// free, workingElsewhere, cancelled and declined do not.
bool blocks(const calendar_event& event, const booking_rules& rules);

/// When an event is, with all-day dates laid into the manager's zone. An
/// all-day event covers one day at least, whatever its last day says.
time_slot span_of(const calendar_event& event, const zone& tz);

/// All the time that an event takes, or may take where it has a flaw.
std::vector<time_slot> spans_of(const calendar_event& event, const zone& tz);

/// The busy time of a calendar.
busy_set busy_from(std::span<const calendar_event> events,
                   const booking_rules& rules, const zone& tz);

/// The candidates that are free, oldest first.
std::vector<time_slot> free_slots(const booking_rules& rules, const zone& tz,
                                  instant now, const busy_set& busy);

/// At most `count` free slots nearest to `wanted` (earlier first when equally
/// far), in order of time.
std::vector<time_slot> nearest(std::span<const time_slot> free, instant wanted,
                               std::size_t count);

/// Times of which any would do: some days, and some part of each.
struct wished_times {
  /// First and last day, as far as there is one.
  std::optional<date::local_days> first_day;
  std::optional<date::local_days> last_day;
  /// Which days of the week; 0 = Sunday ... 6 = Saturday.
  std::bitset<7> weekdays = all_week;
  /// Minutes after midnight at which the caller would like to come.
  std::optional<std::chrono::minutes> around;
  /// From this minute of the day on, and before that one ("afternoon" = 12:00
  /// to 17:00).
  std::optional<std::chrono::minutes> from;
  std::optional<std::chrono::minutes> to;

  static constexpr std::bitset<7> all_week{0x7F};

  bool names_days() const {
    return first_day || last_day || weekdays != all_week;
  }
  bool names_hours() const { return around || from || to; }

  friend bool operator==(const wished_times&, const wished_times&) = default;
};

/// A caller's wish, as far as it was understood.
struct wish {
  /// One of these; none: any time.
  std::vector<wished_times> any_of;
  /// Never one of these ("not Monday").
  std::vector<wished_times> none_of;
  /// The earliest of them.
  bool soonest = false;
  /// What was said was not understood, or not all of what it rules out.
  bool unclear = false;

  bool empty() const { return any_of.empty() && none_of.empty() && !soonest; }

  friend bool operator==(const wish&, const wish&) = default;
};

/// Exactly that time.
wish wish_for(instant start, const zone& tz);

/// Whether a slot is what was wished for, to the minute. An empty wish is met
/// by anything.
bool meets(const time_slot& slot, const zone& tz, const wish& wanted);

/// At most `count` slots to speak, in order of time. Those that meet the wish,
/// if there are any, spread over days and parts of the day with the earliest
/// among them; the earliest only, when these are wished for. Else those nearest
/// to the wish: six hours off the wished time of day weigh as much as a day off
/// the wished day. Never one that the wish rules out, so there may be none.
/// `held`: what others are deciding about now; of these only what is wished for
/// as exactly, and only where fewer than two others are.
std::vector<time_slot> pick_to_offer(std::span<const time_slot> free,
                                     const zone& tz, const wish& wanted,
                                     std::size_t count,
                                     std::span<const time_slot> held = {});

} // namespace rental
