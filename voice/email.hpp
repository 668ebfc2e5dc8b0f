// What a model passes as somebody's e-mail address.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rental {

/// Reads an address as it was typed ("jane@example.com", "mailto:...") or as it
/// was said ("jane dot smith at example dot com"). "" when none was given or
/// the text only says so ("none", "n/a", "not provided"). Nothing when it is no
/// address: Microsoft would refuse the whole event, so ask again. The form is
/// is_mail_address's (domain/mail_address.hpp) with a dot in the domain; the
/// domain in lower case. Pure; never throws.
std::optional<std::string> understand_email(std::string_view text);

} // namespace rental
