#include "json/json_reader.hpp"

#include "json/json_text_reader.hpp"
#include "json/json_words.hpp"

#include <vector>

namespace rental {
namespace {

using nlohmann::json;

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

bool is_blank_or_zero(char c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\0';
}

bool ends_word(char c) {
  return is_blank_or_zero(c) || c == ',' || c == ':' || c == '"' || c == '{'
         || c == '}' || c == '[' || c == ']';
}

} // namespace

void json_reader::blanks() {
  for (;;) {
    while (at_ < text_.size() && is_blank_or_zero(text_[at_]))
      ++at_;
    if (!text_.substr(at_).starts_with(byte_order_mark))
      return;
    at_ += byte_order_mark.size();
  }
}

bool json_reader::is_quote() const {
  return at('"') || (options_.python_too && at('\''));
}

bool json_reader::root(json& into) {
  blanks();
  return (at('{') || at('[')) && value(into, options_.wanted, 0);
}

std::size_t json_reader::rest() {
  blanks();
  return at_;
}

bool json_reader::value(json& into, shapes wanted, std::size_t depth) {
  if (at('{') || at('[')) {
    if (depth >= options_.limits.depth) {
      into = nullptr;
      return skip();
    }
    return at('{') ? object(into, wanted, depth + 1)
                   : list(into, wanted, depth + 1);
  }
  if (is_quote()) {
    std::string_view written;
    if (!quoted(written))
      return false;
    into = decode_json_text(written);
    return true;
  }
  if (at_ >= text_.size())
    return false;
  into = bare_word();
  return true;
}

bool json_reader::object(json& into, shapes wanted, std::size_t depth) {
  into = json::object();
  for (++at_;;) {
    blanks();
    if (at('}')) {
      ++at_;
      return true;
    }
    if (at(','))
      ++at_;
    else if (!member(into, wanted, depth))
      return false;
  }
}

bool json_reader::member(json& into, shapes wanted, std::size_t depth) {
  std::string name;
  if (!key(name))
    return false;
  blanks();
  if (!at(':'))
    return false;
  ++at_;
  blanks();
  const auto* shape = find_shape(wanted, name);
  if ((shape == nullptr && !wanted.empty())
      || ++values_ > options_.limits.values)
    return skip();
  json read;
  if (!value(read, shape != nullptr ? shape->members : shapes{}, depth))
    return false;
  into[std::move(name)] = std::move(read);
  return true;
}

bool json_reader::list(json& into, shapes wanted, std::size_t depth) {
  into = json::array();
  for (++at_;;) {
    blanks();
    if (at(']')) {
      ++at_;
      return true;
    }
    if (at(',')) {
      ++at_;
      continue;
    }
    if (at('}'))
      return false;
    if (++values_ > options_.limits.values) {
      if (!skip())
        return false;
      continue;
    }
    json read;
    if (!value(read, wanted, depth))
      return false;
    into.push_back(std::move(read));
  }
}

bool json_reader::key(std::string& into) {
  std::string_view written;
  if (is_quote()) {
    if (!quoted(written))
      return false;
    into = decode_json_text(written);
    return true;
  }
  const auto from = at_;
  while (at_ < text_.size() && !ends_word(text_[at_]))
    ++at_;
  into = mend_utf8(text_.substr(from, at_ - from));
  return !into.empty();
}

bool json_reader::quoted(std::string_view& written) {
  const auto from = at_ + 1;
  const auto end = end_of_json_text(text_, from, text_[at_]);
  if (end == text_.npos)
    return false;
  written = text_.substr(from, end - 1 - from);
  at_ = end;
  return true;
}

json json_reader::bare_word() {
  const auto from = at_;
  while (at_ < text_.size() && !ends_word(text_[at_]))
    ++at_;
  // No value at all is null; a second colon is overlooked.
  if (at(':'))
    ++at_;
  return json_word(text_.substr(from, at_ - from), options_);
}

bool json_reader::skip() {
  if (!at('{') && !at('[')) {
    std::string_view written;
    if (is_quote())
      return quoted(written);
    if (at_ >= text_.size())
      return false;
    bare_word();
    return true;
  }
  // One bit for each open bracket.
  std::vector<bool> open;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '"' || (c == '\'' && options_.python_too)) {
      at_ = end_of_json_text(text_, at_ + 1, c);
      if (at_ == text_.npos)
        return false;
      continue;
    }
    ++at_;
    if (c == '{' || c == '[') {
      open.push_back(c == '{');
    } else if (c == '}' || c == ']') {
      if (open.back() != (c == '}'))
        return false;
      open.pop_back();
      if (open.empty())
        return true;
    }
  }
  return false;
}

} // namespace rental
