// What can be known of a phone number that a line or a person gave. Pure;
// thread-safe. config/phone.hpp reads it with the rules of all countries.
#pragma once

#include <string>
#include <string_view>

namespace rental {

struct phone_reading {
  /// E.164, with " ext. 12" behind it when there is an extension; empty when
  /// there is no number.
  std::string number;
  /// The line tells no number, or one that stands for none (a carrier's
  /// "UNAVAILABLE" typed on a keypad, zeros): not to be shown as a number.
  bool withheld = false;
  /// Whether it can tell who calls: a number that somebody may have.
  bool proves_caller = false;
};

/// Whether carriers and switchboards put such digits, or such a word, where
/// the caller's number is withheld: ANONYMOUS, UNAVAILABLE, RESTRICTED and
/// their kin, spelled out or typed on a keypad, with or without a leading 1;
/// one digit again and again; the digits in a row. Signs in between do not
/// matter.
bool is_placeholder_number(std::string_view text);

/// "four oh five, double five" as "40555"; figures and "+" stay. "" when there
/// are other words, unless these are to be overlooked.
std::string spoken_digits(std::string_view text, bool among_others = false);

} // namespace rental
