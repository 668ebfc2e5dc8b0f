// What a caller hears who leaves a message; the rules of sentences.hpp hold.
#pragma once

#include <string>
#include <string_view>

namespace rental::sentence {

/// It is kept, and in somebody's list until that caller was called back. An
/// empty address is not said.
std::string message_taken(std::string_view address);
/// It may not be kept: nobody need call back.
std::string message_not_taken();

} // namespace rental::sentence
