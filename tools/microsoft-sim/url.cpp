#include "tools/microsoft-sim/url.hpp"

#include <algorithm>

namespace rental::sim {

namespace {

constexpr std::string_view hex_digits = "0123456789ABCDEF";

int hex_value(char c) {
  auto at = hex_digits.find(c >= 'a' && c <= 'f' ? char(c - 32) : c);
  return at == std::string_view::npos ? -1 : int(at);
}

bool unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
         || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.'
         || c == '~';
}

std::string decode_form_value(std::string_view text) {
  std::string spaced{text};
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  return percent_decode(spaced);
}

} // namespace

std::string percent_encode(std::string_view text) {
  std::string result;
  for (char c : text) {
    if (unreserved(c)) {
      result += c;
    } else {
      auto byte = static_cast<unsigned char>(c);
      result += {'%', hex_digits[byte >> 4], hex_digits[byte & 15]};
    }
  }
  return result;
}

std::string percent_decode(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto high
        = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    auto low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low >= 0) {
      result += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      result += text[i];
    }
  }
  return result;
}

fields parse_form(std::string_view text) {
  fields result;
  while (!text.empty()) {
    auto pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
    if (pair.empty())
      continue;
    auto name = pair.substr(0, pair.find('='));
    auto value = name.size() < pair.size() ? pair.substr(name.size() + 1)
                                           : std::string_view{};
    result.emplace_back(decode_form_value(name), decode_form_value(value));
  }
  return result;
}

std::string form_encode(const fields& values) {
  std::string result;
  for (auto& [name, value] : values) {
    if (!result.empty())
      result += '&';
    result += percent_encode(name) + '=' + percent_encode(value);
  }
  return result;
}

std::string with_query(std::string_view url, const fields& values) {
  std::string result{url};
  result += url.find('?') == std::string_view::npos ? '?' : '&';
  return result + form_encode(values);
}

std::string_view value_of(const fields& values, std::string_view name) {
  for (auto& [key, value] : values)
    if (key == name)
      return value;
  return {};
}

std::string html_escape(std::string_view text) {
  std::string result;
  for (char c : text) {
    switch (c) {
    case '&':
      result += "&amp;";
      break;
    case '<':
      result += "&lt;";
      break;
    case '>':
      result += "&gt;";
      break;
    case '"':
      result += "&quot;";
      break;
    case '\'':
      result += "&#39;";
      break;
    default:
      result += c;
    }
  }
  return result;
}

} // namespace rental::sim
