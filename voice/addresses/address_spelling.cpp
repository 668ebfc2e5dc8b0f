#include "voice/addresses/address_spelling.hpp"

#include "voice/addresses/address_numbers.hpp"
#include "voice/addresses/address_parts.hpp"
#include "voice/words/lexicon.hpp"

#include <algorithm>
#include <iterator>

namespace rental {

namespace {

using sv = std::string_view;
using word_list = std::vector<std::string>;

struct rewrite {
  sv said;
  sv meant;
};

// Of two that begin alike the longer one comes first.
constexpr rewrite anywhere[] = {
    {"reverend doctor martin luther king", "martin luther king"},
    {"rev dr martin luther king", "martin luther king"},
    {"reverend martin luther king", "martin luther king"},
    {"rev martin luther king", "martin luther king"},
    {"doctor martin luther king", "martin luther king"},
    {"dr martin luther king", "martin luther king"},
    {"doctor m l k", "martin luther king"},
    {"dr m l k", "martin luther king"},
    {"doctor mlk", "martin luther king"},
    {"dr mlk", "martin luther king"},
    {"m l king", "martin luther king"},
    {"m l k", "martin luther king"},
    {"mlk", "martin luther king"},
    {"j f k", "john f kennedy"},
    {"jfk", "john f kennedy"},
    {"john kennedy", "john f kennedy"},
    {"f d r", "franklin d roosevelt"},
    {"fdr", "franklin d roosevelt"},
    {"franklin roosevelt", "franklin d roosevelt"},
    {"farm to market road", "fm"},
    {"farm to market rd", "fm"},
    {"farm to market", "fm"},
    {"f m road", "fm"},
    {"f m rd", "fm"},
    {"f m", "fm"},
    {"fm road", "fm"},
    {"fm rd", "fm"},
    {"ranch to market road", "rm"},
    {"ranch to market", "rm"},
    {"rm road", "rm"},
    {"high way", "highway"},
    {"hi way", "highway"},
    {"hiway", "highway"},
    {"hgwy", "highway"},
    {"free way", "freeway"},
    {"express way", "expressway"},
    {"turn pike", "turnpike"},
    {"broad way", "broadway"},
    {"united states highway", "us highway"},
    {"united states hwy", "us highway"},
    {"u s", "us"},
    {"interstate highway", "interstate"},
    {"interstate hwy", "interstate"},
    {"ground floor", "floor ground"},
    {"ground level", "floor ground"},
    {"hash tag", "#"},
    {"hashtag", "#"},
    {"pound sign", "#"},
    {"one half", "1/2"},
    {"1 half", "1/2"},
};

/// Where a house number went before and a number follows.
constexpr rewrite numbered_roads[] = {
    {"cr", "county road"},
    {"co rd", "county road"},
    {"co road", "county road"},
    {"co hwy", "county highway"},
    {"s r", "state road"},
    {"c r", "county road"},
    {"s h", "state highway"},
    {"sr", "state road"},
    {"st rd", "state road"},
    {"st hwy", "state highway"},
    {"st highway", "state highway"},
    {"st route", "state route"},
    {"st rte", "state route"},
    {"sh", "state highway"},
    {"rr", "ranch road"},
    {"us hwy", "us highway"},
    {"us highway", "us highway"},
    {"us route", "us highway"},
    {"us", "us highway"},
    {"ih", "interstate"},
    {"i", "interstate"},
    {"highway number", "highway"},
    {"hwy number", "highway"},
    {"road number", "road"},
    {"route number", "route"},
};

/// Spoken letters, as they are written behind "unit".
constexpr rewrite letter_words[] = {
    {"bee", "b"},   {"be", "b"},  {"see", "c"}, {"sea", "c"}, {"cee", "c"},
    {"dee", "d"},   {"ee", "e"},  {"eff", "f"}, {"ef", "f"},  {"gee", "g"},
    {"aitch", "h"}, {"jay", "j"}, {"kay", "k"}, {"el", "l"},  {"em", "m"},
    {"en", "n"},    {"pee", "p"}, {"pea", "p"}, {"cue", "q"}, {"queue", "q"},
    {"tee", "t"},   {"tea", "t"}, {"vee", "v"}, {"ex", "x"},  {"eh", "a"},
    {"ay", "a"},
};

/// The last word behind "unit".
constexpr rewrite count_words[] = {
    {"won", "1"}, {"to", "2"},   {"too", "2"},
    {"for", "4"}, {"fore", "4"}, {"ate", "8"},
};

/// Names that begin with "O'" and "D'".
constexpr sv irish
    = " brien bryan bryant connor conner connell neil neal neill "
      "hara malley reilly riley donnell leary keefe shea grady "
      "toole hare fallon banion bannon rourke dea meara hearn "
      "higgins kane casey ";
constexpr sv italian = " angelo amico andrea ambrosio arcy amato agostino "
                       "onofrio elia ";

/// Replaces `count` words from `at` on by those of `text`.
void replace(word_list& all, std::size_t at, std::size_t count, sv text) {
  const auto begin = all.begin() + static_cast<std::ptrdiff_t>(at);
  const auto next
      = all.erase(begin, begin + static_cast<std::ptrdiff_t>(count));
  auto fresh = lexicon::split(text);
  all.insert(next, std::make_move_iterator(fresh.begin()),
             std::make_move_iterator(fresh.end()));
}

bool has_figure(sv word) {
  return std::any_of(word.begin(), word.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

bool is_number_at(const word_list& all, std::size_t at) {
  return at < all.size() && begins_number(all[at]);
}

bool is_type_at(const word_list& all, std::size_t at) {
  return at < all.size() && !street_type(all[at]).empty();
}

/// "us-14", "i35", "apt4b": apart, so that they are read like "us 14".
void part_codes(word_list& all) {
  constexpr sv codes = " us i ih cr sr sh fm rm rr hwy highway rt rte route ";
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto figures = all[i].find_first_of("0123456789");
    if (figures == std::string::npos || figures == 0)
      continue;
    auto code = all[i].substr(0, figures);
    std::erase(code, '-');
    const auto rest = all[i].substr(figures);
    const bool road = lexicon::is_digits(rest) && lexicon::listed(codes, code);
    if (road || (code.size() > 1 && !unit_type(code).empty()))
      replace(all, i, 1, code + " " + rest);
  }
}

void rewrite_phrases(word_list& all) {
  bool numbered = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const auto& [said, meant] : anywhere)
      if (const auto count = lexicon::stands_at(all, i, said)) {
        replace(all, i, count, meant);
        break;
      }
    for (const auto& [said, meant] : numbered_roads)
      if (const auto count = lexicon::stands_at(all, i, said);
          count > 0 && numbered && is_number_at(all, i + count)) {
        replace(all, i, count, meant);
        break;
      }
    numbered = numbered || begins_number(all[i]);
  }
}

/// "a hundred" -> "one hundred", "double four" -> "four four".
void write_out_numbers(word_list& all) {
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    if (all[i] == "a" && (all[i + 1] == "hundred" || all[i + 1] == "thousand"))
      all[i] = "one";
    const bool digit
        = lexicon::small_number(all[i + 1]).value_or(10) < 10
          || (all[i + 1].size() == 1 && lexicon::is_digits(all[i + 1]));
    if (!digit || (all[i] != "double" && all[i] != "triple"))
      continue;
    const bool thrice = all[i] == "triple";
    all[i] = all[i + 1];
    if (thrice)
      all.insert(all.begin() + static_cast<std::ptrdiff_t>(i), all[i]);
  }
}

