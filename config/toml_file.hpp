// A TOML file as a flat list, so that toml11 stays inside one source.
#pragma once

#include "base/expected.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace rental::config {

/// A value that is none of the scalars that we use: what it is instead.
struct other_value {
  const char* what = "a table";
};

struct toml_entry {
  /// Dotted; an array of tables is "bindings[]", its keys "bindings[].number".
  std::string key;
  /// Which element of the array of tables.
  std::size_t index = 0;
  std::variant<other_value, bool, std::int64_t, double, std::string> value;
  std::uint32_t line = 0;

  bool is_table() const;
};

/// Reads a file; entries in order of line, tables before what is in them.
/// Fails with errc::bad_request and one line that begins with "FILE:LINE" or
/// "FILE".
expected<std::vector<toml_entry>> read_toml(const std::string& path);

} // namespace rental::config
