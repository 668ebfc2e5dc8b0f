// Which of the offers is meant. Every word has to be known: of whatever says
// something else besides, nothing is chosen.
#include "voice/times/beside_offers.hpp"
#include "voice/times/beside_one.hpp"
#include "voice/times/doubt.hpp"
#include "voice/times/offer_words.hpp"
#include "voice/times/phrase_search.hpp"
#include "voice/times/understand.hpp"

#include <array>
#include <exception>
#include <iterator>

namespace rental {

namespace {

using namespace offer_words;
using slots = std::vector<time_slot>;

/// What an ordinal counts, from the front or from the back.
struct place {
  std::size_t index = 0;
  bool from_back = false;
  /// "the later one": of two only.
  bool of_two = false;
};

std::optional<place> place_named(sv word) {
  constexpr std::array ordinals{"first", "second", "third"};
  for (std::size_t i = 0; i < ordinals.size(); ++i)
    if (word == ordinals[i])
      return place{i};
  if (word == "last" || word == "latest" || word == "latter")
    return place{0, true};
  if (word == "former")
    return place{};
  if (word == "middle")
    return place{1};
  return std::nullopt;
}

struct piece {
  std::size_t next = 0;
  std::optional<place> where = {};
};

/// Reads a text from its first word to its last.
class chooser {
public:
  chooser(tokens text, const slots& last, const zone& tz, instant now,
          const booking_rules& rules)
      : text_(text), last_(last),
        tz_(tz), scene_{tz, now, tz.local_day(now), widest_hours(rules)},
        has_day_(std::any_of(text.begin(), text.end(), names_day)) {}

  slots read() {
    if (last_.size() == 1 && after_longest(text_, 0, agreeing) == text_.size())
      return last_;
    for (std::size_t at = 0; at < text_.size();) {
      const auto next = text_[at].what == token::kind::sign ? at + 1 : step(at);
      if (next <= at)
        return {};
      at = next;
    }
    return verdict();
  }

private:
  static bool names_day(const token& each) {
    return each.what == token::kind::word
           && (lexicon::weekday(each.text) || lexicon::month(each.text)
               || lexicon::listed("today tomorrow month", each.text));
  }

  /// Where the text goes on behind what stands at `at`; 0: it is not known.
  std::size_t step(std::size_t at) {
    if (after_longest(text_, at, greetings) != 0)
      return 0;
    const auto any = after_longest(text_, at, any_of_them);
    const auto counted = ordinal_at(at);
    const auto day = day_at(at);
    const auto hours = hours_at(at);
    // "The second" is an offer, "Monday the second" a day.
    const bool is_day
        = day && (!counted || (has_day_ && day->next > counted->next));
    if (any != 0 && !is_day && any >= (counted ? counted->next : 0)) {
      any_ = true;
      return any;
    }
    if (counted && !is_day)
      return count(*counted);
    if (is_day && day->next >= (hours ? hours->next : 0))
      return keep(*day, days_);
    if (hours)
      return keep(*hours, hours_);
    return words_at(at);
  }

  /// Where "one" stands for a thing, from `at` on: "the Thursday one" is no
  /// first of the month.
  std::size_t pronoun_from(std::size_t at) const {
    for (auto i = at; i < text_.size(); ++i)
      if (word_at(text_, i, "one")
          && (i == at
              || (text_[i - 1].what == token::kind::word
                  && (lexicon::weekday(text_[i - 1].text)
                      || lexicon::listed("the that this", text_[i - 1].text)))))
        return i;
    return text_.size();
  }

  static bool is_one_day(const said& day) {
    return std::all_of(
        day.times.begin(), day.times.end(), [&](const wished_times& times) {
          const bool a_weekday = times.weekdays.count() == 1;
          return times.first_day && times.last_day
                     ? a_weekday || times.first_day == times.last_day
                     : a_weekday && day.nearest;
        });
  }

