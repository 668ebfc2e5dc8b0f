// `peterental visitors export|erase`.
#pragma once

#include "app/command.hpp"

#include <string>

namespace rental {

/// Who is meant: at least one of the two. With both, rows of either.
struct visitors_options {
  std::string phone;
  std::string email;
  /// `erase`: say what would be done; change nothing.
  bool dry_run = false;
  /// `erase`: really do it.
  bool yes = false;
};

/// Writes all that is kept about a visitor, of every manager and agency, as
/// JSON. exit_failed when rows are left that do not open: they may be the
/// visitor's too.
int export_visitor(const command_context& context,
                   const visitors_options& options);
/// Empties what names a visitor in viewings that are over and in wishes, and
/// deletes mails and answers about them. Refuses, and changes nothing, while a
/// viewing of the visitor is still to come. Writes as JSON what was done.
int erase_visitor(const command_context& context,
                  const visitors_options& options);

} // namespace rental
