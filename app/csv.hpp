// Comma-separated values as RFC 4180 has them. Pure functions.
#pragma once

#include "base/expected.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rental {

struct csv_record {
  /// Where it begins; the first line is 1.
  std::size_t line = 0;
  std::vector<std::string> fields;
};

/// Reads UTF-8, with or without a byte order mark. Lines end in CRLF, LF or CR;
/// a field in double quotes may hold them, commas, and quotes written twice.
/// Empty lines are passed over. Fails with errc::bad_request and "line N: ..."
/// when a quote is not closed, stands inside a bare field, or is followed by
/// something.
expected<std::vector<csv_record>> parse_csv(std::string_view text);

/// One record with its CRLF; fields are quoted where that is needed.
std::string csv_line(std::span<const std::string> fields);

/// `field` so that no spreadsheet takes it for a formula: an apostrophe goes
/// before one that begins with = + - @, a tab or CR; and before one that begins
/// so behind apostrophes, so that unguarded_field gives back every text.
std::string guarded_field(std::string field);
/// The field without the apostrophe of guarded_field.
std::string unguarded_field(std::string field);

} // namespace rental
