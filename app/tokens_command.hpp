// `peterental tokens import|export FILE`.
#pragma once

#include "app/command.hpp"

#include <string>

namespace rental {

struct tokens_options {
  std::string file;
  std::string agency = "default";
  /// Import: put the file's tokens in place of working ones.
  bool replace = false;
  /// Import: only say what would happen.
  bool dry_run = false;
  /// Export: write tokens in clear.
  bool reveal = false;
};

/// Stores what can be used, all of it in one transaction, and reports each
/// entry. Never prints a token. Returns an exit_status; entries that were
/// skipped do not make it fail, a file without any that can be used does.
int import_tokens(const command_context& context,
                  const tokens_options& options);

int export_tokens(const command_context& context,
                  const tokens_options& options);

} // namespace rental
