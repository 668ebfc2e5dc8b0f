// The rules of the checker, a group for each file. Inside booking-load only.
#pragma once

#include "tools/booking-load/checker.hpp"

#include <set>
#include <unordered_map>

namespace rental::load {

/// The evidence with its threads tied together. Refers to it.
class case_file {
public:
  explicit case_file(const evidence& all);

  const evidence& all;

  /// The manager's owner, if the manager is one of the run.
  const calendar_owner* owner_of(std::int64_t manager) const;
  /// Row id of a manager of the run; 0: the ledger has none.
  std::int64_t manager_of(const std::string& user_id) const;
  /// Bookings of the run's managers.
  std::vector<const ledger_booking*> bookings;
  /// Events of the run's calendars that the service wrote.
  std::vector<const seen_event*> our_events;
  std::unordered_map<std::string, const ledger_booking*> booking_by_id;
  /// Bookings that this call, or (`by_phone`) any call from the same number,
  /// made with the manager that it is about.
  std::vector<const ledger_booking*> bookings_of(const exchange& caller,
                                                 bool by_phone) const;

private:
  void add_of_call(const std::string& call, std::int64_t manager,
                   std::vector<const ledger_booking*>& to) const;

  std::unordered_multimap<std::string, const ledger_booking*> by_call_;
  std::unordered_map<std::string, std::set<std::string>> calls_of_phone_;
  std::unordered_map<std::int64_t, const calendar_owner*> owners_;
  std::unordered_map<std::string, std::int64_t> managers_;
};

/// Collects what a rule finds.
class findings {
public:
  /// A rule begins; it is in the verdict even when it looks at nothing.
  void rule(std::string name, std::string says);
  /// It looked at something.
  void look(std::size_t count = 1) { result_.rules.back().looked_at += count; }
  void broken(std::string what, std::vector<std::string> ids);
  verdict take() { return std::move(result_); }

private:
  verdict result_;
};

void check_bookings(const case_file& all, findings& out);
void check_events(const case_file& all, findings& out);
void check_promises(const case_file& all, findings& out);
void check_changes(const case_file& all, findings& out);
void check_repeats(const case_file& all, findings& out);
void check_contests(const case_file& all, findings& out);
void check_mail(const case_file& all, findings& out);
void check_answers(const case_file& all, findings& out);

/// "2026-11-24T15:00:00Z"
inline std::string text_of(instant t) {
  return to_iso_utc(t);
}

/// The booking is or was in the calendar.
constexpr bool was_confirmed(booking_state state) noexcept {
  return state == booking_state::confirmed || state == booking_state::cancelling
         || state == booking_state::cancelled;
}

/// Lower case, letters and figures only.
std::string plain_address(std::string_view text);

} // namespace rental::load
