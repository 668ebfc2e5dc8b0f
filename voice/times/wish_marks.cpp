// Words of a wish that hold it together: "or", "not", "I work", "any time".
#include "voice/times/phrase_index.hpp"
#include "voice/times/small_talk.hpp"
#include "voice/times/wish_phrases.hpp"
#include "voice/times/wish_words.hpp"
#include "voice/words/lexicon.hpp"

#include <array>
#include <span>

namespace rental {

namespace {

using sv = std::string_view;
using kind = said::kind;

bool names_time(const token& t) {
  constexpr sv words{
      "mornings morning afternoons afternoon evenings evening weekends weekend "
      "weekdays weekday nights lunch lunchtime"};
  auto name = sv{t.text};
  if (name.size() > 5 && name.ends_with("days"))
    name.remove_suffix(1);
  return t.what == token::kind::word
         && (lexicon::listed(words, name) || lexicon::weekday(name));
}

/// "no mornings", but not "no, mornings" or "no preference".
bool is_no(tokens text, std::size_t at) {
  return word_at(text, at, "no") && at + 1 < text.size()
         && names_time(text[at + 1]);
}

/// "Fridays out", which is how "Friday's out" is cut.
bool is_bad_behind_day(tokens text, std::size_t at) {
  constexpr sv words{"out bad full tough terrible awful difficult impossible"};
  return at > 0 && lexicon::listed(words, text[at].text)
         && names_time(text[at - 1]) && text[at - 1].text.ends_with("s");
}

/// "After my dentist", but not "after that" and "the day after".
bool is_lost_bound(tokens text, std::size_t at) {
  constexpr sv bounds{"after before until till til once"};
  if (at >= text.size() || text[at].what != token::kind::word
      || !lexicon::listed(bounds, text[at].text))
    return false;
  const bool spoken_of
      = at + 1 < text.size()
        && lexicon::listed("that those these this all then you we too long",
                           text[at + 1].text);
  const bool counted
      = at > 0 && lexicon::listed("day week month", text[at - 1].text);
  return !spoken_of && !counted && !hours_said(text, at + 1);
}

/// "Isn't Friday free?" asks; "anything that isn't Friday" refuses.
bool is_asked_negation(tokens text, std::size_t at) {
  return at == 0 && (word_at(text, at, "isnt") || word_at(text, at, "arent"));
}

} // namespace

std::optional<said> mark_said(tokens text, std::size_t at) {
  using namespace wish_phrase;
  struct list {
    kind what;
    phrase_index phrases;
  };
  static const std::array lists{
      list{kind::nothing, phrase_index{harmless}},
      list{kind::correction, phrase_index{correction}},
      list{kind::against_before, phrase_index{against_before}},
      list{kind::against, phrase_index{against}},
      list{kind::away, phrase_index{away}},
      list{kind::anything, phrase_index{anything}},
      list{kind::soonest, phrase_index{soonest}},
      list{kind::all, phrase_index{all}},
      list{kind::approved, phrase_index{approved}},
      list{kind::joined, phrase_index{joins}},
      list{kind::condition, phrase_index{conditions}},
      list{kind::stop, phrase_index{stops}}};
  static const phrase_index wraps{wrapping};
  if (is_asked_negation(text, at))
    return said{kind::nothing, at + 1};
  said found{kind::unknown, 0};
  for (const auto& each : lists)
    if (const auto next = each.phrases.after_longest(text, at);
        next > found.next)
      found = {each.what, next};
  if (found.next == 0 && is_lost_bound(text, at))
    found = {kind::lost, at + 1};
  if (found.next == 0 && word_at(text, at, "but"))
    found = {kind::but, at + 1};
  if (found.next == 0 && sign_at(text, at, ','))
    found = {kind::pause, at + 1};
  if (found.next == 0 && (sign_at(text, at, '.') || sign_at(text, at, '-')))
    found = {sign_at(text, at, '.') ? kind::stop : kind::nothing, at + 1};
  if (found.next == 0 && is_bad_behind_day(text, at))
    found = {kind::against_before, at + 1};
  if (found.next == 0 && is_no(text, at))
    found = {kind::against, at + 1};
  if (found.next != 0)
    return found;
  const auto next
      = std::max(after_small_talk(text, at), wraps.after_longest(text, at));
  return next ? std::optional{said{kind::nothing, next}} : std::nullopt;
}

} // namespace rental
