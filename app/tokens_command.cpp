#include "app/tokens_command.hpp"

#include "app/database.hpp"
#include "app/in_database.hpp"
#include "app/token_file.hpp"
#include "base/mail_address.hpp"
#include "config/values.hpp"

#include <algorithm>
#include <limits>
#include <ostream>
#include <set>
#include <tuple>
#include <utility>

namespace rental {
namespace {

/// What became of an entry.
struct import_result {
  std::string user_id;
  bool taken = false;
  std::string why;
};

/// Whose calendar it is already, as far as the file tells: by the account's
/// address, or by the mailbox that an earlier sign-in told.
expected<std::string> owner_elsewhere(store_session& rows,
                                      const manager_record& record) {
  auto writer
      = rows.other_writer(record.tenant_id, record.object_id, record.key);
  if (!writer)
    return writer.error();
  if (*writer)
    return (*writer)->key.user_id;
  if (record.account.empty())
    return std::string{};
  auto known = rows.managers({}, std::numeric_limits<std::int32_t>::max());
  if (!known)
    return known.error();
  for (const auto& other : *known)
    if (other.key != record.key && other.state != connection_state::disconnected
        && same_mail_address(other.account, record.account))
      return other.key.user_id;
  return std::string{};
}

/// As far as both tell.
bool is_another_mailbox(const manager_record& known,
                        const manager_record& given) {
  if (!known.object_id.empty() && !given.object_id.empty())
    return mailbox_of(known) != mailbox_of(given);
  return !known.account.empty() && !given.account.empty()
         && !same_mail_address(known.account, given.account);
}

expected<import_result> import_one(store_session& rows,
                                   const token_entry& entry,
                                   const tokens_options& options) {
  import_result result{entry.user_id, false, entry.problem};
  if (!entry.problem.empty())
    return result;
  auto record = entry.record;
  record.key = {options.agency, entry.user_id};
  auto known = rows.manager(record.key);
  if (!known && known.error().code != errc::unknown_manager)
    return known.error();
  if (known && known->state == connection_state::connected
      && !options.replace) {
    result.why = "is connected already (--replace overwrites it)";
    return result;
  }
  if (known && is_another_mailbox(*known, record)) {
    result.why = "is connected as another account, whose viewings stand in "
                 "another calendar: the manager has to connect the new one "
                 "with a link";
    return result;
  }
  if (known) {
    // What the mailbox told us is worth more than the file.
    auto tokens = record.tokens;
    auto account = record.account;
    auto mailbox = std::pair{record.tenant_id, record.object_id};
    auto now = record.updated_at;
    record = *known;
    record.tokens = std::move(tokens);
    record.state = connection_state::connected;
    record.state_reason.clear();
    record.updated_at = now;
    if (record.account.empty())
      record.account = account;
    if (record.object_id.empty())
      std::tie(record.tenant_id, record.object_id) = mailbox;
  }
  auto owner = owner_elsewhere(rows, record);
  if (!owner)
    return owner.error();
  if (!owner->empty()) {
    result.why = "its calendar is connected under another id already: "
                 + config::one_line(*owner);
    return result;
  }
  if (auto stored = rows.put_manager(record); !stored)
    return stored.error();
  result.taken = true;
  result.why = entry.note;
  return result;
}

expected<std::vector<import_result>>
import_all(store& rows, const std::vector<token_entry>& entries,
           const tokens_options& options) {
  std::vector<import_result> results;
  const failure only_looked{errc::expired, "dry run", {}};
  auto outcome = run_job(rows, [&](store_session& session) -> expected<done> {
    std::set<std::string> grants;
    for (auto entry : entries) {
      const auto& refresh = entry.record.tokens.refresh_token.reveal();
      if (entry.problem.empty() && !grants.insert(refresh).second)
        entry.problem = "has the tokens, and so the calendar, of an earlier "
                        "entry";
      auto result = import_one(session, entry, options);
      if (!result)
        return result.error();
      results.push_back(*std::move(result));
    }
    // A job that fails is undone.
    if (options.dry_run)
      return only_looked;
    return done{};
  });
  if (!outcome && !(options.dry_run && outcome.error() == only_looked))
    return outcome.error();
  return results;
}

void report(const command_context& context,
            const std::vector<import_result>& results, bool dry_run) {
  std::size_t taken = 0;
  for (const auto& result : results) {
    auto id
        = result.user_id.empty() ? "(no id)" : config::one_line(result.user_id);
    context.out << (result.taken ? "imported " : "skipped  ") << id
                << (result.why.empty() ? "" : ": " + result.why) << "\n";
    taken += result.taken ? 1 : 0;
  }
  context.out << taken << " imported, " << results.size() - taken << " skipped"
              << (dry_run ? " (dry run: nothing was stored)" : "") << "\n";
  if (taken > 0)
    context.out
        << "The tokens work with the app registration that issued them: "
           "keep MICROSOFT_CLIENT_ID.\n";
}

} // namespace

int import_tokens(const command_context& context,
                  const tokens_options& options) {
  auto all = context.load();
  if (!all)
    return exit_configuration;
  auto text = config::read_text_file(options.file, false);
  if (!text)
    return context.fail(
        {errc::bad_request,
         options.file + ": cannot be read: " + text.error().detail,
         {}});
  auto entries = parse_token_file(*text, all->phone_region, context.now.now());
  if (!entries)
    return context.fail(
        {errc::bad_request, options.file + ": " + entries.error().detail, {}});
  auto opened = open_database(*all);
  if (!opened)
    return context.fail(opened.error());
  auto results = import_all(*opened->rows, *entries, options);
  if (!results)
    return context.fail(results.error());
  report(context, *results, options.dry_run);
  auto useless = std::ranges::all_of(*entries, [](const token_entry& entry) {
    return !entry.problem.empty();
  });
  return useless && !entries->empty() ? exit_failed : exit_fine;
}

int export_tokens(const command_context& context,
                  const tokens_options& options) {
  std::vector<manager_record> records;
  const auto read = in_database(
      context, [&](const settings&, store_session& rows) -> expected<done> {
        auto known = rows.managers(options.agency,
                                   std::numeric_limits<std::int32_t>::max());
        if (!known)
          return known.error();
        for (const auto& manager : *known) {
          auto whole = rows.manager(manager.key);
          if (!whole)
            return whole.error();
          records.push_back(*std::move(whole));
        }
        return done{};
      });
  if (read != exit_fine)
    return read;
  std::erase_if(records, [](const manager_record& record) {
    return record.tokens.refresh_token.empty();
  });
  auto text = format_token_file(records, options.reveal, context.now.now());
  if (auto written = write_private_file(options.file, text); !written)
    return context.fail(written.error());
  context.out << records.size() << " exported to " << options.file
              << (options.reveal ? ", tokens in clear: keep the file safe"
                                 : ", tokens masked (--reveal shows them)")
              << "\n";
  return exit_fine;
}

} // namespace rental
