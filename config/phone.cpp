#include "config/phone.hpp"

#include "base/plain_text.hpp"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <cctype>

namespace rental {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

std::string_view trim(std::string_view text) {
  constexpr auto blanks = " \t\r\n";
  auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Whether only digits and the marks between them occur; libphonenumber would
/// find a number inside "call 555 0100 now", and letters as on a keypad.
bool looks_like_phone(std::string_view text) {
  auto fits = [](unsigned char c) {
    return std::isdigit(c)
           || std::string_view{" +-()./"}.find(static_cast<char>(c))
                  != std::string_view::npos;
  };
  return std::ranges::all_of(text, fits)
         && std::ranges::count_if(text, [](unsigned char c) {
              return std::isdigit(c) != 0;
            }) >= 7;
}

} // namespace

std::optional<std::string> to_e164(std::string_view given,
                                   std::string_view default_region) {
  const auto plain = plain_text(given);
  const auto text = trim(plain);
  if (!looks_like_phone(text))
    return std::nullopt;
  const auto& rules = *PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  if (rules.Parse(std::string{text}, std::string{default_region}, &number)
          != PhoneNumberUtil::NO_PARSING_ERROR
      || !rules.IsPossibleNumber(number))
    return std::nullopt;
  std::string written;
  rules.Format(number, PhoneNumberUtil::E164, &written);
  return written;
}

std::string normalise_user_id(std::string_view given,
                              std::string_view default_region) {
  const auto text = plain_text(given);
  // A form-decoded "+1405..." arrives as " 1405...".
  if (text.starts_with(" ") && looks_like_phone(text))
    if (auto number = to_e164("+" + std::string{trim(text)}, default_region))
      return *number;
  if (auto number = to_e164(text, default_region))
    return *number;
  return std::string{trim(text)};
}

} // namespace rental
