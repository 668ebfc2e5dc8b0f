#include "voice/times/small_talk.hpp"

#include "voice/times/phrase_index.hpp"
#include "voice/words/lexicon.hpp"

#include <algorithm>
#include <string_view>

namespace rental {

namespace {

using sv = std::string_view;

// "Around two" is a start like "two": the answer says it back.
constexpr sv fillers{
    "at on the of for please um umm ummm mmm uh uhh uhm er erm hmm hm mm mhm "
    "ah aha oh "
    "hi hello hey yes yeah yep yup yea sure right alright ok okay maybe "
    "perhaps lets say how about around sharp exactly precisely then so well "
    "is i id like would can could we do be just works work good great fine "
    "perfect ideal best better nice lovely wonderful awesome cool super "
    "excellent fantastic terrific brilliant amazing correct absolutely "
    "definitely certainly basically honestly probably possibly hopefully "
    "ideally preferably thanks come instead again there maam sir me us "
    "anyway anyways folks guys ish does your"};

constexpr sv greetings[]{"good morning", "good afternoon", "good evening"};

std::size_t after_any(tokens text, std::size_t at,
                      std::initializer_list<sv> some) {
  std::size_t longest = 0;
  for (auto phrase : some)
    longest = std::max(longest, after_phrase(text, at, phrase));
  return longest;
}

/// "if that's still open", "if it is okay with you".
std::size_t after_condition(tokens text, std::size_t at) {
  auto next = after_any(text, at,
                        {"if thats", "if that is", "if its", "if it is",
                         "if that one is", "if that time is", "if you are"});
  if (auto works = after_any(text, at,
                             {"if that works", "if it works", "if this works",
                              "if that suits", "if it suits",
                              "if that suits you", "if that works out"})) {
    const auto whom = after_any(text, works,
                                {"for you", "for everyone", "for you guys",
                                 "with you", "for them", "you", "for all"});
    return whom ? whom : works;
  }
  if (next == 0)
    return 0;
  for (auto word : {"still", "all"})
    if (word_at(text, next, word))
      ++next;
  next = after_any(text, next,
                   {"open", "free", "available", "ok", "okay", "fine",
                    "possible", "good", "alright", "right", "convenient"});
  if (next == 0)
    return 0;
  const auto whom
      = after_any(text, next, {"with you", "for you", "with everyone"});
  return whom ? whom : next;
}

/// "see the place", "look at the apartment".
std::size_t after_seeing(tokens text, std::size_t at) {
  if (word_at(text, at, "to"))
    ++at;
  const auto verb = after_any(
      text, at,
      {"see", "view", "tour", "visit", "look at", "check out", "of", "at"});
  if (verb == 0)
    return 0;
  const auto next = after_any(
      text, verb,
      {"it", "the place", "the house", "the home", "the apartment", "the unit",
       "the property", "the flat", "the condo", "this place", "that place"});
  // "the apartment two" is no time.
  return next != 0 && numbers_at(text, next).empty() ? next : 0;
}

/// "my wife and I", "me and my husband", "with my partner".
std::size_t after_company(tokens text, std::size_t at) {
  auto start = after_any(
      text, at,
      {"me and my", "with my", "and my", "for me and my", "for my", "my"});
  if (start == 0 || start >= text.size())
    return 0;
  if (const auto counted = numbers_at(text, start);
      !counted.empty() && text[start].what == token::kind::word)
    start = counted.front().second;
  if (start >= text.size())
    return 0;
  constexpr sv people{
      "wife husband partner boyfriend girlfriend fiance fiancee "
      "roommate mother mom father dad sister brother friend "
      "family daughter daughters son sons kids kid children"};
  if (!lexicon::listed(people, text[start].text))
    return 0;
  const auto both = after_any(text, start + 1,
                              {"and i", "and me", "and myself", "and i both"});
  return both ? both : start + 1;
}

/// "Friday at ten works", "would that work": said of a time. "I do work Friday"
/// and "my sister works Friday" say who is busy.
bool works_for_somebody(tokens text, std::size_t at) {
  constexpr sv between{"definitely really just also still do does absolutely "
                       "certainly always usually actually probably perfectly"};
  constexpr sv of_a_time{
      "would could will can should might may that thats this it which one slot "
      "time am pm oclock noon midday morning afternoon evening today tomorrow "
      "times day days perfectly"};
  auto from = at;
  while (from > 0 && lexicon::listed(between, text[from - 1].text))
    --from;
  if (from == 0)
    return from != at || word_at(text, at, "work");
  const auto& before = text[from - 1];
  return before.what == token::kind::word
         && !lexicon::listed(of_a_time, before.text)
         && !lexicon::weekday(before.text) && !lexicon::month(before.text)
         && !lexicon::small_number(before.text) && !lexicon::tens(before.text)
         && !lexicon::ordinal(before.text);
}

/// "I work Friday", "instead of Friday" and "four oh one" say something.
bool carries_meaning(tokens text, std::size_t at) {
  if (word_at(text, at, "instead"))
    return word_at(text, at + 1, "of");
  if (word_at(text, at, "oh"))
    return !numbers_at(text, at + 1).empty();
  if (!word_at(text, at, "work") && !word_at(text, at, "works"))
    return false;
  return works_for_somebody(text, at) || word_at(text, at + 1, "until")
         || word_at(text, at + 1, "till");
}

bool is_filler(tokens text, std::size_t at) {
  const auto& t = text[at];
  if (carries_meaning(text, at))
    return false;
  if (t.what == token::kind::sign)
    return t.text == "," || (t.text == "." && !glued_number(text, at + 1));
  if (t.what == token::kind::word && t.text == "t")
    return t.glued && glued_number(text, at + 1);
  return t.what == token::kind::word && lexicon::listed(fillers, t.text);
}

/// "At eleven or so", "eleven am or so": of a clock, not of "two weeks or so"
/// or "the fifteenth or so".
std::size_t after_or_so(tokens text, std::size_t at) {
  const auto next = after_phrase(text, at, "or so");
  if (next == 0 || at == 0)
    return 0;
  constexpr sv ends{"am pm m oclock noon midday"};
  if (lexicon::listed(ends, text[at - 1].text))
    return next;
  auto from = at;
  while (
      from > 0
      && (!numbers_at(text, from - 1).empty() || sign_at(text, from - 1, ':')))
    --from;
  const bool of_clock
      = from > 0 && from < at
        && (word_at(text, from - 1, "at") || word_at(text, from - 1, "around"));
  return of_clock ? next : 0;
}

/// "Isn't Friday at ten free": elsewhere it refuses.
std::size_t after_isnt(tokens text, std::size_t at) {
  if (!word_at(text, at, "isnt"))
    return 0;
  for (std::size_t i = 0; i < at; ++i)
    if (!is_filler(text, i))
      return 0;
  return at + 1;
}

/// A greeting at the beginning; later "morning" is a part of the day.
std::size_t after_greeting(tokens text, std::size_t at) {
  for (std::size_t i = 0; i < at; ++i)
    if (!is_filler(text, i))
      return 0;
  std::size_t longest = 0;
  for (auto phrase : greetings)
    longest = std::max(longest, after_phrase(text, at, phrase));
  return longest;
}

/// "My name is Jane Smith, ..." and "this is Jane, I'd like ...": a name is
/// what stands between these words and a comma or the speaker's next ones.
/// After "this is" only the latter will do: "this is impossible, ..." is no
/// name.
std::size_t after_introduction(tokens text, std::size_t at) {
  const auto named = after_any(
      text, at,
      {"my name is", "the name is", "under the name", "under the name of"});
  auto next = named ? named : after_any(text, at, {"this is"});
  if (next == 0)
    return 0;
  const auto first = next;
  constexpr sv no_name{"not no never only just but cancel cancelled wrong"};
  for (; next < first + 3 && next < text.size(); ++next) {
    if (next > first && named != 0 && sign_at(text, next, ','))
      return next + 1;
    if (next > first && sign_at(text, next, ','))
      return after_any(text, next + 1,
                       {"id like", "i would like", "id love", "i want",
                        "im calling", "calling"})
                 ? next + 1
                 : 0;
    if (next > first
        && after_any(text, next, {"i", "id", "im", "here", "speaking"}))
      return word_at(text, next, "here") || word_at(text, next, "speaking")
                 ? next + 1
                 : next;
    const auto& word = text[next];
    if (word.what != token::kind::word || lexicon::listed(no_name, word.text)
        || lexicon::weekday(word.text) || lexicon::month(word.text)
        || lexicon::small_number(word.text) || lexicon::ordinal(word.text))
      return 0;
  }
  return named != 0 && next > first && next == text.size() ? next : 0;
}

} // namespace

std::size_t after_small_talk(tokens text, std::size_t at) {
  if (at >= text.size())
    return 0;
  auto next = is_filler(text, at) ? at + 1 : 0;
  static const phrase_index known{small_talk_phrases()};
  next = std::max(next, known.after_longest(text, at));
  for (auto run : {after_condition, after_seeing, after_introduction,
                   after_company, after_or_so, after_isnt, after_greeting})
    next = std::max(next, run(text, at));
  return next;
}

bool is_small_talk(tokens text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto next = after_small_talk(text, at);
    if (next == 0)
      return false;
    at = next;
  }
  return true;
}

} // namespace rental
