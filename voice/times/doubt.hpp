// Whether somebody asks or doubts instead of wanting. Inside voice/ only. Pure;
// thread-safe.
//
// - A question mark asks, wherever it stands, behind an ISO time as well: who
//   wants a time only has to say so once more.
// - "Is Monday at two free", "do you have", "does Monday work", "so that's
//   Monday at two, right" ask. "May I come", "could you put me down", "how
//   about Monday at two" are how people want something.
// - "If that's okay with my wife" waits for somebody else; "if that's okay with
//   you" is only polite.
// - "Probably", "maybe", "I think", "let me check" doubt. "I guess", "if
//   possible", "if that's still open", "could I maybe come" are only polite.
#pragma once

#include "voice/times/meaning.hpp"

#include <string_view>

namespace rental {

/// `text` is that of `said`, in pieces.
bool asks_or_doubts(std::string_view said, tokens text);

/// "Uh-uh", "mm-mm": a no, where one of them alone only fills a pause.
bool shakes_head(tokens text);

} // namespace rental