/// "1 2 3": digit by digit is read as if it were said in words, "o" included.
void say_single_digits(word_list& all) {
  constexpr const char* names[] = {"zero", "one", "two",   "three", "four",
                                   "five", "six", "seven", "eight", "nine"};
  const auto single = [&](std::size_t at) {
    return at < all.size() && all[at].size() == 1
           && (lexicon::is_digits(all[at]) || all[at] == "o");
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto end = i;
    while (single(end))
      ++end;
    // "8 2 Street" is 2nd Street.
    if (end > i + 1 && is_type_at(all, end))
      --end;
    const bool ends_in_letter = end > i && all[end - 1] == "o";
    if (end - i > 1 && all[i] != "o" && !ends_in_letter)
      for (auto k = i; k < end; ++k)
        all[k] = all[k] == "o" ? "oh" : names[all[k][0] - '0'];
    // "23 O 8", "one o five".
    else if (all[i] == "o" && i > 0 && is_number_at(all, i - 1)
             && is_number_at(all, i + 1))
      all[i] = lexicon::is_digits(all[i - 1]) ? "0" : "oh";
    i = std::max(i, end > i ? end - 1 : i);
  }
}

/// "31 st Street", "2 nd Avenue".
void join_endings(word_list& all) {
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    if (!lexicon::is_digits(all[i]) || all[i].size() > 3)
      continue;
    const auto& ending = all[i + 1];
    const bool always = ending == "nd" || ending == "th";
    if (!always
        && !((ending == "st" || ending == "rd") && is_type_at(all, i + 2)))
      continue;
    all[i] += ending;
    lexicon::erase(all, i + 1);
  }
}

/// "north west birch"; "south west street" is West Street, though.
void join_directions(word_list& all) {
  for (std::size_t i = 1; i + 1 < all.size(); ++i) {
    const auto first = direction(all[i]);
    const auto second = direction(all[i + 1]);
    if ((first != "North" && first != "South")
        || (second != "East" && second != "West"))
      continue;
    if (is_number_at(all, i - 1) && is_type_at(all, i + 2))
      continue;
    all[i] = lexicon::lower(first) + lexicon::lower(second);
    lexicon::erase(all, i + 1);
  }
}

