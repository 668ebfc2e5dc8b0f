#include "voice/address.hpp"

#include "voice/address_parts.hpp"
#include "voice/lexicon.hpp"
#include "voice/text.hpp"

#include <unicode/unistr.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace rental {

namespace {

using sv = std::string_view;
using kind = address_piece::kind;
using words = std::vector<std::string>;

/// Letters and figures of an address, apart at everything else but the commas
/// and the signs that mean something.
words plain_words(sv text) {
  auto clean
      = keep_speakable(without_markup(text.substr(0, 400)), "'-.,#/&", true);
  std::string spaced;
  for (char c : clean)
    spaced += c == ',' ? std::string{" , "} : std::string{c};
  return lexicon::split(spaced);
}

struct run {
  std::string figures;
  std::size_t next = 0;
};

/// "twenty three" -> 23; "seven" -> 7.
std::optional<std::pair<int, std::size_t>> below_hundred(const words& all,
                                                         std::size_t at) {
  if (at >= all.size())
    return std::nullopt;
  auto low = lexicon::lower(all[at]);
  if (auto n = lexicon::small_number(low); n && *n > 0)
    return std::pair{*n, at + 1};
  auto tens = lexicon::tens(low);
  if (!tens)
    return std::nullopt;
  if (at + 1 < all.size())
    if (auto unit = lexicon::small_number(lexicon::lower(all[at + 1]));
        unit && *unit > 0 && *unit < 10)
      return std::pair{*tens + *unit, at + 2};
  return std::pair{*tens, at + 1};
}

bool is_word(const words& all, std::size_t at, sv word) {
  return at < all.size() && lexicon::lower(all[at]) == word;
}

/// Number words that stand together, as say_address says them: "one twenty
/// three" -> "123", "twelve oh four" -> "1204", "two thousand" -> "2000".
run spoken_number(const words& all, std::size_t at) {
  run out{{}, at};
  for (;;) {
    if (is_word(all, out.next, "oh") || is_word(all, out.next, "zero")) {
      out.figures += "0";
      ++out.next;
      continue;
    }
    auto n = below_hundred(all, out.next);
    if (!n)
      return out;
    auto [value, next] = *n;
    for (auto [name, unit] : {std::pair{"thousand", 1000}, {"hundred", 100}})
      if (is_word(all, next, name)) {
        value *= unit;
        ++next;
        if (auto rest = below_hundred(all, next)) {
          value += rest->first;
          next = rest->second;
        }
        break;
      }
    out.figures += std::to_string(value);
    out.next = next;
  }
}

const char* ending(int n) {
  if (n % 100 / 10 == 1)
    return "th";
  return n % 10 == 1 ? "st" : n % 10 == 2 ? "nd" : n % 10 == 3 ? "rd" : "th";
}

/// "forty second" -> "42nd", "first" -> "1st".
std::optional<run> spoken_ordinal(const words& all, std::size_t at) {
  auto low = lexicon::lower(all[at]);
  int value = 0;
  auto next = at;
  if (auto tens = lexicon::tens(low); tens && at + 1 < all.size())
    if (auto unit = lexicon::ordinal(lexicon::lower(all[at + 1]));
        unit && *unit < 10) {
      value = *tens + *unit;
      next = at + 2;
    }
  if (auto n = lexicon::ordinal(low); n && value == 0) {
    value = *n;
    next = at + 1;
  }
  if (value == 0)
    return std::nullopt;
  return run{std::to_string(value) + ending(value), next};
}

/// The text with spoken numbers in figures.
std::string in_figures(sv text) {
  words all;
  for (auto& word : plain_words(text)) {
    auto low = lexicon::lower(word);
    auto hyphen = low.find('-');
    bool spoken
        = hyphen != std::string::npos && lexicon::tens(low.substr(0, hyphen));
    if (spoken) {
      all.push_back(word.substr(0, hyphen));
      word = word.substr(hyphen + 1);
    }
    all.push_back(word);
  }
  std::string out;
  for (std::size_t i = 0; i < all.size();) {
    if (is_word(all, i, "and") && is_word(all, i + 1, "a")
        && is_word(all, i + 2, "half")) {
      out += " 1/2";
      i += 3;
      continue;
    }
    auto ordinal = spoken_ordinal(all, i);
    auto number = ordinal ? *ordinal : spoken_number(all, i);
    bool spoken = number.next > i;
    lexicon::join(out, spoken ? number.figures : all[i]);
    i = spoken ? number.next : i + 1;
  }
  return out;
}

bool is_letter(sv text) {
  return text.size() == 1 && text[0] >= 'a' && text[0] <= 'z';
}

struct compared {
  std::string street;
  std::string city;
};

/// How a piece is compared.
std::string comparable(const address_piece& piece) {
  std::string low;
  icu::UnicodeString::fromUTF8(piece.text).foldCase().toUTF8String(low);
  if (piece.what == kind::unit && (low == "unit" || low == "number"))
    return "apartment";
  // "12-34" is one house number, as spoken, and "4-B" one flat.
  if (piece.what == kind::number || piece.what == kind::unit_name)
    std::erase(low, '-');
  else
    std::replace(low.begin(), low.end(), '-', ' ');
  return low;
}

/// "4 B" is "4B" behind a unit, "221 B" is "221B" before a name.
bool joins(const address_piece& last, const address_piece& piece,
           const address_piece* next) {
  auto a = lexicon::lower(last.text);
  auto b = lexicon::lower(piece.text);
  if (last.what == kind::unit_name && piece.what == kind::unit_name)
    return is_letter(a) || is_letter(b);
  return last.what == kind::number && lexicon::is_digits(a)
         && piece.what == kind::name && is_letter(b) && next != nullptr
         && next->what != kind::type;
}

compared take(sv text) {
  auto parts = take_apart(in_figures(text));
  compared out;
  bool typed = false;
  for (std::size_t i = 0; i < parts.pieces.size(); ++i) {
    const auto& piece = parts.pieces[i];
    auto next = i + 1 < parts.pieces.size() ? &parts.pieces[i + 1] : nullptr;
    auto& to = piece.what == kind::city ? out.city : out.street;
    if (i > 0 && joins(parts.pieces[i - 1], piece, next))
      to += comparable(piece);
    else
      lexicon::join(to, comparable(piece));
    typed |= piece.what == kind::type;
  }
  // "in Norman" is how say_address joins a town.
  if (out.city.starts_with("in "))
    out.city = out.city.substr(3);
  auto in = out.street.find(" in ");
  if (!typed && in != std::string::npos
      && lexicon::to_int(out.street.substr(0, 1))) {
    out.city = out.street.substr(in + 4);
    out.street.resize(in);
  }
  return out;
}

} // namespace

std::string normalise_address(sv text) {
  auto parts = take(text);
  return parts.street.empty() ? parts.city : parts.street;
}

bool same_property(sv a, sv b) {
  auto one = take(a);
  auto other = take(b);
  if (one.street.empty() || one.street != other.street)
    return false;
  return one.city.empty() || other.city.empty() || one.city == other.city;
}

} // namespace rental
