#include "actors/overview.hpp"

#include "log/log.hpp"

#include <date/date.h>

#include <algorithm>
#include <utility>

namespace rental {
namespace {

constexpr std::size_t most_wishes = 100;
constexpr std::size_t most_mails = 50;
constexpr std::size_t most_bookings = 500;
/// Sealed values that are tried at every count.
constexpr std::size_t looked_at_once = 1000;

expected<done> add_name(store_session& session, std::int64_t manager,
                        std::map<std::int64_t, std::string>& names) {
  if (manager == 0 || names.contains(manager))
    return done{};
  auto row = session.manager_by_id(manager);
  if (!row && row.error().code != errc::unknown_manager)
    return row.error();
  names[manager] = row ? row->key.user_id : "";
  return done{};
}

expected<done> add_names(store_session& session, overview& all) {
  for (const auto& row : all.managers)
    all.names[row.id] = row.key.user_id;
  for (const auto& wish : all.wishes)
    if (auto named = add_name(session, wish.manager, all.names); !named)
      return named;
  for (const auto& mail : all.mails)
    if (auto named = add_name(session, mail.manager, all.names); !named)
      return named;
  return done{};
}

expected<overview> read_all(store_session& session,
                            const overview_query& query) {
  overview all;
  auto managers = session.find_managers(query.find, query.limit + 1);
  if (!managers)
    return managers.error();
  all.managers = std::move(*managers);
  all.more = all.managers.size() > query.limit;
  if (all.more)
    all.managers.pop_back();
  auto wishes = session.callbacks({{}, 0, true, most_wishes});
  if (!wishes)
    return wishes.error();
  all.wishes = std::move(*wishes);
  auto mails = session.unsent_mails(most_mails);
  if (!mails)
    return mails.error();
  for (auto& mail : *mails)
    mail.to = mail.subject = mail.text = mail.html = {};
  all.mails = std::move(*mails);
  auto counts = session.counts();
  if (!counts)
    return counts.error();
  all.counts = std::move(*counts);
  if (auto named = add_names(session, all); !named)
    return named.error();
  return all;
}

expected<manager_week> read_week(store_session& session,
                                 const week_query& query, const zone& fallback,
                                 instant now) {
  auto row = session.manager_by_id(query.manager);
  if (!row)
    return row.error();
  row->tokens = {};
  const auto own = zone::find(row->zone);
  manager_week week{std::move(*row), own ? *own : fallback, {}, {}};
  const auto today = week.tz.local_day(now);
  week.first = query.day.value_or(today);
  auto rows
      = session.bookings_in(query.manager,
                            {week.tz.start_of_day(week.first),
                             week.tz.start_of_day(week.first + date::days{7})},
                            most_bookings);
  if (!rows)
    return rows.error();
  week.bookings = std::move(*rows);
  return week;
}

} // namespace

void watch_state::count() {
  self->delayed_send(self, deps.every, atom::tick_v);
  transact<store_counts>(
      self, deps.ledger,
      [](store_session& session) -> expected<store_counts> {
        if (auto looked = session.look_at_sealed(looked_at_once); !looked)
          return looked.error();
        return session.counts();
      },
      [this](expected<store_counts> found) {
        if (found)
          show(*found);
        else
          log::warn("overview.unreadable",
                    {{"reason", to_string(found.error())}});
      });
}

void watch_state::name_unreadable(const store_counts& counts) {
  for (const auto& each : counts.unreadable_rows)
    if (named_.insert(each).second)
      log::error("row.unreadable",
                 {{"kind", each.kind},
                  {"row", each.row},
                  {"next", "a sealed value does not open: see "
                           "docs/operations.md, PeteRentalRowUnreadable"}});
}

void watch_state::show(const store_counts& counts) {
  name_unreadable(counts);
  if (!deps.gauge)
    return;
  // Every state has a value, so that one that falls to zero is seen to.
  for (const auto state :
       {connection_state::connected, connection_state::degraded,
        connection_state::needs_reconnect, connection_state::disconnected}) {
    const auto found = counts.managers.find(state);
    deps.gauge("connections", to_string(state),
               found == counts.managers.end() ? 0 : double(found->second));
  }
  for (const auto* state : {"queued", "sending", "unknown", "failed"}) {
    const auto found = counts.mails.find(state);
    deps.gauge("outbox_mails", state,
               found == counts.mails.end() ? 0 : double(found->second));
  }
  deps.gauge("reconcile_backlog", "", double(counts.unfinished));
  deps.gauge("wishes_waiting", "", double(counts.wishes));
  deps.gauge("database_log_bytes", "", double(counts.wal_bytes));
  for (const auto& [kind, rows] : counts.unreadable)
    kinds_.insert(kind);
  for (const auto& kind : kinds_) {
    const auto found = counts.unreadable.find(kind);
    deps.gauge("unreadable_rows", kind,
               found == counts.unreadable.end() ? 0 : double(found->second));
  }
  const auto age = counts.oldest_wish ? deps.time->now() - *counts.oldest_wish
                                      : std::chrono::seconds{0};
  deps.gauge("callbacks_oldest_seconds", "",
             double(std::max(age, std::chrono::seconds{0}).count()));
}

caf::result<overview> watch_state::look(const overview_query& query) {
  auto promise = self->make_response_promise<overview>();
  transact<overview>(
      self, deps.ledger,
      [query](store_session& session) { return read_all(session, query); },
      into(promise));
  return promise;
}

caf::result<manager_week> watch_state::week(const week_query& query) {
  auto promise = self->make_response_promise<manager_week>();
  transact<manager_week>(
      self, deps.ledger,
      [query, fallback = deps.default_zone,
       now = deps.time->now()](store_session& session) {
        return read_week(session, query, fallback, now);
      },
      into(promise));
  return promise;
}

caf::result<store_outcome> watch_state::again(std::int64_t mail) {
  auto promise = self->make_response_promise<store_outcome>();
  transact<done>(
      self, deps.ledger,
      [mail, now = deps.time->now()](store_session& session) {
        return session.resend_mail(mail, now);
      },
      [promise](expected<done> marked) mutable {
        promise.deliver(store_outcome{std::move(marked)});
      });
  return promise;
}

overview_actor::behavior_type
watch(overview_actor::stateful_pointer<watch_state> self, watch_deps deps) {
  self->state.self = self;
  self->state.deps = std::move(deps);
  self->send(self, atom::tick_v);
  return {
      [self](atom::overview, const overview_query& query) {
        return self->state.look(query);
      },
      [self](atom::week, const week_query& query) {
        return self->state.week(query);
      },
      [self](atom::again, std::int64_t mail) {
        return self->state.again(mail);
      },
      [self](atom::tick) { self->state.count(); },
  };
}

} // namespace rental
