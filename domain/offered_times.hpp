// What was offered to somebody in a conversation.
#pragma once

#include "base/time.hpp"

#include <vector>

namespace rental {

struct offered_times {
  /// What was offered last, in order of time: "the first one". Empty when
  /// something else was said since.
  std::vector<time_slot> last;
  /// All that was offered: "none of those" rules out all of it.
  std::vector<time_slot> all;
};

} // namespace rental
