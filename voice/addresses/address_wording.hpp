// The words of an address without those that people put around it. Inside
// voice/ only. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// Stands between two numbers that were said with a pause.
constexpr const char* number_pause = "|";

struct address_wording {
  explicit address_wording(std::string_view text);

  /// Lower-case ASCII letters and figures; ",", "#" and number_pause apart.
  std::vector<std::string> words;
  /// "back", "front upper": which house or storey of one number, in one word
  /// each, sorted; "" when none was said.
  std::string side;
};

/// A word of a name as it is compared: "lake-view" -> {"lake", "view"}, "mlk"
/// -> {"martin", "luther", "king"}, "the" -> {}.
std::vector<std::string> plain_name(std::string_view low);

} // namespace rental
