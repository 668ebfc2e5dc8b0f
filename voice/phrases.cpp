#include "voice/phrases.hpp"

#include "voice/say.hpp"
#include "voice/words.hpp"

#include <vector>

namespace rental::phrase {

std::string on(std::string_view address, const time_slot& slot,
               const zone& tz) {
  return say_address(address) + " on " + say_when_and_zone(slot.start, tz);
}

std::string options(std::span<const time_slot> slots, const zone& tz) {
  std::vector<std::string> times;
  for (const auto& slot : slots)
    times.push_back(say_when(slot.start, tz));
  return say_list(times, "or") + ", " + say_zone(tz, slots.front().start);
}

std::string viewings(std::span<const sentence::viewing> list, const zone& tz,
                     const char* word) {
  std::vector<std::string> all;
  for (const auto& v : list)
    all.push_back(say_address(v.address) + " on " + say_when(v.slot.start, tz));
  return say_list(all, word) + ", " + say_zone(tz, list.front().slot.start);
}

std::string choose(std::size_t count) {
  if (count == 1)
    return "Would you like that one?";
  return count == 2 ? "Would one of these suit you?"
                    : "Which works best for you?";
}

} // namespace rental::phrase
