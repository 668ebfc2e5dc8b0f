#include "crypto/uuid.hpp"
#include "storage/session.hpp"

namespace rental {
namespace {

using text = std::string;
using number = long long;

#define WISH_COLUMNS                                                           \
  "SELECT id, manager, agency, kind, call_id, visitor, address, address_key,"  \
  " reason, created_at, COALESCE(told_at, 0), COALESCE(handled_at, 0),"        \
  " handled, key FROM wishes "

std::optional<instant> if_set(number seconds) {
  return seconds == 0 ? std::nullopt : std::optional{from_unix(seconds)};
}

// The id is not known before the row is there.
seal_owner wish_owner(const char* purpose, const text& manager,
                      const text& call_id) {
  return {purpose, manager, call_id};
}

/// Opens what is sealed of a wish; what does not open is empty, and named.
class wish_opener {
public:
  wish_opener(const vault& seals, unreadable_rows& unopened,
              callback_request& into)
      : seals_(seals), unopened_(unopened), into_(into),
        owner_(std::to_string(into.manager)) {}

  void visitor(const text& sealed) {
    if (auto who
        = open("wish", wish_owner("wish", owner_, into_.call_id), sealed, 4)) {
      into_.who = {(*who)[0].reveal(), (*who)[1].reveal(), (*who)[2].reveal()};
      into_.wanted = (*who)[3].reveal();
    }
  }

  void address(const text& stored, const text& key) {
    if (key.empty()) // in clear
      into_.address = stored;
    else if (auto opened = open(
                 "wish address",
                 wish_owner("wish address", owner_, into_.call_id), stored, 1))
      into_.address = (*opened)[0].reveal();
  }

  void end(const text& sealed, number at) {
    if (at == 0)
      return;
    into_.handled = callback_end{from_unix(at), {}, {}};
    if (sealed.empty())
      return;
    if (auto words
        = open("callback", {"callback", std::to_string(into_.id)}, sealed, 2)) {
      into_.handled->by = (*words)[0].reveal();
      into_.handled->note = (*words)[1].reveal();
    }
  }

private:
  std::optional<std::vector<secret>> open(const char* kind,
                                          const seal_owner& owner,
                                          const text& sealed,
                                          std::size_t parts) {
    auto opened = seals_.open(sealed, owner, parts);
    if (opened)
      return std::move(*opened);
    into_.unreadable = true;
    unopened_.note(kind, std::to_string(into_.id));
    return std::nullopt;
  }

