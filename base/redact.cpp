#include "base/redact.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <cstddef>

namespace rental {
namespace {

constexpr bool is_plain(char c) {
  return c > ' ' && c < '\x7f';
}

} // namespace

std::string redact_phone(std::string_view phone) {
  const auto digits = phone.substr(phone.empty() ? 0 : 1);
  if (!phone.starts_with('+') || digits.size() < 8 || digits.size() > 15
      || !std::all_of(digits.begin(), digits.end(), is_digit))
    return "***";
  std::string result{phone.substr(0, 2)};
  result += "*******";
  result += phone.substr(phone.size() - 2);
  return result;
}

std::string redact_email(std::string_view email) {
  const auto at = email.find('@');
  if (at == 0 || at == std::string_view::npos || at + 1 == email.size()
      || email.find('@', at + 1) != std::string_view::npos
      || !std::all_of(email.begin(), email.end(), is_plain))
    return "***";
  std::string result{email.substr(0, 1)};
  result += "***";
  result += email.substr(at);
  return result;
}

std::string redact_id(std::string_view id) {
  if (id.find('@') != std::string_view::npos)
    return redact_email(id);
  const auto digits = std::count_if(id.begin(), id.end(), is_digit);
  const bool wordy = std::any_of(id.begin(), id.end(), is_letter)
                     && std::all_of(id.begin(), id.end(), is_plain);
  if (digits < 7 || wordy)
    return std::string{id};
  return redact_phone(id);
}

} // namespace rental
