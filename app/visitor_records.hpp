// Everything that is kept about one visitor, found row by row.
#pragma once

#include "base/expected.hpp"
#include "domain/booking.hpp"
#include "storage/store.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace rental {

/// Who is meant: by one of the two, or both.
struct person {
  /// E.164, or as it was given.
  std::string phone;
  std::string email;
  /// In which a number without "+" is read.
  std::string region;

  /// Whatever extension stands behind it.
  bool has_number(const std::string& number) const;
  bool is(const visitor& who) const;
  bool is_in(const std::string& text) const;
};

/// A call of the person's.
using call_name = std::pair<std::string /*agency*/, std::string /*call id*/>;

struct visitor_records {
  std::vector<booking> bookings;
  std::vector<callback_request> wishes;
  std::vector<outbox_mail> mails;
  /// About these bookings, and whatever was said in these calls.
  std::vector<stored_answer> answers;
  std::set<call_name> calls;
  /// All managers by their row ids.
  std::map<std::int64_t, manager_key> managers;
  /// Rows that do not open, "booking 0f8c...": they may be the person's too.
  std::vector<std::string> unreadable;
};

/// In small transactions, since the service may be at work.
expected<visitor_records> find_visitor(store& rows, const person& who);

/// Every name under which the limits and the tries of codes count the person.
std::vector<std::string> use_names_of(const visitor_records& found,
                                      const person& who);

nlohmann::json booking_json(const booking& row);
nlohmann::json wish_json(const callback_request& row);
/// Without its text when it tells of another visitor as well.
nlohmann::json mail_json(const outbox_mail& row);
nlohmann::json answer_json(const stored_answer& row);

} // namespace rental
