#include "storage/hours_text.hpp"
#include "storage/session.hpp"

#include <algorithm>

namespace rental {
namespace {

using text = std::string;
using number = long long;
using manager_row = std::tuple<number, text, text, text, text, text, text, text,
                               text, text, number, number, text, number, text>;

constexpr std::size_t most_unreadable_named = 100;

#define MANAGER_COLUMNS                                                        \
  "SELECT id, agency, user_id, profile, tenant_id, object_id, zone, hours,"    \
  " state, state_reason, created_at, updated_at, hours_zone,"                  \
  " mailbox_read_at, calendar_note FROM managers "

// Owners and look-ups go by the ids that are stored, see vault::stored_id.

seal_owner profile_of(const manager_key& stored) {
  return {"profile", stored.agency, stored.user_id};
}

seal_owner tokens_of(const manager_key& stored) {
  return {"tokens", stored.agency, stored.user_id};
}

/// Holds the id as well where the column has only its hash.
sealed_text sealed_profile(const vault& seals, const manager_key& stored,
                           const manager_record& record) {
  std::vector<std::string_view> fields{record.account, record.display_name};
  if (is_hashed_id(stored.user_id))
    fields.push_back(record.key.user_id);
  return seals.seal(profile_of(stored), fields);
}

// Who it is stands beside the profile, unless the id is kept as a hash.
manager_record read_manager(const manager_row& row, const vault& seals,
                            unreadable_rows& unopened) {
  manager_record out;
  text profile, hours, state;
  number created = 0, updated = 0, read_at = 0;
  std::tie(out.id, out.key.agency, out.key.user_id, profile, out.tenant_id,
           out.object_id, out.zone, hours, state, out.state_reason, created,
           updated, out.hours_zone, read_at, out.calendar_note)
      = row;
  const bool hashed = is_hashed_id(out.key.user_id);
  if (auto opened = seals.open(profile, profile_of(out.key), hashed ? 3 : 2)) {
    if (hashed)
      out.key.user_id = (*opened)[2].reveal();
    out.account = (*opened)[0].reveal();
    out.display_name = (*opened)[1].reveal();
  } else {
    out.unreadable = true;
    unopened.note("profile", std::to_string(out.id));
  }
  out.hours = hours_from_text(hours);
  out.state
      = connection_state_from(state).value_or(connection_state::disconnected);
  out.created_at = from_unix(created);
  out.updated_at = from_unix(updated);
  out.mailbox_read_at = from_unix(read_at);
  return out;
}

std::vector<manager_record> read_managers(const std::vector<manager_row>& rows,
                                          const vault& seals,
                                          unreadable_rows& unopened) {
  std::vector<manager_record> all;
  all.reserve(rows.size());
  for (const auto& row : rows)
    all.push_back(read_manager(row, seals, unopened));
  return all;
}

expected<done> one_manager(long long rows) {
  if (rows == 0)
    return errc::unknown_manager;
  return done{};
}

} // namespace

expected<manager_record>
sqlite_session::put_manager(const manager_record& record) {
  return guarded([&]() -> expected<manager_record> {
    const auto stored = stored_key(record.key);
    const auto profile = sealed_profile(seals_, stored, record);
    db_.run("INSERT INTO managers (agency, user_id, profile, profile_key,"
            " tenant_id, object_id, zone, hours, state, state_reason,"
            " created_at, updated_at, hours_zone, mailbox_read_at)"
            " VALUES (:agency, :user_id, :profile,"
            " :profile_key, :tenant_id, :object_id, :zone, :hours, :state,"
            " :state_reason, :created_at, :updated_at, :hours_zone, :read_at)"
            " ON CONFLICT (agency, user_id) DO UPDATE SET"
            " profile = excluded.profile, profile_key = excluded.profile_key,"
            " tenant_id = excluded.tenant_id, object_id = excluded.object_id,"
            " zone = excluded.zone, hours = excluded.hours,"
            " state = excluded.state, state_reason = excluded.state_reason,"
            " updated_at = excluded.updated_at,"
            " hours_zone = excluded.hours_zone,"
            " mailbox_read_at = excluded.mailbox_read_at,"
            " shares_mailbox = 0",
            stored.agency, stored.user_id, profile.text, profile.key_id,
            record.tenant_id, record.object_id, record.zone,
            hours_to_text(record.hours), to_string(record.state),
            record.state_reason, to_unix(record.created_at),
            to_unix(record.updated_at), record.hours_zone,
            to_unix(record.mailbox_read_at));
    if (!record.tokens.refresh_token.empty()) {
      auto rows = db_.select<number>("SELECT id FROM managers WHERE agency = "
                                     ":agency AND user_id = :user_id",
                                     stored.agency, stored.user_id);
      auto sealed = seal_tokens(std::get<0>(rows.front()), stored,
                                record.tokens, record.updated_at);
      if (!sealed)
        return sealed.error();
    }
    return manager(record.key);
  });
}

expected<manager_record> sqlite_session::manager(const manager_key& key) {
  return guarded([&]() -> expected<manager_record> {
    auto rows = db_.select<number>(
        "SELECT id FROM managers WHERE agency = :agency AND user_id = :user_id",
        key.agency, seals_.stored_id(key.agency, key.user_id));
    if (rows.empty())
      return errc::unknown_manager;
    auto found = manager_by_id(std::get<0>(rows.front()));
    if (found) // also when the profile, which holds it, does not open
      found->key = key;
    return found;
  });
}

expected<manager_record> sqlite_session::manager_by_id(std::int64_t id) {
  return guarded([&]() -> expected<manager_record> {
    auto rows = std::vector<manager_row>{};
    rows = db_.select<number, text, text, text, text, text, text, text, text,
                      text, number, number, text, number, text>(
        MANAGER_COLUMNS "WHERE id = :id", id);
    if (rows.empty())
      return errc::unknown_manager;
    return with_tokens(read_manager(rows.front(), seals_, unopened_));
  });
}

manager_record sqlite_session::with_tokens(manager_record record) {
  const auto stored = key_of(record.id);
  auto tokens = stored ? stored_tokens(record.id, *stored) : token_set{};
  if (tokens) {
    record.tokens = std::move(*tokens);
    return record;
  }
  record.unreadable = true;
  unopened_.note("tokens", std::to_string(record.id));
  // What is stored stays, for the day when its key is back.
  if (record.state != connection_state::disconnected) {
    record.state = connection_state::needs_reconnect;
    record.state_reason = "the stored tokens do not open";
  }
  return record;
}

expected<std::vector<manager_record>>
sqlite_session::managers(const std::string& agency, std::size_t limit) {
  return guarded([&]() -> expected<std::vector<manager_record>> {
    auto rows = db_.select<number, text, text, text, text, text, text, text,
                           text, text, number, number, text, number, text>(
        MANAGER_COLUMNS "WHERE :every = 1 OR agency = :agency"
                        " ORDER BY id LIMIT :limit",
        agency.empty(), agency, limit);
    return read_managers(rows, seals_, unopened_);
  });
}

// Of an id that is kept as a hash only the whole can be looked for.
expected<std::vector<manager_record>>
sqlite_session::hidden_managers(const std::string& id) {
  std::vector<manager_record> all;
  for (const auto& [agency] :
       db_.select<text>("SELECT DISTINCT agency FROM managers")) {
    if (!is_hashed_id(seals_.stored_id(agency, id)))
      break;
    auto found = manager({agency, id});
    if (!found && found.error().code == errc::unknown_manager)
      continue;
    if (!found)
      return found.error();
    found->tokens = {};
    all.push_back(std::move(*found));
  }
  return all;
}

expected<std::vector<manager_record>>
sqlite_session::find_managers(const std::string& part, std::size_t limit) {
  return guarded([&]() -> expected<std::vector<manager_record>> {
    auto rows = db_.select<number, text, text, text, text, text, text, text,
                           text, text, number, number, text, number, text>(
        MANAGER_COLUMNS "WHERE :every = 1 OR (user_id NOT LIKE '#%'"
                        " AND instr(lower(user_id), lower(:part)) > 0)"
                        " ORDER BY id LIMIT :limit",
        part.empty(), part, limit);
    auto all = read_managers(rows, seals_, unopened_);
    if (part.empty())
      return all;
    auto hidden = hidden_managers(part);
    if (!hidden)
      return hidden;
    all.insert(all.end(), hidden->begin(), hidden->end());
    all.resize(std::min(all.size(), limit));
    return all;
  });
}

expected<store_counts> sqlite_session::counts() {
  return guarded([&]() -> expected<store_counts> {
    store_counts all;
    for (const auto& [state, count] : db_.select<text, number>(
             "SELECT state, count(*) FROM managers GROUP BY state"))
      if (auto known = connection_state_from(state))
        all.managers[*known] = static_cast<std::size_t>(count);
    for (const auto& [state, count] : db_.select<text, number>(
             "SELECT state, count(*) FROM outbox WHERE state <> 'sent'"
             " GROUP BY state"))
      all.mails[state] = static_cast<std::size_t>(count);
    const auto single = [&](const char* sql) {
      return static_cast<std::size_t>(std::get<0>(db_.select<number>(sql)[0]));
    };
    all.unfinished
        = single("SELECT count(*) FROM bookings"
                 " WHERE state IN ('held', 'writing', 'cancelling')");
    all.wishes = single("SELECT count(*) FROM wishes WHERE handled_at IS NULL");
    if (all.wishes > 0)
      all.oldest_wish = from_unix(
          std::get<0>(db_.select<number>("SELECT min(created_at) FROM wishes"
                                         " WHERE handled_at IS NULL")[0]));
    all.wal_bytes = db_.log_bytes();
    all.unreadable = unopened_.by_kind();
    all.unreadable_rows = unopened_.first(most_unreadable_named);
    return all;
  });
}

expected<done> sqlite_session::look_at_sealed(std::size_t values) {
  return look_at_some(db_, seals_, unopened_, looked_, values);
}

manager_key sqlite_session::stored_key(const manager_key& key) const {
  return {key.agency, seals_.stored_id(key.agency, key.user_id)};
}

std::optional<manager_key> sqlite_session::key_of(std::int64_t manager) {
  auto rows = db_.select<text, text>(
      "SELECT agency, user_id FROM managers WHERE id = :id", manager);
  if (rows.empty())
    return std::nullopt;
  auto& [agency, user_id] = rows.front();
  return manager_key{agency, user_id};
}

expected<token_set> sqlite_session::stored_tokens(std::int64_t manager,
                                                  const manager_key& key) {
  auto rows = db_.select<text, number, text>(
      "SELECT tokens, token_expires_at, token_scope FROM managers"
      " WHERE id = :id",
      manager);
  if (rows.empty())
    return errc::unknown_manager;
  auto& [sealed, expires_at, scope] = rows.front();
  if (sealed.empty())
    return token_set{};
  auto opened = seals_.open(sealed, tokens_of(key), 2);
  if (!opened)
    return opened.error();
  return token_set{(*opened)[0], (*opened)[1], from_unix(expires_at), scope};
}

expected<done> sqlite_session::seal_tokens(std::int64_t manager,
                                           const manager_key& key,
                                           const token_set& tokens,
                                           instant now) {
  auto sealed = seals_.seal(tokens_of(key), {tokens.access_token.reveal(),
                                             tokens.refresh_token.reveal()});
  return one_manager(db_.run(
      "UPDATE managers SET tokens = :tokens, tokens_key = :key,"
      " token_expires_at = :expires_at, token_scope = :scope,"
      " probe_at = :probe_at, updated_at = :now WHERE id = :id",
      sealed.text, sealed.key_id, to_unix(tokens.expires_at), tokens.scope,
      to_unix(next_probe(manager, now)), to_unix(now), manager));
}

expected<done> sqlite_session::put_tokens(std::int64_t manager,
                                          const token_set& tokens,
                                          instant now) {
  return guarded([&]() -> expected<done> {
    auto key = key_of(manager);
    if (!key)
      return errc::unknown_manager;
    if (!tokens.refresh_token.empty())
      return seal_tokens(manager, *key, tokens, now);
    auto before = stored_tokens(manager, *key);
    if (!before)
      return before.error();
    auto kept = tokens;
    kept.refresh_token = before->refresh_token;
    return seal_tokens(manager, *key, kept, now);
  });
}

expected<done> sqlite_session::put_state(std::int64_t manager,
                                         connection_state state,
                                         const std::string& reason,
                                         instant now) {
  return guarded([&] {
    return one_manager(
        db_.run("UPDATE managers SET state = :state, state_reason = :reason,"
                " updated_at = :now, probe_at = CASE WHEN :state = 'degraded'"
                " THEN min(probe_at, :now + 900) ELSE probe_at END"
                " WHERE id = :id",
                to_string(state), reason, to_unix(now), manager));
  });
}

expected<done> sqlite_session::put_mailbox(const manager_record& row) {
  return guarded([&] {
    return one_manager(
        db_.run("UPDATE managers SET zone = :zone, hours = :hours,"
                " hours_zone = :hours_zone, mailbox_read_at = :read_at"
                " WHERE id = :id",
                row.zone, hours_to_text(row.hours), row.hours_zone,
                to_unix(row.mailbox_read_at), row.id));
  });
}

expected<done> sqlite_session::put_calendar_note(std::int64_t manager,
                                                 const std::string& note) {
  return guarded([&] {
    return one_manager(db_.run("UPDATE managers SET calendar_note = :note"
                               " WHERE id = :id",
                               note, manager));
  });
}

expected<done> sqlite_session::forget_tokens(std::int64_t manager,
                                             instant now) {
  return guarded([&] {
    return one_manager(
        db_.run("UPDATE managers SET tokens = '', tokens_key = '',"
                " token_expires_at = 0, token_scope = '',"
                " state = 'disconnected', state_reason = '',"
                " updated_at = :now WHERE id = :id",
                to_unix(now), manager));
  });
}

expected<done> sqlite_session::forget_manager(std::int64_t manager) {
  return guarded([&] {
    db_.run("DELETE FROM answers WHERE booking_id IN"
            " (SELECT id FROM bookings WHERE manager = :id)"
            " AND booking_id <> ''",
            manager);
    db_.run("DELETE FROM sign_ins WHERE (agency, user_id) ="
            " (SELECT agency, user_id FROM managers WHERE id = :id)",
            manager);
    return one_manager(db_.run("DELETE FROM managers WHERE id = :id", manager));
  });
}

} // namespace rental
