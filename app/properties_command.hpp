// `peterental properties list|show|add|set|remove|export`; the import is in
// property_import.hpp.
#pragma once

#include "app/command.hpp"

#include <optional>
#include <string>

namespace rental {

struct properties_options {
  /// `list`, `export`: every agency when empty; else the home's.
  std::string agency;
  /// `show`, `set`, `remove`: an id, or an address in any wording.
  std::string which;
  std::optional<std::string> address = {};
  std::optional<std::string> name = {};
  std::optional<std::string> manager = {};
  std::optional<std::string> notes = {};
  /// "yes" or "no".
  std::optional<std::string> active = {};
  std::string search = {};
  bool as_json = false;
  /// `export`: stdout when empty.
  std::string file = {};
  /// `remove`: really do it.
  bool yes = false;
};

int list_properties(const command_context& context,
                    const properties_options& options);
int show_property(const command_context& context,
                  const properties_options& options);
int add_property(const command_context& context,
                 const properties_options& options);
int set_property(const command_context& context,
                 const properties_options& options);
int remove_property(const command_context& context,
                    const properties_options& options);
int export_properties(const command_context& context,
                      const properties_options& options);

} // namespace rental