  /// "Thursday", "the 26th"; neither "the first one" nor "the two thirty".
  std::optional<said> day_at(std::size_t at) const {
    const auto day = days_said(text_.first(pronoun_from(at)), at, scene_);
    if (at >= text_.size() || !day || day->until
        || after_longest(text_, at, bounds) != 0 || word_at(text_, at, "every")
        || word_at(text_, at, "each") || word_at(text_, at, "any"))
      return std::nullopt;
    // "Thursday at the latest" and "weekdays" are no day.
    if (!is_one_day(*day))
      return std::nullopt;
    if (word_at(text_, at, "the") && at + 1 < text_.size()) {
      auto counted = ordinal_at(at + 1);
      if (counted && has_day_ && counted->next <= day->next)
        counted.reset();
      const auto hours = hours_at(at + 1);
      if (counted || after_longest(text_, at, accepting) >= day->next
          || (hours && hours->next >= day->next))
        return std::nullopt;
    }
    return day;
  }

  std::size_t count(const piece& counted) {
    if (where_)
      return 0;
    where_ = counted.where;
    return counted.next;
  }

  std::size_t keep(const said& what, std::vector<wished_times>& into) {
    if (!into.empty())
      return 0;
    into = what.times;
    return what.next;
  }

  std::optional<said> hours_at(std::size_t at) const {
    // "The Thursday one", "the noon one".
    const bool pronoun = word_at(text_, at, "one")
                         && ((at > 0 && follows_day(at)) || !hours_.empty());
    if (pronoun || after_longest(text_, at, bounds) != 0)
      return std::nullopt;
    auto hours = hours_said(text_, at, scene_.open);
    if (hours && !hours->times[0].around && !is_part_of_day(at, hours->next))
      return std::nullopt;
    return hours;
  }

  bool follows_day(std::size_t at) const {
    return lexicon::weekday(text_[at - 1].text)
           || lexicon::listed("the that this", text_[at - 1].text);
  }

  bool part_at(std::size_t at) const {
    const auto hours = hours_at(at);
    return hours && is_part_of_day(at, hours->next);
  }

  /// "in the morning", not "my shift ends at noon".
  bool is_part_of_day(std::size_t at, std::size_t next) const {
    return std::all_of(text_.begin() + static_cast<std::ptrdiff_t>(at),
                       text_.begin() + static_cast<std::ptrdiff_t>(next),
                       [](const token& each) {
                         return lexicon::listed(
                             "in the morning afternoon evening early late "
                             "midday lunchtime",
                             each.text);
                       });
  }

  bool thing_at(std::size_t at) const {
    return at < text_.size() && text_[at].what == token::kind::word
           && lexicon::listed("one slot spot opening option", text_[at].text);
  }

  /// "the first one", "first", "1st", "option two"; "the later one".
  std::optional<piece> ordinal_at(std::size_t at) const {
    if (const auto numbered = numbered_at(at); numbered.next != 0)
      return numbered;
    auto next = at + 1;
    std::optional<place> where;
    if (text_[at].what == token::kind::word) {
      where = place_named(text_[at].text);
      if (!where && thing_at(at + 1) && at > 0 && word_at(text_, at - 1, "the"))
        where = compared(text_[at].text);
    } else if (text_[at].what == token::kind::number && next < text_.size()
               && text_[next].glued && text_[at].value >= 1
               && text_[at].value <= 3
               && lexicon::digit_ordinal(text_[at].text + text_[next].text)) {
      where = place{static_cast<std::size_t>(text_[at].value - 1)};
      ++next;
    }
    if (!where)
      return std::nullopt;
    if (thing_at(next))
      return piece{next + 1, where};
    return may_stand_alone(at, next) ? std::optional{piece{next, where}}
                                     : std::nullopt;
  }

  static std::optional<place> compared(sv word) {
    if (word == "later")
      return place{0, true, true};
    if (word == "earlier" || word == "sooner")
      return place{0, false, true};
    return std::nullopt;
  }

  /// "first" alone, "the second"; not "a second", "at last", "on the first".
  bool may_stand_alone(std::size_t at, std::size_t next) const {
    if (at == 0)
      return next == text_.size();
    return word_at(text_, at - 1, "the")
           && !(at > 1 && word_at(text_, at - 2, "on"));
  }

  piece numbered_at(std::size_t at) const {
    if (at + 1 >= text_.size() || text_[at].what != token::kind::word
        || !lexicon::listed("option number choice", text_[at].text))
      return {};
    if (text_[at + 1].what == token::kind::number && text_[at + 1].value >= 1
        && text_[at + 1].value <= 3)
      return {at + 2, place{static_cast<std::size_t>(text_[at + 1].value - 1)}};
    for (const auto& [value, next] : numbers_at(text_, at + 1))
      if (value >= 1 && value <= 3 && next == at + 2)
        return {next, place{static_cast<std::size_t>(value - 1)}};
    return {};
  }

