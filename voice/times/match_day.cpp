// Days that are named from today: "tomorrow", "next Tuesday", "in three days".
#include "voice/times/meaning.hpp"
#include "voice/words/lexicon.hpp"

namespace rental {

namespace {

using week = meaning::week;

struct phrase_day {
  const char* phrase;
  int days;
};

constexpr phrase_day day_phrases[]{
    {"today", 0},
    {"later today", 0},
    {"later on today", 0},
    {"tomorrow", 1},
    {"tmrw", 1},
    {"the day after tomorrow", 2},
    {"day after tomorrow", 2},
    {"yesterday", -1},
    {"the day before yesterday", -2},
    {"a week from today", 7},
    {"one week from today", 7},
    {"a week today", 7},
    {"a week from tomorrow", 8},
    {"one week from tomorrow", 8},
    {"a week tomorrow", 8},
    {"in a week", 7},
    {"in one week", 7},
    {"two weeks from today", 14},
    {"in two weeks", 14},
    {"in a fortnight", 14},
    {"in a couple of weeks", 14},
    {"in a couple of days", 2},
    {"in a couple days", 2},
};

void add_days(const meaning& known, int days, std::size_t next, steps& out,
              std::optional<meaning::part> part = {}) {
  if ((known.days_on && known.days_on != days) || (part && known.daypart))
    return;
  auto with = known;
  with.days_on = days;
  if (part)
    with.daypart = part;
  out.push_back({next, with});
}

/// Where `text` goes on behind "from now", "from today" and "from tomorrow",
/// and how many days these add.
std::pair<std::size_t, int> from_when(tokens text, std::size_t at) {
  for (auto phrase : {"from now", "from today"})
    if (auto next = after_phrase(text, at, phrase))
      return {next, 0};
  return {after_phrase(text, at, "from tomorrow"), 1};
}

/// "a week from now", "a fortnight from today".
void one_week_from(tokens text, std::size_t at, const meaning& known,
                   steps& out) {
  struct span {
    const char* phrase;
    int days;
  };
  for (auto [phrase, days] :
       {span{"a week", 7}, span{"a fortnight", 14},
        span{"a couple of weeks", 14}, span{"a couple of days", 2}})
    if (auto end = after_phrase(text, at, phrase))
      if (auto [next, more] = from_when(text, end); next != 0)
        add_days(known, days + more, next, out);
}

/// "in three days", "three weeks from now".
void counted_days(tokens text, std::size_t at, const meaning& known,
                  steps& out) {
  bool in = word_at(text, at, "in");
  for (auto [n, next] : numbers_at(text, in ? at + 1 : at)) {
    bool days = word_at(text, next, "days") || word_at(text, next, "day");
    bool weeks = word_at(text, next, "weeks") || word_at(text, next, "week");
    if (!days && !weeks)
      continue;
    const auto ahead = weeks ? 7 * n : n;
    const auto [end, more] = from_when(text, next + 1);
    if (in)
      add_days(known, ahead, next + 1, out);
    if (end != 0)
      add_days(known, ahead + more, end, out);
  }
}

void this_part(tokens text, std::size_t at, const meaning& known, steps& out) {
  using part = meaning::part;
  if (word_at(text, at, "tonight"))
    add_days(known, 0, at + 1, out, part::tonight);
  if (!word_at(text, at, "this"))
    return;
  if (word_at(text, at + 1, "morning"))
    add_days(known, 0, at + 2, out, part::morning);
  if (word_at(text, at + 1, "afternoon"))
    add_days(known, 0, at + 2, out, part::afternoon);
  if (word_at(text, at + 1, "evening"))
    add_days(known, 0, at + 2, out, part::evening);
}

/// "a week from", "two weeks from", "a fortnight on" before a weekday: how many
/// weeks, and where the text goes on.
std::pair<int, std::size_t> weeks_from(tokens text, std::size_t at) {
  for (auto phrase : {"a week from", "a week on"})
    if (auto next = after_phrase(text, at, phrase))
      return {1, next};
  for (auto phrase : {"a fortnight from", "a fortnight on"})
    if (auto next = after_phrase(text, at, phrase))
      return {2, next};
  for (auto [n, next] : numbers_at(text, at))
    for (auto phrase : {"week from", "weeks from", "week on", "weeks on"})
      if (auto end = after_phrase(text, next, phrase); end && n >= 1)
        return {n, end};
  return {0, at};
}

/// "[a week from] [this|next|...] Tuesday [week]".
void named_weekday(tokens text, std::size_t at, const meaning& known,
                   steps& out) {
  auto with = known;
  with.which_week = week::plain;
  const auto [weeks, start] = weeks_from(text, at);
  const bool week_from = weeks > 0;
  at = start;
  if (auto next = after_phrase(text, at, "this coming"))
    at = next;
  else if (auto upcoming = after_phrase(text, at, "this upcoming"))
    at = upcoming;
  else if (word_at(text, at, "coming") || word_at(text, at, "upcoming"))
    ++at;
  else if (word_at(text, at, "this"))
    with.which_week = week_from ? week::plain : week::this_one, ++at;
  else if (word_at(text, at, "next"))
    with.which_week = week::next, ++at;
  else if (word_at(text, at, "last") || word_at(text, at, "past"))
    with.which_week = week::last, ++at;
  if (at >= text.size() || text[at].what != token::kind::word)
    return;
  with.weekday = lexicon::weekday(text[at].text);
  if (!with.weekday)
    return;
  if (++at < text.size() && sign_at(text, at, '.'))
    ++at;
  bool week_after = word_at(text, at, "week");
  with.weeks_on = week_after ? 1 : weeks;
  // Said twice it is the same day.
  if (known.weekday && with != known)
    return;
  bool plain = with.which_week == week::plain;
  if (auto next = after_phrase(text, at, "after next");
      next != 0 && plain && !week_from && !known.in_week) {
    with.which_week = week::next;
    with.weeks_on = 1;
    out.push_back({next, with});
    return;
  }
  if ((with.weeks_on == 0 || plain) && !(week_from && week_after))
    out.push_back({week_after ? at + 1 : at, with});
}

/// "next week", "the week after next", beside a weekday.
void in_week(tokens text, std::size_t at, const meaning& known, steps& out) {
  struct named {
    const char* phrase;
    int weeks;
  };
  constexpr named names[]{{"this week", 0},
                          {"next week", 1},
                          {"the following week", 1},
                          {"the week after next", 2},
                          {"week after next", 2}};
  for (auto [phrase, weeks] : names) {
    const auto next = after_phrase(text, at, phrase);
    if (next == 0 || known.in_week.value_or(weeks) != weeks)
      continue;
    auto with = known;
    with.in_week = weeks;
    out.push_back({next, with});
  }
}

} // namespace

void match_day(tokens text, std::size_t at, const meaning& known, steps& out) {
  for (const auto& p : day_phrases)
    if (auto next = after_phrase(text, at, p.phrase))
      add_days(known, p.days, next, out);
  counted_days(text, at, known, out);
  this_part(text, at, known, out);
  named_weekday(text, at, known, out);
  one_week_from(text, at, known, out);
  in_week(text, at, known, out);
}

} // namespace rental
