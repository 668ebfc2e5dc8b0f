#include "voice/address_wording.hpp"

#include "voice/address_numbers.hpp"
#include "voice/address_parts.hpp"
#include "voice/lexicon.hpp"
#include "voice/text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <set>

namespace rental {

namespace {

using sv = std::string_view;
using words = std::vector<std::string>;

constexpr std::size_t longest = 400;

/// Said anywhere, they mean nothing.
constexpr sv fillers = " um uh uhm er erm ah hmm mm please thanks okay ok yes "
                       "yeah yep ";
/// Said around an address, they mean nothing.
constexpr sv around
    = " so well like just actually maybe probably think guess believe i im it "
      "its is was that thats this the a an to at on over for of my your our "
      "their with from near by property properties place house home listing "
      "rental rentals condo townhouse townhome duplex see about called want "
      "would looking interested view viewing you thank know located address "
      "if possible me there here and ";
/// What one calls a part of a house: "the back house", "rear unit".
constexpr sv dwellings = " house home unit apartment apt building cottage flat "
                         "half part side level floor one place door duplex ";

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
std::string plain(sv text) {
  auto wide
      = icu::UnicodeString::fromUTF8(std::string{text.substr(0, longest)});
  wide.findAndReplace(icu::UnicodeString::fromUTF8("½"), " 1/2");
  wide.findAndReplace("&", " and ");
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

words words_of(sv text) {
  auto clean = keep_speakable(without_markup(plain(text)), "'-.,#/", true);
  std::string spaced;
  for (char c : clean)
    if (c == ',' || c == '#')
      spaced += std::string{" "} + c + " ";
    else if (c != '\'' && c != '.')
      spaced += c;
  auto all = lexicon::split(spaced);
  // "p.m." style dots are gone; a hyphen joins names, not houses and flats.
  words out;
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

/// Where the address itself stands among the words.
struct extent {
  /// The house number; the end when there is none.
  std::size_t number = 0;
  /// The street's type; the end when none was said.
  std::size_t type = 0;
};

bool is_unit_word(const std::string& low) {
  return low == "#" || low == "no" || low == "number"
         || !unit_type(low).empty();
}

bool counts_floors(const words& all, std::size_t at) {
  return at + 1 < all.size() && (all[at + 1] == "floor" || all[at + 1] == "fl");
}

extent find_extent(const words& all) {
  extent out{all.size(), all.size()};
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (begins_number(all[i]) && !counts_floors(all, i)
        && (i == 0 || !is_unit_word(all[i - 1]))) {
      out.number = i;
      break;
    }
  }
  for (auto i = out.number + 1; i < all.size(); ++i)
    if (!street_type(all[i]).empty() && i > out.number + 1) {
      out.type = i;
      break;
    } else if (all[i] == ",") {
      out.type = i;
      break;
    }
  return out;
}

/// Whether this word is the number or letter behind "unit", "lot", "#".
bool names_unit(const words& all, std::size_t at) {
  return at > 0 && is_unit_word(all[at - 1])
         && (begins_number(all[at]) || all[at].size() == 1
             || (at > 1 && is_unit_word(all[at]) && all[at] == "#"));
}

/// Before the house number only what names a part of the house counts.
bool is_inside(const words& all, std::size_t at) {
  const bool floor = all[at] == "floor" || all[at] == "fl";
  return all[at] == "," || names_unit(all, at)
         || (is_unit_word(all[at])
             && (floor || (at + 1 < all.size() && names_unit(all, at + 1))))
         || (begins_number(all[at])
             && (counts_floors(all, at)
                 || (at > 0 && begins_number(all[at - 1]))));
}

/// Behind the words of the number that begins at `at`.
std::size_t number_end(const words& all, std::size_t at) {
  while (at < all.size()
         && (begins_number(all[at]) || all[at] == "hundred"
             || all[at] == "thousand"))
    ++at;
  return at;
}

/// "the two bedroom", "3 bed 2 bath house": a word count from `at`, or 0.
std::size_t rooms_at(const words& all, std::size_t at) {
  constexpr sv rooms = " bed beds bedroom bedrooms br bdrm bath baths bathroom "
                       "bathrooms story storey ";
  auto i = at;
  while (i < all.size() && (all[i] == "the" || all[i] == "a"))
    ++i;
  std::size_t used = 0;
  while (i + 1 < all.size() && begins_number(all[i])
         && lexicon::listed(rooms, all[i + 1])) {
    i += 2;
    used = i - at;
  }
  if (used > 0 && i < all.size() && lexicon::listed(dwellings, all[i]))
    ++used;
  return used;
}

} // namespace

address_wording::address_wording(sv text) {
  auto all = words_of(text);
  std::erase_if(all, [](const auto& w) { return lexicon::listed(fillers, w); });
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    // "the one at": no number.
    if ((all[i] == "the" || all[i] == "this" || all[i] == "that")
        && all[i + 1] == "one")
      all.erase(all.begin() + static_cast<std::ptrdiff_t>(i + 1));
    if (i + 1 < all.size() && all[i] == "i"
        && (all[i + 1] == "think" || all[i + 1] == "guess"
            || all[i + 1] == "believe"))
      all.erase(all.begin() + static_cast<std::ptrdiff_t>(i),
                all.begin() + static_cast<std::ptrdiff_t>(i + 2));
  }
  for (std::size_t i = 0; i < all.size();) {
    const auto count = rooms_at(all, i);
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(i),
              all.begin() + static_cast<std::ptrdiff_t>(i + count));
    i += count == 0 ? 1 : 0;
  }
  auto where = find_extent(all);
  if (const auto end = number_end(all, where.number);
      end < all.size() && all[end] == ",") {
    // "12, High Street"; "one hundred, fifth Avenue".
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(end));
    where = find_extent(all);
  }
  std::set<std::string> sides;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool before = where.number < all.size() && i < where.number;
    const bool behind = where.number < all.size() && i > where.type;
    const auto named = side_named(all[i]);
    const bool with_dwelling
        = i + 1 < all.size() && lexicon::listed(dwellings, all[i + 1]);
    const bool certain = named != "main" && named != "studio";
    if ((before || behind) && !named.empty() && (certain || with_dwelling)) {
      sides.insert(std::string{named});
      i += with_dwelling ? 1 : 0;
    } else if (before ? is_inside(all, i)
                      : !behind || names_unit(all, i)
                            || !lexicon::listed(around, all[i])) {
      words.push_back(all[i]);
    }
  }
  for (const auto& each : sides)
    lexicon::join(side, each);
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
