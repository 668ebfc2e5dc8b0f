#include "storage/session.hpp"

#include <limits>

namespace rental {
namespace {

using text = std::string;
using number = long long;

#define MAIL_COLUMNS                                                           \
  "SELECT id, manager, key, mail, attempts, state, last_error, not_before,"    \
  " created_at FROM outbox "

expected<done> one_row(long long rows) {
  if (rows == 0)
    return errc::not_found;
  return done{};
}

/// 0 stands for all managers.
number last_of(std::int64_t manager) {
  return manager == 0 ? std::numeric_limits<number>::max() : manager;
}

template <class... In>
expected<std::vector<outbox_mail>>
read_mails(connection& db, const vault& seals, const char* sql,
           const In&... in) {
  return guarded([&]() -> expected<std::vector<outbox_mail>> {
    std::vector<outbox_mail> all;
    for (const auto& row : db.select<number, number, text, text, number, text,
                                     text, number, number>(sql, in...)) {
      auto& [id, manager, key, sealed, attempts, state, error, not_before,
             created_at]
          = row;
      auto mail = seals.open(sealed, {"mail", key}, 4);
      if (!mail)
        return mail.error();
      all.push_back({id, manager, key, (*mail)[0].reveal(), (*mail)[1].reveal(),
                     (*mail)[2].reveal(), (*mail)[3].reveal(),
                     static_cast<int>(attempts), state, error,
                     from_unix(not_before), from_unix(created_at)});
    }
    return all;
  });
}

expected<wish_note> read_wish(const auto& row, const vault& seals) {
  auto& [id, manager, call_id, sealed, address, reason, created_at, told,
         told_at]
      = row;
  auto who = seals.open(sealed, {"wish", std::to_string(manager), call_id}, 4);
  if (!who)
    return who.error();
  wish_note out{
      id,          manager,
      call_id,     {(*who)[0].reveal(), (*who)[1].reveal(), (*who)[2].reveal()},
      address,     (*who)[3].reveal(),
      reason,      from_unix(created_at),
      std::nullopt};
  if (told != 0)
    out.told_at = from_unix(told_at);
  return out;
}

} // namespace

expected<std::int64_t> sqlite_session::put_wish(const wish_note& wish) {
  return guarded([&]() -> expected<std::int64_t> {
    auto sealed = seals_.seal(
        {"wish", std::to_string(wish.manager), wish.call_id},
        {wish.who.name, wish.who.phone, wish.who.email, wish.wanted});
    db_.run("INSERT INTO wishes (manager, call_id, visitor, visitor_key,"
            " address, reason, created_at) VALUES (:manager, :call_id,"
            " :visitor, :visitor_key, :address, :reason, :created_at)",
            wish.manager, wish.call_id, sealed.text, sealed.key_id,
            wish.address, wish.reason, to_unix(wish.created_at));
    return db_.last_id();
  });
}

expected<std::vector<wish_note>> sqlite_session::wishes(std::int64_t manager,
                                                        bool only_untold) {
  return guarded([&]() -> expected<std::vector<wish_note>> {
    std::vector<wish_note> all;
    for (const auto& row : db_.select<number, number, text, text, text, text,
                                      number, number, number>(
             "SELECT id, manager, call_id, visitor, address, reason, "
             "created_at,"
             " told_at IS NOT NULL, COALESCE(told_at, 0) FROM wishes"
             " WHERE manager BETWEEN :first AND :last"
             " AND (:all = 1 OR told_at IS NULL) ORDER BY id",
             manager, last_of(manager), !only_untold)) {
      auto wish = read_wish(row, seals_);
      if (!wish)
        return wish.error();
      all.push_back(std::move(*wish));
    }
    return all;
  });
}

expected<std::vector<wish_note>>
sqlite_session::waiting_wishes(std::size_t limit) {
  return guarded([&]() -> expected<std::vector<wish_note>> {
    std::vector<wish_note> all;
    for (const auto& row : db_.select<number, number, text, text, text, text,
                                      number, number, number>(
             "SELECT id, manager, call_id, visitor, address, reason,"
             " created_at, 0, 0 FROM wishes WHERE told_at IS NULL"
             " ORDER BY id LIMIT :limit",
             limit)) {
      auto wish = read_wish(row, seals_);
      if (!wish)
        return wish.error();
      all.push_back(std::move(*wish));
    }
    return all;
  });
}

expected<std::vector<outbox_mail>>
sqlite_session::unsent_mails(std::size_t limit) {
  return read_mails(db_, seals_,
                    MAIL_COLUMNS
                    "WHERE state <> 'sent' ORDER BY id DESC LIMIT :limit",
                    limit);
}

expected<done> sqlite_session::mark_wish_told(std::int64_t id, instant now) {
  return guarded([&] {
    return one_row(db_.run("UPDATE wishes SET told_at = :now WHERE id = :id",
                           to_unix(now), id));
  });
}

expected<done> sqlite_session::put_mail(const outbox_mail& mail) {
  return guarded([&]() -> expected<done> {
    auto sealed = seals_.seal({"mail", mail.key},
                              {mail.to, mail.subject, mail.text, mail.html});
    db_.run("INSERT INTO outbox (manager, key, mail, mail_key, attempts, state,"
            " last_error, not_before, created_at) VALUES (:manager, :key,"
            " :mail, :mail_key, :attempts, :state, :last_error, :not_before,"
            " :created_at) ON CONFLICT (key) DO NOTHING",
            mail.manager, mail.key, sealed.text, sealed.key_id, mail.attempts,
            mail.state, mail.last_error, to_unix(mail.not_before),
            to_unix(mail.created_at));
    return done{};
  });
}

expected<std::vector<outbox_mail>> sqlite_session::due_mail(instant now,
                                                            std::size_t limit) {
  return read_mails(db_, seals_,
                    MAIL_COLUMNS "WHERE state = 'queued' AND not_before <= :now"
                                 " ORDER BY not_before, id LIMIT :limit",
                    to_unix(now), limit);
}

expected<std::optional<instant>> sqlite_session::oldest_mail() {
  return guarded([&]() -> expected<std::optional<instant>> {
    auto rows = db_.select<long long>(
        "SELECT created_at FROM outbox WHERE state IN ('queued', 'sending')"
        " ORDER BY created_at LIMIT 1");
    if (rows.empty())
      return std::optional<instant>{};
    return std::optional{from_unix(std::get<0>(rows.front()))};
  });
}

expected<done> sqlite_session::settle_interrupted_mail() {
  return guarded([&]() -> expected<done> {
    db_.run("UPDATE outbox SET state = 'unknown', last_error ="
            " 'the service ended while it was being sent'"
            " WHERE state = 'sending'");
    return done{};
  });
}

expected<std::vector<outbox_mail>> sqlite_session::mails(std::int64_t manager) {
  return read_mails(db_, seals_,
                    MAIL_COLUMNS
                    "WHERE manager BETWEEN :first AND :last ORDER BY id",
                    manager, last_of(manager));
}

expected<done> sqlite_session::put_mail_state(std::int64_t id,
                                              const std::string& state,
                                              const std::string& error,
                                              instant not_before) {
  return guarded([&] {
    return one_row(
        db_.run("UPDATE outbox SET state = :state, last_error = :error,"
                " not_before = :not_before,"
                " attempts = attempts + (:state = 'sending') WHERE id = :id",
                state, error, to_unix(not_before), id));
  });
}

} // namespace rental
