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

namespace {

constexpr std::size_t most_listed = 20;

/// Names what does not open, one line each.
void name_unreadable(const command_context& context,
                     const backup_contents& held) {
  for (const auto& line : lines_of(held.unreadable, most_listed))
    context.err << "peterental: " << line << "\n";
}

std::string count_of(const backup_contents& held) {
  return std::to_string(held.unreadable.size()) + " of "
         + std::to_string(held.values) + " sealed values";
}

} // namespace

int backup_database(const command_context& context, const std::string& file) {
  auto all = context.load();
  if (!all)
    return exit_configuration;
  auto opened = open_existing_database(*all);
  if (!opened)
    return context.fail(opened.error());
  if (auto copied = opened->rows->backup(file); !copied)
    return context.fail(copied.error());
  auto held = examine_backup(file, opened->keys);
  if (!held)
    return context.fail(held.error());
  context.out << "copied to " << file << "; it opens only with the same key\n";
  if (held->unreadable.empty())
    return exit_fine;
  name_unreadable(context, *held);
  context.err << "peterental: the copy is complete, but " << count_of(*held)
              << " do not open, in the database as in the copy; is an old key "
                 "missing from MASTER_KEY?\n";
  return exit_failed;
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
  auto backup = examine_backup(options.file, *keys);
  if (!backup)
    return context.fail(backup.error());
  if (const auto refusal = why_not(url, options))
    return context.fail(*refusal);
  name_unreadable(context, *backup);
  if (!backup->unreadable.empty() && !options.force)
    return context.fail(
        {errc::sealed,
         count_of(*backup)
             + " of the backup do not open; put the key that is missing into "
               "MASTER_KEY, or restore all the same with --force",
         {}});
  const auto managers = backup->managers;
  const auto held
      = std::to_string(managers) + (managers == 1 ? " manager" : " managers");
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
  if (backup->unreadable.empty())
    return exit_fine;
  context.err << "peterental: " << count_of(*backup) << " do not open\n";
  return exit_failed;
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
