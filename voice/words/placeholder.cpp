#include "voice/words/placeholder.hpp"

#include "base/ascii.hpp"
#include "base/plain_text.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace rental {
namespace {

using sv = std::string_view;

constexpr std::array<sv, 42> nothing{"",
                                     "n a",
                                     "na",
                                     "none",
                                     "null",
                                     "nil",
                                     "nan",
                                     "undefined",
                                     "unknown",
                                     "unspecified",
                                     "undisclosed",
                                     "unavailable",
                                     "tbd",
                                     "tba",
                                     "tbc",
                                     "to be determined",
                                     "to be confirmed",
                                     "to be announced",
                                     "string",
                                     "empty string",
                                     "placeholder",
                                     "no value",
                                     "no answer",
                                     "no data",
                                     "no info",
                                     "no information",
                                     "missing",
                                     "declined",
                                     "refused",
                                     "withheld",
                                     "none given",
                                     "none provided",
                                     "none specified",
                                     "none stated",
                                     "caller declined",
                                     "user declined",
                                     "customer declined",
                                     "not known",
                                     "not sure",
                                     "object object",
                                     "xxx",
                                     "xxxx"};

constexpr std::array<sv, 40> no_names{"caller",

                                      "customer",
                                      "user",
                                      "guest",
                                      "visitor",
                                      "client",
                                      "tenant",
                                      "prospect",
                                      "lead",
                                      "prospective tenant",
                                      "person",
                                      "someone",
                                      "somebody",
                                      "anonymous",
                                      "private",
                                      "restricted",
                                      "name",
                                      "full name",
                                      "first name",
                                      "last name",
                                      "first last",
                                      "first and last name",
                                      "firstname lastname",
                                      "your name",
                                      "my name",
                                      "caller name",
                                      "caller s name",
                                      "customer name",
                                      "visitor name",
                                      "attendee name",
                                      "attendee",
                                      "user name",
                                      "username",
                                      "no name",
                                      "me",
                                      "myself",
                                      "no",
                                      "sir",
                                      "madam",
                                      "wireless caller"};

constexpr std::array no_addresses{sv{"any"},
                                  sv{"anything"},
                                  sv{"any home"},
                                  sv{"any place"},
                                  sv{"any unit"},
                                  sv{"it"},
                                  sv{"one"},
                                  sv{"that one"},
                                  sv{"this one"},
                                  sv{"the one"},
                                  sv{"the same"},
                                  sv{"same one"},
                                  sv{"the same one"},
                                  sv{"home"},
                                  sv{"the home"},
                                  sv{"house"},
                                  sv{"the house"},
                                  sv{"apartment"},
                                  sv{"the apartment"},
                                  sv{"unit"},
                                  sv{"the unit"},
                                  sv{"place"},
                                  sv{"the place"},
                                  sv{"this place"},
                                  sv{"that place"},
                                  sv{"your place"},
                                  sv{"the rental"},
                                  sv{"rental"},
                                  sv{"address"},
                                  sv{"the address"},
                                  sv{"property"},
                                  sv{"the property"},
                                  sv{"this property"},
                                  sv{"that property"},
                                  sv{"your property"},
                                  sv{"a property"},
                                  sv{"property address"},
                                  sv{"the property address"},
                                  sv{"street address"},
                                  sv{"full address"},
                                  sv{"no address"},
                                  sv{"unknown address"},
                                  sv{"unknown property"},
                                  sv{"any property"},
                                  sv{"listing"},
                                  sv{"the listing"}};

constexpr std::array<sv, 29> no_contacts{"no",
                                         "no email",
                                         "no e mail",
                                         "no phone",
                                         "no number",
                                         "no thanks",
                                         "no thank you",
                                         "email",
                                         "e mail",
                                         "email address",
                                         "e mail address",
                                         "phone",
                                         "phone number",
                                         "number",
                                         "your email",
                                         "user email",
                                         "caller email",
                                         "attendee email",
                                         "attendee phone",
                                         "caller phone",
                                         "customer email",
                                         "customer phone",
                                         "later",
                                         "skip",
                                         "without",
                                         "private",
                                         "anonymous",
                                         "not needed",
                                         "not necessary"};

/// Parts of what is written about somebody who did not say.
constexpr std::array<sv, 30> about_silence{
    "not provided",  "not given",    "not specified", "not applicable",
    "not available", "not stated",   "not supplied",  "not mentioned",
    "not disclosed", "not shared",   "not collected", "not said",
    "not on file",   "not recorded", "did not",       "didn t",
    "does not have", "doesn t have", "do not have",   "don t have",
    "has no ",       "declined to",  "declines to",   "caller declined",
    "refused to",    "refuses to",   "unknown",       "prefer not",
    "prefers not",   "rather not"};

constexpr std::array<sv, 14> of_this_line{
    "calling from",   "caller id",     "callers id",     "same number",
    "same as",        "this number",   "this phone",     "this line",
    "this one",       "my number",     "current number", "number on file",
    "inbound number", "calling number"};

/// Lower case, one blank between words, other signs gone.
std::string plain_words(sv text) {
  std::string words;
  for (const char c : ascii_lower(plain_text(text))) {
    const bool counts = is_any_letter(c) || (c >= '0' && c <= '9');
    if (counts)
      words += c;
    else if (!words.empty() && words.back() != ' ')
      words += ' ';
  }
  while (words.ends_with(' '))
    words.pop_back();
  return words;
}

bool is_one_of(std::span<const sv> list, sv words) {
  return std::ranges::find(list, words) != list.end();
}

/// Whether one of them begins where a word begins.
bool has_one_of(std::span<const sv> list, const std::string& words) {
  const auto padded = words + ' ';
  for (std::size_t at = 0; at < padded.size(); at = padded.find(' ', at) + 1)
    if (std::ranges::any_of(list, [rest = sv{padded}.substr(at)](sv part) {
          return rest.starts_with(part);
        }))
      return true;
  return false;
}

bool are_no_value(const std::string& words) {
  return is_one_of(nothing, words)
         || (words.starts_with("not ") && is_one_of(about_silence, words));
}

bool has_letter(const std::string& words) {
  return std::ranges::any_of(words, is_any_letter);
}

} // namespace

bool is_no_value(sv text) {
  return are_no_value(plain_words(text));
}

bool is_no_name(sv text) {
  // Na is a name, NA is not.
  if (text == "Na")
    return false;
  const auto words = plain_words(text);
  const auto part = words.starts_with("the ") ? words.substr(4) : words;
  return are_no_value(words) || is_one_of(no_names, part)
         || has_one_of(about_silence, words) || !has_letter(words);
}

bool is_no_address(sv text) {
  const auto words = plain_words(text);
  return are_no_value(words) || is_one_of(no_addresses, words)
         || has_one_of(about_silence, words);
}

bool is_no_contact(sv text) {
  const auto words = plain_words(text);
  return are_no_value(words) || is_one_of(no_contacts, words)
         || has_one_of(about_silence, words);
}

bool is_this_line(sv text) {
  return has_one_of(of_this_line, plain_words(text));
}

} // namespace rental
