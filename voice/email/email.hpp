// What a model passes as somebody's e-mail address.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rental {

/// Reads an address as it was typed ("jane@example.com", "mailto:...", "Jane
/// <jane@example.com>.") or as it was said ("my e-mail is jane dot smith at
/// example dot com"). "" when none was given or the text only says so ("none",
/// "caller declined"). Nothing when it is no address: Microsoft would refuse
/// the whole event, so ask again. The form is is_mail_address's
/// (base/mail_address.hpp) with a dot in the domain; the domain in lower
/// case. Pure; never throws.
std::optional<std::string> understand_email(std::string_view text);

/// Why an address of the right form is asked back: the one that was probably
/// meant, or "" when its domain cannot exist and nothing is near. Nothing when
/// there is no reason. See doubt_about_domain (voice/email/mail_domain.hpp).
std::optional<std::string> doubt_about_email(std::string_view address);

/// "jane dot smith four two at example dot com"; "" when that would be too long
/// to be said.
std::string say_email(std::string_view address);

} // namespace rental
