// Days that are named from today: "tomorrow", "next Tuesday", "in three days".
#include "voice/lexicon.hpp"
#include "voice/meaning.hpp"

namespace rental {

namespace {

using week = meaning::week;

struct phrase_day {
  const char* phrase;
  int days;
};

constexpr phrase_day phrases[]{
    {"today", 0},
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
    auto now = after_phrase(text, next + 1, "from now");
    auto today = after_phrase(text, next + 1, "from today");
    if (in)
      add_days(known, ahead, next + 1, out);
    else if (now || today)
      add_days(known, ahead, now ? now : today, out);
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

/// "[a week from] [this|next|...] Tuesday [week]".
void named_weekday(tokens text, std::size_t at, const meaning& known,
                   steps& out) {
  auto with = known;
  with.which_week = week::plain;
  bool week_from = false;
  for (auto phrase : {"a week from", "one week from", "a week on"})
    if (auto next = after_phrase(text, at, phrase)) {
      week_from = true;
      at = next;
      break;
    }
  if (auto next = after_phrase(text, at, "this coming"))
    at = next;
  else if (word_at(text, at, "coming") || word_at(text, at, "upcoming"))
    ++at;
  else if (word_at(text, at, "this"))
    with.which_week = week::this_one, ++at;
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
  with.weeks_on = week_from || week_after ? 1 : 0;
  // Said twice it is the same day.
  if (known.weekday && with != known)
    return;
  bool plain = with.which_week == week::plain;
  if ((with.weeks_on == 0 || plain) && !(week_from && week_after))
    out.push_back({week_after ? at + 1 : at, with});
}

} // namespace

void match_day(tokens text, std::size_t at, const meaning& known, steps& out) {
  for (const auto& p : phrases)
    if (auto next = after_phrase(text, at, p.phrase))
      add_days(known, p.days, next, out);
  counted_days(text, at, known, out);
  this_part(text, at, known, out);
  named_weekday(text, at, known, out);
  if (auto next = after_phrase(text, at, "next week");
      next && !known.next_week) {
    auto with = known;
    with.next_week = true;
    out.push_back({next, with});
  }
}

} // namespace rental
