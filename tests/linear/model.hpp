// What one calendar does when one operation comes after another: a set of
// intervals, each with its owner. The specification that histories are judged
// by, so written to be read.
#pragma once

#include "tests/linear/history.hpp"

#include <map>
#include <string>
#include <vector>

namespace rental::linear {

/// The state of one calendar.
struct state {
  /// By owner: the viewing that stands.
  std::map<int, span> booked;
  /// By owner: the slot that was given up last.
  std::map<int, span> freed;
  /// By number: the events of others.
  std::map<int, span> others;

  /// Equal for equal states only.
  std::string key() const;
};

/// For people: what stands, one line each.
std::string to_string(const state& now);

/// What real time says about one reading, slot by slot as in setting::slots.
///
/// Our own viewings block from the moment they are made. Events of others may
/// be as old as the cache: which of them a reading must and may show follows
/// from their times alone. And while an order runs, both the slot that it wants
/// and the one that it gives up are blocked, on purpose; so a reading may hide
/// the slots of orders that it overlaps.
struct reading {
  std::vector<bool> must_hide;
  std::vector<bool> may_hide;
  /// Owners with an order that overlaps the reading.
  std::vector<int> busy_owners;
};

class model {
public:
  /// `all` is one calendar's history.
  model(const setting& rules, const history& all);

  /// The states that may follow when operation number `index` happens now with
  /// the outcome that was told; none if that outcome is impossible.
  std::vector<state> after(const state& now, std::size_t index) const;
  /// The state in which it was undone after all (for unknown outcomes).
  std::vector<state> undone(const state& now, std::size_t index) const;

  /// Whether `slot` touches neither another owner's viewing nor an event.
  bool is_free(const state& now, const span& slot, int but_for_owner) const;

private:
  bool touch(const span& wanted, const span& busy) const;
  bool shows(const state& now, std::size_t index) const;
  bool hidden_by_order(const state& now, const reading& facts,
                       const span& slot) const;
  reading facts_of(const operation& read) const;
  std::vector<state> after_order(const state& now, const operation& it) const;

  const setting& rules_;
  const history& all_;
  std::vector<reading> facts_;
};

} // namespace rental::linear
