// Whether two addresses mean the same property. Pure and thread-safe.
#pragma once

#include "voice/addresses/home.hpp"

#include <string_view>
#include <vector>

namespace rental {

enum class likeness {
  /// One home, said in two ways.
  same,
  /// What tells homes apart was said once only, or may have been misheard: ask.
  unsure,
  different,
};

/// An address that is read once and compared often.
class read_address {
public:
  explicit read_address(std::string_view text) : homes_(read_homes(text)) {}

  /// See compare_addresses.
  likeness compare(const read_address& other) const;
  /// See fits_property.
  bool fits(const read_address& pattern) const;
  /// Whether it says which home is meant: a street or a building, and a house
  /// number or a unit.
  bool names_home() const;

private:
  std::vector<home> homes_;
};

/// Compares two addresses as people say them and speech-to-text writes them.
/// House numbers have to agree, and so has everything that tells homes apart:
/// unit, floor, lot, front and back, half numbers, direction, town and post
/// code where both name one. How it is written does not matter: figures or
/// words, abbreviations, names that sound alike, words around it, the order of
/// unit and street.
likeness compare_addresses(std::string_view a, std::string_view b);

/// Whether both are certainly the same property.
bool same_property(std::string_view a, std::string_view b);

/// Whether `text` may be a home that `pattern` describes: what both name
/// agrees. A pattern may be a whole address ("12 elm street"), a street, or
/// words of the name or town ("sunset"), which then have to stand in `text`.
bool fits_property(std::string_view pattern, std::string_view text);

} // namespace rental
