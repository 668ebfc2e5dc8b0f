// The tools that a voice agent may call, in one list. Their schemas stand in
// vapi/tool_definitions.cpp under the same names (a test compares them).
#pragma once

#include "voice/phrasebook.hpp"

#include <span>
#include <string>
#include <string_view>

namespace rental {

enum class tool {
  availability,
  book,
  find,
  cancel,
  reschedule,
  message,
  /// A model may call anything.
  unknown,
};

struct tool_entry {
  tool what;
  /// Its name in requests, metrics and logs.
  const char* name;
  /// Whether a number that many callers share must not stand for one of them.
  bool judges_caller;
  /// Whether a viewing is wanted, or times for one: manager_query.
  bool wants_viewing;
  /// What is true of a call whose answer nobody gave.
  std::string (*lost)(const phrasebook& say);
};

/// All but the unknown, in the order of a conversation.
std::span<const tool_entry> all_tools() noexcept;

/// The entry of that name; that of tool::unknown for any other. Thread-safe.
const tool_entry& tool_named(std::string_view name) noexcept;

} // namespace rental
