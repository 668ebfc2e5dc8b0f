#include "metrics/metric_labels.hpp"

#include "vapi/tool_definitions.hpp"

#include <algorithm>
#include <array>

namespace rental {
namespace {

constexpr std::size_t longest_word = 64;

bool is_method(std::string_view value) {
  // RFC 9110, section 9, and RFC 5789.
  static constexpr std::array known{
      std::string_view{"GET"},     std::string_view{"HEAD"},
      std::string_view{"POST"},    std::string_view{"PUT"},
      std::string_view{"DELETE"},  std::string_view{"PATCH"},
      std::string_view{"OPTIONS"}, std::string_view{"CONNECT"},
      std::string_view{"TRACE"}};
  return std::ranges::find(known, value) != known.end();
}

/// "0" says that there was no answer.
bool is_status(std::string_view value) {
  return value == "0"
         || (value.size() == 3 && value[0] >= '1' && value[0] <= '5'
             && std::ranges::all_of(
                 value, [](char c) { return c >= '0' && c <= '9'; }));
}

bool is_tool(std::string_view value) {
  return value == "unknown"
         || std::ranges::find(known_tools(), value) != known_tools().end();
}

bool is_word(std::string_view value) {
  return value.size() <= longest_word && std::ranges::all_of(value, [](char c) {
           return c >= ' ' && c <= '~';
         });
}

} // namespace

std::string_view checked_label(std::string_view label, std::string_view value) {
  const bool fits = label == "method"   ? is_method(value)
                    : label == "status" ? is_status(value)
                    : label == "tool"   ? is_tool(value)
                                        : is_word(value);
  return fits ? value : other_label;
}

} // namespace rental
