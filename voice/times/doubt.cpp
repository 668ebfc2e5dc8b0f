#include "voice/times/doubt.hpp"

#include "voice/times/phrase_search.hpp"
#include "voice/times/small_talk.hpp"

#include <array>

namespace rental {

namespace {

using sv = std::string_view;

constexpr std::array doubts{
    sv{"probably"},        sv{"perhaps"},         sv{"possibly"},
    sv{"tentatively"},     sv{"might"},           sv{"i think"},
    sv{"i believe"},       sv{"im thinking"},     sv{"i am thinking"},
    sv{"not sure"},        sv{"not certain"},     sv{"could work"},
    sv{"let me check"},    sv{"if i can"},        sv{"if we can"},
    sv{"if im able"},      sv{"unless"},          sv{"i suppose so"},
    sv{"sort of"},         sv{"kind of"},         sv{"could happen"},
    sv{"could be"},        sv{"hopefully"},       sv{"then again"},
    sv{"is my"},           sv{"is for my"},       sv{"better for my"},
    sv{"better for his"},  sv{"better for her"},  sv{"better for them"},
    sv{"confirm with"},    sv{"check with"},      sv{"talk to"},
    sv{"talk with"},       sv{"ask my"},          sv{"let me ask"},
    sv{"let me get my"},   sv{"let me get with"}, sv{"let me have my"},
    sv{"need to confirm"}, sv{"have to confirm"}, sv{"want to confirm"},
    sv{"be with my"},      sv{"be at my"},        sv{"is with my"}};

/// These end a thought; before a time they only fill a pause.
constexpr std::array pondering{sv{"let me see"}, sv{"let me think"},
                               sv{"lets see"}, sv{"hmm"}, sv{"hm"}};

/// Asked wherever they stand.
constexpr std::array questions{sv{"is that"},
                               sv{"is this"},
                               sv{"is it"},
                               sv{"was it"},
                               sv{"was that"},
                               sv{"does that"},
                               sv{"does it"},
                               sv{"would that"},
                               sv{"would it"},
                               sv{"will that"},
                               sv{"are you"},
                               sv{"are there"},
                               sv{"is there"},
                               sv{"do you"},
                               sv{"do i"},
                               sv{"do we"},
                               sv{"did i"},
                               sv{"did you"},
                               sv{"should i"},
                               sv{"should we"},
                               sv{"have you got"},
                               sv{"how is"},
                               sv{"how does"},
                               sv{"how would"},
                               sv{"how are"},
                               sv{"can you check"},
                               sv{"can you confirm"},
                               sv{"could you confirm"},
                               sv{"can we confirm"},
                               sv{"just to confirm"},
                               sv{"how come"},
                               sv{"how could"},
                               sv{"will you be"}};

/// Questions in form alone.
constexpr std::array requests{
    sv{"would it be possible to"}, sv{"would it be possible for"},
    sv{"is it possible to"},       sv{"is it possible for"},
    sv{"would that be all"},       sv{"do you mind"}};

/// "Is Monday at two free": asked at the beginning of a sentence.
constexpr sv question_openers{"is isnt are arent was does did would should has "
                              "have will"};
/// "Would you put me down", "have me down".
constexpr std::array polite{
    sv{"would you"},  sv{"will you"},   sv{"have me"},      sv{"have us"},
    sv{"would love"}, sv{"would like"}, sv{"would prefer"}, sv{"will take"},
    sv{"will do"},    sv{"is good"},    sv{"is fine"},      sv{"is great"},
    sv{"is perfect"}, sv{"is best"},    sv{"is okay"}};

/// "I was wondering if Monday is free", "do you know whether ...".
constexpr std::array wondering{sv{"wondering if"}, sv{"wonder if"},
                               sv{"know if"}, sv{"see if"}, sv{"whether"}};
constexpr sv persons{"i we you it thats that its"};
constexpr sv others{"my our his her their she he they him them everyone "
                    "everybody anyone someone somebody"};

constexpr sv leading{"uh uhm um umm er so well okay ok hi hello hey yes yeah "
                     "and or but then now please good morning afternoon "
                     "evening alright right"};

/// "Could I maybe come" is polite, "maybe Monday" is not.
bool is_doubtful_maybe(tokens text, std::size_t at) {
  return word_at(text, at, "maybe")
         && !(at > 0 && has_word(text.subspan(at - 1, 1), "i we could can"));
}

bool begins_sentence(tokens text, std::size_t at) {
  for (; at > 0; --at) {
    if (text[at - 1].what == token::kind::sign)
      return true;
    if (!has_word(text.subspan(at - 1, 1), leading))
      return false;
  }
  return true;
}

/// "..., right": asks for a yes, unlike "that's right".
bool is_tag(tokens text, std::size_t at) {
  if (!has_word(text.subspan(at, 1), "right correct")
      || !is_small_talk(text.subspan(at + 1)))
    return false;
  return at > 0 && !has_word(text.subspan(at - 1, 1), "thats is all so");
}

/// "I'm free Monday at two", "if it's still open": said of the speaker, or a
/// condition that booking answers by itself.
bool tells_of_speaker(tokens text, std::size_t at) {
  if (has_word(text.first(at), "if when whenever"))
    return true;
  constexpr sv between{
      "all also completely totally definitely still only both"};
  while (at > 0 && has_word(text.subspan(at - 1, 1), between))
    --at;
  if (at == 0)
    return false;
  if (has_word(text.subspan(at - 1, 1), "im were"))
    return true;
  const auto* before = at > 1 ? text[at - 2].text.c_str() : "";
  if (has_word(text.subspan(at - 1, 1), "am are"))
    return sv{before} == "i" || sv{before} == "we";
  if (!has_word(text.subspan(at - 1, 1), "be"))
    return false;
  return at > 1 && has_word(text.subspan(at - 2, 1), "ill well will id would");
}

/// "So Monday at two is free then", "my husband is free Monday at two": said of
/// a time or of somebody else.
bool tells_of_calendar(tokens text, std::size_t at) {
  return has_word(text.subspan(at, 1), "free open available taken gone")
         && !tells_of_speaker(text, at);
}

/// "We'll see", unlike "see you then".
bool waits_and_sees(tokens text, std::size_t at) {
  return at > 0 && word_at(text, at, "see")
         && has_word(text.subspan(at - 1, 1), "we well ill i will")
         && !(at + 1 < text.size()
              && has_word(text.subspan(at + 1, 1),
                          "you it the that this your a my"));
}

bool asks(tokens text, std::size_t at) {
  if (after_longest(text, at, requests) != 0)
    return false;
  if (after_longest(text, at, questions) != 0 || is_tag(text, at)
      || tells_of_calendar(text, at))
    return true;
  if (const auto next = after_longest(text, at, wondering))
    return next >= text.size() || !has_word(text.subspan(next, 1), persons);
  return has_word(text.subspan(at, 1), question_openers)
         && begins_sentence(text, at) && after_longest(text, at, polite) == 0;
}

/// "If that's okay with my wife", "if she agrees": somebody else decides.
bool waits_for_others(tokens text, std::size_t at) {
  if (!has_word(text.subspan(at, 1), "if provided assuming depending once")
      && after_phrase(text, at, "as long as") == 0
      && after_phrase(text, at, "so long as") == 0)
    return false;
  for (auto i = at + 1; i < text.size() && text[i].what != token::kind::sign;
       ++i)
    if (has_word(text.subspan(i, 1), others)
        && after_phrase(text, i, "my name") == 0)
      return true;
  return false;
}

bool doubts_at(tokens text, std::size_t at) {
  if (waits_for_others(text, at) || waits_and_sees(text, at))
    return true;
  if (after_longest(text, at, doubts) != 0 || is_doubtful_maybe(text, at))
    return true;
  const auto next = after_longest(text, at, pondering);
  return next != 0 && is_small_talk(text.subspan(next));
}

} // namespace

bool shakes_head(tokens text) {
  constexpr sv sounds{"uh mm ah eh hm mmm unh"};
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    const bool hyphen = text[at + 1].what == token::kind::sign
                        && text[at + 1].text == "-" && at + 2 < text.size();
    const auto& next = text[hyphen ? at + 2 : at + 1];
    if (text[at].what == token::kind::word && text[at].text == next.text
        && lexicon::listed(sounds, text[at].text))
      return true;
  }
  return false;
}

bool asks_or_doubts(sv said, tokens text) {
  if (said.find('?') != sv::npos || shakes_head(text))
    return true;
  for (std::size_t at = 0; at < text.size(); ++at)
    if (asks(text, at) || doubts_at(text, at))
      return true;
  return false;
}

} // namespace rental
