#include "app/store_commands.hpp"

#include "app/database.hpp"

#include <ostream>

namespace rental {
namespace {

/// Loads, opens, and hands the database to `work`, which returns what to print.
template <class Work>
int with_database(const command_context& context, Work work) {
  auto all = context.load();
  if (!all)
    return exit_configuration;
  auto opened = open_database(*all);
  if (!opened)
    return context.fail(opened.error());
  expected<std::string> said = work(*opened);
  if (!said)
    return context.fail(said.error());
  context.out << *said << "\n";
  return exit_fine;
}

} // namespace

int migrate_database(const command_context& context) {
  return with_database(context, [](database& db) -> expected<std::string> {
    auto version = db.rows->migrate();
    if (!version)
      return version.error();
    return "the schema is at version " + std::to_string(*version);
  });
}

int backup_database(const command_context& context, const std::string& file) {
  return with_database(context, [&](database& db) -> expected<std::string> {
    if (auto copied = db.rows->backup(file); !copied)
      return copied.error();
    return "copied to " + file + "; it opens only with the same key";
  });
}

int rotate_keys(const command_context& context) {
  return with_database(context, [](database& db) -> expected<std::string> {
    auto count = db.rows->reseal();
    if (!count)
      return count.error();
    return std::to_string(*count) + " values sealed anew with key "
           + db.keys->current_key_id()
           + "; the other keys of MASTER_KEY are not needed any more";
  });
}

} // namespace rental
