#include "voice/addresses/address_wording.hpp"

#include "voice/addresses/address_numbers.hpp"
#include "voice/addresses/address_parts.hpp"
#include "voice/addresses/address_spelling.hpp"
#include "voice/addresses/address_talk.hpp"
#include "voice/words/lexicon.hpp"
#include "voice/words/text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <set>
#include <utility>

namespace rental {

namespace {

using sv = std::string_view;
using word_list = std::vector<std::string>;

constexpr std::size_t longest_wording = 400;

/// Said around an address, they mean nothing.
constexpr sv around_words
    = " so well like just actually maybe probably think guess believe i im it "
      "its is was that thats this the a an to at on over for of my your our "
      "their with from near by property properties place house home listing "
      "rental rentals condo townhouse townhome duplex see about called want "
      "would looking interested view viewing you thank know located address "
      "if possible there here and again sir correct today tomorrow thx zip "
      "zipcode code postal hopefully ";
/// They begin a clause behind the address that says nothing of it.
constexpr sv openers = " that which who with has if near by across next for on "
                       "at because where when is im id can could we you i what "
                       "so but still listed available ";
/// Of those the ones that no street is named with.
constexpr sv certain_openers = " that which with if near because still ";
/// The one name of a side; "" of any other word.
sv side_named(sv low) {
  if (low == "front" || low == "left" || low == "right" || low == "basement"
      || low == "attic" || low == "garage" || low == "studio"
      || low == "middle")
    return low;
  if (low == "back" || low == "rear" || low == "behind")
    return "back";
  if (low == "upper" || low == "upstairs" || low == "top")
    return "upper";
  if (low == "lower" || low == "downstairs" || low == "bottom")
    return "lower";
  if (low == "guest" || low == "guesthouse" || low == "inlaw"
      || low == "carriage" || low == "coach" || low == "cottage"
      || low == "main")
    return low == "guesthouse" ? "guest" : low;
  return {};
}

/// Without accents, in lower case; "½" in figures.
std::string without_accents(sv text) {
  auto wide = icu::UnicodeString::fromUTF8(
      std::string{text.substr(0, longest_wording)});
  wide.findAndReplace(icu::UnicodeString::fromUTF8("½"), " 1/2");
  wide.findAndReplace("&", " and ");
  // A question, not a side of the house.
  wide.findAndReplace(" right?", "");
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfd = icu::Normalizer2::getNFDInstance(status);
  auto apart = U_SUCCESS(status) ? nfd->normalize(wide, status) : wide;
  icu::UnicodeString kept;
  for (std::int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1))
    if (const auto c = apart.char32At(i); u_charType(c) != U_NON_SPACING_MARK)
      kept.append(c);
  std::string out;
  kept.foldCase().toUTF8String(out);
  return out;
}

word_list wording_of(sv text) {
  auto clean
      = keep_speakable(without_markup(without_accents(text)), "'-.,#/", true);
  const auto is_figure = [&](std::size_t at) {
    return at < clean.size() && clean[at] >= '0' && clean[at] <= '9';
  };
  std::string spaced;
  for (std::size_t i = 0; i < clean.size(); ++i) {
    const char c = clean[i];
    if (c == ',' && i > 0 && is_figure(i - 1) && is_figure(i + 1)
        && is_figure(i + 2) && is_figure(i + 3) && !is_figure(i + 4))
      continue; // "2,308"
    if (c == ',' || c == '#')
      spaced += std::string{" "} + c + " ";
    else if (c == '.' && i > 0 && is_figure(i - 1) && is_figure(i + 1))
      spaced += '/'; // "12.5" is not 125
    else if (c == '-' && sv{clean}.substr(i).starts_with("-1/2"))
      spaced += ' ';
    else if (c != '\'' && c != '.')
      spaced += c;
  }
  auto all = lexicon::split(spaced);
  // "p.m." style dots are gone; a hyphen joins names, not houses and flats.
  word_list out;
  for (auto& word : all) {
    const bool figures = std::any_of(
        word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    const auto hyphen = word.find('-');
    if (figures || hyphen == sv::npos || hyphen < 2
        || lexicon::tens(word.substr(0, hyphen))) {
      out.push_back(std::move(word));
      continue;
    }
    std::replace(word.begin(), word.end(), '-', ' ');
    for (auto& part : lexicon::split(word))
      out.push_back(std::move(part));
  }
  return out;
}

bool is_unit_word(const std::string& low) {
  return low == "#" || low == "no" || low == "number"
         || !unit_type(low).empty();
}

bool counts_floors(const word_list& all, std::size_t at) {
  return at + 1 < all.size() && (all[at + 1] == "floor" || all[at + 1] == "fl");
}

/// Where the address itself stands among the words.
struct extent {
  /// The house number; the end when there is none.
  std::size_t number = 0;
  /// The first word behind the street; the end when it is not known.
  std::size_t behind = 0;
};

extent find_extent(const word_list& all) {
  extent out{all.size(), all.size()};
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (begins_number(all[i]) && !counts_floors(all, i)
        && (i == 0 || !is_unit_word(all[i - 1]))) {
      out.number = i;
      break;
    }
  }
  for (auto i = out.number + 1; i < all.size(); ++i) {
    const bool type = !street_type(all[i]).empty() && i > out.number + 1;
    const bool clause
        = i > out.number + 1 && lexicon::listed(certain_openers, all[i]);
    if (type || clause || all[i] == ",") {
      out.behind = type ? i + 1 : i;
      break;
    }
  }
  return out;
}

/// Behind the words of the number that begins at `at`.
std::size_t number_end(const word_list& all, std::size_t at) {
  while (at < all.size()
         && (begins_number(all[at]) || all[at] == "hundred"
             || all[at] == "thousand"))
    ++at;
  return at;
}

/// Behind "unit 4 b", "suite three hundred", "second floor", "penthouse" at
/// `at`; `at` itself when no part of a house is named there.
std::size_t inside_end(const word_list& all, std::size_t at) {
  if (begins_number(all[at]) && counts_floors(all, at))
    return at + 2;
  if (all[at] == "penthouse" || all[at] == "ph")
    return at + 1;
  if (!is_unit_word(all[at]) || at + 1 == all.size())
    return at;
  const auto name
      = is_unit_word(all[at + 1]) && at + 2 < all.size() ? at + 2 : at + 1;
  if (begins_number(all[name])) {
    const auto end = number_end(all, name);
    return end < all.size() && lexicon::is_single_letter(all[end])
                   && all[end] != "a"
               ? end + 1
               : end;
  }
  const bool coded = lexicon::is_single_letter(sv{all[name]}.substr(0, 1))
                     && all[name].size() < 4
                     && lexicon::is_digits(sv{all[name]}.substr(1));
  return lexicon::is_single_letter(all[name]) || coded || all[at] == "floor"
             ? name + 1
             : at;
}

/// "ME" in "Portland, ME 04101": no word between.
bool is_state(const word_list& all, std::size_t at) {
  if (all[at].size() != 2 || state_code(all[at]).empty())
    return false;
  if (at + 1 == all.size() || all[at + 1] == ",")
    return true;
  const auto& next = all[at + 1];
  return (next.size() >= 5 && lexicon::is_digits(sv{next}.substr(0, 5)))
         || (next.size() == 3
             && lexicon::is_single_letter(sv{next}.substr(0, 1))
             && lexicon::is_digits(sv{next}.substr(1, 1)));
}

/// "OK" in front of the house is no state.
void drop_consent(word_list& all) {
  const auto where = find_extent(all);
  for (std::size_t i = where.number; i-- > 0;)
    if (i < all.size() && all[i] == "ok")
      lexicon::erase(all, i);
}

bool is_ordinal(const std::string& low) {
  return lexicon::ordinal(low) || lexicon::digit_ordinal(low);
}

/// "number 12 Grove Street" names the house, "# 12, 400 Grove Street" does not;
/// "3C, 400 Grove Street" is a flat.
void tell_houses_from_flats(word_list& all) {
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    const bool sign = lexicon::listed(" number no # ", all[i]);
    if (!sign && !lexicon::listed(around_words, all[i]))
      break;
    if (!sign || !begins_number(all[i + 1]))
      continue;
    const auto end = number_end(all, i + 1);
    const auto house = find_extent(all).number;
    const bool numbered_street = end < all.size() && house < end
                                 && is_ordinal(all[end - 1])
                                 && !street_type(all[end]).empty();
    if (house == all.size() || numbered_street)
      return lexicon::erase(all, i);
  }
  const auto first = find_extent(all).number;
  if (first + 2 >= all.size() || !begins_number(all[first + 2]))
    return;
  const sv low = all[first];
  const bool lettered = lexicon::is_single_letter(low.substr(low.size() - 1))
                        && lexicon::is_digits(low.substr(0, low.size() - 1));
  if ((all[first + 1] == "," && lettered)
      || lexicon::listed(" at in of on ", all[first + 1]))
    all.insert(all.begin() + static_cast<std::ptrdiff_t>(first), "unit");
}

