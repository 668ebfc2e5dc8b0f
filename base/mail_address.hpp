// Mail addresses, as far as we send to them: strict, since what passes stands
// in mail headers and in the dialogue with a mail server.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rental {

/// Whether the text is one address of the form local@domain in ASCII (RFC 5321
/// without quoted local parts and address literals), at most 254 characters.
/// Nothing that passes can end a header or a command.
bool is_mail_address(std::string_view text);

/// Whether two addresses lead to the same mailbox. The case of ASCII letters
/// does not matter: RFC 5321 leaves that of the local part to its host, and
/// Microsoft, like every large host, ignores it.
bool same_mail_address(std::string_view a, std::string_view b);

/// An address with the name that a mail program shows for it.
struct mailbox_name {
  /// UTF-8 without control characters; may be empty.
  std::string name;
  std::string address;

  friend bool operator==(const mailbox_name&, const mailbox_name&) = default;
};

/// Reads "local@domain" or "Name <local@domain>", the name with or without
/// quotation marks. Nothing when it is neither.
std::optional<mailbox_name> read_mailbox_name(std::string_view text);

} // namespace rental