/// "o brien", "oh connor", "d angelo".
void join_prefixes(word_list& all) {
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    const bool irish_name = (all[i] == "o" || all[i] == "oh")
                            && lexicon::listed(irish, all[i + 1]);
    const bool italian_name
        = all[i] == "d" && lexicon::listed(italian, all[i + 1]);
    const bool other = all[i] == "o" && all[i + 1].size() > 2 && i > 0
                       && !begins_number(all[i + 1]) && !is_type_at(all, i + 1)
                       && !is_type_at(all, i - 1);
    const bool scottish = (all[i] == "mc" || all[i] == "mac")
                          && all[i + 1].size() > 2 && !is_type_at(all, i + 1);
    if (!irish_name && !italian_name && !other && !scottish)
      continue;
    all[i] = all[i].substr(0, all[i] == "oh" ? 1 : sv::npos) + all[i + 1];
    lexicon::erase(all, i + 1);
  }
}

/// "12 Ocean Park Way", but not "12 Park Way".
void join_parkways(word_list& all) {
  for (std::size_t i = 2; i + 1 < all.size(); ++i)
    if (all[i] == "park" && all[i + 1] == "way" && !begins_number(all[i - 1])
        && direction(all[i - 1]).empty())
      replace(all, i, 2, "parkway");
}

bool names_flats(const std::string& low) {
  const auto full = unit_type(low);
  return !full.empty() && low != "floor" && low != "fl";
}

/// "apartment number 7" -> "apartment 7", "unit bee" -> "unit b".
void tidy_units(word_list& all) {
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    if (!names_flats(all[i]))
      continue;
    if (lexicon::listed(" number no letter # ", all[i + 1])
        && i + 2 < all.size() && all[i] != "#"
        && (begins_number(all[i + 2]) || all[i + 2].size() < 3
            || has_figure(all[i + 2])))
      lexicon::erase(all, i + 1);
    // "unit B 2, 400 Cobalt Way".
    if (i + 3 < all.size() && all[i + 1].size() == 1 && is_number_at(all, i + 2)
        && !is_number_at(all, i + 1) && all[i + 3] == ",") {
      all[i + 1] += all[i + 2];
      lexicon::erase(all, i + 2);
    }
    auto name = i + 1;
    while (name + 1 < all.size() && begins_number(all[name]))
      ++name;
    for (const auto& [said, meant] : letter_words)
      if (all[name] == said)
        all[name] = meant;
    for (const auto& [said, meant] : count_words)
      if (name == i + 1 && name + 1 == all.size() && all[name] == said)
        all[name] = meant;
  }
}

/// Words that are what they seem beside numbers only: "pound 4", "level 4", "2
/// dash B", "4 forth Street"; not "12 Pound Road".
void tidy_signs(word_list& all) {
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    const bool counted = is_number_at(all, i + 1);
    if (all[i] == "pound" && counted)
      all[i] = "#";
    if (all[i] == "level" && counted)
      all[i] = "floor";
    if (all[i] == "forth" && i > 0 && is_type_at(all, i + 1))
      all[i] = "fourth";
    if (all[i] == "dash" && i > 0 && is_number_at(all, i - 1)
        && (counted || all[i + 1].size() == 1))
      replace(all, i, 1, "");
  }
}

void write_out_names(word_list& all) {
  for (std::size_t i = 1; i < all.size(); ++i)
    if (const auto full = name_written_out(all[i]);
        !full.empty() && unit_type(all[i - 1]).empty())
      all[i] = lexicon::lower(full);
}

} // namespace

void write_one_way(word_list& all) {
  part_codes(all);
  rewrite_phrases(all);
  write_out_numbers(all);
  join_prefixes(all);
  say_single_digits(all);
  join_endings(all);
  join_directions(all);
  join_parkways(all);
  tidy_signs(all);
  tidy_units(all);
  write_out_names(all);
}

void restore_saints(word_list& all) {
  for (std::size_t i = 1; i + 2 < all.size(); ++i) {
    const bool name = all[i + 1].size() > 2 && !begins_number(all[i + 1])
                      && unit_type(all[i + 1]).empty()
                      && direction(all[i + 1]).empty() && all[i + 1] != "in";
    const bool counted
        = lexicon::ordinal(all[i - 1]) || lexicon::digit_ordinal(all[i - 1]);
    if (all[i] == "street" && is_number_at(all, i - 1) && !counted && name
        && is_type_at(all, i + 2))
      all[i] = "saint";
  }
}

} // namespace rental
