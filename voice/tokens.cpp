#include "voice/tokens.hpp"

#include "voice/lexicon.hpp"

#include <array>
#include <utility>

namespace rental {

namespace {

using sv = std::string_view;

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

constexpr sv ish{"ish"};

/// "noonish", "tenish": a time of day, more or less.
bool is_clock_ish(sv word) {
  if (!word.ends_with(ish) || word.size() == ish.size())
    return false;
  word.remove_suffix(ish.size());
  return word == "noon" || lexicon::small_number(word) || lexicon::tens(word);
}

void replace_all(std::string& text, sv what, sv with) {
  for (auto i = text.find(what); i != std::string::npos;
       i = text.find(what, i + with.size()))
    text.replace(i, what.size(), with);
}

/// Lower case, with the typographic signs that clocks and editors produce as
/// ASCII.
std::string plain(sv text) {
  constexpr std::array<std::pair<sv, sv>, 10> typography{{
      {"\u00A0", " "},
      {"\u202F", " "},
      {"\u2009", " "},
      {"\u2007", " "},
      {"\u2019", "'"},
      {"\u2010", "-"},
      {"\u2011", "-"},
      {"\u2012", "-"},
      {"\u2013", "-"},
      {"\u2212", "-"},
  }};
  std::string out{text};
  for (auto [from, to] : typography)
    replace_all(out, from, to);
  return lexicon::lower(out);
}

class cutter {
public:
  cutter(std::string text, strange policy)
      : text_(std::move(text)), policy_(policy) {}

  std::optional<std::vector<token>> run() {
    while (at_ < text_.size())
      if (!step())
        return std::nullopt;
    return std::move(out_);
  }

private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  bool step() {
    char c = peek();
    if (is_letter(c))
      return word();
    if (is_digit(c))
      return number();
    if (sv{":/-+.,"}.find(c) != sv::npos)
      return sign();
    bool blank = sv{" ()[]\"'?!\t"}.find(c) != sv::npos;
    if (!blank && policy_ == strange::is_refused)
      return false;
    glued_ = false;
    ++at_;
    return true;
  }

  bool word() {
    if (day_half())
      return true;
    std::string text;
    auto kind = token::kind::word;
    for (char c = peek(); at_ < text_.size(); c = peek()) {
      bool named = kind == token::kind::zone_name;
      if ((c == '/' || c == '_') && is_letter(peek(1)))
        kind = token::kind::zone_name;
      else if (named && (c == '-' || c == '+' || is_digit(c)))
        ;
      else if (c == '\'' && is_letter(peek(1))) {
        ++at_;
        continue;
      } else if (!is_letter(c))
        break;
      text += c;
      ++at_;
    }
    const bool is_vague = is_clock_ish(text);
    if (is_vague)
      text.resize(text.size() - ish.size());
    push(kind, std::move(text));
    if (is_vague)
      push(kind, std::string{ish});
    if (peek() == '-' && is_letter(peek(1)))
      ++at_;
    return true;
  }

  /// "a.m." and "p.m.", with or without the last dot.
  bool day_half() {
    char half = peek();
    if ((half != 'a' && half != 'p') || peek(1) != '.')
      return false;
    std::size_t m = peek(2) == ' ' ? 3 : 2;
    if (peek(m) != 'm' || is_letter(peek(m + 1)))
      return false;
    at_ += m + (peek(m + 1) == '.' ? 2 : 1);
    push(token::kind::word, std::string{half} + "m");
    return true;
  }

  bool number() {
    std::string digits;
    while (is_digit(peek()))
      digits += text_[at_++];
    auto value = lexicon::to_int(digits);
    if (!value)
      return policy_ == strange::is_space;
    push(token::kind::number, std::move(digits), *value);
    return true;
  }

  bool sign() {
    push(token::kind::sign, std::string{text_[at_++]});
    return true;
  }

  void push(token::kind what, std::string text, int value = 0) {
    out_.push_back({what, std::move(text), value, glued_ && !out_.empty()});
    glued_ = true;
  }

  std::string text_;
  strange policy_;
  std::size_t at_ = 0;
  bool glued_ = false;
  std::vector<token> out_;
};

} // namespace

std::optional<std::vector<token>> cut_tokens(sv text, strange policy) {
  return cutter{plain(text), policy}.run();
}

} // namespace rental
