// Wishes: what can be understood is taken, the rest is passed over.
#include "base/ascii.hpp"
#include "voice/times/iso.hpp"
#include "voice/times/pointing.hpp"
#include "voice/times/understand.hpp"
#include "voice/times/wish_words.hpp"
#include "voice/words/lexicon.hpp"
#include "voice/words/placeholder.hpp"

#include <algorithm>
#include <exception>

namespace rental {

namespace {

using std::chrono::minutes;
using kind = said::kind;
constexpr std::size_t longest_wish = 400;

wished_times at_local(local_time local) {
  const auto day = date::floor<date::days>(local);
  wished_times times;
  times.first_day = day;
  times.last_day = day;
  times.around = std::chrono::floor<minutes>(local - day);
  return times;
}

/// "2-4 pm" is a span and no date: its dash stands alone.
void free_dashes(std::vector<token>& text) {
  const auto is_number = [&](std::size_t i) {
    return i < text.size() && text[i].what == token::kind::number;
  };
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    const bool dash = text[i].what == token::kind::sign && text[i].text == "-";
    if (!dash || text[i - 1].text.size() > 3 || !is_number(i + 1))
      continue;
    const bool is_date
        = sign_at(text, i + 2, '-') || (i >= 2 && sign_at(text, i - 2, '-'));
    if (!is_date)
      text[i].glued = text[i + 1].glued = false;
  }
}

/// "Thursday/Friday" is no zone.
std::vector<token> with_days_apart(std::vector<token> text) {
  std::vector<token> out;
  for (auto& each : text) {
    std::vector<token> parts;
    std::size_t from = 0;
    while (each.what == token::kind::zone_name && from != std::string::npos) {
      const auto slash = each.text.find('/', from);
      const auto name = each.text.substr(
          from, slash == std::string::npos ? slash : slash - from);
      if (!lexicon::weekday(name))
        break;
      if (!parts.empty())
        parts.push_back({token::kind::word, "or"});
      parts.push_back({token::kind::word, name});
      from = slash == std::string::npos ? slash : slash + 1;
    }
    if (from != std::string::npos || parts.empty())
      parts = {std::move(each)};
    out.insert(out.end(), parts.begin(), parts.end());
  }
  return out;
}

/// "tonight", "this morning": both a day and its part.
std::optional<std::vector<said>> part_of_today(tokens text, std::size_t at,
                                               const wish_scene& scene) {
  const bool tonight = word_at(text, at, "tonight");
  if (!tonight && !word_at(text, at, "this"))
    return std::nullopt;
  said hours{kind::hours, at + 1};
  if (tonight) {
    wished_times times;
    times.from = std::chrono::hours{17};
    hours.times.push_back(times);
  } else if (auto part = hours_said(text, at + 1, scene.open);
             part && !part->times[0].around) {
    hours = *part;
  } else {
    return std::nullopt;
  }
  said today{kind::days, hours.next};
  wished_times times;
  times.first_day = times.last_day = scene.today;
  today.times.push_back(times);
  return std::vector{today, hours};
}

/// The longest thing at `at`; of equal ones a day before an hour.
said heard(tokens text, std::size_t at, const wish_scene& scene) {
  said best{kind::unknown, 0};
  const auto keep = [&](std::optional<said> found) {
    if (found && found->next > best.next)
      best = std::move(*found);
  };
  keep(stretch_said(text, at, scene));
  keep(days_said(text, at, scene));
  keep(hours_said(text, at, scene.open));
  auto mark = mark_said(text, at);
  if (mark && mark->what == kind::nothing && best.next != 0)
    mark.reset();
  keep(std::move(mark));
  if (const auto thing
      = after_thing(text, word_at(text, at, "the") ? at + 1 : at);
      thing != 0 && best.what != kind::soonest && best.what != kind::stretch)
    best = {kind::nothing, thing};
  // "The two thirty" is no second of the month.
  if (const auto hours = hours_said(text, at + 1, scene.open);
      word_at(text, at, "the") && hours && hours->next > best.next
      && best.what == kind::days)
    best = {kind::nothing, at + 1};
  if (best.next == 0)
    best.next = at + 1;
  return best;
}

wish listen(tokens text, const wish_scene& scene) {
  std::vector<said> all;
  for (std::size_t at = 0; at < text.size();) {
    if (const auto today = part_of_today(text, at, scene)) {
      all.insert(all.end(), today->begin(), today->end());
      at = all.back().next;
      continue;
    }
    all.push_back(heard(text, at, scene));
    at = all.back().next;
  }
  auto wanted = wish_of(all, scene.today);
  const auto has = [&](kind what) {
    return std::any_of(all.begin(), all.end(),
                       [&](const said& each) { return each.what == what; });
  };
  if (wanted.empty())
    wanted.unclear = has(kind::unknown) || wanted.unclear
                     || !(has(kind::anything) || has(kind::all));
  return wanted;
}

/// A day and a time of day, said like a start.
std::optional<wish> whole_start(std::string_view text, const zone& tz,
                                instant now, const booking_rules& rules) {
  const auto start = understand_start(text, tz, now, rules);
  wish out;
  switch (start.what) {
  case time_reading::kind::ambiguous:
    out.any_of.push_back(at_local(tz.to_local(start.first)));
    out.any_of.push_back(at_local(tz.to_local(start.second)));
    return out;
  case time_reading::kind::exact:
  case time_reading::kind::doubtful:
  case time_reading::kind::past:
    out.any_of.push_back(at_local(tz.to_local(start.first)));
    return out;
  case time_reading::kind::unclear:
  case time_reading::kind::nonexistent:
    break;
  }
  return std::nullopt;
}

wish read_wish(std::string_view text, const zone& tz, instant now,
               const booking_rules& rules) {
  if (const auto start = whole_start(text, tz, now, rules))
    return *start;
  auto pieces = cut_tokens(text, strange::is_space);
  if (!pieces)
    return {{}, {}, false, true};
  free_dashes(*pieces);
  const auto text_of = with_days_apart(*std::move(pieces));
  return listen(text_of, {tz, now, tz.local_day(now), widest_hours(rules)});
}

} // namespace

wish understand_wish(std::string_view text, const zone& tz, instant now,
                     const booking_rules& rules) {
  text = trimmed(text, " \t\r\n");
  if (text.empty() || is_no_value(text))
    return {};
  if (text.size() > longest_wish)
    return {{}, {}, false, true};
  try {
    return read_wish(text, tz, now, rules);
  } catch (const std::exception&) {
    return {{}, {}, false, true};
  }
}

} // namespace rental