/// A comma behind a number parts no places: "12, High Street", "8, 4, 5, Main";
/// numbers are not read across it: "one hundred, fifth Avenue".
void mark_pauses(word_list& all) {
  auto at = find_extent(all).number;
  for (auto end = number_end(all, at);
       end > at && end < all.size() && all[end] == ",";
       end = number_end(all, at)) {
    all[end] = number_pause;
    at = end + 1;
  }
}

/// How many words from `at` on, behind the street, are a clause that names
/// neither town nor flat: "that I saw online", "the one with the pool".
std::size_t clause_at(const word_list& all, std::size_t at) {
  constexpr sv homes = " one house home property place listing rental studio "
                       "apartment unit bedroom flat condo duplex townhouse ";
  const bool opens = lexicon::listed(openers, all[at]) && !is_state(all, at);
  const bool article = all[at] == "the" || all[at] == "a";
  if (!opens && !article)
    return 0;
  bool names_home = false;
  auto end = at + 1;
  while (end < all.size() && all[end] != "," && inside_end(all, end) == end
         && side_named(all[end]).empty() && all[end] != "in") {
    names_home = names_home || lexicon::listed(homes, all[end]);
    ++end;
  }
  if (lexicon::listed(" with has ", all[at]))
    while (end < all.size() && all[end] != ",")
      ++end;
  return opens || names_home ? end - at : 0;
}

