// Tables of what people say, with what it has to mean: tests/voice/phrases.
#pragma once

#include "domain/slots.hpp"
#include "tests/voice/support.hpp"

#include <string>
#include <vector>

namespace rental::testing {

/// One line of a table, with what was said before it.
struct phrase_line {
  int number = 0;
  std::string group;
  std::string words;
  std::string meaning;
  zone tz;
  instant now{};
  std::vector<time_slot> offered;
};

/// The lines of tests/voice/phrases/NAME.txt.
std::vector<phrase_line> phrase_table(const std::string& name);

/// "11-24 12:00-17:00, fri; not mon; soonest" as a wish; see wish_support.hpp.
/// A day without its year is the one nearest to `now`.
wish wish_written(const std::string& text, instant now, const zone& tz);

/// Whether the two are met by the same times, the offers of `line` left out,
/// and agree in the rest.
bool same_times(const wish& a, const wish& b, const phrase_line& line);

/// Which lines were read right, by group.
class score {
public:
  /// `got` tells what was read instead.
  void count(const phrase_line& line, bool is_right, const std::string& got);
  ~score();
  score() = default;
  score(const score&) = delete;
  score& operator=(const score&) = delete;

private:
  struct tally {
    std::string group;
    int right = 0;
    int all = 0;
  };
  std::vector<tally> groups_;
};

} // namespace rental::testing
