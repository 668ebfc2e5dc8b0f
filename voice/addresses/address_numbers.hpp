// Numbers in an address, as they are said. Inside voice/ only. Pure;
// thread-safe.
#pragma once

#include <string>
#include <vector>

namespace rental {

/// The words with spoken numbers in figures: "one twenty three Main" -> "123
/// Main", "forty second" -> "42nd", "and a half" -> "1/2". Several texts where
/// the words can be cut in more than one way; at most eight, never none.
std::vector<std::string> in_figures(const std::vector<std::string>& words);

/// Whether a number begins with this word, in figures or said.
bool begins_number(const std::string& low);

} // namespace rental
