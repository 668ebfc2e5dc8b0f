// Everything that the checker looks at, as plain data: what was said to whom
// (the transcript), what the database holds (the ledger), and what is in the
// calendars and the post (the simulator). The readers fill it, tests plant it.
#pragma once

#include "domain/booking.hpp"
#include "tools/booking-load/hearing.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rental::load {

/// A manager of the run, and the account whose calendar is connected.
struct calendar_owner {
  std::string user_id;
  std::string account;
  zone tz;
};

/// One request to the service and its answer.
struct exchange {
  /// Counts the requests in the order of sending.
  std::size_t number = 0;
  std::string scenario;
  /// All exchanges with the same name here compete for one slot; empty: none.
  std::string contest;
  std::string user_id;
  std::string call_id;
  std::string tool_call_id;
  std::string tool;
  /// The arguments as compact JSON, keys sorted.
  std::string arguments;
  /// The caller's number, from signalling.
  std::string phone;
  std::string address;
  /// The start that the arguments ask for, when the sender knows it.
  std::optional<instant> wanted;
  /// Since the start of the run: when it was due, sent and answered.
  std::chrono::microseconds due{0};
  std::chrono::microseconds sent{0};
  std::chrono::microseconds done{0};
  /// HTTP status; 0: no answer, and `trouble` says why.
  int status = 0;
  std::string trouble;
  /// The whole body of the answer.
  std::string body;
  std::string sentence;
  heard meaning;
  /// `meaning.when` and `meaning.options` as instants; nothing (and a shorter
  /// list) where words had no single meaning.
  std::optional<instant> when;
  std::vector<instant> options;
};

/// A row of `managers`.
struct ledger_manager {
  std::int64_t id = 0;
  std::string user_id;
};

/// A row of `bookings`, without the sealed columns.
struct ledger_booking {
  std::string id;
  std::int64_t manager = 0;
  time_slot slot;
  /// Sealed in the database, so empty: what its event says counts.
  std::string address;
  std::string call_id;
  booking_state state = booking_state::held;
  std::string event_id;
  std::string reason;
};

/// A row of `answers`, without the sealed columns.
struct ledger_answer {
  std::string call_id;
  std::string tool_call_id;
  std::string booking_id;
};

/// A row of `outbox`, without the sealed columns.
struct ledger_mail {
  std::int64_t id = 0;
  std::int64_t manager = 0;
  std::string key;
  int attempts = 0;
  /// queued | sending | sent | unknown | failed
  std::string state;
  std::string last_error;
  /// Tries of which nobody knows whether they arrived.
  int unsure = 0;

  bool operator==(const ledger_mail&) const = default;
};

/// The database as it was read after the run.
struct ledger_state {
  std::vector<ledger_manager> managers;
  std::vector<ledger_booking> bookings;
  std::vector<ledger_answer> answers;
  /// Absent: this database has no outbox.
  std::optional<std::vector<ledger_mail>> outbox;
};

/// An event of a calendar, deleted ones included.
struct seen_event {
  std::string account;
  std::string id;
  /// The same event under its other id.
  std::string ordinary_id;
  time_slot slot;
  /// Our extended property; empty when it has none.
  std::string booking_id;
  std::string transaction_id;
  /// Put there by the simulator's control plane, not by the service.
  bool by_human = false;
  bool deleted = false;
  bool cancelled = false;
  std::string subject = {};
};

/// A mail that Microsoft took.
struct sent_mail {
  std::string account;
  /// Subject, body and recipients as one text, to look ids up in.
  std::string text;
  /// Its subject says that it may have arrived before.
  bool again = false;
};

struct evidence {
  std::vector<calendar_owner> owners;
  std::vector<exchange> transcript;
  ledger_state ledger;
  std::vector<seen_event> events;
  std::vector<sent_mail> mails;
};

} // namespace rental::load
