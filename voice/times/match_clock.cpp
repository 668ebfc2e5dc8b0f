// Times of day: "two thirty", "2:30 pm", "quarter to four", "14h30", "noon".
#include "voice/times/meaning.hpp"
#include "voice/words/lexicon.hpp"

namespace rental {

namespace {

using clock = meaning::clock;
using half = meaning::half;

struct found {
  clock time;
  std::size_t next = 0;
};
using finds = std::vector<found>;

/// Whether the number at `at` is part of a date or an ordinal.
bool is_entangled(tokens text, std::size_t at) {
  auto next = at + 1;
  if (next >= text.size() || !text[next].glued)
    return false;
  const auto& t = text[next];
  if (t.what == token::kind::sign)
    return t.text != "," && (t.text != "-" || glued_number(text, next + 1))
           && (t.text != "." || glued_number(text, next + 1));
  return t.text == "st" || t.text == "nd" || t.text == "rd" || t.text == "th";
}

half half_of(int hour) {
  return hour >= 13 || hour == 0 ? half::exact : half::open;
}

/// `as_written`: like a 24-hour clock, so twelve is noon.
void add(finds& out, int hour, int minute, std::size_t next,
         bool as_written = false, int second = 0) {
  if (hour > 23 || minute > 59 || second > 59)
    return;
  auto which = as_written && hour == 12 ? half::exact : half_of(hour);
  out.push_back({{hour, minute, second, which, as_written && hour > 0}, next});
}

/// "14:30", "2:30", "14:30:00", "2.30", "14h30", "14h".
void with_sign(tokens text, std::size_t at, finds& out) {
  const auto& hour = text[at];
  auto next = at + 1;
  bool colon = sign_at(text, next, ':');
  bool dot = sign_at(text, next, '.');
  bool h = word_at(text, next, "h");
  // "11 : 30", as some transcripts have it.
  const bool apart = colon && next + 1 < text.size() && !text[next].glued
                     && is_number(text, next + 1)
                     && text[next + 1].text.size() == 2;
  if (apart)
    return add(out, hour.value, text[next + 1].value, next + 2);
  if (next >= text.size() || !text[next].glued || (!colon && !dot && !h))
    return;
  if (h && !glued_number(text, next + 1)) {
    add(out, hour.value, 0, next + 1, true);
    return;
  }
  if (!glued_number(text, next + 1) || text[next + 1].text.size() != 2)
    return;
  int minute = text[next + 1].value;
  int second = 0;
  next += 2;
  if (colon && sign_at(text, next, ':') && glued_number(text, next + 1)) {
    second = text[next + 1].value;
    next += 2;
    if (sign_at(text, next, '.') && glued_number(text, next + 1))
      next += 2;
  }
  bool zero = hour.text.size() == 2 && hour.text[0] == '0';
  add(out, hour.value, minute, next, zero || h, second);
}

/// Where "pm" may stand: behind a comma, or "in the".
std::size_t where_half(tokens text, std::size_t at) {
  if (sign_at(text, at, ','))
    return at + 1;
  const auto next = after_phrase(text, at, "in the");
  return next ? next : at;
}

/// Where `text` goes on behind "pm", "p m" or ", p.m.", else 0.
std::size_t after_half(tokens text, std::size_t at) {
  at = where_half(text, at);
  const bool short_half = at < text.size() && text[at].glued && at > 0
                          && text[at - 1].what == token::kind::number
                          && (word_at(text, at, "a") || word_at(text, at, "p"));
  if (short_half)
    return at + 1;
  for (auto half_day : {"am", "pm", "a m", "p m"})
    if (auto next = after_phrase(text, at, half_day))
      return next;
  return 0;
}

/// Minutes in words after an hour: "thirty", "forty five", "oh five".
void minutes_after(tokens text, std::size_t at, int hour, finds& out) {
  if (at >= text.size())
    return;
  if (text[at].text == "oh" || text[at].text == "o"
      || text[at].text == "zero") {
    for (auto [minute, next] : numbers_at(text, at + 1))
      if (minute < 10)
        add(out, hour, minute, next);
    return;
  }
  if (text[at].what == token::kind::word)
    for (auto [minute, next] : numbers_at(text, at))
      if (minute >= 10)
        add(out, hour, minute, next);
}

/// "2", "2 30", "230", "1430", "1430 hours".
void bare(tokens text, std::size_t at, finds& out) {
  const auto& t = text[at];
  if (is_entangled(text, at))
    return;
  auto next = at + 1;
  if (t.text.size() <= 2)
    add(out, t.value, 0, next);
  if (t.text.size() <= 2 && is_number(text, next) && text[next].text.size() == 2
      && !is_entangled(text, next))
    add(out, t.value, text[next].value, next + 1);
  if (t.text.size() <= 2 && next < text.size()
      && lexicon::tens(text[next].text))
    minutes_after(text, next, t.value, out);
  bool hours = word_at(text, next, "hours") || word_at(text, next, "hrs")
               || (word_at(text, next, "h") && text[next].glued);
  bool half_follows = after_half(text, next) != 0;
  // "1400" alone is a time, "2026" more likely a year.
  bool military = t.text.size() == 4 && (t.value < 1900 || t.value >= 2200);
  if (military
      || ((hours || half_follows) && t.text.size() >= 3 && t.text.size() <= 4)
      || t.text.size() == 3)
    add(out, t.value / 100, t.value % 100, hours ? next + 1 : next,
        hours || (military && !half_follows));
}

/// "fourteen hundred [hours]".
void hundred_after(tokens text, std::size_t at, int hour, finds& out) {
  if (!word_at(text, at, "hundred"))
    return;
  const bool hours = word_at(text, at + 1, "hours");
  add(out, hour, 0, hours ? at + 2 : at + 1, true);
}

/// "oh nine hundred", "oh nine thirty".
void behind_zero(tokens text, std::size_t at, finds& out) {
  if (!word_at(text, at, "oh") && !word_at(text, at, "o")
      && !word_at(text, at, "zero"))
    return;
  for (auto [hour, next] : numbers_at(text, at + 1)) {
    if (hour < 1 || hour > 9)
      continue;
    hundred_after(text, next, hour, out);
    finds some;
    minutes_after(text, next, hour, some);
    for (const auto& each : some)
      add(out, hour, each.time.minute, each.next, true);
  }
}

/// "two", "two thirty", "fourteen thirty", "ten zero zero".
void in_words(tokens text, std::size_t at, finds& out) {
  behind_zero(text, at, out);
  for (auto [hour, next] : numbers_at(text, at)) {
    if (hour > 23)
      continue;
    const bool oclock = word_at(text, next, "oclock")
                        || after_phrase(text, next, "o clock") != 0;
    if (hour >= 1 && (hour <= 12 || oclock))
      add(out, hour, 0, next);
    minutes_after(text, next, hour, out);
    hundred_after(text, next, hour, out);
    for (auto phrase : {"zero zero", "oh oh", "double zero"})
      if (auto end = after_phrase(text, next, phrase))
        add(out, hour, 0, end);
  }
}

void noon_or_midnight(tokens text, std::size_t at, finds& out) {
  if (word_at(text, at, "twelve")
      || (is_number(text, at) && text[at].value == 12))
    ++at;
  bool noon = word_at(text, at, "noon") || word_at(text, at, "midday");
  if (noon || word_at(text, at, "midnight"))
    out.push_back({{noon ? 12 : 0, 0, 0, half::exact, false}, at + 1});
}

/// The full hours that may stand after "half past" and "quarter to".
finds whole_hours(tokens text, std::size_t at) {
  finds out;
  noon_or_midnight(text, at, out);
  for (auto [hour, next] : numbers_at(text, at))
    if (hour >= 1 && hour <= 12 && !(next == at + 1 && is_entangled(text, at)))
      add(out, hour, 0, next);
  return out;
}

/// Minutes that a spoken time may count from the hour, and where the text goes
/// on. What may be an hour needs "minutes": "2 to 3" and "ten to eleven" are
/// spans of time.
std::vector<std::pair<int, std::size_t>> counted(tokens text, std::size_t at) {
  if (word_at(text, at, "a"))
    ++at;
  if (word_at(text, at, "half"))
    return {{30, at + 1}};
  if (word_at(text, at, "quarter"))
    return {{15, at + 1}};
  std::vector<std::pair<int, std::size_t>> out;
  for (auto [minute, next] : numbers_at(text, at)) {
    bool said = word_at(text, next, "minutes") || word_at(text, next, "minute");
    const bool span = minute <= 12 && !word_at(text, next, "past")
                      && !word_at(text, next, "after");
    bool usual = text[at].what == token::kind::word && minute % 5 == 0 && !span;
    if (minute >= 1 && minute <= 59 && (said || usual))
      out.emplace_back(minute, said ? next + 1 : next);
  }
  return out;
}

/// "half past nine", "half nine", "quarter to four", "ten past two".
void counted_from_hour(tokens text, std::size_t at, finds& out) {
  for (auto [minute, next] : counted(text, at)) {
    bool past = word_at(text, next, "past") || word_at(text, next, "after");
    bool of_hour = minute == 15 && word_at(text, next - 1, "quarter")
                   && word_at(text, next, "of");
    bool to = word_at(text, next, "to") || word_at(text, next, "till")
              || word_at(text, next, "before") || of_hour;
    bool half_nine = minute == 30 && !past && !to;
    if (!past && !half_nine && (!to || minute >= 30))
      continue;
    for (auto hour : whole_hours(text, half_nine ? next : next + 1)) {
      auto& t = hour.time;
      t.minute = to ? 60 - minute : minute;
      if (to)
        t.hour = t.which == half::exact ? (t.hour + 23) % 24
                 : t.hour == 1          ? 12
                                        : t.hour - 1;
      out.push_back(hour);
    }
  }
}

/// "o'clock", am and pm after a time.
void finish(tokens text, found time, const meaning& known, steps& out) {
  if (word_at(text, time.next, "oclock"))
    ++time.next;
  else if (auto next = after_phrase(text, time.next, "o clock"))
    time.next = next;
  auto with = known;
  with.time = time.time;
  out.push_back({time.next, with});
  const auto after = after_half(text, time.next);
  if (after == 0)
    return;
  bool am = text[where_half(text, time.next)].text[0] == 'a';
  auto& t = *with.time;
  bool twelve_hour = t.which == half::open;
  // "14:30 pm" is what some programs write; "14:30 am" is nonsense.
  if (!twelve_hour && (am ? t.hour != 0 : t.hour < 12))
    return;
  if (twelve_hour)
    t.which = am ? half::am : half::pm;
  out.back() = {after, with};
}

/// The same time said twice ("three, 3 pm"): what is known of it then.
std::optional<clock> agreed(const clock& a, const clock& b) {
  if (a.hour % 12 != b.hour % 12 || a.minute != b.minute
      || a.second != b.second)
    return std::nullopt;
  if (a.which == half::open || b.which == half::open)
    return a.which == half::open ? b : a;
  const auto is_late = [](const clock& c) {
    return c.which == half::pm || (c.which == half::exact && c.hour >= 12);
  };
  if (is_late(a) != is_late(b))
    return std::nullopt;
  return a;
}

/// A number right behind another one is not the same time once more.
bool follows_number(tokens text, std::size_t at) {
  if (at == 0)
    return false;
  const auto& before = text[at - 1];
  return before.what == token::kind::number
         || lexicon::small_number(before.text) || lexicon::tens(before.text);
}

void keep_agreed(const meaning& known, std::size_t from, steps& out) {
  std::erase_if(out, [&, n = std::size_t{0}](step& way) mutable {
    if (n++ < from)
      return false;
    const auto both = agreed(*known.time, *way.known.time);
    if (both)
      way.known.time = both;
    return !both;
  });
}

} // namespace

void match_clock(tokens text, std::size_t at, const meaning& known,
                 steps& out) {
  if (known.time && follows_number(text, at))
    return;
  const auto before = out.size();
  finds all;
  noon_or_midnight(text, at, all);
  counted_from_hour(text, at, all);
  if (is_number(text, at)) {
    with_sign(text, at, all);
    bare(text, at, all);
  } else {
    in_words(text, at, all);
  }
  for (const auto& time : all)
    finish(text, time, known, out);
  if (known.time)
    keep_agreed(known, before, out);
}

void match_daypart(tokens text, std::size_t at, const meaning& known,
                   steps& out) {
  if (known.daypart)
    return;
  auto next = after_phrase(text, at, "in the");
  if (next == 0)
    next = after_phrase(text, at, "at");
  if (next == 0)
    next = at;
  auto add_part = [&](meaning::part part) {
    auto with = known;
    with.daypart = part;
    out.push_back({next + 1, with});
  };
  if (word_at(text, next, "morning"))
    add_part(meaning::part::morning);
  if (word_at(text, next, "afternoon"))
    add_part(meaning::part::afternoon);
  if (word_at(text, next, "evening"))
    add_part(meaning::part::evening);
  if (word_at(text, next, "night"))
    add_part(meaning::part::night);
}

} // namespace rental
