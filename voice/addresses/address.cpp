#include "voice/addresses/address.hpp"

#include "voice/addresses/address_parts.hpp"
#include "voice/addresses/home.hpp"
#include "voice/words/lexicon.hpp"
#include "voice/words/sound.hpp"

#include <algorithm>
#include <numeric>

namespace rental {

namespace {

using sv = std::string_view;
using word_list = std::vector<std::string>;

likeness worse(likeness a, likeness b) {
  return std::max(a, b);
}

std::string joined(const word_list& all) {
  return std::accumulate(all.begin(), all.end(), std::string{});
}

std::string sound_of_all(const word_list& all) {
  std::string key;
  for (const auto& word : all)
    key += sound_of(word);
  return key;
}

bool has_figures(sv text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

/// "Avenue S".
bool has_letter(const word_list& all) {
  return std::any_of(all.begin(), all.end(),
                     [](const auto& word) { return word.size() == 1; });
}

/// Whether one letter more, less or other makes one of the other.
bool one_letter_off(sv a, sv b) {
  if (a.size() > b.size())
    std::swap(a, b);
  if (b.size() - a.size() > 1)
    return false;
  const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin());
  const auto rest_a = a.substr(static_cast<std::size_t>(left - a.begin()));
  const auto rest_b = b.substr(static_cast<std::size_t>(right - b.begin()));
  return rest_a.size() == rest_b.size()
             ? rest_a.empty() || rest_a.substr(1) == rest_b.substr(1)
             : rest_a == rest_b.substr(1);
}

likeness compare_names(const word_list& a, const word_list& b) {
  const auto left = joined(a);
  const auto right = joined(b);
  if (left == right)
    return likeness::same;
  if (left.empty() || right.empty())
    return likeness::unsure;
  if (has_figures(left) || has_figures(right) || has_letter(a) || has_letter(b))
    return likeness::different;
  if (sound_of_all(a) == sound_of_all(b) || sound_of(left) == sound_of(right))
    return likeness::same;
  constexpr std::size_t long_enough = 7;
  const bool misheard = std::min(left.size(), right.size()) >= long_enough
                        && left[0] == right[0] && one_letter_off(left, right);
  return misheard ? likeness::unsure : likeness::different;
}

bool is_numbered_road(const home& x) {
  constexpr sv roads
      = " highway road route loop interstate fm rm freeway county state us ";
  return x.type.empty() && x.street.size() > 1
         && lexicon::is_digits(x.street.back())
         && lexicon::listed(roads, x.street[x.street.size() - 2]);
}

/// "US Highway 14" may be what somebody else calls "Highway 14".
likeness compare_roads(const word_list& a, const word_list& b) {
  if (a == b)
    return likeness::same;
  const auto& [shorter, longer] = std::minmax(
      a, b, [](const auto& x, const auto& y) { return x.size() < y.size(); });
  return std::equal(shorter.rbegin(), shorter.rend(), longer.rbegin(),
                    longer.rbegin()
                        + static_cast<std::ptrdiff_t>(shorter.size()))
             ? likeness::unsure
             : likeness::different;
}

word_list with_type(const home& x) {
  auto all = x.street;
  if (!x.type.empty())
    all.push_back(x.type);
  return all;
}

bool may_be_name(const std::string& type) {
  return type.empty() || may_end_name(type);
}

/// "Oak Ridge" for "Oak Ridge Drive": `a` may have left the type out.
likeness compare_without_type(const home& a, const home& b) {
  const auto whole = with_type(a);
  if (a.type.empty() || compare_names(whole, b.street) != likeness::same)
    return likeness::different;
  const bool as_written = whole == b.street;
  return b.type.empty() || (as_written && may_be_name(a.type))
             ? likeness::same
             : likeness::unsure;
}

likeness compare_streets(const home& a, const home& b) {
  if (is_numbered_road(a) && is_numbered_road(b))
    return compare_roads(a.street, b.street);
  const bool other_type
      = !a.type.empty() && !b.type.empty() && a.type != b.type;
  const auto plain
      = other_type ? likeness::different : compare_names(a.street, b.street);
  const bool joined_alike = joined(with_type(a)) == joined(with_type(b));
  return std::min({plain, compare_without_type(a, b),
                   compare_without_type(b, a),
                   joined_alike ? likeness::same : likeness::different});
}

/// "North Wood" may be "Northwood".
bool runs_into_name(const home& a, const home& b) {
  if (a.before.empty() || !b.before.empty() || a.type != b.type)
    return false;
  return a.before + joined(a.street) == joined(b.street);
}

likeness compare_ways(const home& a, const home& b) {
  const bool run_together = runs_into_name(a, b) || runs_into_name(b, a);
  return run_together ? likeness::unsure : compare_streets(a, b);
}

/// Both named and not equal.
bool differ(const std::string& a, const std::string& b) {
  return !a.empty() && !b.empty() && a != b;
}

bool differ_in_sound(const std::string& a, const std::string& b) {
  return differ(a, b)
         && sound_of_all(lexicon::split(a)) != sound_of_all(lexicon::split(b));
}

likeness compare_numbers(const home& a, const home& b) {
  if (a.number == b.number)
    return likeness::same;
  return a.number.empty() || b.number.empty() ? likeness::unsure
                                              : likeness::different;
}

/// "N Main St" and "Main St N" may be two streets; so may be "Main St".
likeness compare_directions(const home& a, const home& b) {
  if (a.before == b.before && a.after == b.after)
    return likeness::same;
  const auto of = [](const home& x) {
    return std::pair{std::min(x.before, x.after), std::max(x.before, x.after)};
  };
  // "Highway 14 South" is what "South Highway 14" is called, too.
  if (is_numbered_road(a) && is_numbered_road(b) && of(a) == of(b))
    return likeness::same;
  const bool one_has_none = (a.before.empty() && a.after.empty())
                            || (b.before.empty() && b.after.empty());
  const bool contradict
      = differ(a.before, b.before) || differ(a.after, b.after);
  return one_has_none || of(a) == of(b) || !contradict ? likeness::unsure
                                                       : likeness::different;
}

/// In some places the first floor is the ground floor.
bool is_ground_floor(const home& x) {
  const auto floor = x.inside.find("floor");
  return x.inside.size() == 1 && floor != x.inside.end()
         && (floor->second == "ground" || floor->second == "1");
}

likeness compare_insides(const home& a, const home& b) {
  if (a.inside == b.inside)
    return likeness::same;
  if (is_ground_floor(a) && is_ground_floor(b))
    return likeness::unsure;
  for (const auto& [what, value] : a.inside)
    if (const auto other = b.inside.find(what);
        other != b.inside.end() && other->second != value)
      return likeness::different;
  const bool other_kinds = a.inside.size() == 1 && b.inside.size() == 1;
  const bool other_values
      = other_kinds && a.inside.begin()->second != b.inside.begin()->second;
  return other_values ? likeness::different : likeness::unsure;
}

likeness compare_places(const home& a, const home& b) {
  const bool same_code = !a.code.empty() && a.code == b.code;
  if (differ_in_sound(a.city, b.city) || differ(a.state, b.state))
    return same_code ? likeness::unsure : likeness::different;
  if (!differ(a.code, b.code))
    return likeness::same;
  return a.city.empty() || b.city.empty() ? likeness::different
                                          : likeness::unsure;
}

bool says_something(const home& x) {
  return !x.street.empty() || !x.number.empty() || !x.type.empty();
}

likeness compare_homes(const home& a, const home& b) {
  if (!says_something(a) || !says_something(b))
    return likeness::different;
  auto result = likeness::same;
  for (const auto part : {compare_numbers, compare_insides, compare_directions,
                          compare_places, compare_ways}) {
    result = worse(result, part(a, b));
    if (result == likeness::different)
      break;
  }
  return result;
}

/// Whether the words of `part` stand in `whole`, one after another.
bool contains(const word_list& whole, const word_list& part) {
  return !part.empty()
         && std::search(whole.begin(), whole.end(), part.begin(), part.end())
                != whole.end();
}

word_list all_words(const home& x) {
  word_list all = x.street;
  if (!x.type.empty())
    all.push_back(x.type);
  for (auto& word : lexicon::split(x.city))
    all.push_back(std::move(word));
  return all;
}

bool fits_home(const home& pattern, const home& x) {
  const bool words_only = pattern.number.empty() && pattern.type.empty();
  if (words_only && pattern.inside.empty())
    return contains(all_words(x), all_words(pattern));
  if (!pattern.number.empty() && pattern.number != x.number)
    return false;
  if (compare_streets(pattern, x) != likeness::same)
    return false;
  return compare_directions(pattern, x) != likeness::different
         && compare_insides(pattern, x) != likeness::different
         && compare_places(pattern, x) != likeness::different;
}

} // namespace

likeness read_address::compare(const read_address& other) const {
  auto best = likeness::different;
  for (const auto& a : homes_)
    for (const auto& b : other.homes_)
      if (best != likeness::same)
        best = std::min(best, compare_homes(a, b));
  return best;
}

bool read_address::fits(const read_address& pattern) const {
  for (const auto& a : pattern.homes_)
    for (const auto& b : homes_)
      if (fits_home(a, b))
        return true;
  return false;
}

bool read_address::names_home() const {
  return std::any_of(homes_.begin(), homes_.end(), [](const home& x) {
    return !x.street.empty() && (!x.number.empty() || !x.inside.empty());
  });
}

likeness compare_addresses(sv a, sv b) {
  return read_address{a}.compare(read_address{b});
}

bool same_property(sv a, sv b) {
  return compare_addresses(a, b) == likeness::same;
}

bool fits_property(sv pattern, sv text) {
  return read_address{text}.fits(read_address{pattern});
}

} // namespace rental
