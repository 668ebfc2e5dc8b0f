// What the directory does by the clock: old rows, unfinished orders, and a look
// at every calendar after the start.
#include "actors/directory/directory.hpp"
#include "log/log.hpp"

#include <algorithm>
#include <utility>

namespace rental {
namespace {

/// Old rows that are deleted in one transaction, of each kind.
constexpr std::size_t swept_at_once = 500;
/// Calendars that are read at each reconcile after the start.
constexpr std::size_t compared_at_once = 50;

// The managers that have unfinished rows.
expected<std::vector<manager_record>>
unfinished_managers(store_session& session) {
  auto rows = session.unfinished(0);
  if (!rows)
    return rows.error();
  std::vector<manager_record> result;
  for (const auto& row : *rows) {
    const bool known
        = std::any_of(result.begin(), result.end(), [&](const auto& manager) {
            return manager.id == row.manager;
          });
    if (known)
      continue;
    auto manager = session.manager_by_id(row.manager);
    if (!manager)
      return manager.error();
    result.push_back(std::move(*manager));
  }
  return result;
}

expected<done> sweep(store_session& session, const directory_options& keep,
                     instant now) {
  if (auto swept = session.sweep_answers(now - keep.keep_answers); !swept)
    return swept.error();
  if (auto swept = session.sweep_sent_mail(now - keep.keep_sent_mail); !swept)
    return swept.error();
  if (auto swept = session.sweep_sign_ins(now - keep.keep_sign_ins); !swept)
    return swept.error();
  if (keep.keep_visitors.count() == 0)
    return done{};
  const auto swept
      = session.visitors().sweep(now - keep.keep_visitors, swept_at_once);
  if (!swept)
    return swept.error();
  if (swept->all() != 0)
    log::info("visitors.swept", {{"bookings", std::to_string(swept->bookings)},
                                 {"wishes", std::to_string(swept->wishes)},
                                 {"mails", std::to_string(swept->mails)}});
  return done{};
}

} // namespace

// What the database has lost is taken back when its calendar is read.
void directory_state::compare() {
  comparing_ = true;
  transact<std::vector<manager_record>>(
      self, deps.ledger,
      [most = options.compared_at_start](store_session& session) {
        return session.managers("", most);
      },
      [this](expected<std::vector<manager_record>> all) {
        comparing_ = static_cast<bool>(all);
        if (!all)
          return;
        for (const auto& row : *all)
          if (row.state == connection_state::connected
              || row.state == connection_state::degraded)
            to_compare_.push_back(row.id);
        compare_some();
      });
}

void directory_state::compare_some() {
  std::vector<std::int64_t> ids;
  while (!to_compare_.empty() && ids.size() < compared_at_once) {
    ids.push_back(to_compare_.back());
    to_compare_.pop_back();
  }
  if (ids.empty())
    return;
  transact<std::vector<manager_record>>(
      self, deps.ledger,
      [ids](store_session& session) -> expected<std::vector<manager_record>> {
        std::vector<manager_record> rows;
        for (const auto id : ids)
          if (auto row = session.manager_by_id(id))
            rows.push_back(std::move(*row));
        return rows;
      },
      [this](expected<std::vector<manager_record>> rows) {
        if (rows)
          for (const auto& row : *rows)
            self->send(wake(row).calendar, atom::warm_v);
      });
}

void directory_state::reconcile() {
  self->delayed_send(self, options.reconcile_every, atom::reconcile_v);
  if (options.compared_at_start != 0 && !comparing_)
    compare();
  else
    compare_some();
  transact<std::vector<manager_record>>(
      self, deps.ledger,
      [now = deps.time->now(), keep = options](
          store_session& session) -> expected<std::vector<manager_record>> {
        if (auto swept = sweep(session, keep, now); !swept)
          return swept.error();
        return unfinished_managers(session);
      },
      [this](expected<std::vector<manager_record>> found) {
        if (!found)
          return log::warn("reconcile.unreadable",
                           {{"reason", to_string(found.error())}});
        for (const auto& manager : *found)
          self->send(wake(manager).calendar, atom::reconcile_v);
      });
}

} // namespace rental
