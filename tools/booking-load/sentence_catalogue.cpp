#include "tools/booking-load/sentence_pattern.hpp"
#include "voice/email/email.hpp"
#include "voice/sentences/sentences.hpp"
#include "voice/words/say.hpp"
#include "voice/words/words.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <tuple>

namespace rental::load {
namespace {

using namespace std::chrono_literals;

// Gaps while a sentence is being cut; no sentence has bytes below 0x20.
constexpr char when_mark = '\x01';
constexpr char options_mark = '\x02';
constexpr char other_mark = '\x03';
constexpr char zone_mark = '\x04';

using cuts = std::vector<std::pair<std::string, char>>;

void replace_all(std::string& text, const std::string& what, char mark) {
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1))
    text.replace(at, what.size(), 1, mark);
}

/// "A, B or C" of options becomes one gap: whatever little stands between.
void join_options(std::string& text) {
  constexpr std::size_t most_glue = 8;
  for (auto at = text.find(options_mark); at != text.npos;) {
    const auto next = text.find(options_mark, at + 1);
    if (next == text.npos)
      return;
    if (next - at - 1 <= most_glue)
      text.erase(at, next - at);
    else
      at = next;
  }
}

sentence_field field_of(char c) {
  switch (c) {
  case when_mark:
    return sentence_field::when;
  case options_mark:
    return sentence_field::options;
  case other_mark:
    return sentence_field::other;
  case zone_mark:
    return sentence_field::zone;
  default:
    return sentence_field::words;
  }
}

sentence_pattern cut(said what, std::string text, cuts gaps) {
  std::sort(gaps.begin(), gaps.end(), [](const auto& a, const auto& b) {
    return a.first.size() > b.first.size();
  });
  for (const auto& [part, mark] : gaps)
    replace_all(text, part, mark);
  join_options(text);
  sentence_pattern result{what, {}, {}};
  for (char c : text) {
    const auto field = field_of(c);
    auto& pieces = result.pieces;
    if (field != sentence_field::words) {
      if (!pieces.empty() && pieces.back().what != sentence_field::words)
        throw std::logic_error{"two gaps touch in a sentence"};
      pieces.push_back({field, {}});
      continue;
    }
    if (pieces.empty() || pieces.back().what != sentence_field::words)
      pieces.push_back({sentence_field::words, {}});
    pieces.back().text += c;
  }
  return result;
}

/// Known arguments, and what they become in a sentence.
class catalogue {
public:
  catalogue();
  std::vector<sentence_pattern> take();

private:
  void add(said what, std::string text, cuts gaps = {});
  cuts about(const time_slot& slot) const;
  cuts offering(std::size_t count) const;
  void openings();
  void unmet(const unmet_wish& wish, const booking_rules& rules);
  void reasons_in(cuts& gaps, const unmet_wish& wish,
                  const booking_rules& rules) const;
  void promises();
  void refusals();
  void refusal_of(refusal why, const booking_rules& rules, instant start);
  void questions();
  void lists();
  void changes();
  void fixed_sentences();

  // Everything lies in November 2026, in Chicago, on one side of the clock
  // change.
  zone tz_;
  instant now_ = from_unix(1795359600);
  booking_rules rules_;
  sentence::setting at_{tz_, now_, rules_};
  std::string address_ = "Quince Orchard Crossing";
  std::vector<time_slot> slots_;
  std::vector<sentence_pattern> patterns_;
};

catalogue::catalogue() {
  if (auto tz = zone::find("America/Chicago"))
    tz_ = *tz;
  for (auto after : {47h, 73h, 98h})
    slots_.push_back({now_ + after, now_ + after + 30min});
}

void catalogue::add(said what, std::string text, cuts gaps) {
  gaps.emplace_back(say_address(address_), other_mark);
  gaps.emplace_back(say_zone(tz_, now_), zone_mark);
  patterns_.push_back(cut(what, std::move(text), std::move(gaps)));
}

cuts catalogue::about(const time_slot& slot) const {
  return {{say_when(slot.start, tz_), when_mark}};
}

cuts catalogue::offering(std::size_t count) const {
  cuts result;
  for (std::size_t i = 0; i < count; ++i)
    result.emplace_back(sentence::one_offer(slots_[i], at_), options_mark);
  return result;
}

