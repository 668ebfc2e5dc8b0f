// Patterns made from the service's own sentences. Inside booking-load only.
#pragma once

#include "tools/booking-load/hearing.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace rental::load {

/// What stands in a gap of a pattern.
enum class sentence_field {
  /// Between gaps: fixed words.
  words,
  /// The one time that a sentence is about.
  when,
  /// Times on offer, or viewings with their times.
  options,
  /// A zone: no comma, no end of a sentence.
  zone,
  /// Addresses, hours, other times: anything on one line.
  other,
};

/// A time, and where its words end.
struct found_time {
  /// With its day, where that was said once for several.
  std::string text;
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Finds the times in a text. How a clock sounds is learned from say_clock.
class time_finder {
public:
  time_finder();
  std::vector<found_time> in(std::string_view text) const;

private:
  /// Where the longest clock at `from` ends, else `from`.
  std::size_t after_clock(std::string_view text, std::size_t from) const;

  std::vector<std::string> weekdays_;
  std::unordered_set<std::string> clocks_;
  /// ", before the clocks go back" and its kin.
  std::vector<std::string> tails_;
};

/// A sentence with gaps. The first and the last piece may be gaps, two gaps
/// never touch.
struct sentence_pattern {
  struct piece {
    sentence_field what = sentence_field::words;
    std::string text;
  };
  using findings = std::vector<std::pair<sentence_field, std::string>>;

  said what = said::strange;
  std::optional<refusal> why;
  std::vector<piece> pieces;

  /// What fills the gaps, when the whole of `sentence` fits.
  std::optional<findings> match(std::string_view sentence,
                                const time_finder& times) const;
  /// Bytes that have to be there as they are.
  std::size_t fixed() const;
};

/// Every sentence of the service, those with the most fixed words first.
std::vector<sentence_pattern> all_patterns();

} // namespace rental::load
