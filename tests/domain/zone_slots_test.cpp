// Viewing times around clock changes, against an independent generator:
// make_zone_slots.py, which explains the lines of the expected file.
#include "domain/slots.hpp"
#include "tests/base/zones.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iomanip>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

using namespace rental;
using namespace rental::test;

namespace {

struct expectation {
  instant now;
  std::string rule;
  std::vector<instant> starts;
};

struct zone_page {
  std::string name;
  std::string hash;
  std::vector<std::pair<instant, std::chrono::seconds>> offsets;
  std::vector<expectation> slots;
};

struct expected_file {
  std::map<std::string, booking_rules> rules;
  std::vector<zone_page> zones;
};

instant read_instant(std::istream& in) {
  std::int64_t unix_time = 0;
  in >> unix_time;
  return from_unix(unix_time);
}

booking_rules read_rule(std::istream& in) {
  int from = 0, to = 0, slot = 0, grid = 0, notice = 0;
  std::string weekdays;
  booking_rules rules;
  in >> from >> to >> slot >> grid >> notice >> rules.horizon_days >> weekdays;
  for (std::size_t i = 0; i < rules.hours.size(); ++i)
    rules.hours[i] = weekdays.at(i) == '1' ? std::optional{day_hours{
                         std::chrono::minutes{from}, std::chrono::minutes{to}}}
                                           : std::nullopt;
  rules.slot = std::chrono::minutes{slot};
  rules.grid = std::chrono::minutes{grid};
  rules.notice = std::chrono::minutes{notice};
  return rules;
}

expectation read_slots(std::istream& in) {
  expectation result{read_instant(in), {}, {}};
  in >> result.rule;
  std::int64_t start = 0, count = 0, step = 0;
  char plus = 0, times = 0;
  while (in >> start >> plus >> count >> times >> step)
    for (std::int64_t i = 0; i < count; ++i)
      result.starts.push_back(from_unix(start + i * step));
  return result;
}

expected_file read_expected(const std::string& path) {
  expected_file result;
  std::ifstream file{path};
  for (std::string text; std::getline(file, text);) {
    std::istringstream line{text};
    std::string what, name;
    line >> what;
    if (what == "rule") {
      line >> name;
      result.rules[name] = read_rule(line);
    } else if (what == "zone") {
      auto& page = result.zones.emplace_back();
      line >> page.name >> page.hash;
    } else if (what == "offset") {
      const auto at = read_instant(line);
      std::int64_t seconds = 0;
      line >> seconds;
      result.zones.back().offsets.emplace_back(at, seconds);
    } else if (what == "slots") {
      result.zones.back().slots.push_back(read_slots(line));
    }
  }
  return result;
}

std::string fnv1a(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  std::uint64_t value = 0xCBF29CE484222325U;
  for (char byte = 0; file.get(byte);)
    value = (value ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
  std::ostringstream text;
  text << std::hex << std::setw(16) << std::setfill('0') << value;
  return text.str();
}

std::string offset_differences(const zone_page& page, const zone& tz) {
  std::ostringstream found;
  for (const auto& [at, offset] : page.offsets)
    if (tz.offset_at(at) != offset)
      found << page.name << ": " << tz.to_iso(at) << ", expected offset "
            << offset.count() << '\n';
  return found.str();
}

std::string slot_differences(const zone_page& page, const zone& tz,
                             const std::map<std::string, booking_rules>& all) {
  std::ostringstream found;
  for (const auto& wanted : page.slots) {
    const auto& rules = all.at(wanted.rule);
    std::vector<instant> got;
    for (const auto& slot : candidate_slots(rules, tz, wanted.now)) {
      got.push_back(slot.start);
      if (slot.end - slot.start != rules.slot)
        found << tz.to_iso(slot.start) << " has a wrong length\n";
    }
    const auto [ours, theirs] = std::mismatch(
        got.begin(), got.end(), wanted.starts.begin(), wanted.starts.end());
    if (ours != got.end() || theirs != wanted.starts.end())
      found << page.name << ", " << wanted.rule << ", now "
            << tz.to_iso(wanted.now) << ": "
            << (ours == got.end() ? "nothing" : tz.to_iso(*ours))
            << " instead of "
            << (theirs == wanted.starts.end() ? "nothing" : tz.to_iso(*theirs))
            << '\n';
  }
  return found.str();
}

// The file was written with one edition of the database; governments change
// their minds, and then only a file written again can tell right from wrong.
std::string path_of_expected() {
  if (const char* fresh = std::getenv("RENTAL_ZONE_SLOTS"))
    return fresh;
  return RENTAL_SOURCE_DIR "/tests/domain/zone_slots_expected.txt";
}

} // namespace

TEST(ZoneSlots, EqualThoseOfAnIndependentGenerator) {
  const auto file = read_expected(path_of_expected());
  ASSERT_EQ(file.rules.size(), 3U);
  ASSERT_EQ(file.zones.size(), 12U);
  std::size_t compared = 0;
  std::string outdated;
  for (const auto& page : file.zones) {
    const auto tz = zone_named(page.name);
    const auto wrong
        = offset_differences(page, tz) + slot_differences(page, tz, file.rules);
    if (!wrong.empty()
        && fnv1a("/usr/share/zoneinfo/" + page.name) != page.hash) {
      outdated += ' ' + page.name;
      continue;
    }
    EXPECT_EQ(wrong, "") << page.name;
    compared += page.slots.size();
  }
  EXPECT_GT(compared, 100U);
  if (!outdated.empty())
    GTEST_SKIP() << "the system's rules for" << outdated << " have changed "
                 << "since the file was written; run make_zone_slots.py";
}

TEST(ZoneSlots, FileLooksAtEveryKindOfChange) {
  const auto file = read_expected(path_of_expected());
  std::size_t starts = 0;
  std::size_t changing = 0;
  for (const auto& page : file.zones) {
    EXPECT_GE(page.slots.size(), 9U) << page.name;
    for (const auto& wanted : page.slots)
      starts += wanted.starts.size();
    for (std::size_t i = 1; i < page.offsets.size(); i += 2)
      changing += page.offsets[i - 1].second != page.offsets[i].second;
  }
  EXPECT_GT(starts, 10000U);
  EXPECT_GE(changing, 80U);
}