  const vault& seals_;
  unreadable_rows& unopened_;
  callback_request& into_;
  text owner_;
};

template <class... In>
expected<std::vector<callback_request>>
read_wishes(connection& db, const vault& seals, unreadable_rows& unopened,
            const char* sql, const In&... in) {
  return guarded([&]() -> expected<std::vector<callback_request>> {
    std::vector<callback_request> all;
    for (const auto& row :
         db.select<number, number, text, text, text, text, text, text, text,
                   number, number, number, text, text>(sql, in...)) {
      auto& [id, manager, agency, kind, call_id, sealed, address, address_key,
             reason, created_at, mailed_at, handled_at, handled, key]
          = row;
      callback_request wish;
      wish.id = id;
      wish.manager = manager;
      wish.agency = agency;
      wish.kind = kind;
      wish.call_id = call_id;
      wish.reason = reason;
      wish.created_at = from_unix(created_at);
      wish.mailed_at = if_set(mailed_at);
      wish.key = key;
      wish_opener opener{seals, unopened, wish};
      opener.visitor(sealed);
      opener.address(address, address_key);
      opener.end(handled, handled_at);
      all.push_back(std::move(wish));
    }
    return all;
  });
}

} // namespace

expected<std::int64_t> sqlite_session::put_wish(const callback_request& wish) {
  return guarded([&]() -> expected<std::int64_t> {
    const auto owner = std::to_string(wish.manager);
    const auto key = wish.key.empty() ? uuid_v4() : wish.key;
    auto sealed = seals_.seal(
        wish_owner("wish", owner, wish.call_id),
        {wish.who.name, wish.who.phone, wish.who.email, wish.wanted});
    auto address = seals_.seal(wish_owner("wish address", owner, wish.call_id),
                               {wish.address});
    db_.run("INSERT INTO wishes (manager, agency, kind, call_id, visitor,"
            " visitor_key, address, address_key, reason, created_at, key)"
            " VALUES (:manager, COALESCE((SELECT agency FROM managers"
            " WHERE id = :owner), :agency), :kind, :call_id, :visitor,"
            " :visitor_key, :address, :address_key, :reason, :created_at, :key)"
            " ON CONFLICT (key) WHERE key <> '' DO NOTHING",
            wish.manager, wish.manager, wish.agency, wish.kind, wish.call_id,
            sealed.text, sealed.key_id, address.text, address.key_id,
            wish.reason, to_unix(wish.created_at), key);
    return std::get<0>(
        db_.select<number>("SELECT id FROM wishes WHERE key = :key", key)
            .front());
  });
}

expected<std::vector<callback_request>>
sqlite_session::wishes(std::int64_t manager, bool only_open) {
  return read_wishes(db_, seals_, unopened_,
                     WISH_COLUMNS "WHERE manager BETWEEN :first AND :last"
                                  " AND (:all = 1 OR handled_at IS NULL)"
                                  " ORDER BY id",
                     manager, last_of(manager), !only_open);
}

expected<callback_request> sqlite_session::wish_by_id(std::int64_t id) {
  auto found
      = read_wishes(db_, seals_, unopened_, WISH_COLUMNS "WHERE id = :id", id);
  if (!found)
    return found.error();
  if (found->empty())
    return errc::not_found;
  return std::move(found->front());
}

expected<std::vector<callback_request>>
sqlite_session::wishes_of_call(const std::string& agency,
                               const std::string& call_id) {
  return read_wishes(db_, seals_, unopened_,
                     WISH_COLUMNS "WHERE call_id = :call_id"
                                  " AND agency = :agency"
                                  " ORDER BY id DESC LIMIT 50",
                     call_id, agency);
}

expected<std::vector<callback_request>>
sqlite_session::callbacks(const callback_query& which) {
  return read_wishes(
      db_, seals_, unopened_,
      WISH_COLUMNS
      "WHERE manager BETWEEN :first AND :last"
      " AND (:any = '' OR agency = :agency)"
      " AND (:all = 1 OR handled_at IS NULL)"
      " ORDER BY handled_at IS NOT NULL, handled_at DESC, id LIMIT :limit",
      which.manager, last_of(which.manager), which.agency, which.agency,
      !which.only_open, which.limit);
}

expected<std::vector<callback_request>>
sqlite_session::wishes_after(std::int64_t id, std::size_t limit) {
  return read_wishes(db_, seals_, unopened_,
                     WISH_COLUMNS "WHERE id > :id ORDER BY id LIMIT :limit", id,
                     limit);
}

expected<done> sqlite_session::mark_wish_mailed(std::int64_t id, instant now) {
  return guarded([&] {
    return one_row(db_.run("UPDATE wishes SET told_at = :now WHERE id = :id",
                           to_unix(now), id));
  });
}

expected<done> sqlite_session::end_wish(std::int64_t id,
                                        const callback_end& how) {
  return guarded([&] {
    const auto sealed
        = seals_.seal({"callback", std::to_string(id)}, {how.by, how.note});
    db_.run("UPDATE wishes SET handled_at = :at, handled = :handled,"
            " handled_key = :key WHERE id = :id AND handled_at IS NULL",
            to_unix(how.at), sealed.text, sealed.key_id, id);
    return one_row(static_cast<long long>(
        db_.select<number>("SELECT id FROM wishes WHERE id = :id", id).size()));
  });
}

} // namespace rental
