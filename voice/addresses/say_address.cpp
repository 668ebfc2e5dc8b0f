#include "voice/addresses/address_parts.hpp"
#include "voice/words/lexicon.hpp"
#include "voice/words/say.hpp"
#include "voice/words/text.hpp"
#include "voice/words/words.hpp"

#include <algorithm>
#include <array>

namespace rental {

namespace {

using sv = std::string_view;
using piece_kind = address_piece::kind;
constexpr std::size_t longest_said_address = 160;
constexpr const char* nothing_left = "the property";

std::string spaced(std::string words) {
  std::replace(words.begin(), words.end(), '-', ' ');
  return words;
}

std::string one_by_one(sv figures) {
  std::string out;
  for (char c : figures)
    lexicon::join(out, say_number(c - '0'));
  return out;
}

std::string two_figures(int n) {
  return n < 10 ? "oh " + say_number(n) : spaced(say_number(n));
}

/// "one twenty three", "twelve oh four", "two thousand", "ten five hundred".
std::string house_number(sv figures) {
  if (figures.size() == 2 && figures[0] == '0' && figures[1] != '0')
    return "oh " + say_number(figures[1] - '0');
  auto n = lexicon::to_int(figures);
  if (!n || figures.size() > 5 || (figures[0] == '0' && figures.size() > 1))
    return one_by_one(figures);
  if (*n < 100 || (*n < 1000 && *n % 100 == 0) || *n % 1000 == 0)
    return spaced(say_number(*n));
  int front = *n / 100;
  int back = *n % 100;
  // "nine hundred ten" and "thirty five hundred" are other numbers.
  if (front > 99 && front % 100 < 10
      && (back != 0 ? front % 100 == 0 : front > 199))
    return one_by_one(figures);
  if (back != 0)
    return house_number(std::to_string(front)) + " " + two_figures(back);
  if (front < 100)
    return spaced(say_number(front)) + " hundred";
  return spaced(say_number(front / 10)) + " " + say_number(front % 10)
         + " hundred";
}

/// "42nd" as "forty second", "142nd" as "one forty second".
std::string ordinal(int n) {
  if (n > 110 && n < 1000 && n % 100 > 9)
    return say_number(n / 100) + " " + spaced(say_ordinal(n % 100));
  return spaced(say_ordinal(n));
}

std::string capitals(sv letters) {
  std::string out{letters};
  for (auto& c : out)
    if (c >= 'a' && c <= 'z')
      c = static_cast<char>(c - 'a' + 'A');
  return out;
}

/// A word with figures in it: "4B", "12-34", "42nd", "A12", "1/2".
std::string figures_said(sv text) {
  if (text == "1/2")
    return "and a half";
  if (auto n = lexicon::digit_ordinal(lexicon::lower(text)))
    return ordinal(*n);
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    bool digit = text[i] >= '0' && text[i] <= '9';
    auto end = i;
    while (end < text.size() && (text[end] >= '0' && text[end] <= '9') == digit)
      ++end;
    std::string run{text.substr(i, end - i)};
    if (!digit)
      std::replace_if(
          run.begin(), run.end(),
          [](char c) { return c == '-' || c == '/' || c == '&'; }, ' ');
    auto said = digit             ? house_number(run)
                : run.size() <= 2 ? capitals(run)
                                  : run;
    lexicon::join(out, said);
    i = end;
  }
  return out;
}

/// "main" and "MAIN" as "Main"; "McKay" and "DW" stay.
std::string name_said(sv text) {
  if (text == "&")
    return "and";
  std::string out{text};
  std::replace(out.begin(), out.end(), '/', ' ');
  std::replace(out.begin(), out.end(), '&', ' ');
  auto low = lexicon::lower(out);
  if (const auto full = name_written_out(low); !full.empty())
    return std::string{full};
  bool shouted = out.size() > 2 && out == capitals(out);
  if (shouted)
    out = low;
  auto small = [](char c) { return c >= 'a' && c <= 'z'; };
  constexpr std::array<sv, 8> particles{"of", "the", "and", "at",
                                        "on", "in",  "de",  "la"};
  bool particle
      = std::find(particles.begin(), particles.end(), low) != particles.end();
  if (small(out[0]) && !particle)
    out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

std::string piece_said(const address_piece& piece) {
  bool figures = std::any_of(piece.text.begin(), piece.text.end(),
                             [](char c) { return c >= '0' && c <= '9'; });
  if (figures)
    return figures_said(piece.text);
  if (piece.what == piece_kind::unit_name && piece.text.size() <= 2)
    return capitals(piece.text);
  return piece.what == piece_kind::unit && piece.text == "number"
             ? piece.text
             : name_said(piece.text);
}

/// Whether a comma belongs before `next`.
bool breaks(const address_piece& last, const address_piece& next) {
  bool unit_begins
      = next.what == piece_kind::unit && last.what != piece_kind::unit;
  bool city_begins
      = next.what == piece_kind::city && last.what != piece_kind::city;
  bool storey = next.what == piece_kind::number && last.what == piece_kind::type
                && lexicon::digit_ordinal(lexicon::lower(next.text));
  // "one hundred, fifth Avenue" is not the hundred and fifth.
  bool numbers_meet = last.what == piece_kind::number
                      && next.what == piece_kind::number && next.text != "1/2";
  return last.part != next.part || unit_begins || city_begins || storey
         || numbers_meet;
}

/// Words that would make an address sound like an answer.
bool is_misleading(const std::string& said) {
  auto low = lexicon::lower(said);
  return low.find("booked") != std::string::npos
         || low.find("confirmed") != std::string::npos
         || low.find("cancelled") != std::string::npos;
}

} // namespace

std::string say_address(sv text) {
  auto parts = parse(text);
  std::string out;
  const address_piece* last = nullptr;
  for (const auto& piece : parts.pieces) {
    bool city = piece.what == piece_kind::city && last != nullptr
                && last->what != piece_kind::city && parts.city_is_certain;
    if (last != nullptr)
      out += city ? " in" : breaks(*last, piece) ? "," : "";
    lexicon::join(out, piece_said(piece));
    last = &piece;
  }
  out = cut(one_line(out), longest_said_address);
  bool anything = std::any_of(
      parts.pieces.begin(), parts.pieces.end(),
      [](const address_piece& p) { return p.what != piece_kind::unit; });
  return anything && !is_misleading(out) ? out : nothing_left;
}

} // namespace rental
