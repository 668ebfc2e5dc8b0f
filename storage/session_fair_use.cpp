#include "storage/session.hpp"

namespace rental {
expected<done> sqlite_session::add_use(std::int64_t manager,
                                       const std::string& who, instant now) {
  if (who.empty())
    return done{};
  return guarded([&]() -> expected<done> {
    db_.run("INSERT INTO uses (who_hash, manager, used_at)"
            " VALUES (:who_hash, :manager, :used_at)",
            seals_.use_hash(manager, who), manager, to_unix(now));
    return done{};
  });
}

expected<std::int64_t> sqlite_session::uses_of(std::int64_t manager,
                                               const std::string& who,
                                               instant since) {
  if (who.empty())
    return std::int64_t{0};
  return guarded([&]() -> expected<std::int64_t> {
    auto rows
        = db_.select<long long>("SELECT COUNT(*) FROM uses WHERE"
                                " who_hash = :who_hash"
                                " AND used_at >= :since",
                                seals_.use_hash(manager, who), to_unix(since));
    return std::int64_t{std::get<0>(rows.front())};
  });
}

expected<code_tries> sqlite_session::tries_of(std::int64_t manager,
                                              const std::string& who) {
  if (who.empty())
    return code_tries{};
  return guarded([&]() -> expected<code_tries> {
    auto rows = db_.select<long long, long long>(
        "SELECT failures, last_at FROM code_tries WHERE who_hash = :who_hash",
        seals_.use_hash(manager, who));
    if (rows.empty())
      return code_tries{};
    auto [failures, last_at] = rows.front();
    return code_tries{static_cast<int>(failures), from_unix(last_at)};
  });
}

expected<done> sqlite_session::add_try(std::int64_t manager,
                                       const std::string& who, bool right,
                                       instant now) {
  if (who.empty())
    return done{};
  return guarded([&]() -> expected<done> {
    const auto who_hash = seals_.use_hash(manager, who);
    if (right)
      db_.run("DELETE FROM code_tries WHERE who_hash = :who_hash", who_hash);
    else
      db_.run("INSERT INTO code_tries (who_hash, manager, failures, last_at)"
              " VALUES (:who_hash, :manager, 1, :now)"
              " ON CONFLICT (who_hash) DO UPDATE SET failures = failures + 1,"
              " last_at = excluded.last_at",
              who_hash, manager, to_unix(now));
    return done{};
  });
}

} // namespace rental
