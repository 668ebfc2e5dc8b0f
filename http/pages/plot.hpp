// Small plots for the operator's page, as SVG to stand inside HTML. Pure.
#pragma once

#include <string>
#include <vector>

namespace rental {

struct plot {
  /// Unique on the page; letters and '-'.
  std::string id;
  /// What is shown: "Tool calls per minute".
  std::string title;
  /// Follows each figure; may be empty: " ms".
  std::string unit;
  /// One for each minute, the present one last; none below 0.
  std::vector<double> values;
};

/// A bar for each value. <title> and <desc> say the same in words: the highest
/// value and when it was, and the last one. Colours come from the stylesheet.
std::string plot_svg(const plot& what);

} // namespace rental
