// Header fields of a mail (RFC 5322): what a field may hold is encoded, never
// trusted.
#pragma once

#include "base/mail_address.hpp"
#include "base/time.hpp"

#include <string>
#include <string_view>

namespace rental {

/// A text for a Subject: as it is when it is short printable ASCII, else as
/// encoded words (RFC 2047) of at most 75 characters, folded. Control
/// characters become blanks, so that a text cannot begin a field of its own.
std::string mail_header_text(std::string_view utf8);

/// For From and To: address, or name and address.
std::string mail_header_mailbox(const mailbox_name& who);

/// "Tue, 24 Nov 2026 15:00:00 +0000".
std::string mail_header_date(instant when);

} // namespace rental
