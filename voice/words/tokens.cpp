#include "voice/words/tokens.hpp"

#include "base/ascii.hpp"
#include "voice/words/hearing.hpp"
#include "voice/words/lexicon.hpp"

#include <array>
#include <utility>

namespace rental {

namespace {

using sv = std::string_view;

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
std::string in_ascii(sv text) {
  constexpr std::array<std::pair<sv, sv>, 17> typography{{
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
      {"\u2014", " - "},
      {"\u2026", ". "},
      {"\u2018", "'"},
      {"\u201C", " "},
      {"\u201D", " "},
      {";", ","},
      {"@", " at "},
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
    char letter = peek();
    if ((letter != 'a' && letter != 'p') || peek(1) != '.')
      return false;
    std::size_t m = peek(2) == ' ' ? 3 : 2;
    if (peek(m) != 'm' || is_letter(peek(m + 1)))
      return false;
    at_ += m + (peek(m + 1) == '.' ? 2 : 1);
    push(token::kind::word, std::string{letter} + "m");
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

bool is_number(std::span<const token> text, std::size_t at) {
  return at < text.size() && text[at].what == token::kind::number;
}

namespace {

using token_span = std::span<const token>;

bool is_sign(token_span text, std::size_t at, sv sign) {
  return at < text.size() && text[at].what == token::kind::sign
         && text[at].text == sign;
}

/// "2.30", "24.11.": a dot that the figures need.
bool is_dot_of_figures(token_span text, std::size_t at) {
  if (at == 0 || !is_number(text, at - 1) || !text[at].glued)
    return false;
  const bool inside = is_number(text, at + 1) && text[at + 1].glued;
  const bool closing = at >= 3 && is_sign(text, at - 2, ".")
                       && text[at - 2].glued && is_number(text, at - 3);
  return inside || closing;
}

/// What may be a time or a bound of one beside a dash.
bool may_be_clock(token_span text, std::size_t at) {
  if (at >= text.size())
    return false;
  const auto& t = text[at];
  constexpr sv words{"am pm a p m noon midday midnight oclock half quarter h "
                     "hours oh o hundred"};
  return t.what == token::kind::number || lexicon::small_number(t.text)
         || lexicon::tens(t.text) || lexicon::listed(words, t.text);
}

/// "at at": a word said twice. Numbers count twice.
bool is_stutter(token_span text, std::size_t at) {
  if (at == 0 || text[at].what != token::kind::word
      || text[at - 1].what != token::kind::word)
    return false;
  const auto& word = text[at].text;
  return word == text[at - 1].text && !lexicon::small_number(word)
         && !lexicon::tens(word) && !lexicon::ordinal(word);
}

bool is_stray_dash(token_span text, std::size_t at) {
  if (at + 1 < text.size() && text[at + 1].glued)
    return false;
  return at == 0 || !may_be_clock(text, at - 1) || !may_be_clock(text, at + 1);
}

} // namespace

std::vector<token> without_stray_signs(token_span text) {
  std::vector<token> out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool stray = (is_sign(text, at, ".") && !is_dot_of_figures(text, at))
                       || (is_sign(text, at, "-") && is_stray_dash(text, at));
    if (!stray && !is_stutter(text, at))
      out.push_back(text[at]);
  }
  return out;
}

std::optional<std::vector<token>> cut_tokens(sv text, strange policy) {
  auto all = cutter{in_ascii(text), policy}.run();
  if (all)
    mend_hearing(*all);
  return all;
}

} // namespace rental
