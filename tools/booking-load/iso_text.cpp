#include "tools/booking-load/iso_text.hpp"

#include <date/date.h>

#include <sstream>

namespace rental::load {

std::optional<instant> instant_in(const std::string& text) {
  for (auto format : {"%FT%TZ", "%FT%T%Ez"}) {
    std::istringstream in{text};
    std::chrono::sys_time<std::chrono::nanoseconds> t;
    in >> date::parse(format, t);
    if (in && in.peek() == std::char_traits<char>::eof())
      return std::chrono::floor<std::chrono::seconds>(t);
  }
  return std::nullopt;
}

} // namespace rental::load
