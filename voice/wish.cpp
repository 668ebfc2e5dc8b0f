// Wishes: what can be understood is taken, the rest is passed over.
#include "voice/iso.hpp"
#include "voice/lexicon.hpp"
#include "voice/meaning.hpp"
#include "voice/pointing.hpp"
#include "voice/resolve.hpp"
#include "voice/understand.hpp"

#include <algorithm>
#include <exception>

namespace rental {

namespace {

using namespace std::chrono_literals;
using std::chrono::minutes;
using part = meaning::part;
constexpr std::size_t longest = 400;

struct span_word {
  const char* phrase;
  int from;
  int to;
};

// Hours of the day; 0 and 24 leave that side open.
constexpr span_word spans[]{
    {"late morning", 10, 12},    {"early morning", 0, 10},
    {"first thing", 0, 10},      {"mid morning", 9, 11},
    {"morning", 0, 12},          {"early afternoon", 12, 15},
    {"late afternoon", 15, 18},  {"end of the day", 15, 18},
    {"afternoon", 12, 17},       {"lunchtime", 11, 14},
    {"lunch", 11, 14},           {"evening", 17, 24},
    {"after work", 17, 24},      {"tonight", 17, 24},
    {"night", 18, 24},           {"late in the day", 15, 24},
    {"early in the day", 0, 11},
};

/// Daytime is meant when nothing else is said: one to seven is afternoon.
minutes daytime(const meaning& known) {
  const auto& c = *known.time;
  int hour = c.hour;
  bool early = hour >= 1 && hour <= 7 && !c.leading_zero;
  if (c.which == meaning::half::am)
    hour %= 12;
  else if (c.which == meaning::half::pm)
    hour = hour % 12 + 12;
  else if (c.which == meaning::half::open && known.daypart)
    hour = hour % 12 + (*known.daypart == part::morning ? 0 : 12);
  else if (c.which == meaning::half::open && early)
    hour += 12;
  return minutes{hour * 60 + c.minute};
}

class listener {
public:
  listener(tokens text, const zone& tz, instant now)
      : text_(text), home_(tz), now_(now), today_(tz.local_day(now)) {}

  wish run() {
    while (at_ < text_.size()) {
      // In this order: "after three" is no time to come at.
      auto next = bound();
      for (auto hear : {&listener::pointed, &listener::whole_phrase,
                        &listener::part_of_day, &listener::element})
        if (next == 0)
          next = (this->*hear)();
      at_ = next ? next : at_ + 1;
    }
    settle();
    return wish_;
  }

private:
  /// The longest element of a kind here.
  template <class Match>
  std::optional<step> longest_step(std::size_t at, Match match) const {
    steps all;
    match(all);
    std::erase_if(all, [&](const step& s) { return s.next <= at; });
    if (all.empty())
      return std::nullopt;
    return *std::max_element(
        all.begin(), all.end(),
        [](const step& a, const step& b) { return a.next < b.next; });
  }

  std::optional<step> time_at(std::size_t at) const {
    auto time = longest_step(
        at, [&](steps& out) { match_clock(text_, at, {}, out); });
    if (!time)
      return time;
    auto with_part = longest_step(time->next, [&](steps& out) {
      match_daypart(text_, time->next, time->known, out);
    });
    return with_part ? with_part : time;
  }

  /// "after three", "before noon", "between two and four", "from two to four".
  std::size_t bound() {
    bool after = word("after") || word("from") || word("past");
    bool before = word("before") || word("until") || word("till") || word("by");
    bool between = word("between");
    if (!after && !before && !between)
      return 0;
    auto first = time_at(at_ + 1);
    if (!first)
      return 0;
    auto edge = daytime(first->known);
    (before ? wish_.to : wish_.from) = edge;
    auto next = first->next;
    bool joined = word_at(text_, next, "and") || word_at(text_, next, "to")
                  || word_at(text_, next, "until");
    if (before || !joined)
      return next;
    auto second = time_at(next + 1);
    if (!second)
      return next;
    wish_.to = daytime(second->known);
    return second->next;
  }

  /// "The first one" names no day.
  std::size_t pointed() {
    return after_thing(text_, word("the") ? at_ + 1 : at_);
  }

