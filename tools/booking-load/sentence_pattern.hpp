// Patterns made from the service's own sentences. Inside booking-load only.
#pragma once

#include "tools/booking-load/hearing.hpp"

#include <optional>
#include <string>
#include <string_view>
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

/// Finds the times in a text. How a time ends is learned from say_clock.
class time_finder {
public:
  time_finder();
  std::vector<std::string> in(std::string_view text) const;

private:
  std::vector<std::string> weekdays_;
  std::vector<std::string> ends_;
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
