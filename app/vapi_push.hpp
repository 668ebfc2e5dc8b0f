// `peterental vapi push`.
#pragma once

#include "app/command.hpp"

#include <string>

namespace rental {

struct vapi_push_options {
  /// Gets the tools and the server messages; empty: no assistant does.
  std::string assistant;
  /// Longest wait for one answer of VAPI, in seconds.
  int timeout = 20;
  /// Really do it.
  bool yes = false;
};

/// Reads what VAPI has, prints what is to be created, changed and left, and
/// with `yes` does it. Nothing is written before everything was read and found
/// fit. Done a second time, it changes nothing.
int push_to_vapi(const command_context& context,
                 const vapi_push_options& options);

} // namespace rental
