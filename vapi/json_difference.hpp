// Where a JSON value is not what it should be, and how that is shown. Pure.
#pragma once

#include "base/secret.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// As many brackets inside each other are gone through. Deeper values would
/// use up the stack: JSON of strangers has to be looked at first.
inline constexpr std::size_t deepest_json = 64;

/// Whether more than `most` brackets are inside each other. For every value.
bool is_deeper(const nlohmann::json& value, std::size_t most = deepest_json);

/// The whole value on one line of ASCII; of one that is too deep, a word.
std::string one_line_json(const nlohmann::json& value);

/// One place that is not as wanted. Holds whole values with whatever strangers
/// wrote into them, secrets perhaps: to be shown by fit_to_show alone.
struct json_difference {
  /// Such as "server.url".
  std::string where;
  /// What is there; empty: nothing is.
  std::string from;
  /// What is wanted instead, or what becomes of it.
  std::string to;

  friend bool operator==(const json_difference&, const json_difference&)
      = default;
};

/// Each place where `present` is not as `wanted`; `path` names the whole. A
/// false or an empty list that `present` leaves out does not count, nor do
/// members that only `present` has, save those of an object "properties": there
/// every name means something (JSON Schema). A value that is too deep is one
/// difference, whatever it holds.
std::vector<json_difference> differences(const nlohmann::json& wanted,
                                         const nlohmann::json& present,
                                         const std::string& path);

/// `text` of strangers for a terminal, on one line: as plain_text
/// (base/plain_text.hpp) has it, so without bidi marks and whatever cannot be
/// seen, blanks for control characters, "***" for each of `hidden`. Of more
/// than `most` bytes (at least 3) only the beginning, whole characters, and
/// "...".
std::string fit_to_show(std::string_view text,
                        const std::vector<secret>& hidden, std::size_t most);

} // namespace rental
