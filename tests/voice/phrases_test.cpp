// What people say, in tables by kind: tests/voice/phrases.
#include "tests/voice/phrases.hpp"
#include "tests/voice/wish_support.hpp"
#include "voice/times/beside_offers.hpp"
#include "voice/times/understand.hpp"

namespace rental {
namespace {

using kind = time_reading::kind;
using testing::phrase_line;
using testing::phrase_table;
using testing::written;

booking_rules wide_rules() {
  booking_rules rules;
  rules.horizon_days = 60;
  return rules;
}

std::string written(instant when, const zone& tz) {
  return date::format(
      "%F %R", std::chrono::floor<std::chrono::minutes>(tz.to_local(when)));
}

/// "2026-09-11 10:00", "past 2026-09-04 10:00" or "ask".
std::string start_of(const phrase_line& line) {
  const auto got
      = understand_start(line.words, line.tz, line.now, wide_rules());
  if (got.what == kind::exact)
    return written(got.first, line.tz);
  return got.what == kind::past ? "past " + written(got.first, line.tz) : "ask";
}

offered_times offers_of(const phrase_line& line) {
  offered_times offered;
  offered.all = offered.last = line.offered;
  return offered;
}

/// "take 2026-11-24 09:00", "ask"
std::string taken_of(const phrase_line& line) {
  const auto chosen
      = chosen_of(line.words, offers_of(line), line.tz, line.now, wide_rules());
  if (chosen.size() == 1)
    return "take " + written(chosen[0].start, line.tz);
  return start_of(line);
}

wish wish_of(const phrase_line& line) {
  const auto beside
      = wish_beside(line.words, offers_of(line), line.tz, line.now);
  return beside ? *beside : understand_wish(line.words, line.tz, line.now);
}

TEST(Phrases, Starts) {
  testing::score score;
  for (const auto& line : phrase_table("starts"))
    score.count(line, start_of(line) == line.meaning, start_of(line));
}

TEST(Phrases, Wishes) {
  testing::score score;
  for (const auto& line : phrase_table("wishes")) {
    const auto got = understand_wish(line.words, line.tz, line.now);
    const auto meant = testing::wish_written(line.meaning, line.now, line.tz);
    score.count(line, same_times(got, meant, line), written(got));
  }
}

TEST(Phrases, BesideOffers) {
  testing::score score;
  for (const auto& line : phrase_table("beside")) {
    const auto taken = taken_of(line);
    if (line.meaning == "ask" || line.meaning.starts_with("take")) {
      score.count(line, taken == line.meaning, taken);
      continue;
    }
    const auto got = wish_of(line);
    auto without_soonest = got;
    without_soonest.soonest = false;
    const auto meant = testing::wish_written(line.meaning, line.now, line.tz);
    score.count(line,
                taken == "ask" && same_times(without_soonest, meant, line),
                taken + ", " + written(got));
  }
}

} // namespace
} // namespace rental
