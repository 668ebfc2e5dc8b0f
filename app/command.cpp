#include "app/command.hpp"

#include "config/load.hpp"

#include <ostream>

namespace rental {

std::optional<settings> command_context::load() const {
  auto loaded = load_settings(env, config_file);
  if (loaded)
    return *std::move(loaded);
  err << "peterental: " << loaded.error().detail << "\n";
  return std::nullopt;
}

int command_context::fail(const failure& why) const {
  err << "peterental: " << (why.detail.empty() ? to_string(why) : why.detail)
      << "\n";
  return exit_failed;
}

} // namespace rental
