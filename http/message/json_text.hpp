// JSON documents as text. Internal to http/.
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace rental {

/// One line of JSON. Bytes that are not UTF-8 are replaced rather than refused:
/// what a caller's model wrote must not cost the answer.
template <class Json>
std::string json_text_of(const Json& document) {
  return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace rental
