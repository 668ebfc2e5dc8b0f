// English, as American callers speak it.
#pragma once

#include "voice/speech.hpp"

namespace rental {

extern const speech english;

} // namespace rental
