#include "storage/session.hpp"

namespace rental {
namespace {

using text = std::string;
using number = long long;

constexpr number look_again_seconds = 900;

} // namespace

expected<std::vector<manager_key>>
sqlite_session::take_probes(instant now, instant again, std::size_t limit) {
  return guarded([&]() -> expected<std::vector<manager_key>> {
    std::vector<manager_key> all;
    for (const auto& [id] : db_.select<number>(
             "SELECT id FROM managers"
             " WHERE state IN ('connected', 'degraded') AND tokens <> ''"
             " AND probe_at <= :now ORDER BY probe_at LIMIT :limit",
             to_unix(now), limit)) {
      // Another process may have taken it since. What is ill is looked at
      // sooner than what is well.
      if (db_.select<number>("UPDATE managers SET probe_at = CASE"
                             " WHEN state = 'degraded' THEN min(:again, :soon)"
                             " ELSE :later END"
                             " WHERE id = :id AND probe_at <= :now"
                             " RETURNING id",
                             to_unix(again), to_unix(now) + look_again_seconds,
                             to_unix(again), id, to_unix(now))
              .empty())
        continue;
      auto manager = manager_by_id(id);
      if (!manager)
        return manager.error();
      all.push_back(std::move(manager->key));
    }
    return all;
  });
}

// The clock ran ahead when the grant died.
void sqlite_session::put_death_right(std::int64_t manager, instant died,
                                     instant now) {
  db_.run("UPDATE OR IGNORE reminders SET died_at = :now"
          " WHERE manager = :manager AND died_at = :died",
          to_unix(now), manager, to_unix(died));
  db_.run("UPDATE managers SET dead_since = :now, remind_at = :due"
          " WHERE id = :id",
          to_unix(now), to_unix(now), manager);
}

std::optional<int> sqlite_session::last_reminder(std::int64_t manager,
                                                 instant died) {
  const auto rows = db_.select<number>(
      "SELECT COALESCE(MAX(day), -1) FROM reminders WHERE manager = :manager"
      " AND died_at = :died AND state <> 'queued'",
      manager, to_unix(died));
  const auto day = static_cast<int>(std::get<0>(rows.front()));
  return day < 0 ? std::nullopt : std::optional{day};
}

reminder sqlite_session::claim_reminder(std::int64_t manager, instant died,
                                        int day, instant now) {
  // Those of earlier days that did not get out are overtaken by this one.
  db_.run("UPDATE reminders SET state = 'failed', changed_at = :now"
          " WHERE manager = :manager AND died_at = :died AND day < :day"
          " AND state = 'queued'",
          to_unix(now), manager, to_unix(died), day);
  const auto rows = db_.select<number, number>(
      "INSERT INTO reminders (manager, died_at, day, state, attempts,"
      " last_error, changed_at) VALUES (:manager, :died, :day, 'sending',"
      " 1, '', :now) ON CONFLICT (manager, died_at, day) DO UPDATE SET"
      " state = 'sending', attempts = attempts + 1,"
      " changed_at = excluded.changed_at RETURNING id, attempts",
      manager, to_unix(died), day, to_unix(now));
  const auto [id, attempts] = rows.front();
  return {id, manager, died, day, "sending", static_cast<int>(attempts),
          {}, now};
}

expected<std::optional<due_mail_to>>
sqlite_session::take_reminder(instant now) {
  using result = expected<std::optional<due_mail_to>>;
  return guarded([&]() -> result {
    while (true) {
      const auto rows = db_.select<number, number>(
          "SELECT id, dead_since FROM managers WHERE remind_at > 0"
          " AND (remind_at <= :now OR dead_since > :later)"
          " ORDER BY remind_at LIMIT 1",
          to_unix(now), to_unix(now + clock_tolerance));
      if (rows.empty())
        return std::optional<due_mail_to>{};
      const auto id = std::get<0>(rows.front());
      auto died = from_unix(std::get<1>(rows.front()));
      if (died > now + clock_tolerance) {
        put_death_right(id, died, now);
        died = now;
      }
      const auto last = last_reminder(id, died);
      const auto day = due_reminder(died, now, last);
      const auto next = next_reminder(died, day ? *day : last.value_or(-1));
      const auto taken = db_.select<number>(
          "UPDATE managers SET remind_at = :next"
          " WHERE id = :id AND dead_since = :died"
          " AND remind_at > 0 AND remind_at <= :now"
          " RETURNING id",
          next ? to_unix(*next) : 0, id, to_unix(died), to_unix(now));
      if (taken.empty() || !day)
        continue;
      auto manager = manager_by_id(id);
      if (!manager)
        return manager.error();
      manager->tokens = {};
      return std::optional{due_mail_to{claim_reminder(id, died, *day, now),
                                       std::move(*manager)}};
    }
  });
}

expected<done> sqlite_session::put_reminder_state(std::int64_t id,
                                                  const std::string& state,
                                                  const std::string& error,
                                                  instant now) {
  return guarded([&] {
    return one_row(
        db_.run("UPDATE reminders SET state = :state, last_error = :error,"
                " changed_at = :now WHERE id = :id",
                state, error, to_unix(now), id));
  });
}

expected<done> sqlite_session::put_off_reminder(std::int64_t id,
                                                const std::string& error,
                                                instant now, instant again) {
  auto stored = put_reminder_state(id, "queued", error, now);
  if (!stored)
    return stored;
  return guarded([&]() -> expected<done> {
    // Not when the manager has connected again, or died again, meanwhile.
    db_.run("UPDATE managers SET remind_at = CASE WHEN remind_at = 0"
            " THEN :again ELSE MIN(remind_at, :or_again) END"
            " WHERE dead_since > 0 AND (id, dead_since) ="
            " (SELECT manager, died_at FROM reminders WHERE id = :id)",
            to_unix(again), to_unix(again), id);
    return done{};
  });
}

expected<done> sqlite_session::settle_interrupted_reminders() {
  return guarded([&]() -> expected<done> {
    db_.run("UPDATE reminders SET state = 'unknown', last_error ="
            " 'the service ended while it was being sent'"
            " WHERE state = 'sending'");
    return done{};
  });
}

expected<std::size_t> sqlite_session::count_due_reminders(instant now) {
  return guarded([&]() -> expected<std::size_t> {
    const auto rows
        = db_.select<number>("SELECT COUNT(*) FROM managers WHERE remind_at > 0"
                             " AND remind_at <= :now",
                             to_unix(now));
    return static_cast<std::size_t>(std::get<0>(rows.front()));
  });
}

expected<std::vector<reminder>>
sqlite_session::reminders(std::int64_t manager) {
  return guarded([&]() -> expected<std::vector<reminder>> {
    std::vector<reminder> all;
    for (const auto& [id, died, day, state, attempts, error, changed] :
         db_.select<number, number, number, text, number, text, number>(
             "SELECT id, died_at, day, state, attempts, last_error, changed_at"
             " FROM reminders WHERE manager = :manager ORDER BY died_at, day",
             manager))
      all.push_back({id, manager, from_unix(died), static_cast<int>(day), state,
                     static_cast<int>(attempts), error, from_unix(changed)});
    return all;
  });
}

expected<std::size_t> sqlite_session::sweep_sent_mail(instant before) {
  return guarded([&]() -> expected<std::size_t> {
    return static_cast<std::size_t>(
        db_.run("DELETE FROM outbox WHERE state = 'sent'"
                " AND not_before < :before",
                to_unix(before)));
  });
}

expected<std::size_t> sqlite_session::sweep_sign_ins(instant before) {
  return guarded([&]() -> expected<std::size_t> {
    return static_cast<std::size_t>(db_.run(
        "DELETE FROM sign_ins WHERE expires_at < :before", to_unix(before)));
  });
}

} // namespace rental
