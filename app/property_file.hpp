// Files of homes: CSV, and the replaced app's rental_data.json. Pure functions.
//
//     agency,address,name,manager,notes,active
//     default,"12 Elm Street, Norman, OK 73072",,+14055550142,Park behind.,yes
//
// The columns may stand in any order; `address` has to be there. JSON is a list
// of homes, an object of them by their address, or what the replaced app wrote:
//
//     {"rentals": {"site_1": {"data": {"address": "9 Oak Avenue, Norman"}}}}
#pragma once

#include "base/expected.hpp"
#include "domain/property.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// One home of a file.
struct property_entry_read {
  /// "line 7", "entry 7".
  std::string where;
  /// Empty: the file does not say.
  std::string agency;
  /// What the file says; the manager's id as it is written.
  property_change what;
};

struct property_file {
  std::vector<property_entry_read> entries;
  /// What was left out, or is wrong in single entries: one line each.
  std::vector<std::string> left_out;
  std::vector<std::string> errors;
};

/// Fails with errc::bad_request and one line when the file as a whole cannot be
/// used; what is wrong with single homes is in `errors`.
expected<property_file> read_property_csv(std::string_view text);
expected<property_file> read_property_json(std::string_view text);
/// One or the other, by how the text begins.
expected<property_file> read_property_file(std::string_view text);

/// With the header line, and so that no spreadsheet takes a field for a formula
/// (guarded_field of csv.hpp); read_property_csv gives back what was there.
std::string property_csv(std::span<const property_record> rows);

/// "yes" or "no", also as true and false, 1 and 0, in any case; nothing when it
/// is neither.
std::optional<bool> yes_or_no(std::string_view text);

} // namespace rental
