// Which of the offers is meant.
#include "voice/beside_offers.hpp"
#include "voice/phrase_search.hpp"
#include "voice/pointing.hpp"
#include "voice/understand.hpp"

#include <array>
#include <exception>
#include <iterator>

namespace rental {

namespace {

using sv = std::string_view;
using slots = std::vector<time_slot>;

constexpr sv refusing{
    "not no dont didnt doesnt isnt wont cant cannot nothing none neither never "
    "except but other others another different else instead without too unless "
    "before after until between"};

constexpr std::array any_of_them{
    sv{"either"},       sv{"any of them"}, sv{"any of those"},
    sv{"any of these"}, sv{"whichever"},   sv{"whatever works"},
    sv{"any one"},      sv{"you choose"},  sv{"you pick"},
    sv{"earliest"},     sv{"soonest"},     sv{"first available"}};
constexpr std::array all_the_same{sv{"doesnt matter"}, sv{"does not matter"},
                                  sv{"dont mind"}, sv{"do not mind"}};

/// Words of somebody who says yes and nothing else.
constexpr sv agreeing{
    "yes yeah yep yup sure ok okay alright all right fine works work good "
    "great "
    "perfect wonderful excellent that thats it is s sounds sound will would do "
    "please the one this then lets let us go with take i ill id like love book "
    "me my thank thanks you very much well so oh um uh for and can we time "
    "slot "
    "a"};

bool only_agrees(tokens text) {
  bool any = false;
  for (const auto& each : text) {
    if (each.what == token::kind::sign)
      continue;
    if (each.what != token::kind::word || !lexicon::listed(agreeing, each.text))
      return false;
    any = true;
  }
  return any;
}

/// What an ordinal counts, from the front or from the back.
struct place {
  int from_front = -1;
  /// "the later one": of two only.
  bool of_two = false;
  bool from_back = false;
};

std::optional<place> place_named(sv word) {
  constexpr std::array ordinals{"first", "second", "third"};
  for (std::size_t i = 0; i < ordinals.size(); ++i)
    if (word == ordinals[i])
      return place{static_cast<int>(i)};
  if (word == "last" || word == "latest" || word == "final" || word == "latter")
    return place{0, false, true};
  if (word == "later")
    return place{0, true, true};
  if (word == "former" || word == "earlier" || word == "sooner")
    return place{0, true};
  if (word == "middle")
    return place{1};
  return std::nullopt;
}

/// "1st", cut into a figure and letters.
std::optional<place> place_in_figures(tokens text, std::size_t at) {
  if (at + 1 >= text.size() || text[at].what != token::kind::number
      || !text[at + 1].glued || text[at + 1].what != token::kind::word
      || text[at].value < 1 || text[at].value > 3)
    return std::nullopt;
  return lexicon::digit_ordinal(text[at].text + text[at + 1].text)
             ? std::optional{place{text[at].value - 1}}
             : std::nullopt;
}

/// "option two", "number 2".
std::optional<place> place_numbered(tokens text, std::size_t at) {
  if (at + 1 >= text.size() || text[at].what != token::kind::word
      || !lexicon::listed("option number choice", text[at].text))
    return std::nullopt;
  for (const auto& [value, next] : numbers_at(text, at + 1))
    if (value >= 1 && value <= 3)
      return place{value - 1};
  if (text[at + 1].what == token::kind::number && text[at + 1].value >= 1
      && text[at + 1].value <= 3)
    return place{text[at + 1].value - 1};
  return std::nullopt;
}

/// What stands before or behind an ordinal that counts no offer: "first thing",
/// "the last week", "just a second".
bool counts_else(tokens text, std::size_t at) {
  constexpr sv others{
      "thing half week weeks weekend day days month months hour "
      "hours part of in on two three few couple"};
  const bool behind = at + 1 < text.size()
                      && ((text[at + 1].what == token::kind::word
                           && lexicon::listed(others, text[at + 1].text))
                          || text[at + 1].what == token::kind::number);
  const bool before = at > 0 && word_at(text, at - 1, "a");
  return behind || before;
}

/// "one", "slot" behind it.
bool has_thing_behind(tokens text, std::size_t at) {
  return after_thing(text, at) != 0
         || (at + 1 < text.size() && text[at + 1].what == token::kind::word
             && lexicon::listed("one ones slot opening", text[at + 1].text));
}

/// The place that is named once; two different ones name none. Beside a day an
/// ordinal may be part of its date.
std::optional<place> place_in(tokens text, bool has_day) {
  std::optional<place> found;
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto named = text[at].what == token::kind::word ? place_named(text[at].text)
                                                    : std::nullopt;
    if (!named)
      named = place_in_figures(text, at);
    if (named && !has_thing_behind(text, at)
        && (has_day || counts_else(text, at)))
      named.reset();
    if (!named)
      named = place_numbered(text, at);
    if (!named)
      continue;
    if (found
        && (found->from_front != named->from_front
            || found->from_back != named->from_back))
      return std::nullopt;
    found = named;
  }
  return found;
}

/// A day that is named by more than an ordinal: "the second" may be an offer,
/// "Monday the second" is none.
bool names_day_in_words(tokens text) {
  return std::any_of(text.begin(), text.end(), [](const token& each) {
    return each.what == token::kind::word
           && (lexicon::weekday(each.text) || lexicon::month(each.text)
               || lexicon::listed("today tomorrow month", each.text));
  });
}

slots at_place(const slots& of, const place& where) {
  if (of.empty() || (where.of_two && of.size() > 2))
    return of;
  if (where.from_back)
    return {of.back()};
  const auto index = static_cast<std::size_t>(where.from_front);
  return index < of.size() ? slots{of[index]} : of;
}

slots fitting(const slots& of, const wish& wanted, const zone& tz) {
  slots all;
  std::copy_if(of.begin(), of.end(), std::back_inserter(all),
               [&](const auto& slot) { return meets(slot, tz, wanted); });
  return all;
}

bool names_bounds(const wish& wanted) {
  return std::any_of(wanted.any_of.begin(), wanted.any_of.end(),
                     [](const auto& each) { return each.from || each.to; });
}

/// The offers that may be meant by words that are no start by themselves.
slots pointed_at(sv said, tokens text, const slots& last, const zone& tz,
                 instant now) {
  if (has_phrase(text, all_the_same))
    return {last.front()};
  if (has_word(text, refusing))
    return {};
  const auto wanted = understand_wish(said, tz, now);
  const bool says_when = !wanted.any_of.empty();
  const bool has_day = names_days(wanted) && names_day_in_words(text);
  const auto candidates = says_when ? fitting(last, wanted, tz) : last;
  if (const auto where = place_in(text, has_day))
    return at_place(names_days(wanted) && !has_day ? last : candidates, *where);
  if (has_phrase(text, any_of_them) && !candidates.empty())
    return {candidates.front()};
  if (says_when)
    return !names_bounds(wanted) || has_thing(text) ? candidates : slots{};
  return has_thing(text) || only_agrees(text) ? candidates : slots{};
}

/// The one of two readings that was offered.
slots offered_reading(const time_reading& reading, const slots& last) {
  slots all;
  for (const auto& slot : last)
    if (slot.start == reading.first || slot.start == reading.second)
      all.push_back(slot);
  return all.size() == 1 ? all : slots{};
}

} // namespace

std::vector<time_slot> chosen_of(sv said, const offered_times& offered,
                                 const zone& tz, instant now,
                                 const booking_rules& rules) {
  if (offered.last.empty())
    return {};
  try {
    const auto reading = understand_start(said, tz, now, rules);
    if (reading.what == time_reading::kind::ambiguous)
      return offered_reading(reading, offered.last);
    if (reading.what != time_reading::kind::unclear)
      return {};
    const auto text = pieces_heard(said);
    return text ? pointed_at(said, *text, offered.last, tz, now) : slots{};
  } catch (const std::exception&) {
    return {};
  }
}

} // namespace rental
