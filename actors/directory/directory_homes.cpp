// The directory and the homes of the database: no call asks for them there.
#include "actors/directory/directory.hpp"
#include "actors/directory/property_book.hpp"
#include "log/log.hpp"

#include <utility>

namespace rental {
namespace {

struct home_news {
  std::int64_t version = 0;
  /// Nothing: they are as they were.
  std::optional<std::vector<property_owner>> homes = {};
};

expected<home_news> read_homes_after(store_session& session,
                                     std::int64_t seen) {
  const auto version = session.properties().version();
  if (!version)
    return version.error();
  home_news news{*version};
  if (*version == seen)
    return news;
  auto page = session.properties().find({.limit = every_home});
  if (!page)
    return page.error();
  news.homes.emplace();
  for (auto& row : page->rows)
    if (!row.unreadable)
      news.homes->push_back({std::move(row.address), std::move(row.agency),
                             std::move(row.manager), row.active});
  return news;
}

} // namespace

void directory_state::look_at_homes() {
  transact<home_news>(
      self, deps.ledger,
      [seen = homes_version_](store_session& session) {
        return read_homes_after(session, seen);
      },
      [this](expected<home_news> news) {
        if (news && news->homes) {
          routes.put_homes(*news->homes);
          homes_version_ = news->version;
        } else if (!news && homes_readable_) {
          log::warn("homes.unreadable", {{"reason", to_string(news.error())}});
        }
        homes_readable_ = static_cast<bool>(news);
        homes_known_ = true;
        for (const auto& go_on : std::exchange(waiting_, {}))
          go_on();
        self->delayed_send(self, options.look_at_homes_every, atom::tick_v);
      });
}

caf::result<calendar_ref>
directory_state::find_once_ready(const manager_query& query) {
  if (homes_known_)
    return find(query);
  auto promise = self->make_response_promise<calendar_ref>();
  waiting_.push_back([this, promise, query]() mutable {
    promise.delegate(directory_actor{self}, atom::find_v, query);
  });
  return promise;
}

} // namespace rental
