// Reads JSON that may be anything: Microsoft's answers come through gateways.
// Internal to microsoft/'s sources.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace rental {

/// Null when `text` is not JSON: HTML, empty, truncated. A flaw inside (half an
/// emoji, a number that no machine holds) costs its value alone; see read_json.
nlohmann::json parse_or_null(std::string_view text);

/// The member, or a null pointer when `from` is no object or the member is
/// absent or null.
const nlohmann::json* member(const nlohmann::json& from, const char* name);

/// The same without regard to case.
const nlohmann::json* member_any_case(const nlohmann::json& from,
                                      std::string_view name);

/// The member if it is a string, else "".
std::string text_of(const nlohmann::json& from, const char* name);

/// The member if it is a boolean, else false.
bool flag_of(const nlohmann::json& from, const char* name);

/// JSON text; bytes that are not UTF-8 are replaced rather than refused.
std::string to_text(const nlohmann::json& from);

/// ASCII only.
bool equal_any_case(std::string_view a, std::string_view b);

/// What may stand in a log of a code that came from outside: letters, digits,
/// "_", "." and "-", at most 64 of them.
std::string clean_code(std::string_view text);

} // namespace rental
