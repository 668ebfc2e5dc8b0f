#include "voice/addresses/address_parts.hpp"

#include "voice/words/lexicon.hpp"
#include "voice/words/text.hpp"

#include <algorithm>

namespace rental {

namespace {

using sv = std::string_view;
using named_words = std::vector<address_word>;
using piece_kind = address_piece::kind;
constexpr std::size_t longest_address = 400;

bool has_digit(sv text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

/// "Main", "123", "#", "4B", "42nd": apart at spaces, commas and "#".
named_words cut_words(sv text) {
  auto clean = keep_speakable(without_markup(text.substr(0, longest_address)),
                              "'-.,#/&", true);
  std::string spaced;
  for (char c : clean)
    spaced
        += c == ',' || c == '#' ? std::string{" "} + c + " " : std::string{c};
  named_words out;
  int part = 0;
  for (auto& word : lexicon::split(spaced)) {
    if (word == ",") {
      part += out.empty() || out.back().part < part ? 0 : 1;
      continue;
    }
    std::erase(word, '.');
    auto edge = [](char c) { return c == '-' || c == '/' || c == '\''; };
    while (!word.empty() && edge(word.back()))
      word.pop_back();
    while (!word.empty() && edge(word.front()))
      word.erase(0, 1);
    if (!word.empty())
      out.push_back({word, lexicon::lower(word), part});
  }
  return out;
}

bool ends_with(const named_words& all, sv phrase) {
  auto tail = lexicon::split(phrase);
  if (tail.size() >= all.size())
    return false;
  return std::equal(tail.rbegin(), tail.rend(), all.rbegin(),
                    [](const auto& a, const auto& b) { return a == b.low; });
}

void drop(named_words& all, std::size_t count) {
  all.resize(all.size() - count);
}

bool is_zip(sv low) {
  if (low.size() == 5)
    return lexicon::is_digits(low);
  return low.size() == 10 && low[5] == '-'
         && lexicon::is_digits(low.substr(0, 5))
         && lexicon::is_digits(low.substr(6));
}

/// "K1A 0B1".
bool is_canadian_code(const named_words& all) {
  if (all.size() < 3)
    return false;
  auto shape = [](sv low, bool letter_first) {
    if (low.size() != 3)
      return false;
    for (std::size_t i = 0; i < 3; ++i)
      if (has_digit(low.substr(i, 1)) != ((i % 2 == 1) == letter_first))
        return false;
    return true;
  };
  return shape(all[all.size() - 2].low, true) && shape(all.back().low, false);
}

/// How many words of a state stand at the end. `sure`: a ZIP followed.
std::size_t state_words(const named_words& all, bool sure) {
  const auto& last = all.back();
  bool alone = all.size() > 1 && all[all.size() - 2].part != last.part;
  if (last.low.size() == 2 && !state_code(last.low).empty()) {
    // "12 Elm CT" is a court, "Norman OK" a state.
    bool doubtful = !street_type(last.low).empty()
                    || !direction(last.low).empty()
                    || !unit_type(last.low).empty();
    bool after_unit
        = all.size() > 1 && !unit_type(all[all.size() - 2].low).empty();
    bool capitals = last.text != last.low;
    bool later = last.part > 0 && !alone;
    if (!after_unit && (sure || alone || (capitals && (!doubtful || later))))
      return 1;
    return 0;
  }
  for (std::size_t count : {3U, 2U, 1U}) {
    if (all.size() <= count)
      continue;
    std::string name;
    for (auto i = all.size() - count; i < all.size(); ++i)
      lexicon::join(name, all[i].low, '_');
    bool own_part = all[all.size() - count].part == last.part
                    && all[all.size() - count - 1].part != last.part;
    bool known = name.size() > 2 && !state_code(name).empty();
    if (known && (sure || (own_part && last.part > 1)))
      return count;
  }
  return 0;
}

/// Takes country, ZIP and state off the end.
void take_region(named_words& all, address_parts& into) {
  for (auto country :
       {"united states of america", "united states", "usa", "us", "canada"})
    if (ends_with(all, country)) {
      drop(all, lexicon::split(country).size());
      break;
    }
  if (all.size() > 2 && is_zip(all.back().low)
      && unit_type(all[all.size() - 2].low).empty()) {
    into.code = all.back().low.substr(0, 5);
    drop(all, 1);
  } else if (is_canadian_code(all)) {
    into.code = all[all.size() - 2].low + all.back().low;
    drop(all, 2);
  }
  const auto count = all.size() > 1 ? state_words(all, !into.code.empty()) : 0;
  std::string name;
  for (auto i = all.size() - count; i < all.size(); ++i)
    lexicon::join(name, all[i].low, '_');
  into.state = state_code(name);
  drop(all, count);
  into.city_is_certain = !into.code.empty() || count > 0;
}

/// Names the words one after another.
class namer {
public:
  explicit namer(const named_words& all) : all_(all) {}

  std::vector<address_piece> run() {
    for (at_ = 0; at_ < all_.size(); ++at_)
      name();
    return std::move(out_);
  }

private:
  const address_word* ahead(std::size_t n = 1) const {
    return at_ + n < all_.size() && all_[at_ + n].part == all_[at_].part
               ? &all_[at_ + n]
               : nullptr;
  }
  bool behind(piece_kind what) const {
    return !out_.empty() && out_.back().what == what;
  }
  bool in_part(piece_kind what) const {
    return std::any_of(out_.begin(), out_.end(), [&](const auto& p) {
      return p.what == what && p.part == all_[at_].part;
    });
  }

  void put(piece_kind what, sv text) {
    out_.push_back({what, std::string{text}, all_[at_].part});
  }

  void name() {
    const auto& word = all_[at_];
    if (unit())
      return;
    if (has_digit(word.low))
      return put(piece_kind::number, word.text);
    if (saint() || type() || compass())
      return;
    if (behind(piece_kind::unit_name) && lexicon::is_single_letter(word.low))
      return put(piece_kind::unit_name, word.text);
    put(city_ahead() ? piece_kind::city : piece_kind::name, word.text);
  }

  /// "Apt 4B", "# 4B", "Apt #4B", "2nd Floor".
  bool unit() {
    const auto& word = all_[at_];
    if (behind(piece_kind::unit) && out_.back().part == word.part
        && word.low != "#") {
      put(piece_kind::unit_name, word.text);
      return true;
    }
    auto full = unit_type(word.low);
    bool number_no = word.low == "no" && ahead() && has_digit(ahead()->low);
    if (number_no)
      full = "number";
    const bool alone = at_ == 0 && word.low != "#" && !ahead()
                       && (full != "Penthouse" || all_.size() == 1);
    if (full.empty() || alone)
      return false;
    if (behind(piece_kind::unit))
      return true;
    bool after_number
        = full == "Floor"
          && (!ahead()
              || (behind(piece_kind::number)
                  && lexicon::digit_ordinal(lexicon::lower(out_.back().text))));
    // "5 Space Center Drive": a name, not a unit.
    bool named = ahead() && !has_digit(ahead()->low) && ahead()->low.size() > 2
                 && ahead()->low != "#" && ahead()->low != "ground"
                 && !lexicon::small_number(ahead()->low) && word.low != "#";
    if (named && !in_part(piece_kind::type) && word.part == 0)
      return false;
    put(after_number || named ? piece_kind::unit_name : piece_kind::unit, full);
    return true;
  }

  /// "St Charles", "Mt Vernon", "Ft Worth", "Dr King".
  bool saint() {
    const auto& low = all_[at_].low;
    const char* full = low == "st"   ? "Saint"
                       : low == "mt" ? "Mount"
                       : low == "ft" ? "Fort"
                       : low == "dr" ? "Doctor"
                                     : nullptr;
    if (full == nullptr || !ahead() || !is_name(*ahead()))
      return false;
    bool starts = !in_part(piece_kind::name) && !in_part(piece_kind::type);
    bool street_follows = false;
    for (std::size_t n = 2; ahead(n) != nullptr; ++n)
      street_follows
          |= !street_type(ahead(n)->low).empty() && ahead(n)->low != "st";
    bool inner = !in_part(piece_kind::type) && street_follows;
    bool town = all_[at_].part > 0 && !in_part(piece_kind::number);
    if (!starts && !inner && !town && low != "mt" && low != "ft")
      return false;
    put(town || city_ahead() ? piece_kind::city : piece_kind::name, full);
    return true;
  }

  static bool is_name(const address_word& w) {
    return !has_digit(w.low) && w.low.size() > 1 && unit_type(w.low).empty()
           && direction(w.low).empty()
           && (street_type(w.low).empty() || w.low.size() > 4);
  }

  bool type() {
    const auto& word = all_[at_];
    auto full = street_type(word.low);
    if (full.empty())
      return false;
    if (city_ahead() && (in_part(piece_kind::city) || is_town()))
      put(piece_kind::city, full);
    else if (leads_to_type(full))
      put(piece_kind::name, full);
    else
      put(piece_kind::type, full);
    return true;
  }

  /// "Manor" in "12 Elm Street, Manor".
  bool is_town() const {
    const auto part = all_[at_].part;
    return part > 0 && !in_part(piece_kind::number)
           && !in_part(piece_kind::unit)
           && std::any_of(out_.begin(), out_.end(), [&](const auto& p) {
                return p.what == piece_kind::type && p.part < part;
              });
  }

  /// "Ridge Wood Drive", "Oak Point Park Road": a name up to its last word.
  bool leads_to_type(sv full) const {
    const bool begins
        = !in_part(piece_kind::name) && !in_part(piece_kind::type);
    if (!begins && !may_end_name(full))
      return false;
    for (std::size_t n = 1; ahead(n) != nullptr; ++n) {
      const auto& low = ahead(n)->low;
      if (has_digit(low) || low == "#" || low == "in" || !unit_type(low).empty()
          || (n > 1 && !direction(low).empty()))
        return false;
      if (!street_type(low).empty())
        return begins || !may_end_name(street_type(low));
    }
    return false;
  }

  bool compass() {
    const auto& word = all_[at_];
    auto full = direction(word.low);
    if (full.empty())
      return false;
    // "E Street" and "Avenue S" are lettered streets.
    bool letter_street = lexicon::is_single_letter(word.low) && ahead()
                         && !street_type(ahead()->low).empty()
                         && !in_part(piece_kind::name) && !numbered_road()
                         && !(ahead()->low == "st" && ahead(2) != nullptr
                              && is_name(*ahead(2)));
    bool lettered = lexicon::is_single_letter(word.low)
                    && behind(piece_kind::type) && !in_part(piece_kind::name)
                    && !numbered_street() && out_.size() > 1
                    && out_[out_.size() - 2].what == piece_kind::number;
    if (letter_street || lettered)
      put(piece_kind::name, word.text);
    else if (city_ahead() && !closes_street())
      put(piece_kind::city, full);
    else
      put(piece_kind::direction, full);
    return true;
  }

  /// Behind "44th Terrace", "10 44 Terrace".
  bool numbered_street() const {
    const auto size = out_.size();
    return size > 1 && out_[size - 2].what == piece_kind::number
           && (lexicon::digit_ordinal(lexicon::lower(out_[size - 2].text))
               || (size > 2 && out_[size - 3].what == piece_kind::number));
  }

  /// "N Hwy 81": no lettered street.
  bool numbered_road() const {
    return ahead(2) != nullptr && has_digit(ahead(2)->low);
  }

  /// "Main Street NW", "Main Street North": not a town's first word.
  bool closes_street() const {
    const auto& last = out_.back();
    bool street
        = last.what == piece_kind::type || last.what == piece_kind::number;
    bool last_word
        = !ahead() || !unit_type(ahead()->low).empty() || ahead()->low == "in";
    return street && last.part == all_[at_].part
           && (last_word || all_[at_].low.size() < 3);
  }

  /// Whether a town's name stands here: in a later part without figures, or
  /// behind a finished street.
  bool city_ahead() const {
    if (behind(piece_kind::city) && out_.back().part == all_[at_].part)
      return true;
    bool number_first
        = std::any_of(out_.begin(), out_.end(), [](const auto& p) {
            return p.what == piece_kind::number;
          });
    bool street_done = std::any_of(out_.begin(), out_.end(), [](const auto& p) {
      return p.what == piece_kind::type;
    });
    bool later = all_[at_].part > 0 && !in_part(piece_kind::unit)
                 && !in_part(piece_kind::number) && !in_part(piece_kind::name);
    return number_first
           && (later
               || (street_done && !in_part(piece_kind::city)
                   && all_[at_].low.size() > 1));
  }

  const named_words& all_;
  std::size_t at_ = 0;
  std::vector<address_piece> out_;
};

} // namespace

address_parts parse(sv text) {
  auto all = cut_words(text);
  address_parts parts;
  if (all.size() > 1)
    take_region(all, parts);
  parts.pieces = namer{all}.run();
  return parts;
}

} // namespace rental
