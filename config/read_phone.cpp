#include "base/plain_text.hpp"
#include "config/phone.hpp"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rental {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;
using sv = std::string_view;

constexpr std::size_t longest = 300;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::size_t digits_in(sv text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, is_digit));
}

sv before(sv text, char mark) {
  return text.substr(0, text.find(mark));
}

/// What the schemes of telephone lines and messengers mean.
enum class scheme_kind { none, telephone, sip, number_of_person, other };

scheme_kind kind_of(sv scheme) {
  constexpr std::array<sv, 2> sip{"sip", "sips"};
  constexpr std::array<sv, 4> telephone{"tel", "callto", "phone", "fax"};
  constexpr std::array<sv, 8> persons{"whatsapp", "sms", "smsto",  "mms",
                                      "viber",    "rcs", "signal", "imessage"};
  constexpr std::array<sv, 9> others{"messenger", "facebook", "instagram",
                                     "telegram",  "skype",    "wechat",
                                     "line",      "http",     "https"};
  const auto is_in = [&](const auto& list) {
    return std::ranges::find(list, scheme) != list.end();
  };
  return is_in(sip)         ? scheme_kind::sip
         : is_in(telephone) ? scheme_kind::telephone
         : is_in(persons)   ? scheme_kind::number_of_person
         : is_in(others)    ? scheme_kind::other
                            : scheme_kind::none;
}

std::string percent_decoded(sv text) {
  constexpr sv figures = "0123456789abcdef";
  const auto value = [&](char c) {
    return figures.find(is_letter(c) ? static_cast<char>(c | 0x20) : c);
  };
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && value(text[i + 1]) != sv::npos
        && value(text[i + 2]) != sv::npos) {
      result += static_cast<char>(value(text[i + 1]) * 16 + value(text[i + 2]));
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

/// A parameter behind a number: ";ext=12".
sv parameter(sv text, sv name) {
  const auto lower = ascii_lower(text);
  const auto mark = ";" + std::string{name} + "=";
  const auto at = lower.find(mark);
  if (at == lower.npos)
    return {};
  return before(text.substr(at + mark.size()), ';');
}

/// A number and the digits of its extension.
struct parts {
  std::string main;
  std::string extension;
};

/// "405-555-0142 ext. 12", "... x12", "... #12", "..., extension one two".
parts without_extension(sv text) {
  const auto small = ascii_lower(text);
  auto mark = small.rfind("ext");
  if (mark == small.npos)
    mark = small.find_last_of("x#");
  if (mark == small.npos)
    return {std::string{text}, {}};
  auto end = mark;
  while (end < small.size() && (is_letter(small[end]) || small[end] == '#'))
    ++end;
  auto said = small.substr(end);
  for (const sv word : {"number", "no."})
    if (const auto at = said.find(word); at != said.npos)
      said.erase(at, word.size());
  const auto extension = spoken_digits(said);
  if (extension.empty() || extension.size() > 7
      || !std::ranges::all_of(extension, is_digit))
    return {std::string{text}, {}};
  auto main = text.substr(0, mark);
  while (!main.empty() && main.back() == ';')
    main.remove_suffix(1);
  return {std::string{bare_value(main)}, extension};
}

/// The one run of signs in a text of words that may be a number; "" when there
/// are none or several.
sv only_number_in(sv text) {
  const auto fits
      = [](char c) { return is_digit(c) || sv{" +-()./"}.find(c) != sv::npos; };
  sv only;
  for (std::size_t i = 0; i < text.size();) {
    auto end = i;
    while (end < text.size() && fits(text[end]))
      ++end;
    const auto run = text.substr(i, end - i);
    // "A1405..." is no number, nor is a part of an address or a date's digits.
    const bool glued
        = !run.empty()
          && ((i > 0 && is_letter(text[i - 1]) && is_digit(run.front()))
              || (end < text.size() && is_letter(text[end])
                  && is_digit(run.back())));
    if (digits_in(run) >= 7 && !glued) {
      if (!only.empty())
        return {};
      only = run;
    }
    i = end + 1;
  }
  return only;
}

/// A number that somebody may have. The tables of numbers are years old in
/// some systems: a number of the American plan counts by the plan's form.
bool may_belong_to_somebody(const PhoneNumber& number, sv e164) {
  if (PhoneNumberUtil::GetInstance()->IsValidNumber(number))
    return true;
  const auto fits = [&](std::size_t i, char from, char to) {
    return e164[i] >= from && e164[i] <= to;
  };
  return e164.size() == 12 && e164.starts_with("+1") && fits(2, '2', '9')
         && fits(3, '0', '8') && e164.substr(3, 2) != "11" && fits(5, '2', '9');
}

phone_reading judged(const std::string& main, const std::string& extension,
                     sv region) {
  phone_reading result;
  if (is_placeholder_number(main)) {
    result.withheld = true;
    return result;
  }
  const auto e164 = to_e164(main, region);
  if (!e164)
    return result;
  if (is_placeholder_number(*e164)) {
    result.withheld = true;
    return result;
  }
  const auto& rules = *PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  rules.Parse(*e164, "ZZ", &number);
  // Without its area code a number leads anywhere.
  if (rules.IsPossibleNumberWithReason(number) != PhoneNumberUtil::IS_POSSIBLE)
    return result;
  std::string national;
  rules.GetNationalSignificantNumber(number, &national);
  if (is_placeholder_number(national)) {
    result.withheld = true;
    return result;
  }
  result.number = *e164 + (extension.empty() ? "" : " ext. " + extension);
  result.proves_caller = may_belong_to_somebody(number, *e164);
  return result;
}

/// What stands between "sip:" and the @, or in front of parameters.
phone_reading of_address(sv text, bool international, sv region) {
  auto user = percent_decoded(before(before(text, '@'), ';'));
  std::string extension{parameter(before(text, '@'), "ext")};
  auto context = parameter(text, "phone-context");
  if (extension.size() > 7 || !std::ranges::all_of(extension, is_digit))
    extension.clear();
  if (context.starts_with('+') && !user.starts_with('+'))
    user.insert(0, context);
  else if (international && !user.starts_with('+') && digits_in(user) >= 8)
    user.insert(0, "+");
  auto result = judged(user, extension, region);
  // Exchanges leave out the plus of numbers from abroad.
  if (result.number.empty() && !result.withheld && user.size() > 10
      && std::ranges::all_of(user, is_digit))
    result = judged("+" + user, extension, region);
  return result;
}

phone_reading of_text(sv text, sv region) {
  const auto cut = without_extension(text);
  auto result = judged(cut.main, cut.extension, region);
  if (result.withheld || !result.number.empty())
    return result;
  if (const auto digits = spoken_digits(cut.main); digits_in(digits) >= 7)
    return judged(digits, cut.extension, region);
  if (auto number = only_number_in(cut.main); !number.empty()) {
    while (sv{" (-./"}.find(number.back()) != sv::npos)
      number.remove_suffix(1);
    return judged(std::string{number}, cut.extension, region);
  }
  return result;
}

} // namespace

