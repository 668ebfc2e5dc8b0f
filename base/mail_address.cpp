#include "base/mail_address.hpp"

#include <algorithm>

namespace rental {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
         || (c >= '0' && c <= '9');
}

bool is_atom_character(char c) {
  constexpr std::string_view others = "!#$%&'*+-/=?^_`{|}~";
  return is_letter_or_digit(c) || others.find(c) != std::string_view::npos;
}

bool is_label(std::string_view text) {
  return !text.empty() && text.size() <= 63 && text.front() != '-'
         && text.back() != '-' && std::ranges::all_of(text, [](char c) {
              return is_letter_or_digit(c) || c == '-';
            });
}

bool is_atom(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_atom_character);
}

/// Whether every part between dots passes.
template <class Check>
bool all_parts(std::string_view text, Check check) {
  while (true) {
    const auto dot = text.find('.');
    if (!check(text.substr(0, dot)))
      return false;
    if (dot == std::string_view::npos)
      return true;
    text.remove_prefix(dot + 1);
  }
}

std::string_view without_blanks(std::string_view text) {
  while (text.starts_with(' '))
    text.remove_prefix(1);
  while (text.ends_with(' '))
    text.remove_suffix(1);
  return text;
}

bool is_name(std::string_view text) {
  return text.size() <= 100 && std::ranges::none_of(text, [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '<'
                  || c == '>' || c == '"' || c == '\\';
         });
}

} // namespace

bool same_mail_address(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

bool is_mail_address(std::string_view text) {
  const auto at = text.find('@');
  return text.size() <= 254 && at != std::string_view::npos && at <= 64
         && all_parts(text.substr(0, at), is_atom)
         && all_parts(text.substr(at + 1), is_label);
}

std::optional<mailbox_name> read_mailbox_name(std::string_view text) {
  if (is_mail_address(text))
    return mailbox_name{{}, std::string{text}};
  const auto open = text.find('<');
  if (open == std::string_view::npos || !text.ends_with('>'))
    return std::nullopt;
  const auto address = text.substr(open + 1, text.size() - open - 2);
  auto name = without_blanks(text.substr(0, open));
  if (name.size() >= 2 && name.starts_with('"') && name.ends_with('"'))
    name = name.substr(1, name.size() - 2);
  if (!is_mail_address(address) || !is_name(name))
    return std::nullopt;
  return mailbox_name{std::string{name}, std::string{address}};
}

} // namespace rental
