// Personal data in a form that may stand in a log.
#pragma once

#include <string>
#include <string_view>

namespace rental {

/// "+14055550142" -> "+1*******42", seven stars whatever the length; short or
/// strange input -> "***".
std::string redact_phone(std::string_view phone);

/// "jane.smith@example.com" -> "j***@example.com"; strange input -> "***".
std::string redact_email(std::string_view email);

/// A manager's id for a log: phone numbers and e-mail addresses are redacted,
/// other ids ("pete_admin", a UUID) stay as they are. Seven digits without a
/// letter, or with a letter and a space, count as a phone number.
std::string redact_id(std::string_view id);

} // namespace rental
