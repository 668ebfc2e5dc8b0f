#include "voice/email.hpp"

#include "domain/mail_address.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <utility>
#include <vector>

namespace rental {
namespace {

constexpr std::size_t longest = 254;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

std::string lowered(std::string_view text) {
  std::string result{text};
  std::ranges::transform(result, result.begin(), lower);
  return result;
}

std::vector<std::string> words_of(std::string_view text) {
  std::istringstream in{std::string{text}};
  std::vector<std::string> words;
  for (std::string word; in >> word;)
    words.push_back(word);
  return words;
}

bool says_none(std::string_view text) {
  static constexpr std::array known{
      "",          "none",      "n/a",       "na",
      "no",        "null",      "unknown",   "nil",
      "no email",  "no e-mail", "-",         "not provided",
      "not given", "declined",  "undefined", "none provided"};
  auto plain = lowered(text);
  while (!plain.empty() && plain.back() == '.')
    plain.pop_back();
  return std::ranges::find(known, plain) != known.end();
}

/// "jane dot smith at example dot com"; as it is when nothing was said so.
std::string written(const std::vector<std::string>& words) {
  static constexpr std::array<std::pair<std::string_view, char>, 6> signs{
      {{"at", '@'},
       {"dot", '.'},
       {"underscore", '_'},
       {"dash", '-'},
       {"hyphen", '-'},
       {"plus", '+'}}};
  std::string result;
  bool after_sign = true;
  for (const auto& word : words) {
    const auto said = lowered(word);
    const auto sign
        = std::ranges::find(signs, std::string_view{said},
                            [](const auto& each) { return each.first; });
    const bool is_sign = sign != signs.end();
    // Two words side by side are no address: what joins them is not known.
    if (!is_sign && !after_sign)
      return {};
    result += is_sign ? std::string{sign->second} : word;
    after_sign = is_sign;
  }
  return result;
}

} // namespace

std::optional<std::string> understand_email(std::string_view text) {
  if (text.size() > 2 * longest)
    return std::nullopt;
  const auto words = words_of(text);
  std::string joined;
  for (const auto& word : words)
    joined += (joined.empty() ? "" : " ") + word;
  if (says_none(joined))
    return "";
  auto address = words.size() == 1 ? words.front() : written(words);
  if (lowered(address).starts_with("mailto:"))
    address.erase(0, 7);
  const auto at = address.find('@');
  if (!is_mail_address(address) || address.find('.', at) == std::string::npos)
    return std::nullopt;
  return address.substr(0, at) + lowered(std::string_view{address}.substr(at));
}

} // namespace rental
