#include "app/property_import.hpp"

#include "actors/property_book.hpp"
#include "app/database.hpp"
#include "app/property_file.hpp"
#include "config/phone.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <ostream>
#include <set>
#include <sstream>
#include <tuple>

namespace rental {
namespace {

/// Errors that are written out; the others are counted.
constexpr std::size_t most_import_errors = 50;

/// What became of the homes of a file.
struct import_plan {
  std::vector<property_record> to_write;
  std::size_t added = 0;
  std::size_t changed = 0;
  std::size_t as_before = 0;
  std::vector<std::string> errors;
  /// "bob (agency default)"
  std::set<std::string> unknown_managers;
};

bool same_home_content(const property_record& a, const property_record& b) {
  const auto content = [](const property_record& x) {
    return std::tie(x.address, x.name, x.manager, x.notes, x.active,
                    x.unreadable);
  };
  return content(a) == content(b);
}

/// Goes through a file's homes against those that are there.
class import_planner {
public:
  import_planner(std::vector<property_record> there, instant now)
      : there_(std::move(there)), now_(now) {}

  void take(const property_entry_read& entry) {
    const auto fail = [&](const std::string& why) {
      plan.errors.push_back(entry.where + ": " + why);
    };
    const auto address = home_address(entry.what.address.value_or(""));
    if (!address)
      return fail(address.error().detail);
    if (const auto* twin = find_twin(entry.agency, *address))
      return fail("is the same home as " + *twin + ": " + *address);
    const auto known = same_homes(there_, entry.agency, *address, memory_);
    if (known.size() > 1)
      return fail("may be " + std::to_string(known.size())
                  + " of the homes that are there; write the address out: "
                  + known[0]->address + "; " + known[1]->address);
    const auto* before = known.empty() ? nullptr : known[0];
    if (before)
      if (const auto [first, is_new]
          = updated_.emplace(before->id, entry.where);
          !is_new)
        return fail("is the home " + before->address + ", and so is "
                    + first->second);
    auto row = with_change(before ? *before : new_home(entry.agency, now_),
                           entry.what);
    if (!row)
      return fail(row.error().detail);
    seen_.push_back(*row);
    seen_where_.push_back(entry.where);
    keep(*std::move(row), before);
  }

  import_plan plan;

private:
  /// Where the same home stands further up.
  const std::string* find_twin(const std::string& agency,
                               const std::string& address) {
    const auto twins = same_homes(seen_, agency, address, memory_);
    return twins.empty() ? nullptr
                         : &seen_where_[static_cast<std::size_t>(
                             twins.front() - seen_.data())];
  }

  void keep(property_record row, const property_record* before) {
    row.unreadable = false;
    if (before && same_home_content(row, *before)) {
      ++plan.as_before;
      return;
    }
    ++(before ? plan.changed : plan.added);
    row.updated_at = now_;
    plan.to_write.push_back(std::move(row));
  }

  std::vector<property_record> there_;
  instant now_;
  address_memory memory_;
  std::vector<property_record> seen_;
  std::vector<std::string> seen_where_;
  /// Which home of the database was found by which entry.
  std::map<std::string, std::string> updated_;
};

expected<done> name_unknown_managers(store_session& session,
                                     import_plan& plan) {
  std::set<manager_key> asked;
  for (const auto& row : plan.to_write) {
    const manager_key key{row.agency, row.manager};
    if (!asked.insert(key).second)
      continue;
    const auto known = knows_manager(session, key);
    if (!known)
      return known.error();
    if (!*known)
      plan.unknown_managers.insert(key.user_id + " (agency " + key.agency
                                   + ")");
  }
  return done{};
}

/// All of it or nothing.
expected<import_plan> run_import(store& rows, const property_file& file,
                                 bool write, instant now) {
  import_plan plan;
  auto outcome = run_job(rows, [&](store_session& session) -> expected<done> {
    auto there = session.properties().find({.limit = every_home});
    if (!there)
      return there.error();
    import_planner all{std::move(there->rows), now};
    for (const auto& entry : file.entries)
      all.take(entry);
    plan = std::move(all.plan);
    if (auto named = name_unknown_managers(session, plan); !named)
      return named;
    if (write && plan.errors.empty())
      for (const auto& row : plan.to_write)
        if (auto put = session.properties().put(row); !put)
          return put;
    return done{};
  });
  if (!outcome)
    return outcome.error();
  return plan;
}

expected<std::string> text_of_file(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  std::ostringstream text;
  if (in)
    text << in.rdbuf();
  if (!in || text.str().empty())
    return failure{
        errc::bad_request, path + ": cannot be read, or is empty", {}};
  return text.str();
}

/// The `[[properties]]` that are addresses; the others name many homes.
property_file homes_of_settings(const settings& all) {
  property_file file;
  for (std::size_t i = 0; i < all.properties.size(); ++i) {
    const auto& each = all.properties[i];
    if (!read_address{each.match}.names_home()) {
      file.left_out.push_back("\"" + each.match + "\" (names no single home)");
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

int complain_of_homes(const command_context& context,
                      const std::vector<std::string>& errors) {
  for (std::size_t i = 0; i < errors.size() && i < most_import_errors; ++i)
    context.err << "peterental: " << errors[i] << "\n";
  if (errors.size() > most_import_errors)
    context.err << "peterental: and " << errors.size() - most_import_errors
                << " more\n";
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
  for (const auto& who : plan.unknown_managers)
    context.err << "note: " << who << " never connected a calendar\n";
  context.out << plan.added << " new, " << plan.changed << " changed, "
              << plan.as_before << " as before\n";
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
  expected<property_file> file = homes_of_settings(*all);
  if (!options.from_settings) {
    auto text = text_of_file(options.file);
    if (!text)
      return context.fail(text.error());
    file = read_property_file(*text);
  }
  if (!file)
    return context.fail(
        {file.error().code, options.file + ": " + file.error().detail, {}});
  fill_in_from_options(*file, *all, options);
  auto opened = open_existing_database(*all);
  if (!opened)
    return context.fail(opened.error());
  const bool write = options.yes && file->errors.empty();
  auto plan = run_import(*opened->rows, *file, write, context.now.now());
  if (!plan)
    return context.fail(plan.error());
  auto errors = file->errors;
  errors.insert(errors.end(), plan->errors.begin(), plan->errors.end());
  if (!errors.empty())
    return complain_of_homes(context, errors);
  report_import(context, *plan, *file, options);
  return exit_fine;
}

} // namespace rental
