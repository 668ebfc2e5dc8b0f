// `peterental managers list|show|forget`.
#pragma once

#include "app/command.hpp"

#include <string>

namespace rental {

struct managers_options {
  /// `list`: every agency when empty; else the manager's.
  std::string agency;
  std::string user_id;
  /// `forget`: the bookings, the homes and everything else too, not only the
  /// tokens.
  bool everything = false;
  /// `forget`: really do it.
  bool yes = false;
};

/// One line per manager: ids as they are, account, state, how many bookings are
/// active and how many wishes wait for a call back.
int list_managers(const command_context& context,
                  const managers_options& options);
/// Everything about one manager but the tokens.
int show_manager(const command_context& context,
                 const managers_options& options);
int forget_manager(const command_context& context,
                   const managers_options& options);

} // namespace rental
