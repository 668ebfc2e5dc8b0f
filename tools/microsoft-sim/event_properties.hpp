#pragma once

#include "tools/microsoft-sim/json.hpp"

#include <initializer_list>
#include <optional>
#include <string>

/// The single properties of an event and of a message: which there are, which
/// values they take, how Graph completes them. All of it throws graph_refusal
/// for what Graph would refuse.
namespace rental::sim {

/// How Outlook writes "never".
inline constexpr auto no_time = "0001-01-01T00:00:00Z";

/// ErrorPropertyValidationFailure unless `holds`.
void demand(bool holds, const std::string& name);

/// RequestBodyRead if an object has other members than these; '@odata.type' is
/// always allowed.
void demand_members(const json& from, const std::string& name,
                    std::initializer_list<const char*> known);

/// The checked and completed value of a property that is stored as it comes;
/// nullopt if `name` is not one of them.
std::optional<json> check_property(const std::string& name, const json& value);

/// Known to the type, but not to be written by a client.
bool is_read_only(const std::string& name);

json check_location(const json& value, const std::string& name);
std::string check_text(const json& value, const std::string& name);
bool check_flag(const json& value, const std::string& name);

/// Checks `{"emailAddress":{"address":..,"name":..}}` and completes it.
json read_recipient(const json& from);

/// Checks `{"contentType":"text"|"html","content":".."}`.
json read_item_body(const json& from);

} // namespace rental::sim