void catalogue::openings() {
  for (std::size_t count = 1; count <= 3; ++count)
    for (auto what : {sentence::asked::anything, sentence::asked::wish,
                      sentence::asked::start})
      for (const auto& address : {address_, std::string{}})
        add(said::offered,
            sentence::openings(address, std::span{slots_}.first(count), what,
                               at_),
            offering(count));
  for (auto count : {1, 2, 3})
    add(said::offered,
        sentence::wish_unclear(
            std::span{slots_}.first(static_cast<std::size_t>(count)), at_),
        offering(static_cast<std::size_t>(count)));
  for (auto why : {refusal::past, refusal::too_soon, refusal::too_far,
                   refusal::closed, refusal::off_grid, refusal::taken})
    for (auto after : {22h, 26h, 33h, 26h + 120h}) {
      const auto start = now_ + after;
      const auto day = tz_.local_day(start);
      unmet({why, day, start, false, false}, rules_);
      unmet({why, day, {}, false, false}, rules_);
      unmet({why, day, {}, true, false}, rules_);
      unmet({why, {}, {}, true, false}, rules_);
    }
  for (const bool has_day : {false, true}) {
    unmet_wish wish;
    wish.no_others = true;
    if (has_day)
      wish.day = tz_.local_day(now_ + 26h);
    unmet(wish, rules_);
  }
  add(said::full, sentence::no_openings(address_, 7));
  for (int days : {1, 14})
    add(said::full, sentence::no_openings(address_, days),
        {{"next " + say_number(days) + " days", other_mark}});
  add(said::full, sentence::all_ruled_out(7));
  add(said::unreadable, sentence::calendar_unreadable(address_));
}

/// What the words of a reason are made of.
void catalogue::reasons_in(cuts& gaps, const unmet_wish& wish,
                           const booking_rules& rules) const {
  gaps.emplace_back(say_full_day(tz_.local_day(now_)), other_mark);
  if (auto hours = say_hours(rules); !hours.empty())
    gaps.emplace_back(std::move(hours), other_mark);
  const auto days = [&](int n) { return " " + say_number(n) + " day"; };
  gaps.emplace_back(days(rules.horizon_days), other_mark);
  gaps.emplace_back(say_duration(rules.notice), other_mark);
  if (!wish.day)
    return;
  gaps.emplace_back(say_weekday(*wish.day) + "s", other_mark);
  gaps.emplace_back(say_day(*wish.day), other_mark);
  if (wish.why != refusal::closed)
    return;
  if (const auto open = say_hours_of(rules, *wish.day)) {
    gaps.emplace_back(open->first, other_mark);
    gaps.emplace_back(open->last, other_mark);
  }
}

void catalogue::unmet(const unmet_wish& wish, const booking_rules& rules) {
  for (std::size_t count = 1; count <= 3; ++count) {
    auto gaps = offering(count);
    if (wish.start)
      gaps.emplace_back(say_when(*wish.start, tz_, now_), other_mark);
    reasons_in(gaps, wish, rules);
    add(said::offered,
        sentence::wish_unmet(wish, {tz_, now_, rules},
                             std::span{slots_}.first(count)),
        std::move(gaps));
  }
}

void catalogue::promises() {
  const auto& slot = slots_[0];
  const auto& from = slots_[1];
  add(said::booked, sentence::booked(address_, slot, tz_), about(slot));
  constexpr auto invited = "quince@example.com";
  auto gaps = about(slot);
  gaps.emplace_back(say_email(invited), other_mark);
  add(said::booked, sentence::booked(address_, slot, tz_, invited), gaps);
  add(said::already_booked, sentence::already_booked(address_, slot, tz_),
      about(slot));
  add(said::moved, sentence::moved(address_, from, slot, tz_),
      {{say_when(slot.start, tz_), when_mark},
       {say_when(from.start, tz_), other_mark}});
  add(said::already_at_that_time,
      sentence::already_at_that_time(address_, slot, tz_), about(slot));
  add(said::noted, sentence::noted(address_, slot.start, tz_), about(slot));
  add(said::noted, sentence::noted(address_, std::nullopt, tz_));
  add(said::not_booked, sentence::not_booked(address_));
  add(said::unsure, sentence::unsure(address_));
}

void catalogue::refusal_of(refusal why, const booking_rules& rules,
                           instant start) {
  for (std::size_t count = 0; count <= 2; ++count) {
    auto gaps = offering(count);
    gaps.emplace_back(say_when(start, tz_, now_), when_mark);
    reasons_in(gaps, {why, tz_.local_day(start), start, false, false}, rules);
    add(said::refused,
        sentence::refused(why, start, {tz_, now_, rules},
                          std::span{slots_}.first(count)),
        std::move(gaps));
    patterns_.back().why = why;
  }
}

void catalogue::refusals() {
  booking_rules never;
  never.hours = {};
  booking_rules two_hours;
  two_hours.notice = 2h;
  two_hours.horizon_days = 1;
  // A Thursday; too early, too late, on a Saturday.
  const auto start = slots_[2].start;
  for (auto why :
       {refusal::past, refusal::too_soon, refusal::too_far, refusal::taken})
    refusal_of(why, rules_, start);
  for (auto off : {-6h, 12h, 48h})
    refusal_of(refusal::closed, rules_, start + off);
  // The grid is left standing: only by it "off the grid" differs from "closed".
  for (auto grid : {5min, 10min, 15min, 20min, 30min, 60min}) {
    auto rules = rules_;
    rules.grid = grid;
    refusal_of(refusal::off_grid, rules, start);
  }
  booking_rules narrowed;
  narrowed.within = zoned_hours{};
  refusal_of(refusal::closed, never, start);
  refusal_of(refusal::closed, narrowed, start);
  refusal_of(refusal::too_far, two_hours, start);
  refusal_of(refusal::too_soon, two_hours, start);
  const auto past = now_ - 26h;
  add(said::refused, sentence::time_in_past(past, now_, tz_),
      {{say_when(past, tz_, now_), when_mark},
       {say_full_day(tz_.local_day(now_)), other_mark}});
  patterns_.back().why = refusal::past;
}

