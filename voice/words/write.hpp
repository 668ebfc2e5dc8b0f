// How single things are written, for mails and invitations: what say.hpp is for
// the ear, this is for the eye. All functions are pure and thread-safe; none
// fails.
#pragma once

#include "base/time.hpp"
#include "base/zone.hpp"

#include <string>
#include <string_view>

namespace rental {

/// "Fri 4 Dec".
std::string write_day(date::local_days day);

/// "Fri 4 Dec, 2:00 PM CST".
std::string write_when(instant t, const zone& tz);

/// An address as a stranger may read it in an invitation that bears somebody's
/// name: what a caller said, as far as it can be an address. Web and mail
/// addresses, markup and long figures are left out; "the property" when what
/// is left has neither a number nor the form of a name ("Sunset Apartments"),
/// or too many words. At most 100 bytes.
std::string write_address(std::string_view text);

} // namespace rental
