// What every subcommand gets and gives.
#pragma once

#include "base/clock.hpp"
#include "base/expected.hpp"
#include "config/environment.hpp"
#include "config/settings.hpp"

#include <iosfwd>
#include <optional>
#include <string>

namespace rental {

/// What the program ends with; 64 and 78 are those of BSD's sysexits.h.
enum exit_status : int {
  exit_fine = 0,
  exit_failed = 1,
  exit_usage = 64,
  exit_configuration = 78,
};

/// The world of a subcommand. Tests put in their own.
struct command_context {
  environment env;
  /// --config; takes precedence over CONFIG.
  std::optional<std::string> config_file;
  const clock& now;
  /// What was asked for.
  std::ostream& out;
  /// What went wrong, one line each.
  std::ostream& err;

  /// The settings, or nothing after one line on `err`: end with
  /// exit_configuration then.
  std::optional<settings> load() const;
  /// Says why on `err`, one line; returns exit_failed.
  int fail(const failure& why) const;
};

} // namespace rental
