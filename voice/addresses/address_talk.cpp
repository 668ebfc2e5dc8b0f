#include "voice/addresses/address_talk.hpp"

#include "voice/addresses/address_numbers.hpp"
#include "voice/words/lexicon.hpp"

#include <algorithm>
#include <iterator>

namespace rental {

namespace {

using sv = std::string_view;
using word_list = std::vector<std::string>;

/// Said anywhere, they mean nothing.
constexpr sv address_fillers
    = " um uh uhm er erm ah hmm mm please thanks okay yes "
      "yeah yep maam madam ";
constexpr sv talk_phrases[]
    = {"i think",      "i guess", "i believe",   "no ,",
       "or something", "or so",   "or whatever", "is that right"};
constexpr sv dwellings = " house home unit apartment apt building cottage flat "
                         "half part side level floor one place door duplex ";

/// "2br".
bool is_room_count(const std::string& low) {
  const auto letters = low.find_first_not_of("0123456789");
  return letters != 0 && letters != std::string::npos
         && lexicon::listed(" br bd bdrm bed ba bath ", low.substr(letters));
}

/// "the two bedroom", "3 bed 2 bath house": a word count from `at`, or 0.
std::size_t rooms_at(const word_list& all, std::size_t at) {
  constexpr sv rooms = " bed beds bedroom bedrooms br bdrm bath baths bathroom "
                       "bathrooms story storey ";
  auto i = at;
  while (i < all.size() && (all[i] == "the" || all[i] == "a"))
    ++i;
  std::size_t used = 0;
  while (i < all.size() && is_room_count(all[i]))
    used = ++i - at;
  while (i + 1 < all.size() && begins_number(all[i])
         && lexicon::listed(rooms, all[i + 1])) {
    i += 2;
    used = i - at;
  }
  if (used > 0 && i < all.size() && is_dwelling(all[i]))
    ++used;
  return used;
}

/// How many words behind `at` say no more than "the": "one" in "the one at",
/// not in "the one twenty three Main Street"; "first one" in "the first one".
std::size_t pointed_at(const word_list& all, std::size_t at) {
  constexpr sv things = " one house home property place listing address ";
  if (!lexicon::listed(" the this that same ", all[at]) || at + 1 == all.size())
    return 0;
  const auto counts = [&](std::size_t i) {
    return i < all.size()
           && (begins_number(all[i]) || all[i] == "hundred"
               || all[i] == "thousand");
  };
  if (all[at + 1] == "one")
    return counts(at + 2) ? 0 : 1;
  return lexicon::ordinal(all[at + 1]) && at + 2 < all.size()
                 && lexicon::listed(things, all[at + 2])
             ? 2
             : 0;
}

} // namespace

void drop_talk(word_list& all) {
  std::erase_if(
      all, [](const auto& w) { return lexicon::listed(address_fillers, w); });
  all.erase(std::unique(all.begin(), all.end(),
                        [](const auto& a, const auto& b) {
                          return a == "," && b == ",";
                        }),
            all.end());
  if (all.size() > 1 && all[0] == "oh")
    lexicon::erase(all, 0, all[1] == "," ? 2 : 1);
  for (std::size_t i = 0; i < all.size();) {
    auto count = rooms_at(all, i);
    for (auto k = std::begin(talk_phrases);
         count == 0 && k != std::end(talk_phrases); ++k)
      count = lexicon::stands_at(all, i, *k);
    lexicon::erase(all, i, count);
    if (count == 0)
      lexicon::erase(all, i + 1, pointed_at(all, i));
    i += count == 0 ? 1 : 0;
  }
}

bool is_dwelling(sv low) {
  return lexicon::listed(dwellings, low);
}

} // namespace rental