phone_reading read_phone(std::string_view given,
                         std::string_view default_region) {
  if (given.size() > longest)
    return {};
  const auto plain = plain_text(given);
  sv text = bare_value(plain);
  // "Jane" <sip:...>;tag=...
  if (const auto open = text.rfind('<'); open != sv::npos)
    if (const auto close = text.find('>', open); close != sv::npos)
      text = bare_value(text.substr(open + 1, close - open - 1));
  const auto colon = text.find(':');
  const auto scheme
      = colon == sv::npos ? "" : ascii_lower(text.substr(0, colon));
  const auto inside = colon == sv::npos ? text : text.substr(colon + 1);
  switch (kind_of(scheme)) {
  case scheme_kind::sip:
    return of_address(inside, false, default_region);
  case scheme_kind::telephone:
    return inside.find(';') == sv::npos
               ? of_text(bare_value(inside), default_region)
               : of_address(inside, false, default_region);
  case scheme_kind::number_of_person:
    return of_address(before(inside, '?'), true, default_region);
  case scheme_kind::other:
    return inside.starts_with('+') ? of_address(inside, false, default_region)
                                   : phone_reading{};
  case scheme_kind::none:
    break;
  }
  // The ids of messengers ("14055550142@c.us"), and lines without "sip:".
  if (const auto at = text.find('@'); at != sv::npos) {
    const bool digits_alone = std::ranges::all_of(text.substr(0, at), is_digit);
    return of_address(text, digits_alone && at > 10, default_region);
  }
  if (text.find(';') != sv::npos)
    return of_address(text, false, default_region);
  return of_text(text, default_region);
}

} // namespace rental
