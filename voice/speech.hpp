// The language of a conversation: chosen at the front, carried by what it asks.
#pragma once

#include "voice/phrasebook.hpp"
#include "voice/time_reader.hpp"

namespace rental {

/// Lives as long as the program: requests hold its address.
struct speech {
  phrasebook say;
  time_reader read;
};

} // namespace rental
