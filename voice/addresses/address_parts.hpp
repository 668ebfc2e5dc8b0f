// An address taken apart: what is said and what is compared come from the same
// words. Inside voice/ only. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// One word of an address.
struct address_word {
  /// As written, cleaned: "Main", "123", "42nd", "4B".
  std::string text;
  /// Lower case without dots.
  std::string low;
  /// Behind how many commas it stands.
  int part = 0;
};

/// One word with its place in the address known.
struct address_piece {
  enum class kind { number, name, type, direction, unit, unit_name, city };
  kind what = kind::name;
  /// Written out: "Street", "North", "Apartment"; names and numbers as given.
  std::string text;
  int part = 0;
};

struct address_parts {
  std::vector<address_piece> pieces;
  /// A state or ZIP followed the last part, so it is a city for sure.
  bool city_is_certain = false;
  /// Two letters, lower case; "" when none was named.
  std::string state;
  /// Five figures, or a Canadian code without its blank; "".
  std::string code;
};

/// Cleans `text`, takes country, ZIP and state off, and names every word.
address_parts parse(std::string_view text);

/// "Street" for "st", "Boulevard" for "blvd", also for the full names; "".
std::string_view street_type(std::string_view low);
/// "North" for "n"; "".
std::string_view direction(std::string_view low);
/// "Apartment" for "apt", "Suite" for "ste"; "".
std::string_view unit_type(std::string_view low);
/// "ok" for "oklahoma", "okla" and "ok", "nh" for "new_hampshire"; "".
std::string_view state_code(std::string_view low);
/// "Creek" for "crk", "General" for "gen", "Martin Luther King" for "mlk"; ""
/// of a word that is no abbreviation.
std::string_view name_written_out(std::string_view low);
/// Whether this type is often the last word of a name instead: "Ridge" in "Oak
/// Ridge Drive".
bool may_end_name(std::string_view type);

} // namespace rental
