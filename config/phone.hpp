// Phone numbers and manager ids in one written form, so that "+1 (405)
// 555-0142" and "14055550142" are the same manager. Thread-safe.
// The rules of numbers come from Google's libphonenumber.
#pragma once

#include "domain/phone_reading.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace rental {

/// `text` as E.164 ("+14055550142"), or nothing when it is not a phone number.
/// A number without "+" is read as dialled inside `default_region` (ISO 3166,
/// e.g. "US"). Only possible, not assigned, numbers are demanded: test numbers
/// such as +15555551234 pass.
std::optional<std::string> to_e164(std::string_view text,
                                   std::string_view default_region = "US");

/// The number inside what a telephone line, a messenger or a caller's model
/// gives: "tel:+1-405-555-0142;ext=12", "sips:+14055550142@pbx.example",
/// "\"Jane\" <sip:...>", "whatsapp:+14055550142", "cell: 405 555 0142 x12",
/// "four oh five ...". No number: a name before the @, an id of a messenger
/// that numbers its people, a text with two numbers.
phone_reading read_phone(std::string_view text,
                         std::string_view default_region = "US");

/// A manager's id as it is kept: a phone number becomes E.164, any other id
/// ("pete_admin") loses only the blanks around it and what plain_text takes
/// away. A "+" that a URL turned into
/// a blank (" 14055550142") is understood.
std::string normalise_user_id(std::string_view text,
                              std::string_view default_region = "US");

} // namespace rental
