#include "voice/times/pointing.hpp"

#include "voice/words/lexicon.hpp"

#include <algorithm>
#include <string_view>

namespace rental {

namespace {

using sv = std::string_view;

constexpr unsigned last_that_points = 10;

constexpr sv things{"slot spot opening appointment viewing showing"};

bool is(tokens text, std::size_t at, sv list) {
  return at < text.size() && text[at].what == token::kind::word
         && lexicon::listed(list, text[at].text);
}

bool number_at(tokens text, std::size_t at) {
  if (at >= text.size())
    return false;
  return text[at].what == token::kind::number || !numbers_at(text, at).empty();
}

bool one_at(tokens text, std::size_t at) {
  return word_at(text, at, "one")
         || (at < text.size() && text[at].what == token::kind::number
             && text[at].text == "1");
}

bool weekday_at(tokens text, std::size_t at) {
  return at < text.size() && text[at].what == token::kind::word
         && lexicon::weekday(text[at].text);
}

/// "first", "2nd", "twenty-first": where the text goes on behind it.
std::size_t after_ordinal(tokens text, std::size_t at) {
  if (at >= text.size())
    return 0;
  if (text[at].what == token::kind::number && at + 1 < text.size()
      && text[at + 1].glued && text[at + 1].what == token::kind::word)
    return lexicon::digit_ordinal(text[at].text + text[at + 1].text) ? at + 2
                                                                     : 0;
  if (text[at].what != token::kind::word)
    return 0;
  return lexicon::ordinal(text[at].text) ? at + 1 : 0;
}

bool ordinal_ends(tokens text, std::size_t next) {
  return text[next - 1].what == token::kind::word
         && (lexicon::ordinal(text[next - 1].text) || text[next - 1].glued);
}

/// "December twenty two": a day, and no hour.
bool tens_before(tokens text, std::size_t at) {
  return at > 0 && text[at].what == token::kind::word
         && text[at - 1].what == token::kind::word
         && lexicon::tens(text[at - 1].text)
         && lexicon::small_number(text[at].text).value_or(10) < 10;
}

/// The word before `at`, commas passed over; `at` itself when there is none.
std::size_t before(tokens text, std::size_t at) {
  auto i = at;
  while (i > 0 && sign_at(text, i - 1, ','))
    --i;
  return i > 0 ? i - 1 : at;
}

bool ordinal_before(tokens text, std::size_t at) {
  const auto last = before(text, at);
  if (last == at)
    return false;
  return after_ordinal(text, last) == last + 1
         || (last > 0 && after_ordinal(text, last - 1) == last + 1);
}

/// "Friday the", before the ordinal at `from`.
bool weekday_leads(tokens text, std::size_t from) {
  auto last = before(text, from);
  if (last != from && word_at(text, last, "the")) {
    const auto the = last;
    last = before(text, the);
    return last != the && weekday_at(text, last);
  }
  return last != from && weekday_at(text, last);
}

/// As ordinal_before, of those that may point: "first", neither "March first"
/// nor "Friday the first".
bool small_ordinal_before(tokens text, std::size_t at) {
  const auto last = before(text, at);
  if (last == at || !ordinal_before(text, at))
    return false;
  const bool in_words = after_ordinal(text, last) == last + 1;
  const auto from = in_words ? last : last - 1;
  const auto day = in_words ? lexicon::ordinal(text[from].text).value_or(99)
                            : text[from].value;
  const auto first = before(text, from);
  const bool more = first != from && text[first].what == token::kind::word
                    && (lexicon::tens(text[first].text)
                        || lexicon::month(text[first].text));
  return day <= static_cast<int>(last_that_points) && !more
         && !weekday_leads(text, from);
}

bool half_at(tokens text, std::size_t at) {
  if (sign_at(text, at, ','))
    ++at;
  return is(text, at, "am pm oclock sharp") || after_phrase(text, at, "a m")
         || after_phrase(text, at, "p m") || after_phrase(text, at, "o clock");
}

/// Whether what stands here can only be a time of day.
bool surely_clock(tokens text, std::size_t at) {
  if (is(text, at, "noon midday midnight half quarter"))
    return true;
  if (at >= text.size() || text[at].what != token::kind::number)
    return false;
  return half_at(text, at + 1)
         || (sign_at(text, at + 1, ':') && glued_number(text, at + 2));
}

/// "the one", "that one", "the Thursday one", "the first one".
bool pointed_at(tokens text, std::size_t at) {
  const auto last = before(text, at);
  if (last == at)
    return false;
  if (is(text, last, "the that this which these those other next last")
      || ordinal_before(text, at))
    return true;
  return weekday_at(text, last) && last > 0
         && is(text, last - 1, "the that this");
}

/// "one" that stands for a thing. It is an hour only where it is said like one.
bool is_pronoun(tokens text, std::size_t at) {
  if (!one_at(text, at) || half_at(text, at + 1))
    return false;
  if (pointed_at(text, at))
    return true;
  if (text[at].what == token::kind::number || tens_before(text, at))
    return false;
  const auto last = before(text, at);
  const bool said_as_hour = (last != at && is(text, last, "at around about"))
                            || after_phrase(text, at + 1, "in the") != 0;
  return !said_as_hour;
}

bool minutes_at(tokens text, std::size_t at) {
  if (is(text, at, "oh o zero"))
    return number_at(text, at + 1);
  const auto all = numbers_at(text, at);
  return std::any_of(all.begin(), all.end(),
                     [](const auto& n) { return n.first >= 10; });
}

/// "ten thirty", "ten a.m.", of numbers in words, too.
bool said_like_clock(tokens text, std::size_t at) {
  if (surely_clock(text, at))
    return true;
  auto all = numbers_at(text, at);
  if (at < text.size() && text[at].what == token::kind::number)
    all.emplace_back(text[at].value, at + 1);
  return std::any_of(all.begin(), all.end(), [&](const auto& number) {
    return number.first <= 12
           && (half_at(text, number.second) || minutes_at(text, number.second));
  });
}

} // namespace

std::size_t after_thing(tokens text, std::size_t at) {
  const auto ordinal = after_ordinal(text, at);
  const auto thing = ordinal ? ordinal : at;
  const bool named = is(text, thing, things) && !number_at(text, thing + 1);
  const bool one = is_pronoun(text, thing) && !minutes_at(text, thing + 1);
  return named || one ? thing + 1 : 0;
}

bool has_thing(tokens text) {
  for (std::size_t at = 0; at < text.size(); ++at)
    if (after_thing(text, at) != 0)
      return true;
  return false;
}

bool points(tokens text, std::size_t at, std::size_t next,
            const meaning::written_date& date) {
  if (date.month || date.months_ahead || word_at(text, next - 1, "month"))
    return false;
  const bool the = word_at(text, at, "the");
  const auto from = the ? at + 1 : at;
  if (date.day > last_that_points)
    return text[from].what == token::kind::word && !ordinal_ends(text, next);
  if (after_ordinal(text, from) != next || has_thing(text))
    return true;
  const auto then = sign_at(text, next, ',') ? next + 1 : next;
  const bool dated = weekday_leads(text, from);
  if (dated ? then > next || said_like_clock(text, then)
            : surely_clock(text, then))
    return false;
  if (number_at(text, then) || weekday_at(text, then) || is(text, then, things))
    return true;
  if (is(text, then, "at around about") && number_at(text, then + 1))
    return !the && !(from > 0 && word_at(text, from - 1, "the"))
           && text[from].what == token::kind::word;
  auto last = before(text, from);
  if (last != from && word_at(text, last, "the"))
    last = before(text, last);
  return last == from || !(is(text, last, "on") || weekday_at(text, last));
}

bool counts(tokens text, std::size_t at, std::size_t next) {
  if (next != at + 1)
    return false;
  if (is_pronoun(text, at) || tens_before(text, at))
    return true;
  // "Ten of us".
  if (word_at(text, next, "of"))
    return true;
  const auto last = before(text, at);
  // "Thursday 16" may be a date.
  const bool said_as_hour = last != at && is(text, last, "at around about");
  if (text[at].what == token::kind::number && text[at].value > 12
      && text[at].text.size() == 2 && !said_as_hour)
    return true;
  if (last == at)
    return false;
  // "A viewing for two" has two visitors, as "us two" are.
  const bool visitors
      = is(text, last, "us")
        || (is(text, last, "for") && last > 0
            && is(text, last - 1, "viewing showing tour visit appointment"));
  return visitors || small_ordinal_before(text, at)
         || is(text, last,
               "the these those other next last option number choice slot spot "
               "opening");
}

} // namespace rental
