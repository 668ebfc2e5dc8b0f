#include "app/managers_command.hpp"

#include "app/columns.hpp"
#include "app/database.hpp"
#include "app/in_database.hpp"
#include "config/phone.hpp"
#include "fronts/item_words.hpp"

#include <iomanip>
#include <limits>
#include <ostream>
#include <utility>

namespace rental {
namespace {

constexpr auto no_limit
    = static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max());

struct manager_line {
  manager_record record;
  std::size_t bookings = 0;
  std::size_t wishes = 0;
  /// About a grant that died, the latest death only.
  std::vector<reminder> reminders;
};

expected<manager_line> describe(store_session& rows, manager_record record,
                                instant now) {
  manager_line line;
  line.record = std::move(record);
  constexpr std::chrono::days far{365};
  auto active = rows.active_bookings(line.record.id, {now, now + far});
  if (!active)
    return active.error();
  auto wishes = rows.wishes(line.record.id, true);
  if (!wishes)
    return wishes.error();
  auto reminders = rows.reminders(line.record.id);
  if (!reminders)
    return reminders.error();
  if (!reminders->empty())
    std::erase_if(*reminders,
                  [died = reminders->back().died_at](const reminder& each) {
                    return each.died_at != died;
                  });
  line.reminders = std::move(*reminders);
  line.bookings = active->size();
  line.wishes = wishes->size();
  return line;
}

const std::string& or_dash(const std::string& text) {
  static const std::string dash = "-";
  return text.empty() ? dash : text;
}

void print_table(std::ostream& out, const std::vector<manager_line>& lines) {
  std::vector<std::vector<std::string>> rows{
      {"AGENCY", "USER ID", "ACCOUNT", "ZONE", "STATE", "BOOKINGS", "WISHES"}};
  for (const auto& line : lines) {
    const auto& record = line.record;
    rows.push_back({record.key.agency, record.key.user_id,
                    or_dash(record.account), or_dash(record.zone),
                    to_string(record.state), std::to_string(line.bookings),
                    std::to_string(line.wishes)});
  }
  print_columns(out, rows);
}

void print_reminders(std::ostream& out, const manager_line& line,
                     bool has_mail_server) {
  if (line.record.state != connection_state::needs_reconnect)
    return;
  const auto* label = "reminders";
  for (const auto& each : line.reminders) {
    out << std::left << std::setw(16) << std::exchange(label, "") << "day "
        << each.day << " " << each.state << " " << to_iso_utc(each.changed_at)
        << (each.last_error.empty() ? "" : ", " + each.last_error) << "\n";
  }
  if (!has_mail_server)
    out << std::left << std::setw(16) << label
        << "cannot be mailed: SMTP_URL is not set\n";
}

void print_one(std::ostream& out, const manager_line& line, instant now) {
  const auto& record = line.record;
  const auto& tokens = record.tokens;
  auto field = [&](const char* name, const std::string& value) {
    out << std::left << std::setw(16) << name << or_dash(value) << "\n";
  };
  field("agency", record.key.agency);
  field("user id", record.key.user_id);
  field("account", record.account);
  field("name", record.display_name);
  field("zone", record.zone);
  field("hours", record.hours ? "of the mailbox" : "of the settings");
  field("state", to_string(record.state));
  field("reason", record.state_reason);
  for (const auto& item : unreadable_items_from(record.calendar_note))
    field("unreadable", words_of(item));
  field("refresh token", tokens.refresh_token.empty() ? "none" : "stored");
  field("access token", tokens.access_token.empty() ? "none"
                        : tokens.expires_at > now
                            ? "good until " + to_iso_utc(tokens.expires_at)
                            : "over since " + to_iso_utc(tokens.expires_at));
  field("scopes", tokens.scope);
  field("bookings", std::to_string(line.bookings) + " to come");
  field("wishes", std::to_string(line.wishes) + " waiting for a call back");
  field("since", to_iso_utc(record.created_at));
  field("changed", to_iso_utc(record.updated_at));
}

manager_key key_of(const settings& all, const managers_options& options) {
  return {options.agency.empty() ? "default" : options.agency,
          normalise_user_id(options.user_id, all.phone_region)};
}

failure named(const failure& why, const manager_key& key) {
  if (why.code != errc::unknown_manager)
    return why;
  return {why.code,
          "no manager " + key.user_id + " in agency " + key.agency
              + " (`peterental managers list` shows all)",
          {}};
}

/// What becomes of the homes when everything about a manager is forgotten.
struct forgotten_homes {
  std::size_t removed = 0;
  /// May be this manager's as well.
  std::size_t unopened = 0;
};

/// A home holds the manager's id, which may be a phone number.
expected<forgotten_homes> remove_homes_of(store_session& rows,
                                          const manager_key& key) {
  const auto homes
      = rows.properties().find({.agency = key.agency, .limit = no_limit});
  if (!homes)
    return homes.error();
  forgotten_homes count;
  for (const auto& home : homes->rows) {
    count.unopened += home.unreadable;
    if (home.unreadable || home.manager != key.user_id)
      continue;
    if (auto removed = rows.properties().remove(home.id); !removed)
      return removed.error();
    ++count.removed;
  }
  return count;
}

/// Also somebody who has homes, and never connected a calendar.
expected<done> forget_everything(store_session& rows, const manager_key& key,
                                 forgotten_homes& homes) {
  auto count = remove_homes_of(rows, key);
  if (!count)
    return count.error();
  homes = *count;
  const auto record = rows.manager(key);
  if (record)
    return rows.forget_manager(record->id);
  const bool had_homes
      = record.error().code == errc::unknown_manager && homes.removed > 0;
  return had_homes ? expected<done>{done{}} : record.error();
}

expected<done> forget_only_tokens(store_session& rows, const manager_key& key,
                                  instant now) {
  const auto record = rows.manager(key);
  if (!record)
    return record.error();
  return rows.forget_tokens(record->id, now);
}

int ask_before_forgetting(const command_context& context,
                          const managers_options& options,
                          const manager_key& key) {
  context.err << "peterental: this forgets "
              << (options.everything ? "everything about " : "the tokens of ")
              << key.user_id << " in agency " << key.agency;
  if (options.everything)
    context.err << ", and removes the homes that " << key.user_id
                << " manages (`peterental properties list --manager` shows "
                   "them)";
  context.err << "; repeat it with --yes\n";
  return exit_usage;
}

void tell_forgotten(const command_context& context,
                    const managers_options& options, const manager_key& key,
                    const forgotten_homes& homes) {
  context.out << "forgotten: "
              << (options.everything ? "everything about " : "the tokens of ")
              << key.user_id;
  if (homes.removed > 0)
    context.out << ", and " << homes.removed
                << (homes.removed == 1 ? " home" : " homes");
  context.out << "\n";
  if (homes.unopened > 0)
    context.err << "note: " << homes.unopened
                << " homes of the agency do not open, and may be those of "
                << key.user_id << "; `peterental doctor` tells more\n";
}

} // namespace