  std::size_t whole_phrase() {
    for (auto phrase : {"as soon as possible", "asap", "soonest", "earliest",
                        "as early as possible", "right away", "immediately"})
      if (auto next = after_phrase(text_, at_, phrase)) {
        // Every opening fulfils it; the earliest is offered first.
        wish_.from = minutes{0};
        return next;
      }
    for (auto phrase : {"this weekend", "the weekend", "weekend"})
      if (auto next = after_phrase(text_, at_, phrase)) {
        auto day = date::weekday{today_}.c_encoding();
        wish_.day = today_ + date::days{day == 0 ? 0 : 6 - day};
        return next;
      }
    return 0;
  }

  std::size_t part_of_day() {
    // "tonight" and "this afternoon" name the day, too.
    bool today = word("tonight") || word("this");
    for (const auto& s : spans)
      if (auto next
          = after_phrase(text_, word("this") ? at_ + 1 : at_, s.phrase)) {
        if (s.from > 0 && wish_.from.value_or(minutes{0}) == minutes{0})
          wish_.from = minutes{s.from * 60};
        if (s.to < 24 && !wish_.to)
          wish_.to = minutes{s.to * 60};
        if (today)
          wish_.day = today_;
        return next;
      }
    return 0;
  }

  /// Whatever understand_start knows; of a kind that came before, the first.
  std::size_t element() {
    auto found = longest_step(at_, [&](steps& out) {
      match_day(text_, at_, known_, out);
      match_date(text_, at_, known_, out);
      if (!wish_.from && !wish_.to)
        if (auto time = time_at(at_); time && !known_.time && is_time())
          out.push_back(with_time(*time));
    });
    if (!found)
      return 0;
    known_ = found->known;
    return found->next;
  }

  step with_time(const step& time) const {
    auto with = known_;
    with.time = time.known.time;
    if (time.known.daypart)
      with.daypart = time.known.daypart;
    return {time.next, with};
  }

  /// "one" and "two bedrooms" are no times; "at two" and "two thirty" are.
  bool is_time() const {
    auto time = time_at(at_);
    if (counts(text_, at_, time->next))
      return false;
    if (time->next > at_ + 1 || word("noon") || word("midday"))
      return true;
    if (text_.size() == 1)
      return true;
    if (at_ == 0)
      return false;
    const auto& before = text_[at_ - 1].text;
    return before == "at" || before == "around" || before == "about"
           || known_.has_day();
  }

  bool word(std::string_view w) const { return word_at(text_, at_, w); }

  /// Lays the calendar beside what was heard.
  void settle() {
    if (known_.time && !wish_.around)
      wish_.around = daytime(known_);
    if (wish_.from && wish_.to && *wish_.from >= *wish_.to)
      wish_.to.reset();
    bool plain_weekday = known_.weekday && !known_.date && !known_.days_on
                         && !known_.next_week && known_.weeks_on == 0
                         && known_.which_week == meaning::week::plain;
    if (plain_weekday) {
      wish_.weekday = known_.weekday;
      return;
    }
    if (known_.next_week && !known_.weekday) {
      auto from_monday = (date::weekday{today_}.c_encoding() + 6) % 7;
      wish_.day = today_ + date::days{7 - from_monday};
      return;
    }
    booking_rules rules;
    auto of_day = wish_.around.value_or(24h - 1min);
    auto days
        = days_for(known_, of_day, home_.to_local(now_), {home_, now_, rules});
    if (days.size() == 1)
      wish_.day = days[0];
    else if (known_.weekday)
      wish_.weekday = known_.weekday;
    else if (!days.empty())
      wish_.day = days[0];
  }

  tokens text_;
  const zone& home_;
  instant now_;
  date::local_days today_;
  std::size_t at_ = 0;
  meaning known_;
  wish wish_;
};

wish of_iso(const iso_time& iso, const zone& tz) {
  auto local
      = iso.offset
            ? tz.to_local(instant{iso.local.time_since_epoch()} - *iso.offset)
            : iso.local;
  auto day = date::floor<date::days>(local);
  wish out;
  out.day = day;
  out.around = std::chrono::floor<minutes>(local - day);
  return out;
}

} // namespace

wish understand_wish(std::string_view text, const zone& tz, instant now) {
  auto end = text.find_last_not_of(" \t\r\n");
  if (end == std::string_view::npos || text.size() > longest)
    return {};
  text = text.substr(text.find_first_not_of(" \t\r\n"));
  text = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
  try {
    if (auto iso = parse_iso(text))
      return of_iso(*iso, tz);
    auto pieces = cut_tokens(text, strange::is_space);
    return pieces ? listener{*pieces, tz, now}.run() : wish{};
  } catch (const std::exception&) {
    return {};
  }
}

} // namespace rental
