#include "app/store_commands.hpp"

#include "app/database.hpp"
#include "storage/open_store.hpp"

#include <filesystem>
#include <optional>
#include <ostream>
#include <string_view>

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

namespace {

bool same_file(const std::string& backup, const std::string& database_url) {
  constexpr std::string_view scheme = "sqlite3://";
  std::error_code error;
  return database_url.starts_with(scheme)
         && std::filesystem::equivalent(
             backup, database_url.substr(scheme.size()), error);
}

/// Why the database may not be replaced just now; nothing when it may.
std::optional<failure> why_not(const std::string& database_url,
                               const restore_options& options) {
  if (same_file(options.file, database_url))
    return failure{
        errc::bad_request, options.file + " is the database itself", {}};
  auto open = is_database_open(database_url);
  if (!open)
    return open.error();
  if (*open)
    return failure{errc::bad_request,
                   "the service, or another program, has the database open; "
                   "stop it first, restore, then start it again",
                   {}};
  return std::nullopt;
}

} // namespace

int restore_database(const command_context& context,
                     const restore_options& options) {
  auto all = context.load();
  if (!all)
    return exit_configuration;
  const auto url = all->database_url.reveal();
  auto keys = open_keys(*all);
  if (!keys)
    return context.fail(keys.error());
  auto managers = examine_backup(options.file, *keys);
  if (!managers)
    return context.fail(managers.error());
  if (const auto refusal = why_not(url, options))
    return context.fail(*refusal);
  const auto held
      = std::to_string(*managers) + (*managers == 1 ? " manager" : " managers");
  if (database_exists(url) && !options.yes) {
    context.err << "peterental: this replaces everything in the database by "
                << options.file << " (" << held
                << "); make a `peterental backup` of it if you may want it "
                   "back, and repeat this with --yes\n";
    return exit_usage;
  }
  if (auto restored = restore_store(url, options.file, *keys); !restored)
    return context.fail(restored.error());
  context.out << "restored from " << options.file << ": " << held
              << "; start the service now\n";
  return exit_fine;
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