int list_managers(const command_context& context,
                  const managers_options& options) {
  return in_database(
      context, [&](const settings&, store_session& rows) -> expected<done> {
        auto records = rows.managers(options.agency, no_limit);
        if (!records)
          return records.error();
        std::vector<manager_line> lines;
        for (auto& record : *records) {
          auto line = describe(rows, std::move(record), context.now.now());
          if (!line)
            return line.error();
          lines.push_back(*std::move(line));
        }
        print_table(context.out, lines);
        return done{};
      });
}

int show_manager(const command_context& context,
                 const managers_options& options) {
  return in_database(
      context, [&](const settings& all, store_session& rows) -> expected<done> {
        const auto key = key_of(all, options);
        const auto now = context.now.now();
        auto record = rows.manager(key);
        if (!record)
          return named(record.error(), key);
        auto line = describe(rows, *std::move(record), now);
        if (!line)
          return line.error();
        print_one(context.out, *line, now);
        print_reminders(context.out, *line, !all.smtp.url.empty());
        return done{};
      });
}

int forget_manager(const command_context& context,
                   const managers_options& options) {
  auto all = context.load();
  if (!all)
    return exit_configuration;
  const auto key = key_of(*all, options);
  if (!options.yes)
    return ask_before_forgetting(context, options, key);
  auto opened = open_existing_database(*all);
  if (!opened)
    return context.fail(opened.error());
  const auto now = context.now.now();
  forgotten_homes homes;
  auto forgotten = run_job(*opened->rows, [&](store_session& rows) {
    return options.everything ? forget_everything(rows, key, homes)
                              : forget_only_tokens(rows, key, now);
  });
  if (!forgotten)
    return context.fail(named(forgotten.error(), key));
  tell_forgotten(context, options, key, homes);
  return exit_fine;
}

} // namespace rental