/// Picks what belongs to the address.
class picker {
public:
  explicit picker(word_list all)
      : all_(std::move(all)), where_(find_extent(all_)) {
    for (auto i = where_.behind; i < all_.size(); ++i)
      if (all_[i] == "oh" && is_state(all_, i))
        all_[i] = "ohio"; // no zero
  }

  void run() {
    while (at_ < all_.size())
      if (!side() && !inside() && !clause())
        word();
  }

  word_list picked;
  std::set<std::string> sides;

private:
  bool before() const {
    return where_.number < all_.size() && at_ < where_.number;
  }
  bool behind() const {
    return where_.number < all_.size() && at_ >= where_.behind;
  }

  bool side() {
    const auto named = side_named(all_[at_]);
    const bool with_dwelling
        = at_ + 1 < all_.size() && is_dwelling(all_[at_ + 1]);
    const bool certain = named != "main" && named != "studio";
    if ((!before() && !behind()) || named.empty()
        || (!certain && !with_dwelling))
      return false;
    sides.insert(std::string{named});
    at_ += with_dwelling ? 2 : 1;
    return true;
  }

  bool inside() {
    if (!before() && !behind())
      return false;
    auto end = inside_end(all_, at_);
    if (before())
      end = std::min(end, where_.number);
    if (end == at_)
      return false;
    picked.insert(picked.end(), all_.begin() + static_cast<std::ptrdiff_t>(at_),
                  all_.begin() + static_cast<std::ptrdiff_t>(end));
    // "penthouse 205 Aspen Way" is no penthouse 205.
    if (before() && end == at_ + 1)
      picked.push_back(",");
    at_ = end;
    return true;
  }

  bool clause() {
    const auto count = behind() ? clause_at(all_, at_) : 0;
    at_ += count;
    return count > 0;
  }

  void word() {
    if (before() ? all_[at_] == ","
                 : !behind() || !lexicon::listed(around_words, all_[at_]))
      picked.push_back(all_[at_]);
    ++at_;
  }

  word_list all_;
  extent where_;
  std::size_t at_ = 0;
};

} // namespace

address_wording::address_wording(sv text) {
  auto all = wording_of(text);
  drop_talk(all);
  write_one_way(all);
  restore_saints(all);
  drop_consent(all);
  tell_houses_from_flats(all);
  mark_pauses(all);
  picker each{std::move(all)};
  each.run();
  words = std::move(each.picked);
  for (const auto& named : each.sides)
    lexicon::join(side, named);
}

std::vector<std::string> plain_name(sv low) {
  if (low == "the")
    return {};
  if (low == "mlk")
    return {"martin", "luther", "king"};
  std::string spaced{low};
  std::replace(spaced.begin(), spaced.end(), '-', ' ');
  return lexicon::split(spaced);
}

} // namespace rental
