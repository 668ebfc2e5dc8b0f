// What people say around an address. Inside voice/ only. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// Takes out of lower-case words what is no part of an address anywhere in it:
/// "um", "I think", "the first one", "the two bedroom".
void drop_talk(std::vector<std::string>& words);

/// Whether one calls a part of a house so: "the back house", "rear unit".
bool is_dwelling(std::string_view low);

} // namespace rental
