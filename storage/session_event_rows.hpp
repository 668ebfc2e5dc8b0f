// Inside storage/ only: the queries of event_rows.
#pragma once

#include "storage/connection.hpp"
#include "storage/event_rows.hpp"
#include "storage/vault.hpp"

namespace rental {

class sqlite_session;

class sqlite_event_rows final : public event_rows {
public:
  sqlite_event_rows(sqlite_session& rows, connection& db, const vault& seals)
      : rows_(rows), db_(db), seals_(seals) {}

  std::string seal(const booking& row) override;
  expected<booking> open(std::int64_t manager,
                         const std::string& text) override;
  expected<done> take_back(const booking& row, instant now) override;

private:
  sqlite_session& rows_;
  connection& db_;
  const vault& seals_;
};

} // namespace rental
