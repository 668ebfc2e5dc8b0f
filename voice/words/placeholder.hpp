// What models write where they have nothing to write. Pure; thread-safe.
#pragma once

#include <string_view>

namespace rental {

/// Of any argument: "null", "N/A", "not provided", "unknown", "TBD", "string",
/// "...".
bool is_no_value(std::string_view text);

/// A name: the above, the part that somebody plays in the call ("caller"),
/// words about a name ("Full Name"), a refusal, no letter at all.
bool is_no_name(std::string_view text);

/// An address: the above but the parts; words about an address ("the
/// property").
bool is_no_address(std::string_view text);

/// An e-mail address or a phone number: words that say that there is none.
bool is_no_contact(std::string_view text);

/// A phone number: words for the number that the call comes from.
bool is_this_line(std::string_view text);

} // namespace rental
