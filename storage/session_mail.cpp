#include "crypto/uuid.hpp"
#include "storage/session.hpp"

#include <limits>
#include <utility>

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
read_mails(connection& db, const vault& seals, unreadable_rows& unopened,
           const char* sql, const In&... in) {
  return guarded([&]() -> expected<std::vector<outbox_mail>> {
    std::vector<outbox_mail> all;
    for (const auto& row : db.select<number, number, text, text, number, text,
                                     text, number, number>(sql, in...)) {
      auto& [id, manager, key, sealed, attempts, state, error, not_before,
             created_at]
          = row;
      outbox_mail mail;
      mail.id = id;
      mail.manager = manager;
      mail.key = key;
      mail.attempts = static_cast<int>(attempts);
      mail.state = state;
      mail.last_error = error;
      mail.not_before = from_unix(not_before);
      mail.created_at = from_unix(created_at);
      if (auto parts = seals.open(sealed, {"mail", key}, 4)) {
        mail.to = (*parts)[0].reveal();
        mail.subject = (*parts)[1].reveal();
        mail.text = (*parts)[2].reveal();
        mail.html = (*parts)[3].reveal();
      } else {
        mail.unreadable = true;
        unopened.note("mail", std::to_string(id));
      }
      all.push_back(std::move(mail));
    }
    return all;
  });
}

#define WISH_COLUMNS                                                           \
  "SELECT id, manager, call_id, visitor, address, address_key, reason,"        \
  " created_at, told_at IS NOT NULL, COALESCE(told_at, 0), key FROM wishes "

// The id is not known before the row is there.
seal_owner wish_owner(const char* purpose, const std::string& manager,
                      const std::string& call_id) {
  return {purpose, manager, call_id};
}

wish_note read_wish(const auto& row, const vault& seals,
                    unreadable_rows& unopened) {
  auto& [id, manager, call_id, sealed, address, address_key, reason, created_at,
         told, told_at, key]
      = row;
  wish_note out;
  out.id = id;
  out.manager = manager;
  out.call_id = call_id;
  out.address = address;
  out.reason = reason;
  out.created_at = from_unix(created_at);
  out.key = key;
  if (told != 0)
    out.told_at = from_unix(told_at);
  const auto owner = std::to_string(manager);
  if (auto who = seals.open(sealed, wish_owner("wish", owner, call_id), 4)) {
    out.who = {(*who)[0].reveal(), (*who)[1].reveal(), (*who)[2].reveal()};
    out.wanted = (*who)[3].reveal();
  } else {
    out.unreadable = true;
    unopened.note("wish", std::to_string(id));
  }
  if (address_key.empty()) // in clear
    return out;
  out.address.clear();
  if (auto opened
      = seals.open(address, wish_owner("wish address", owner, call_id), 1)) {
    out.address = (*opened)[0].reveal();
  } else {
    out.unreadable = true;
    unopened.note("wish address", std::to_string(id));
  }
  return out;
}

template <class... In>
expected<std::vector<wish_note>> read_wishes(connection& db, const vault& seals,
                                             unreadable_rows& unopened,
                                             const char* sql, const In&... in) {
  return guarded([&]() -> expected<std::vector<wish_note>> {
    std::vector<wish_note> all;
    for (const auto& row :
         db.select<number, number, text, text, text, text, text, number, number,
                   number, text>(sql, in...))
      all.push_back(read_wish(row, seals, unopened));
    return all;
  });
}

/// How long a mail that does not open stays out of the way of the others.
constexpr number unreadable_pause = 3600;

} // namespace

expected<std::int64_t> sqlite_session::put_wish(const wish_note& wish) {
  return guarded([&]() -> expected<std::int64_t> {
    const auto owner = std::to_string(wish.manager);
    const auto key = wish.key.empty() ? uuid_v4() : wish.key;
    auto sealed = seals_.seal(
        wish_owner("wish", owner, wish.call_id),
        {wish.who.name, wish.who.phone, wish.who.email, wish.wanted});
    auto address = seals_.seal(wish_owner("wish address", owner, wish.call_id),
                               {wish.address});
    db_.run("INSERT INTO wishes (manager, call_id, visitor, visitor_key,"
            " address, address_key, reason, created_at, key) VALUES (:manager,"
            " :call_id, :visitor, :visitor_key, :address, :address_key,"
            " :reason, :created_at, :key)"
            " ON CONFLICT (key) WHERE key <> '' DO NOTHING",
            wish.manager, wish.call_id, sealed.text, sealed.key_id,
            address.text, address.key_id, wish.reason, to_unix(wish.created_at),
            key);
    return std::get<0>(
        db_.select<number>("SELECT id FROM wishes WHERE key = :key", key)
            .front());
  });
}

expected<std::vector<wish_note>> sqlite_session::wishes(std::int64_t manager,
                                                        bool only_untold) {
  return read_wishes(db_, seals_, unopened_,
                     WISH_COLUMNS
                     "WHERE manager BETWEEN :first AND :last"
                     " AND (:all = 1 OR told_at IS NULL) ORDER BY id",
                     manager, last_of(manager), !only_untold);
}

expected<std::vector<wish_note>>
sqlite_session::waiting_wishes(std::size_t limit) {
  return read_wishes(
      db_, seals_, unopened_,
      WISH_COLUMNS "WHERE told_at IS NULL ORDER BY id LIMIT :limit", limit);
}

expected<std::vector<outbox_mail>>
sqlite_session::unsent_mails(std::size_t limit) {
  return read_mails(db_, seals_, unopened_,
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

// Those that do not open are put off, lest they stand before all others.
expected<std::vector<outbox_mail>> sqlite_session::due_mail(instant now,
                                                            std::size_t limit) {
  while (true) {
    auto mails = read_mails(db_, seals_, unopened_,
                            MAIL_COLUMNS
                            "WHERE state = 'queued' AND not_before <= :now"
                            " ORDER BY not_before, id LIMIT :limit",
                            to_unix(now), limit);
    if (!mails)
      return mails;
    const bool all_read = mails->size() < limit;
    auto put_off = guarded([&]() -> expected<done> {
      for (const auto& mail : *mails)
        if (mail.unreadable)
          db_.run("UPDATE outbox SET not_before = :later, last_error ="
                  " 'the sealed mail does not open' WHERE id = :id",
                  to_unix(now) + unreadable_pause, mail.id);
      return done{};
    });
    if (!put_off)
      return put_off.error();
    std::erase_if(*mails, [](const auto& mail) { return mail.unreadable; });
    if (!mails->empty() || all_read)
      return mails;
  }
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
  return read_mails(db_, seals_, unopened_,
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
                " attempts = attempts + :tries WHERE id = :id",
                state, error, to_unix(not_before), state == "sending", id));
  });
}

} // namespace rental
