// What the homes of a file change among those that are there.
#pragma once

#include "app/property_file.hpp"
#include "base/clock.hpp"
#include "base/expected.hpp"
#include "domain/property.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// A home that is to be written.
struct planned_home {
  property_record row;
  /// In which fields it differs from the home that is there: "address",
  /// "notes", "active". Empty: it is new.
  std::vector<std::string_view> changed = {};
};

struct import_plan {
  std::vector<planned_home> to_write;
  std::size_t added = 0;
  std::size_t changed = 0;
  std::size_t as_before = 0;
  /// "line 3: the manager is missing".
  std::vector<std::string> errors;
};

/// The names of the fields in which two rows of one home differ.
std::vector<std::string_view> changed_fields(const property_record& before,
                                             const property_record& after);

/// errc::bad_request, one line for people, when a text of the home holds what
/// nobody sees (has_hidden_characters).
expected<done> is_all_visible(const property_record& row);

/// Takes seconds for many thousands of homes; nobody else has to wait
/// meanwhile, since it needs no database.
import_plan plan_homes(const std::vector<property_entry_read>& entries,
                       const std::vector<property_record>& there,
                       const clock& now);

/// A line for each of the first homes of the plan, and one that counts the
/// others:
///
///     add     9 Oak Avenue
///     change  12 Elm Street: manager, notes
///     hide    14 Elm Street (agency lakeside)
std::string plan_in_words(const import_plan& plan);

} // namespace rental
