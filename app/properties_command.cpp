#include "app/properties_command.hpp"

#include "actors/directory/property_book.hpp"
#include "app/columns.hpp"
#include "app/in_database.hpp"
#include "app/property_file.hpp"
#include "app/property_plan.hpp"
#include "base/shown_text.hpp"
#include "config/phone.hpp"
#include "crypto/uuid.hpp"
#include "fronts/api/property_json.hpp"
#include "json/read_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iomanip>
#include <ostream>
#include <utility>
#include <vector>

namespace rental {
namespace {

std::string agency_of_home(const properties_options& options) {
  return options.agency.empty() ? "default" : options.agency;
}

property_filter filter_of(const settings& all,
                          const properties_options& options) {
  property_filter which;
  which.agency = options.agency;
  which.search = options.search;
  which.limit = every_home;
  if (options.manager)
    which.manager = normalise_user_id(*options.manager, all.phone_region);
  if (options.active)
    which.active = yes_or_no(*options.active);
  return which;
}

/// errc::bad_request when a text is no UTF-8.
expected<property_change> change_of(const settings& all,
                                    const properties_options& options) {
  property_change what{options.address, options.name, options.manager,
                       options.notes, std::nullopt};
  const std::pair<const char*, std::optional<std::string>> texts[]{
      {"--address", options.address}, {"--name", options.name},
      {"--manager", options.manager}, {"--notes", options.notes},
      {"--agency", options.agency},
  };
  for (const auto& [name, text] : texts)
    if (text && mend_utf8(*text) != *text)
      return failure{
          errc::bad_request, std::string{name} + " is not UTF-8", {}};
  if (what.manager)
    what.manager = normalise_user_id(*what.manager, all.phone_region);
  if (options.active)
    what.active = yes_or_no(*options.active);
  return what;
}

/// The home that is named: by its id, or by an address.
expected<property_record> named_home(store_session& session,
                                     const properties_options& options) {
  if (const auto id = parse_uuid(options.which))
    return session.properties().by_id(to_string(*id));
  const auto agency = agency_of_home(options);
  const auto all
      = session.properties().find({.agency = agency, .limit = every_home});
  if (!all)
    return all.error();
  address_memory memory;
  const auto found = same_homes(all->rows, agency, options.which, memory);
  if (found.empty())
    return failure{errc::not_found,
                   "no home \"" + shown_text(options.which) + "\" in agency "
                       + agency + " (`peterental properties list` shows all)",
                   {}};
  if (found.size() == 1)
    return *found.front();
  std::string several;
  for (const auto* each : found)
    several += "; " + each->id + " " + each->address;
  return failure{errc::bad_request,
                 "several homes may be meant, give an id: " + several.substr(2),
                 {}};
}

void print_homes(std::ostream& out, const std::vector<property_record>& rows) {
  std::vector<std::vector<std::string>> lines{
      {"AGENCY", "ID", "MANAGER", "ACTIVE", "ADDRESS"}};
  for (const auto& row : rows)
    lines.push_back(
        {row.agency, row.id, row.unreadable ? "?" : row.manager,
         row.active ? "yes" : "no",
         row.address + (row.name.empty() ? "" : " (" + row.name + ")")});
  print_columns(out, lines);
}

void print_home(std::ostream& out, const property_record& row) {
  const auto field = [&](const char* name, const std::string& value) {
    out << std::left << std::setw(10) << name << (value.empty() ? "-" : value)
        << "\n";
  };
  field("id", row.id);
  field("agency", row.agency);
  field("address", row.address);
  field("name", row.name);
  field("manager", row.unreadable ? "does not open" : row.manager);
  field("notes", row.unreadable ? "do not open" : row.notes);
  field("active", row.active ? "yes" : "no");
  field("since", to_iso_utc(row.created_at));
  field("changed", to_iso_utc(row.updated_at));
}

/// What was stored, and what looks odd about it.
void tell_kept(const command_context& context, const char* word,
               const property_answer& kept) {
  context.out << word << ": " << kept.row.id << " " << kept.row.address << "\n";
  if (!kept.manager_known)
    context.err << "note: " << kept.row.manager << " (agency "
                << kept.row.agency << ") never connected a calendar\n";
}

/// A new home when `is_new`; else the one that is named.
expected<property_record> home_to_keep(store_session& session,
                                       const properties_options& options,
                                       bool is_new, instant now) {
  if (is_new)
    return new_home(agency_of_home(options), now);
  return named_home(session, options);
}

int keep_home(const command_context& context, const properties_options& options,
              bool is_new) {
  return in_database(
      context,
      [&](const settings& all, store_session& session) -> expected<done> {
        const auto now = context.now.now();
        auto what = change_of(all, options);
        if (!what)
          return what.error();
        const auto before = home_to_keep(session, options, is_new, now);
        if (!before)
          return before.error();
        const auto after = with_change(*before, *what);
        if (!after)
          return after.error();
        if (auto visible = is_all_visible(*after); !visible)
          return visible;
        if (!is_new && changed_fields(*before, *after).empty()) {
          context.out << "as it was: " << before->id << " " << before->address
                      << "\n";
          return done{};
        }
        address_memory memory;
        const auto kept = keep_property(
            session,
            {is_new ? "" : before->id, before->agency, *std::move(what)},
            memory, now);
        if (!kept)
          return kept.error();
        tell_kept(context, is_new ? "added" : "changed", *kept);
        return done{};
      });
}

/// Reads the homes that the options name, and lets go of the database before
/// `use` gets them: whoever reads what is printed may be slow.
int with_homes(
    const command_context& context, const properties_options& options,
    const std::function<int(const std::vector<property_record>&)>& use) {
  std::vector<property_record> homes;
  const auto status = in_database(
      context,
      [&](const settings& all, store_session& session) -> expected<done> {
        auto page = session.properties().find(filter_of(all, options));
        if (!page)
          return page.error();
        homes = std::move(page->rows);
        return done{};
      });
  return status == exit_fine ? use(homes) : status;
}

} // namespace

int list_properties(const command_context& context,
                    const properties_options& options) {
  return with_homes(context, options, [&](const auto& homes) -> int {
    if (!options.as_json) {
      print_homes(context.out, homes);
      return exit_fine;
    }
    auto list = nlohmann::ordered_json::array();
    for (const auto& row : homes)
      list.push_back(property_json(row));
    context.out << list.dump(2, ' ', false,
                             nlohmann::json::error_handler_t::replace)
                << "\n";
    return exit_fine;
  });
}

int show_property(const command_context& context,
                  const properties_options& options) {
  return in_database(
      context, [&](const settings&, store_session& session) -> expected<done> {
        const auto row = named_home(session, options);
        if (!row)
          return row.error();
        print_home(context.out, *row);
        return done{};
      });
}

int add_property(const command_context& context,
                 const properties_options& options) {
  return keep_home(context, options, true);
}

int set_property(const command_context& context,
                 const properties_options& options) {
  if (!options.address && !options.name && !options.manager && !options.notes
      && !options.active) {
    context.err << "peterental: nothing to change: give --address, --name, "
                   "--manager, --notes or --active\n";
    return exit_usage;
  }
  return keep_home(context, options, false);
}

int remove_property(const command_context& context,
                    const properties_options& options) {
  bool waits = false;
  const auto status = in_database(
      context, [&](const settings&, store_session& session) -> expected<done> {
        const auto row = named_home(session, options);
        if (!row)
          return row.error();
        if (!options.yes) {
          waits = true;
          context.err << "peterental: this removes " << row->address
                      << " from the directory; repeat it with --yes\n";
          return done{};
        }
        if (auto removed = session.properties().remove(row->id); !removed)
          return removed;
        context.out << "removed: " << row->id << " " << row->address << "\n";
        return done{};
      });
  return waits ? int{exit_usage} : status;
}

int export_properties(const command_context& context,
                      const properties_options& options) {
  return with_homes(context, options, [&](const auto& homes) -> int {
    const auto unread = std::ranges::find_if(
        homes, [](const auto& row) { return row.unreadable; });
    if (unread != homes.end())
      return context.fail({errc::sealed,
                           "the home " + unread->id
                               + " does not open; `peterental doctor` tells "
                                 "more",
                           {}});
    const auto text = property_csv(homes);
    if (options.file.empty()) {
      context.out << text;
      return exit_fine;
    }
    std::ofstream file{options.file, std::ios::binary | std::ios::trunc};
    file << text << std::flush;
    return file ? int{exit_fine}
                : context.fail(
                    {errc::storage, options.file + ": cannot be written", {}});
  });
}

} // namespace rental
