// One spelling for what speech-to-text writes in several ways. Inside voice/
// only. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// Rewrites the lower-case words of an address: "n w" -> "northwest", "cr 12"
/// -> "county road 12", "mlk" -> "martin luther king", "a hundred" -> "one
/// hundred", "double four" -> "four four", "31 st street" -> "31st street",
/// "crk" -> "creek", "apartment number 7" -> "apartment 7", "o brien" ->
/// "obrien".
void write_one_way(std::vector<std::string>& words);

/// "seventeen Street Charles Avenue": a platform wrote "St" out. Before
/// numbers are read; changes "street" to "saint" there.
void restore_saints(std::vector<std::string>& words);

} // namespace rental
