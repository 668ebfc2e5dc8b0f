#include "voice/small_talk.hpp"

#include "voice/lexicon.hpp"

#include <algorithm>
#include <string_view>

namespace rental {

namespace {

using sv = std::string_view;

// "Around two" is a start like "two": the answer says it back.
constexpr sv fillers{
    "at on the of for please um umm uh uhm er erm hmm hi hello hey yes yeah "
    "yep yup sure right alright ok okay maybe lets say how about around sharp "
    "exactly precisely then so well is i id like would can could we do be just "
    "works work good great fine perfect ideal best nice lovely wonderful "
    "awesome ideally preferably thanks come instead again there maam sir"};

constexpr sv phrases[]{
    "i guess",
    "i think",
    "i want",
    "i want to",
    "i need",
    "i need to",
    "i prefer",
    "id prefer",
    "id love",
    "id love to",
    "id like to",
    "i would love to",
    "i would like to",
    "i would say",
    "i will take",
    "ill take",
    "well take",
    "ill do",
    "ill go with",
    "im free",
    "i am free",
    "were free",
    "wed like to",
    "wed love to",
    "we want to",
    "let us say",
    "let us do",
    "let us go with",
    "lets go with",
    "lets go for",
    "go with",
    "go for",
    "can you do",
    "could you do",
    "can i get",
    "could i get",
    "can i have",
    "could i have",
    "may i",
    "may we",
    "come by",
    "come in",
    "come over",
    "come out",
    "stop by",
    "swing by",
    "drop by",
    "to come",
    "take a look",
    "have a look",
    "book it",
    "book me",
    "book me in",
    "book us",
    "book us in",
    "book",
    "schedule it",
    "schedule me",
    "schedule",
    "put me down",
    "put us down",
    "pencil me in",
    "sign me up",
    "a viewing",
    "a showing",
    "a tour",
    "for a viewing",
    "for a showing",
    "for a tour",
    "for the viewing",
    "for the showing",
    "for the tour",
    "works for me",
    "works for us",
    "work for me",
    "that works",
    "that would",
    "that will",
    "that is",
    "thats",
    "it is",
    "sounds good",
    "sounds great",
    "sounds perfect",
    "on the dot",
    "right at",
    "thank you",
    "thank you so much",
    "thank you very much",
    "thanks a lot",
    "thanks so much",
    "if possible",
    "if you can",
    "if i can",
    "if i may",
    "if we can",
    "if you dont mind",
};

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
      text, at, {"see", "view", "tour", "visit", "look at", "check out"});
  if (verb == 0)
    return 0;
  return after_any(text, verb,
                   {"it", "the place", "the house", "the home", "the apartment",
                    "the unit", "the property", "the flat", "the condo",
                    "this place", "that place"});
}

/// "this is Jane," and "my name is Jane Smith, ...": a name is what stands
/// between these words and a comma or the speaker's next ones.
std::size_t after_introduction(tokens text, std::size_t at) {
  auto next = after_any(text, at, {"this is", "my name is"});
  if (next == 0)
    return 0;
  constexpr sv refusals{"not no never only just but"};
  for (int names = 0; names < 3 && next < text.size(); ++names, ++next) {
    if (names > 0 && sign_at(text, next, ','))
      return next + 1;
    if (names > 0
        && after_any(text, next, {"i", "id", "im", "here", "speaking"}))
      return word_at(text, next, "here") || word_at(text, next, "speaking")
                 ? next + 1
                 : next;
    const auto& word = text[next];
    if (word.what != token::kind::word || lexicon::listed(refusals, word.text)
        || lexicon::weekday(word.text) || lexicon::month(word.text)
        || lexicon::small_number(word.text) || lexicon::ordinal(word.text))
      return 0;
  }
  return 0;
}

bool is_filler(tokens text, std::size_t at) {
  const auto& t = text[at];
  if (t.what == token::kind::sign)
    return t.text == "," || (t.text == "." && !glued_number(text, at + 1));
  if (t.what == token::kind::word && t.text == "t")
    return t.glued && glued_number(text, at + 1);
  return t.what == token::kind::word && lexicon::listed(fillers, t.text);
}

} // namespace

std::size_t after_small_talk(tokens text, std::size_t at) {
  if (at >= text.size())
    return 0;
  auto next = is_filler(text, at) ? at + 1 : 0;
  for (auto phrase : phrases)
    next = std::max(next, after_phrase(text, at, phrase));
  for (auto run : {after_condition, after_seeing, after_introduction})
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
