// The quick way through a document without flaws. Internal to json/ and its
// tests; read_json.hpp says what is read.
#pragma once

#include "json/read_json.hpp"

#include <nlohmann/json.hpp>

namespace rental {

/// What read_json makes of `text`, or nothing when the document is not plain:
/// then read_json has to judge. Plain is what has the structure of RFC 8259 all
/// over, is UTF-8, keeps the limits, and writes the names next to what is
/// wanted without a backslash. Python's way is not.
///
/// simdjson marks where the texts, words and brackets begin, and checks UTF-8;
/// its On Demand reader goes from mark to mark. Each bracket, comma, colon and
/// bare word is looked at, in what is left out as well; texts that are left out
/// are not decoded. The marks cost 4 bytes each: a body of VAPI has one for
/// every 6 bytes, the worst document one for each. They are kept for the next
/// document of the thread, up to a limit.
///
/// At least json_room bytes behind `text` must be readable. Thread-safe.
std::optional<nlohmann::json> read_plain_json(std::string_view text,
                                              const json_options& options = {});

} // namespace rental
