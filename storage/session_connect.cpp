#include "storage/session.hpp"

namespace rental {
namespace {

using text = std::string;
using number = long long;

} // namespace

// -- links and sessions -------------------------------------------------------

expected<bool> sqlite_session::is_link_used(const std::string& link_id) {
  return guarded([&]() -> expected<bool> {
    auto rows = db_.select<number>(
        "SELECT used_at FROM used_links WHERE id = :id", link_id);
    return !rows.empty();
  });
}

expected<done> sqlite_session::use_link(const std::string& link_id,
                                        instant ends, instant now) {
  return guarded([&]() -> expected<done> {
    db_.run("DELETE FROM used_links WHERE ends_at <= :now", to_unix(now));
    auto rows = db_.run("INSERT INTO used_links (id, ends_at, used_at)"
                        " VALUES (:id, :ends_at, :used_at)"
                        " ON CONFLICT (id) DO NOTHING",
                        link_id, to_unix(ends), to_unix(now));
    if (rows == 0)
      return failure{errc::changed, "the link was used before", {}};
    return done{};
  });
}

expected<done> sqlite_session::put_ended_session(const ended_session& ended,
                                                 instant now) {
  return guarded([&] {
    db_.run("DELETE FROM ended_sessions WHERE ends_at <= :now", to_unix(now));
    db_.run("INSERT INTO ended_sessions (id, ends_at) VALUES (:id, :ends_at)"
            " ON CONFLICT (id) DO NOTHING",
            ended.id, to_unix(ended.until));
    return expected<done>{done{}};
  });
}

expected<std::vector<ended_session>>
sqlite_session::ended_sessions(instant now) {
  return guarded([&]() -> expected<std::vector<ended_session>> {
    std::vector<ended_session> all;
    for (const auto& [id, ends_at] : db_.select<text, number>(
             "SELECT id, ends_at FROM ended_sessions WHERE ends_at > :now",
             to_unix(now)))
      all.push_back({id, from_unix(ends_at)});
    return all;
  });
}

// -- mailboxes ----------------------------------------------------------------

expected<std::optional<manager_record>>
sqlite_session::other_writer(const std::string& tenant_id,
                             const std::string& object_id,
                             const manager_key& but) {
  using result = expected<std::optional<manager_record>>;
  return guarded([&]() -> result {
    if (object_id.empty())
      return std::optional<manager_record>{};
    const auto stored = stored_key(but);
    auto rows = db_.select<number>(
        "SELECT id FROM managers WHERE object_id = :object_id"
        " AND object_id <> '' AND tenant_id = :tenant_id"
        " AND state <> 'disconnected'"
        " AND NOT (agency = :agency AND user_id = :user_id) ORDER BY id",
        object_id, tenant_id, stored.agency, stored.user_id);
    if (rows.empty())
      return std::optional<manager_record>{};
    auto found = manager_by_id(std::get<0>(rows.front()));
    if (!found)
      return found.error();
    found->tokens = {};
    return std::optional{std::move(*found)};
  });
}

expected<std::vector<manager_record>> sqlite_session::sharing_managers() {
  return guarded([&]() -> expected<std::vector<manager_record>> {
    std::vector<manager_record> all;
    for (const auto& [id] : db_.select<number>(
             "SELECT id FROM managers WHERE shares_mailbox = 1"
             " AND state <> 'disconnected' AND EXISTS (SELECT 1 FROM managers"
             " AS other WHERE other.object_id = managers.object_id"
             " AND other.object_id <> ''"
             " AND other.tenant_id = managers.tenant_id"
             " AND other.state <> 'disconnected' AND other.id <> managers.id)"
             " ORDER BY id")) {
      auto found = manager_by_id(id);
      if (!found)
        return found.error();
      found->tokens = {};
      all.push_back(std::move(*found));
    }
    return all;
  });
}

expected<done> sqlite_session::adopt_mailbox(std::int64_t manager,
                                             const std::string& mailbox) {
  return guarded([&] {
    db_.run("UPDATE bookings SET mailbox = :mailbox"
            " WHERE manager = :manager AND mailbox = ''",
            mailbox, manager);
    return expected<done>{done{}};
  });
}

expected<done> sqlite_session::carry_over(const std::string& id,
                                          const std::string& mailbox,
                                          const std::string& transaction_id,
                                          const std::string& reason,
                                          instant now) {
  return guarded([&] {
    auto rows
        = db_.run("UPDATE bookings SET state = 'writing', mailbox = :mailbox,"
                  " transaction_id = :transaction_id, reason = :reason,"
                  " updated_at = :now, version = version + 1"
                  " WHERE id = :id AND state = 'confirmed'",
                  mailbox, transaction_id, reason, to_unix(now), id);
    return changed_booking(rows, id);
  });
}

} // namespace rental
