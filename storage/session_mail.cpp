#include "crypto/uuid.hpp"
#include "storage/session.hpp"

#include <utility>

namespace rental {
namespace {

using text = std::string;
using number = long long;

#define MAIL_COLUMNS                                                           \
  "SELECT id, manager, key, mail, attempts, state, last_error, not_before,"    \
  " created_at, unsure FROM outbox "

template <class... In>
expected<std::vector<outbox_mail>>
read_mails(connection& db, const vault& seals, unreadable_rows& unopened,
           const char* sql, const In&... in) {
  return guarded([&]() -> expected<std::vector<outbox_mail>> {
    std::vector<outbox_mail> all;
    for (const auto& row :
         db.select<number, number, text, text, number, text, text, number,
                   number, number>(sql, in...)) {
      auto& [id, manager, key, sealed, attempts, state, error, not_before,
             created_at, unsure]
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
      mail.unsure = static_cast<int>(unsure);
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

/// How long a mail that does not open stays out of the way of the others.
constexpr number unreadable_pause = 3600;

} // namespace

expected<std::vector<outbox_mail>>
sqlite_session::unsent_mails(std::size_t limit) {
  return read_mails(db_, seals_, unopened_,
                    MAIL_COLUMNS
                    "WHERE state <> 'sent' ORDER BY id DESC LIMIT :limit",
                    limit);
}

expected<std::vector<outbox_mail>>
sqlite_session::mails_after(std::int64_t id, std::size_t limit) {
  return read_mails(db_, seals_, unopened_,
                    MAIL_COLUMNS "WHERE id > :id ORDER BY id LIMIT :limit", id,
                    limit);
}

expected<done> sqlite_session::put_mail(const outbox_mail& mail) {
  return guarded([&]() -> expected<done> {
    auto sealed = seals_.seal({"mail", mail.key},
                              {mail.to, mail.subject, mail.text, mail.html});
    db_.run("INSERT INTO outbox (manager, key, mail, mail_key, attempts, state,"
            " last_error, not_before, created_at, changed_at) VALUES (:manager,"
            " :key, :mail, :mail_key, :attempts, :state, :last_error,"
            " :not_before, :created_at, :changed_at)"
            " ON CONFLICT (key) DO NOTHING",
            mail.manager, mail.key, sealed.text, sealed.key_id, mail.attempts,
            mail.state, mail.last_error, to_unix(mail.not_before),
            to_unix(mail.created_at), to_unix(mail.created_at));
    return done{};
  });
}

// Those that do not open are put off, lest they stand before all others.
expected<std::vector<outbox_mail>> sqlite_session::due_mail(instant now,
                                                            std::size_t limit) {
  while (true) {
    auto mails = read_mails(
        db_, seals_, unopened_,
        MAIL_COLUMNS "WHERE state = 'queued' AND (not_before <= :now"
                     " OR changed_at > :ahead)"
                     " ORDER BY not_before, id LIMIT :limit",
        to_unix(now), to_unix(now + clock_tolerance), limit);
    if (!mails)
      return mails;
    const bool all_read = mails->size() < limit;
    auto put_off = guarded([&]() -> expected<done> {
      for (const auto& mail : *mails)
        if (mail.unreadable)
          db_.run("UPDATE outbox SET not_before = :later, changed_at = :now,"
                  " last_error = 'the sealed mail does not open'"
                  " WHERE id = :id",
                  to_unix(now) + unreadable_pause, to_unix(now), mail.id);
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

expected<done> sqlite_session::settle_interrupted_mail(instant now) {
  return guarded([&]() -> expected<done> {
    db_.run("UPDATE outbox SET state = 'queued', unsure = unsure + 1,"
            " last_error = 'the service ended while it was being sent',"
            " not_before = :due, changed_at = :now WHERE state = 'sending'",
            to_unix(now), to_unix(now));
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
                                              const mail_change& change) {
  return guarded([&] {
    return one_row(
        db_.run("UPDATE outbox SET state = :state, last_error = :error,"
                " not_before = :not_before, changed_at = :now,"
                " attempts = attempts + :tries,"
                " unsure = unsure + :unsure WHERE id = :id",
                change.state, change.error, to_unix(change.not_before),
                to_unix(change.now), change.state == "sending",
                change.unsure ? 1 : 0, id));
  });
}

expected<done> sqlite_session::resend_mail(std::int64_t id, instant now) {
  return guarded([&]() -> expected<done> {
    const auto rows
        = db_.select<text>("SELECT state FROM outbox WHERE id = :id", id);
    if (rows.empty())
      return errc::not_found;
    if (std::get<0>(rows.front()) == "sent")
      return errc::changed;
    db_.run("UPDATE outbox SET state = 'queued', attempts = 0,"
            " unsure = (unsure > 0),"
            " not_before = :due, changed_at = :now WHERE id = :id"
            " AND state <> 'sending'",
            to_unix(now), to_unix(now), id);
    return done{};
  });
}

} // namespace rental
