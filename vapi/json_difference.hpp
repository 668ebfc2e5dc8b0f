// Where a JSON value is not what it should be, in words. Pure.
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace rental {

/// A value on one line of ASCII, cut to a length that suits a message.
std::string short_json(const nlohmann::json& value);

/// One line for each place where `present` is not as `wanted`, such as
/// `server.url: "https://a" -> "https://b"`; `path` names the whole. A false or
/// an empty list that `present` leaves out does not count, nor do members that
/// only `present` has, save those of an object "properties": there every name
/// means something (JSON Schema).
std::vector<std::string> differences(const nlohmann::json& wanted,
                                     const nlohmann::json& present,
                                     const std::string& path);

} // namespace rental
