// One header of an answer.
#pragma once

#include "http/message/http_message.hpp"

#include <string>
#include <string_view>

namespace rental {

/// Empty when there is none.
inline std::string header_of(const http_out& out, std::string_view name) {
  for (const auto& [key, value] : out.headers)
    if (key == name)
      return value;
  return {};
}

} // namespace rental
