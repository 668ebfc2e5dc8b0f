// Cleaning of foreign text. Works on code points, so that nothing hides in
// full-width digits, invisible characters or broken UTF-8.
#include "voice/words/lexicon.hpp"
#include "voice/words/say.hpp"
#include "voice/words/text.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace rental {

namespace {

using sv = std::string_view;
using code_point = UChar32;
constexpr std::size_t longest_input = 4000;

template <class Visit>
void each_code_point(sv text, Visit visit) {
  const char* bytes = text.data();
  auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < length;) {
    code_point c = 0;
    U8_NEXT(bytes, i, length, c);
    visit(c);
  }
}

void append(std::string& out, code_point c) {
  char bytes[U8_MAX_LENGTH];
  std::int32_t length = 0;
  U8_APPEND_UNSAFE(bytes, length, c);
  out.append(bytes, static_cast<std::size_t>(length));
}

bool is_mark(code_point c) {
  return (U_MASK(u_charType(c)) & U_GC_M_MASK) != 0;
}

bool is_link(sv token) {
  auto small = lexicon::lower(token);
  return sv{small}.find("://") != sv::npos || sv{small}.starts_with("www.")
         || sv{small}.find('@') != sv::npos;
}

} // namespace

std::string without_markup(sv text) {
  text = text.substr(0, longest_input);
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto close = text[i] == '<' ? text.find('>', i) : sv::npos;
    if (close != sv::npos)
      i = close;
    plain += close == sv::npos ? text[i] : ' ';
  }
  for (auto& c : plain)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      c = ' ';
  std::string out;
  for (const auto& token : lexicon::split(plain))
    if (!is_link(token))
      lexicon::join(out, token);
  return out;
}

std::string keep_speakable(sv text, sv punctuation, bool digits) {
  std::string out;
  int marks = 0;
  each_code_point(text, [&](code_point c) {
    bool mark = c > 0x7f && is_mark(c);
    marks = mark ? marks + 1 : 0;
    if (mark && (marks > 2 || out.empty() || out.back() == ' '))
      return;
    if (c > 0x7f && u_charType(c) == U_FORMAT_CHAR)
      return;
    if (c == 0x2019 || c == 0x2018)
      c = '\'';
    if (c >= 0x2010 && c <= 0x2015)
      c = '-';
    auto digit = c >= 0 ? u_charDigitValue(c) : -1;
    if (digit >= 0)
      out += digits ? static_cast<char>('0' + digit) : ' ';
    else if (c >= 0 && (u_isUAlphabetic(c) || mark))
      append(out, c);
    else if (c > 0 && c < 0x80
             && punctuation.find(static_cast<char>(c)) != sv::npos)
      out += static_cast<char>(c);
    else if (out.empty() || out.back() != ' ')
      out += ' ';
  });
  return out;
}

std::string cut(sv text, std::size_t most) {
  if (text.size() <= most)
    return std::string{text};
  auto end = text.rfind(' ', most);
  if (end == sv::npos || end == 0) {
    end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
      --end;
  }
  auto out = text.substr(0, end);
  while (!out.empty() && (out.back() == ' ' || out.back() == ','))
    out.remove_suffix(1);
  return std::string{out};
}

std::string say_name(sv text) {
  auto clean = keep_speakable(without_markup(text), "'-.", false);
  std::string out;
  for (auto& word : lexicon::split(clean)) {
    auto first = word.find_first_not_of("'-.");
    if (first == std::string::npos)
      continue;
    word = word.substr(first);
    while (word.back() == '-' || word.back() == '\''
           || (word.back() == '.' && word.size() > 3))
      word.pop_back();
    lexicon::join(out, word);
  }
  return cut(out, 60);
}

std::string say_text(sv text, std::size_t max_bytes) {
  auto clean = keep_speakable(without_markup(text), "'-.,?!&", true);
  return cut(one_line(clean), max_bytes);
}

std::string one_line(sv text) {
  std::string flat;
  each_code_point(text.substr(0, longest_input), [&](code_point c) {
    bool space
        = c <= 0x20 || (c >= 0x7f && (u_isUWhiteSpace(c) || u_iscntrl(c)));
    if (c == ':' || c == 0xFF1A || c == 0xFE55)
      flat += ',', space = true;
    if (!space)
      append(flat, c);
    else if (!flat.empty() && flat.back() != ' ')
      flat += ' ';
  });
  while (!flat.empty() && flat.back() == ' ')
    flat.pop_back();
  constexpr std::size_t most = 900;
  if (flat.size() <= most)
    return flat;
  auto stop = flat.find_last_of(".?", most - 1);
  return stop != std::string::npos && stop > most / 2 ? flat.substr(0, stop + 1)
                                                      : cut(flat, most);
}

} // namespace rental