void catalogue::questions() {
  add(said::unclear,
      sentence::which_time(slots_[0].start, slots_[1].start, tz_, now_),
      {{say_when(slots_[0].start, tz_), options_mark},
       {say_when(slots_[1].start, tz_), options_mark}});
  for (std::size_t count = 2; count <= 3; ++count)
    add(said::unclear,
        sentence::which_offer(std::span{slots_}.first(count), at_),
        offering(count));
  add(said::unclear, sentence::time_unclear());
  const auto day = slots_[0].start;
  add(said::unclear, sentence::what_time(day, tz_),
      {{say_day(tz_.local_day(day)), other_mark}});
  constexpr std::chrono::minutes at_three{15 * 60};
  add(said::unclear, sentence::what_day(at_three),
      {{say_clock(local_time{} + at_three), other_mark}});
  // 14 March 2027, 08:00 UTC: from two to three in the morning.
  const auto jump = from_unix(1805011200);
  add(said::unclear, sentence::time_skipped(jump, tz_),
      {{say_day(tz_.local_day(jump)), other_mark},
       {say_clock(tz_.to_local(jump - 1s) + 1s), other_mark},
       {say_clock(tz_.to_local(jump)), other_mark}});
  for (auto what : {sentence::detail::address, sentence::detail::time,
                    sentence::detail::name, sentence::detail::phone,
                    sentence::detail::email, sentence::detail::message})
    add(said::unclear, sentence::missing_detail(what));
  add(said::unclear, sentence::not_understood());
  add(said::unclear, sentence::which_property(address_));
  add(said::unclear, sentence::another_time());
  for (const auto& slot : slots_)
    add(said::unclear, sentence::is_wanted(slot.start, tz_), about(slot));
  add(said::unclear,
      sentence::another_home(address_, {address_, slots_[0]}, tz_),
      about(slots_[0]));
}

void catalogue::lists() {
  for (std::size_t count = 1; count <= 4; ++count) {
    std::vector<sentence::viewing> list;
    cuts gaps;
    for (std::size_t i = 0; i < count; ++i) {
      const auto& slot = slots_[i % 3];
      list.push_back({address_, slot});
      gaps.emplace_back(say_address(address_) + " on "
                            + say_when(slot.start, tz_),
                        options_mark);
    }
    add(said::found, sentence::found(list, tz_), gaps);
    add(said::which_viewing, sentence::which_viewing(list, tz_), gaps);
  }
  add(said::nothing_found, sentence::nothing_found());
}

void catalogue::changes() {
  const auto& slot = slots_[0];
  using maker
      = std::string (*)(std::string_view, const time_slot&, const zone&);
  for (auto [what, make] : std::initializer_list<std::pair<said, maker>>{
           {said::cancelled, sentence::cancelled},
           {said::already_cancelled, sentence::already_cancelled},
           {said::already_over, sentence::already_over},
           {said::cancel_noted, sentence::cancel_noted},
           {said::not_cancelled, sentence::not_cancelled},
           {said::not_moved, sentence::not_moved},
           {said::move_noted, sentence::move_noted}})
    add(what, make(address_, slot, tz_), about(slot));
}

void catalogue::fixed_sentences() {
  add(said::not_connected, sentence::not_connected());
  add(said::needs_reconnect, sentence::needs_reconnect());
  add(said::no_manager, sentence::no_manager());
  add(said::no_manager, sentence::not_shown(address_));
  add(said::unknown_tool, sentence::unknown_tool());
  add(said::busy, sentence::busy_try_again());
  add(said::busy, sentence::too_many_requests());
  for (auto what : {over_use::call, over_use::caller, over_use::email})
    add(said::too_many, sentence::over_limit(what));
  for (auto wait : {60s, 120s, 1740s})
    add(said::who_are_you, sentence::code_pause(wait),
        {{say_duration(std::chrono::ceil<std::chrono::minutes>(wait)),
          other_mark}});
  add(said::who_are_you, sentence::who_are_you());
}

std::vector<sentence_pattern> catalogue::take() {
  // Of two that fit as well the first counts: one that names a time goes before
  // one that names a day.
  refusals();
  openings();
  promises();
  questions();
  lists();
  changes();
  fixed_sentences();
  std::stable_sort(
      patterns_.begin(), patterns_.end(),
      [](const auto& a, const auto& b) { return a.fixed() > b.fixed(); });
  return std::move(patterns_);
}

} // namespace

std::vector<sentence_pattern> all_patterns() {
  return catalogue{}.take();
}

} // namespace rental::load
