// Inside storage/ only: the queries of property_store.
#pragma once

#include "storage/connection.hpp"
#include "storage/property_store.hpp"
#include "storage/unreadable.hpp"
#include "storage/vault.hpp"

namespace rental {

class sqlite_properties final : public property_store {
public:
  sqlite_properties(connection& db, const vault& seals,
                    unreadable_rows& unopened)
      : db_(db), seals_(seals), unopened_(unopened) {}

  expected<std::int64_t> version() override;
  expected<property_page> find(const property_filter& which) override;
  expected<property_record> by_id(const std::string& id) override;
  expected<done> put(const property_record& row) override;
  expected<done> remove(const std::string& id) override;

private:
  /// With an SQL text that gives all columns.
  template <class... In>
  std::vector<property_record> rows(const char* sql, const In&... in);
  /// The same as `find`, of a manager: whose id is sealed.
  property_page of_manager(const property_filter& which);

  connection& db_;
  const vault& seals_;
  unreadable_rows& unopened_;
};

} // namespace rental
