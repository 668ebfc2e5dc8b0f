// `peterental connect-link USER_ID`.
#pragma once

#include "app/command.hpp"

#include <string>

namespace rental {

struct link_options {
  std::string user_id;
  /// Empty: the default agency.
  std::string agency;
  /// E-mail address of the account that is expected; may be empty.
  std::string expect;
  int hours = 168;
};

/// Prints the link, alone, on stdout, and what it is good for on stderr. The
/// service needs not run; it has to have the same key.
int make_connect_link(const command_context& context,
                      const link_options& options);

} // namespace rental
