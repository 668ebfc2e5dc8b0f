// A home as an address names it, in parts that can be compared. Inside voice/
// only. Pure; thread-safe.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// Lower-case ASCII throughout; what was not said is empty.
struct home {
  /// "123", "123a", "123 1/2".
  std::string number;
  /// The street's name without its type: {"lake", "view"}, {"27"},
  /// {"highway", "81"}; a building's name where there is no street.
  std::vector<std::string> street;
  /// "street", "avenue".
  std::string type;
  /// Before and behind the name: "north", "southwest".
  std::string before;
  std::string after;
  /// What tells homes at one number apart: "unit" -> "4b", "floor" -> "3",
  /// "side" -> "back", "lot" -> "7".
  std::map<std::string, std::string> inside;
  std::string city;
  /// Two letters.
  std::string state;
  /// ZIP or postal code.
  std::string code;
};

/// Every reading of `text`, the likeliest first; never none. Several where
/// numbers were said aloud: "five twenty second Avenue" is 5 22nd and 520 2nd.
/// Words around the address ("the house at ...", "... please") are left out.
std::vector<home> read_homes(std::string_view text);

} // namespace rental
