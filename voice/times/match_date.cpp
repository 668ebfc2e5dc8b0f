// Dates: "November 24th, 2026", "the twenty-fourth", "11/24/2026", "24.11.".
#include "voice/times/meaning.hpp"
#include "voice/words/lexicon.hpp"

namespace rental {

namespace {

using written_date = meaning::written_date;

void add(const meaning& known, const written_date& date, std::size_t next,
         steps& out) {
  if (date.day < 1 || date.day > 31 || (date.month && *date.month > 12)
      || (date.month && *date.month < 1) || (known.date && known.date != date))
    return;
  auto with = known;
  with.date = date;
  out.push_back({next, with});
}

struct found_day {
  unsigned day = 0;
  std::size_t next = 0;
  bool ordinal = false;
};

/// "24th", "twenty-fourth", "24", "twenty four".
std::vector<found_day> days_at(tokens text, std::size_t at) {
  std::vector<found_day> out;
  auto push = [&](int day, std::size_t next, bool ordinal) {
    if (day >= 1 && day <= 31)
      out.push_back({static_cast<unsigned>(day), next, ordinal});
  };
  if (at >= text.size())
    return out;
  if (is_number(text, at)) {
    bool letters = at + 1 < text.size() && text[at + 1].glued
                   && text[at + 1].what == token::kind::word;
    if (letters && lexicon::digit_ordinal(text[at].text + text[at + 1].text))
      push(text[at].value, at + 2, true);
    else if (!letters && text[at].text.size() <= 2)
      push(text[at].value, at + 1, false);
    return out;
  }
  // "Monday first thing" is no first of the month.
  if (auto n = lexicon::ordinal(text[at].text);
      n && !word_at(text, at + 1, "thing"))
    push(*n, at + 1, true);
  if (auto tens = lexicon::tens(text[at].text); tens && at + 1 < text.size())
    if (auto unit = lexicon::ordinal(text[at + 1].text); unit && *unit < 10)
      push(*tens + *unit, at + 2, true);
  for (auto [n, next] : numbers_at(text, at))
    push(n, next, false);
  return out;
}

std::optional<unsigned> month_at(tokens text, std::size_t at) {
  if (at >= text.size() || text[at].what != token::kind::word)
    return std::nullopt;
  return lexicon::month(text[at].text);
}

/// Behind the dot of an abbreviation, or behind a comma.
std::size_t skip(tokens text, std::size_t at, char sign) {
  return sign_at(text, at, sign) ? at + 1 : at;
}

/// "2026", "twenty twenty-six", "two thousand [and] twenty six".
std::vector<std::pair<int, std::size_t>> years_at(tokens text, std::size_t at) {
  std::vector<std::pair<int, std::size_t>> out;
  if (is_number(text, at) && text[at].text.size() == 4 && text[at].value >= 1900
      && text[at].value < 2200
      && !(at + 1 < text.size() && text[at + 1].glued
           && text[at + 1].what == token::kind::word))
    out.emplace_back(text[at].value, at + 1);
  bool century = word_at(text, at, "twenty") || word_at(text, at, "nineteen");
  if (century)
    for (auto [n, next] : numbers_at(text, at + 1))
      if (n >= 10 && text[at + 1].what == token::kind::word)
        out.emplace_back((text[at].text == "twenty" ? 2000 : 1900) + n, next);
  if (auto next = after_phrase(text, at, "two thousand")) {
    if (word_at(text, next, "and"))
      ++next;
    for (auto [n, end] : numbers_at(text, next))
      out.emplace_back(2000 + n, end);
  }
  return out;
}

/// "next year", "of this year": how many years ahead, and where the text goes
/// on; else 0.
std::pair<int, std::size_t> year_ahead(tokens text, std::size_t at) {
  if (word_at(text, at, "of") || word_at(text, at, "in"))
    ++at;
  int ahead = -1;
  for (auto phrase : {"last year", "this year", "next year"}) {
    if (auto next = after_phrase(text, at, phrase))
      return {ahead, next};
    ++ahead;
  }
  return {0, 0};
}

/// `date`, alone and with the year that may follow. A year in words or figures
/// is taken whenever it can be: "twenty twenty-six" is no time of day.
void with_year(tokens text, std::size_t at, const meaning& known,
               written_date date, steps& out) {
  if (auto [ahead, next] = year_ahead(text, skip(text, at, ',')); next != 0) {
    date.years_ahead = ahead;
    add(known, date, next, out);
    return;
  }
  auto years = years_at(text, skip(text, at, ','));
  for (auto [year, next] : years) {
    date.year = year;
    add(known, date, next, out);
  }
  if (years.empty())
    add(known, date, at, out);
}

/// "November [the] 24th [2026]".
void month_first(tokens text, std::size_t at, const meaning& known,
                 steps& out) {
  auto month = month_at(text, at);
  if (!month)
    return;
  auto next = skip(text, at + 1, '.');
  if (word_at(text, next, "the"))
    ++next;
  for (const auto& day : days_at(text, next))
    with_year(text, day.next, known, {{}, month, day.day, {}, {}, false}, out);
}

/// "of next month", "next month": how many months ahead, and where the text
/// goes on; else 0.
std::pair<int, std::size_t> month_ahead(tokens text, std::size_t at) {
  if (word_at(text, at, "of") || word_at(text, at, "in"))
    ++at;
  int ahead = -1;
  for (auto phrase : {"last month", "this month", "next month"}) {
    if (auto next = after_phrase(text, at, phrase))
      return {ahead, next};
    ++ahead;
  }
  return {0, 0};
}

/// "24 November", "the 24th of November", "the 24th", "the 24th of next month".
void day_first(tokens text, std::size_t at, const meaning& known, steps& out) {
  bool the = word_at(text, at, "the");
  for (const auto& day : days_at(text, the ? at + 1 : at)) {
    auto end = word_at(text, day.next, "day") ? day.next + 1 : day.next;
    auto next = skip(text, end, ',');
    next = word_at(text, next, "of") ? next + 1 : end;
    next = skip(text, next, '.');
    if (auto month = month_at(text, next)) {
      with_year(text, skip(text, next + 1, '.'), known,
                {{}, month, day.day, {}, {}, false}, out);
      continue;
    }
    written_date date{{}, {}, day.day, {}, {}, false};
    if (auto the_end = after_phrase(text, end, "of the month")) {
      add(known, date, the_end, out);
    } else if (auto [ahead, month_end] = month_ahead(text, end);
               month_end != 0 && (day.ordinal || the)) {
      date.months_ahead = ahead;
      add(known, date, month_end, out);
    } else if (day.ordinal || the) {
      add(known, date, day.next, out);
    }
  }
}

/// "the last day of October"; February's needs the year.
void last_of_month(tokens text, std::size_t at, const meaning& known,
                   steps& out) {
  auto next = after_phrase(text, at, "the last day of");
  if (next == 0)
    next = after_phrase(text, at, "last day of");
  const auto month = next == 0 ? std::nullopt : month_at(text, next);
  if (!month || *month == 2)
    return;
  const bool short_one
      = *month == 4 || *month == 6 || *month == 9 || *month == 11;
  with_year(text, skip(text, next + 1, '.'), known,
            {{}, month, short_one ? 30U : 31U, {}, {}, false}, out);
}

/// "next month on the 5th".
void month_ahead_first(tokens text, std::size_t at, const meaning& known,
                       steps& out) {
  const auto [ahead, end] = month_ahead(text, at);
  if (end == 0)
    return;
  auto next = skip(text, end, ',');
  if (word_at(text, next, "on"))
    ++next;
  const bool the = word_at(text, next, "the");
  for (const auto& day : days_at(text, the ? next + 1 : next))
    if (day.ordinal)
      add(known, {{}, {}, day.day, ahead, {}, false}, day.next, out);
}

/// "next year on January 5th".
void year_ahead_first(tokens text, std::size_t at, const meaning& known,
                      steps& out) {
  const auto [ahead, end] = year_ahead(text, at);
  if (end == 0)
    return;
  auto next = skip(text, end, ',');
  if (word_at(text, next, "on"))
    ++next;
  steps dates;
  month_first(text, next, known, dates);
  day_first(text, next, known, dates);
  for (auto& each : dates) {
    auto& date = *each.known.date;
    if (!date.month || date.year || date.years_ahead)
      continue;
    date.years_ahead = ahead;
    out.push_back(std::move(each));
  }
}

int full_year(const token& t) {
  return t.text.size() == 2 ? 2000 + t.value : t.value;
}

bool is_year(const token& t) {
  return t.text.size() == 2 || t.text.size() == 4;
}

/// "2026-11-24", "11/24/2026", "11/24", "11-24-2026", "24.11.2026", "24.11.".
void date_in_figures(tokens text, std::size_t at, const meaning& known,
                     steps& out) {
  if (!is_number(text, at) || at + 2 >= text.size())
    return;
  char sign = text[at + 1].text[0];
  bool glued = text[at + 1].glued && text[at + 1].what == token::kind::sign
               && (sign == '-' || sign == '/' || sign == '.')
               && glued_number(text, at + 2);
  if (!glued)
    return;
  auto a = text[at].value;
  auto b = static_cast<unsigned>(text[at + 2].value);
  auto next = at + 3;
  bool closed = sign_at(text, next, sign) && text[next].glued;
  bool third = closed && glued_number(text, next + 1);
  if (text[at].text.size() == 4) {
    if (third)
      add(known,
          {a, b, static_cast<unsigned>(text[next + 1].value), {}, {}, false},
          next + 2, out);
    return;
  }
  if (text[at].text.size() > 2 || text[at + 2].text.size() > 2
      || (third && !is_year(text[next + 1])))
    return;
  std::optional<int> year;
  if (third)
    year = full_year(text[next + 1]);
  auto first = static_cast<unsigned>(a);
  if (sign == '.')
    return third || closed ? add(known, {year, b, first, {}, {}, false},
                                 third ? next + 2 : next + 1, out)
                           : void();
  if (!third && sign == '-')
    return;
  bool month_leads = first <= 12;
  bool swap = first <= 12 && b <= 12 && first != b;
  add(known,
      {year, month_leads ? first : b, month_leads ? b : first, {}, {}, swap},
      third ? next + 2 : next, out);
}

} // namespace

void match_date(tokens text, std::size_t at, const meaning& known, steps& out) {
  month_first(text, at, known, out);
  day_first(text, at, known, out);
  last_of_month(text, at, known, out);
  month_ahead_first(text, at, known, out);
  year_ahead_first(text, at, known, out);
  date_in_figures(text, at, known, out);
}

} // namespace rental
