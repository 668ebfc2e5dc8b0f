// Words that speech to text hears or spells wrongly: "wensday", "at to thirty".
// Inside voice/ only. Pure; thread-safe.
#pragma once

#include "voice/words/tokens.hpp"

#include <vector>

namespace rental {

/// Puts the word that was said in the place of what was heard, where nothing
/// else can be meant: "at for o'clock" is four, "a viewing for two" stays.
void mend_hearing(std::vector<token>& text);

} // namespace rental
