#include "tests/voice/phrases.hpp"

#include "voice/words/lexicon.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <sstream>

namespace rental::testing {

namespace {

using namespace std::chrono_literals;
using std::chrono::minutes;

std::vector<std::string> split(const std::string& text, const std::string& by) {
  std::vector<std::string> out;
  std::size_t from = 0;
  for (auto to = text.find(by); to != text.npos; to = text.find(by, from)) {
    out.push_back(text.substr(from, to - from));
    from = to + by.size();
  }
  out.push_back(text.substr(from));
  return out;
}

/// "09-11" or "2027-01-05".
date::local_days day_of(const std::string& text, date::local_days today) {
  if (text.size() == 10)
    return date::floor<date::days>(at_local(text + " 00:00"));
  const auto year = date::year_month_day{today}.year();
  auto day = date::local_days{};
  for (auto shift : {0, 1}) {
    const auto full = std::to_string(static_cast<int>(year) + shift) + "-";
    day = date::floor<date::days>(at_local(full + text + " 00:00"));
    if (day + date::days{180} >= today)
      break;
  }
  return day;
}

minutes clock_of(const std::string& text) {
  return minutes{std::stoi(text.substr(0, 2)) * 60
                 + std::stoi(text.substr(3, 2))};
}

void read_days(const std::string& text, date::local_days today,
               wished_times& out) {
  const auto slash = text.find('/');
  const auto first = text.substr(0, slash);
  const auto last = slash == text.npos ? first : text.substr(slash + 1);
  if (!first.empty())
    out.first_day = day_of(first, today);
  if (!last.empty())
    out.last_day = day_of(last, today);
}

void read_hours(const std::string& text, wished_times& out) {
  const auto dash = text.find('-');
  if (dash == text.npos) {
    out.around = clock_of(text);
    return;
  }
  if (dash > 0)
    out.from = clock_of(text.substr(0, dash));
  if (dash + 1 < text.size())
    out.to = clock_of(text.substr(dash + 1));
}

wished_times times_written(const std::string& text, date::local_days today) {
  wished_times out;
  for (const auto& piece : lexicon::split(text)) {
    if (piece[0] >= 'a' && piece[0] <= 'z') {
      out.weekdays.reset();
      for (const auto& name : split(piece, ","))
        out.weekdays.set(*lexicon::weekday(name));
    } else if (piece.find(':') != piece.npos) {
      read_hours(piece, out);
    } else {
      read_days(piece, today, out);
    }
  }
  return out;
}

} // namespace

wish wish_written(const std::string& text, instant now, const zone& tz) {
  wish out;
  const auto today = tz.local_day(now);
  for (auto part : split(text, "; ")) {
    if (part == "soonest")
      out.soonest = true;
    else if (part == "unclear")
      out.unclear = true;
    else if (part.starts_with("not "))
      out.none_of.push_back(times_written(part.substr(4), today));
    else if (!part.empty())
      for (const auto& each : split(part, ", "))
        out.any_of.push_back(times_written(each, today));
  }
  return out;
}

bool same_times(const wish& a, const wish& b, const phrase_line& line) {
  if (a.soonest != b.soonest || a.unclear != b.unclear
      || a.any_of.empty() != b.any_of.empty())
    return false;
  const auto today = line.tz.local_day(line.now);
  for (int day = 0; day < 130; ++day)
    for (auto clock = 420min; clock < 1320min; clock += 30min) {
      const auto start
          = line.tz.read(local_time{today + date::days{day}} + clock).first;
      const time_slot slot{start, start + 30min};
      const bool counts
          = start >= line.now
            && std::find(line.offered.begin(), line.offered.end(), slot)
                   == line.offered.end();
      if (counts && meets(slot, line.tz, a) != meets(slot, line.tz, b))
        return false;
    }
  return true;
}

std::vector<phrase_line> phrase_table(const std::string& name) {
  std::ifstream file{std::string{RENTAL_SOURCE_DIR} + "/tests/voice/phrases/"
                     + name + ".txt"};
  EXPECT_TRUE(file) << name;
  std::vector<phrase_line> all;
  phrase_line now;
  for (std::string text; std::getline(file, text);) {
    ++now.number;
    if (text.empty() || text[0] == '#')
      continue;
    if (text.starts_with("@ ")) {
      now.tz = zone_named(text.substr(19));
      now.now = at(text.substr(2, 16), now.tz);
    } else if (text.starts_with("== ")) {
      now.group = text.substr(3);
    } else if (text.starts_with("+ ")) {
      now.offered.clear();
      for (const auto& start : split(text.substr(2), ", "))
        now.offered.push_back(
            {at(start, now.tz), at(start, now.tz) + minutes{30}});
    } else {
      const auto bar = text.rfind(" |");
      auto line = now;
      line.words = text.substr(0, bar);
      line.meaning = bar + 3 < text.size() ? text.substr(bar + 3) : "";
      all.push_back(line);
    }
  }
  return all;
}

void score::count(const phrase_line& line, bool is_right,
                  const std::string& got) {
  EXPECT_TRUE(is_right) << "line " << line.number << ": \"" << line.words
                        << "\" is \"" << line.meaning
                        << "\", and was read as \"" << got << "\"";
  auto found
      = std::find_if(groups_.begin(), groups_.end(), [&](const auto& each) {
          return each.group == line.group;
        });
  if (found == groups_.end())
    found = groups_.insert(groups_.end(), {line.group});
  ++found->all;
  found->right += is_right ? 1 : 0;
}

score::~score() {
  for (const auto& each : groups_)
    std::cout << each.right << " of " << each.all << "  " << each.group << "\n";
}

} // namespace rental::testing
