#include "app/property_import.hpp"

#include "actors/directory/property_book.hpp"
#include "app/database.hpp"
#include "app/property_file.hpp"
#include "app/property_plan.hpp"
#include "base/shown_text.hpp"
#include "config/phone.hpp"
#include "config/values.hpp"

#include <algorithm>
#include <ostream>
#include <set>
#include <span>

namespace rental {
namespace {

/// Errors that are written out; the others are counted.
constexpr std::size_t most_import_errors = 50;

/// So many rows are read at once: the service waits for milliseconds.
constexpr std::size_t homes_at_once = 500;

/// How often it begins again because somebody changed homes meanwhile.
constexpr int most_plans = 10;

struct homes_there {
  std::vector<property_record> rows;
  /// Of the directory; see property_store.
  std::int64_t version = 0;
};

failure homes_changed() {
  return {errc::changed,
          "somebody else goes on changing homes, so nothing is written; try "
          "again",
          {}};
}

/// errc::changed when somebody changed homes between two jobs.
expected<homes_there> read_homes_there(store& rows) {
  homes_there all;
  bool begun = false;
  bool complete = false;
  while (!complete) {
    auto read = run_job(rows, [&](store_session& session) -> expected<done> {
      const auto version = session.properties().version();
      if (!version)
        return version.error();
      if (begun && *version != all.version)
        return homes_changed();
      all.version = *version;
      auto page = session.properties().find(
          {.offset = all.rows.size(), .limit = homes_at_once});
      if (!page)
        return page.error();
      complete = page->rows.size() < homes_at_once;
      std::ranges::move(page->rows, std::back_inserter(all.rows));
      return done{};
    });
    if (!read)
      return read.error();
    begun = true;
  }
  return all;
}

/// All of them or none. errc::changed when the homes are no longer those of
/// `version`.
expected<done> write_homes(store& rows, const import_plan& plan,
                           std::int64_t version) {
  return run_job(rows, [&](store_session& session) -> expected<done> {
    const auto current = session.properties().version();
    if (!current)
      return current.error();
    if (*current != version)
      return homes_changed();
    for (const auto& home : plan.to_write)
      if (auto put = session.properties().put(home.row); !put)
        return put;
    return done{};
  });
}

/// The database is held while homes are read and written, not in between.
expected<import_plan> run_import(store& rows, const property_file& file,
                                 bool write, const clock& now) {
  for (int tries = 0; tries < most_plans; ++tries) {
    const auto there = read_homes_there(rows);
    if (!there && there.error().code == errc::changed)
      continue;
    if (!there)
      return there.error();
    auto plan = plan_homes(file.entries, there->rows, now);
    if (!write || !plan.errors.empty())
      return plan;
    const auto written = write_homes(rows, plan, there->version);
    if (written)
      return plan;
    if (written.error().code != errc::changed)
      return written.error();
  }
  return homes_changed();
}

/// "bob (agency default)", of those who have no row.
expected<std::set<std::string>> unknown_managers(store& rows,
                                                 const import_plan& plan) {
  std::set<manager_key> asked;
  for (const auto& home : plan.to_write)
    asked.insert({home.row.agency, home.row.manager});
  std::set<std::string> unknown;
  for (const auto& key : asked) {
    auto looked = run_job(rows, [&](store_session& session) -> expected<done> {
      const auto known = knows_manager(session, key);
      if (!known)
        return known.error();
      if (!*known)
        unknown.insert(key.user_id + " (agency " + key.agency + ")");
      return done{};
    });
    if (!looked)
      return looked.error();
  }
  return unknown;
}

/// The `[[properties]]` that are addresses; the others name many homes.
property_file homes_of_settings(const settings& all) {
  property_file file;
  for (std::size_t i = 0; i < all.properties.size(); ++i) {
    const auto& each = all.properties[i];
    if (!read_address{each.match}.names_home()) {
      file.left_out.push_back("\"" + shown_text(each.match)
                              + "\" (names no single home)");
      continue;
    }
    property_entry_read entry;
    entry.where = "property " + std::to_string(i + 1);
    entry.agency = each.agency;
    entry.what.address = each.match;
    entry.what.manager = each.manager;
    file.entries.push_back(std::move(entry));
  }
  return file;
}

void fill_in_from_options(property_file& file, const settings& all,
                          const property_import_options& options) {
  for (auto& entry : file.entries) {
    if (entry.agency.empty())
      entry.agency = options.agency;
    if (!entry.what.manager && !options.manager.empty())
      entry.what.manager = options.manager;
    if (entry.what.manager)
      entry.what.manager
          = normalise_user_id(*entry.what.manager, all.phone_region);
  }
}

/// The homes of a file or of the settings, and what that is called in errors.
struct homes_given {
  std::string source;
  property_file file;
};

expected<homes_given> read_given(const settings& all,
                                 const property_import_options& options) {
  if (options.from_settings)
    return homes_given{"the settings", homes_of_settings(all)};
  const auto wrong = [&](const std::string& why) {
    return failure{errc::bad_request, options.file + ": " + why, {}};
  };
  const auto text = config::read_text_file(options.file, false);
  if (!text)
    return wrong(text.error().detail);
  if (text->empty())
    return wrong("the file is empty");
  auto file = read_property_file(*text);
  if (!file)
    return wrong(file.error().detail);
  return homes_given{options.file, *std::move(file)};
}

int complain_of_homes(const command_context& context, const std::string& source,
                      const std::vector<std::string>& errors) {
  for (std::size_t i = 0; i < errors.size() && i < most_import_errors; ++i)
    context.err << "peterental: " << source << ": " << errors[i] << "\n";
  if (errors.size() > most_import_errors)
    context.err << "peterental: " << source << ": and "
                << errors.size() - most_import_errors << " more errors\n";
  context.err << "peterental: nothing is written\n";
  return exit_failed;
}

void report_import(const command_context& context, const import_plan& plan,
                   const property_file& file,
                   const property_import_options& options) {
  if (!file.left_out.empty()) {
    context.err << "left out:";
    for (const auto& each : file.left_out)
      context.err << " " << each << (&each == &file.left_out.back() ? "" : ",");
    context.err << "\n";
  }
  if (!options.yes)
    context.out << plan_in_words(plan);
  context.out << (options.yes ? "written: " : "") << plan.added << " new, "
              << plan.changed << " changed, " << plan.as_before
              << " as before\n";
  if (!options.yes)
    context.err << "nothing is written yet; repeat it with --yes\n";
  else if (options.from_settings)
    context.err << "the [[properties]] of the settings file still go before "
                   "these: remove them there\n";
}

} // namespace

int import_properties(const command_context& context,
                      const property_import_options& options) {
  auto all = context.load();
  if (!all)
    return exit_configuration;
  if (options.from_settings == !options.file.empty()) {
    context.err << "peterental: give either a FILE or --from-settings\n";
    return exit_usage;
  }
  auto given = read_given(*all, options);
  if (!given)
    return context.fail(given.error());
  auto& file = given->file;
  fill_in_from_options(file, *all, options);
  auto opened = open_existing_database(*all);
  if (!opened)
    return context.fail(opened.error());
  const bool write = options.yes && file.errors.empty();
  const auto plan = run_import(*opened->rows, file, write, context.now);
  if (!plan)
    return context.fail(plan.error());
  auto errors = file.errors;
  errors.insert(errors.end(), plan->errors.begin(), plan->errors.end());
  if (!errors.empty())
    return complain_of_homes(context, given->source, errors);
  const auto unknown = unknown_managers(*opened->rows, *plan);
  if (!unknown)
    return context.fail(unknown.error());
  for (const auto& who : *unknown)
    context.err << "note: " << who << " never connected a calendar\n";
  report_import(context, *plan, file, options);
  return exit_fine;
}

} // namespace rental
