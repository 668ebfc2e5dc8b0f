// Words of a wish that hold it together: "or", "not", "I work", "any time".
#include "voice/lexicon.hpp"
#include "voice/small_talk.hpp"
#include "voice/wish_phrases.hpp"
#include "voice/wish_words.hpp"

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

} // namespace

std::optional<said> mark_said(tokens text, std::size_t at) {
  using namespace wish_phrase;
  struct list {
    kind what;
    wish_phrase::phrases phrases;
  };
  const std::array lists{list{kind::nothing, harmless},
                         list{kind::correction, correction},
                         list{kind::against_before, against_before},
                         list{kind::against, against},
                         list{kind::away, away},
                         list{kind::anything, anything},
                         list{kind::soonest, soonest},
                         list{kind::all, all},
                         list{kind::approved, approved},
                         list{kind::joined, joins},
                         list{kind::condition, conditions},
                         list{kind::stop, stops}};
  said found{kind::unknown, 0};
  for (const auto& each : lists)
    if (const auto next = after_longest(text, at, each.phrases);
        next > found.next)
      found = {each.what, next};
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
  const auto next = std::max(after_small_talk(text, at),
                             after_longest(text, at, wish_phrase::wrapping));
  return next ? std::optional{said{kind::nothing, next}} : std::nullopt;
}

} // namespace rental