  std::size_t words_at(std::size_t at) {
    const auto yes = after_longest(text_, at, accepting);
    const auto rest
        = std::max(after_longest(text_, at, wrapping),
                   names_offer() ? after_longest(text_, at, praising) : 0);
    if (yes != 0 && yes >= rest) {
      accepts_ = true;
      return yes;
    }
    if (rest != 0)
      return rest;
    if (word_at(text_, at, "one") && (!days_.empty() || !hours_.empty()))
      return at + 1;
    // "On Friday", "at ten".
    const bool leads
        = (word_at(text_, at, "on") && day_at(at + 1))
          || (word_at(text_, at, "at") && hours_at(at + 1))
          || (word_at(text_, at, "in") && (part_at(at + 1) || part_at(at + 2)));
    return leads ? at + 1 : 0;
  }

  bool names_offer() const {
    return where_ || any_ || accepts_ || !days_.empty() || !hours_.empty();
  }

  wish wanted() const {
    wish all;
    for (const auto& day : days_.empty() ? std::vector{wished_times{}} : days_)
      for (const auto& hours :
           hours_.empty() ? std::vector{wished_times{}} : hours_) {
        auto times = day;
        times.around = hours.around, times.from = hours.from;
        times.to = hours.to;
        all.any_of.push_back(times);
      }
    return all;
  }

  slots fitting() const {
    slots all;
    std::copy_if(last_.begin(), last_.end(), std::back_inserter(all),
                 [&](const auto& slot) { return meets(slot, tz_, wanted()); });
    return all;
  }

  static slots at_place(const slots& of, const place& where) {
    if (where.from_back)
      return of.empty() ? of : slots{of.back()};
    return where.index < of.size() ? slots{of[where.index]} : slots{};
  }

  slots verdict() const {
    const bool narrowed = !days_.empty() || !hours_.empty();
    const auto candidates = narrowed ? fitting() : last_;
    if (where_ && any_)
      return last_.size() > 1 ? last_ : slots{};
    if (where_)
      return counted(candidates, narrowed);
    if (any_)
      return candidates.empty() ? candidates : slots{candidates.front()};
    return narrowed || accepts_ ? candidates : slots{};
  }

  /// What is counted among all offers and among those that fit has to be the
  /// same; but a day has offers of its own to count.
  slots counted(const slots& candidates, bool narrowed) const {
    if (where_->of_two)
      return candidates.size() == 2  ? at_place(candidates, *where_)
             : candidates.size() > 2 ? candidates
                                     : slots{};
    const auto among = at_place(candidates, *where_);
    const bool several = hours_.empty() && candidates.size() > 1;
    if (!narrowed || several || among == at_place(last_, *where_))
      return among;
    return last_.size() > 1 ? last_ : slots{};
  }

  tokens text_;
  const slots& last_;
  const zone& tz_;
  wish_scene scene_;
  bool has_day_;
  std::vector<wished_times> days_;
  std::vector<wished_times> hours_;
  std::optional<place> where_;
  bool any_ = false;
  bool accepts_ = false;
};

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
  // Who asks has not chosen.
  if (offered.last.empty() || said.size() > longest_heard
      || said.find('?') != sv::npos)
    return {};
  try {
    const auto reading = understand_start(said, tz, now, rules);
    if (reading.what == time_reading::kind::ambiguous)
      return offered_reading(reading, offered.last);
    // "I think Friday at ten" takes what was offered, and books nothing else.
    if (reading.what != time_reading::kind::unclear
        && reading.what != time_reading::kind::doubtful)
      return {};
    const auto text = pieces_heard(said);
    // What cannot be read may be a no in another script, or a picture of one.
    if (!text || !cut_tokens(said) || shakes_head(*text))
      return {};
    const auto chosen = chooser{*text, offered.last, tz, now, rules}.read();
    return chosen.empty() ? beside_named(*text, offered, tz, now, rules)
                          : chosen;
  } catch (const std::exception&) {
    return {};
  }
}

} // namespace rental
