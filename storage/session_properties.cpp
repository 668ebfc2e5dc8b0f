#include "storage/session_properties.hpp"

#include <algorithm>
#include <limits>

namespace rental {
namespace {

using text = std::string;
using number = long long;

constexpr auto every_property
    = static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max());

#define FITTING_PROPERTIES                                                     \
  " FROM properties WHERE (:any = '' OR agency = :agency)"                     \
  " AND (:every = '' OR instr(lower(address), lower(:part)) > 0"               \
  " OR instr(lower(name), lower(:part)) > 0)"                                  \
  " AND (:active = -1 OR active = :active)"

#define PROPERTY_COLUMNS                                                       \
  "SELECT id, agency, address, name, details, active, created_at, updated_at"

constexpr auto one_property
    = PROPERTY_COLUMNS " FROM properties WHERE id = :id";
constexpr auto fitting_properties = PROPERTY_COLUMNS FITTING_PROPERTIES
    " ORDER BY agency, address, id LIMIT :limit OFFSET :offset";
constexpr auto count_properties = "SELECT count(*)" FITTING_PROPERTIES;

seal_owner details_of(const std::string& id) {
  return {"property", id};
}

number wanted_state(const property_filter& which) {
  return which.active ? static_cast<number>(*which.active) : -1;
}

} // namespace

template <class... In>
std::vector<property_record> sqlite_properties::rows(const char* sql,
                                                     const In&... in) {
  std::vector<property_record> all;
  for (auto& [id, agency, address, name, details, active, created, updated] :
       db_.select<text, text, text, text, text, number, number, number>(
           sql, in...)) {
    property_record row{id,
                        agency,
                        address,
                        name,
                        {},
                        {},
                        active != 0,
                        from_unix(created),
                        from_unix(updated)};
    if (auto opened = seals_.open(details, details_of(row.id), 2)) {
      row.manager = (*opened)[0].reveal();
      row.notes = (*opened)[1].reveal();
    } else {
      row.unreadable = true;
      unopened_.note("property", row.id);
    }
    all.push_back(std::move(row));
  }
  return all;
}

expected<std::int64_t> sqlite_properties::version() {
  return guarded([&]() -> expected<std::int64_t> {
    const auto found = db_.select<number>(
        "SELECT value FROM meta WHERE name = 'properties'");
    if (found.empty())
      return failure{errc::storage, "the directory's version is gone"};
    return std::int64_t{std::get<0>(found.front())};
  });
}

property_page sqlite_properties::of_manager(const property_filter& which) {
  auto every = which;
  every.offset = 0;
  every.limit = every_property;
  auto found
      = rows(fitting_properties, every.agency, every.agency, every.search,
             every.search, wanted_state(every), every.limit, every.offset);
  std::erase_if(found, [&](const auto& row) {
    return row.unreadable || row.manager != which.manager;
  });
  property_page page;
  page.total = found.size();
  for (auto i = which.offset;
       i < found.size() && page.rows.size() < which.limit; ++i)
    page.rows.push_back(std::move(found[i]));
  return page;
}

expected<property_page> sqlite_properties::find(const property_filter& which) {
  return guarded([&]() -> expected<property_page> {
    if (!which.manager.empty())
      return of_manager(which);
    property_page page;
    page.total = static_cast<std::size_t>(std::get<0>(
        db_.select<number>(count_properties, which.agency, which.agency,
                           which.search, which.search, wanted_state(which))
            .front()));
    page.rows = rows(fitting_properties, which.agency, which.agency,
                     which.search, which.search, wanted_state(which),
                     std::min(which.limit, every_property),
                     std::min(which.offset, every_property));
    return page;
  });
}

expected<property_record> sqlite_properties::by_id(const std::string& id) {
  return guarded([&]() -> expected<property_record> {
    auto found = rows(one_property, id);
    if (found.empty())
      return failure{errc::not_found, "there is no such home"};
    return std::move(found.front());
  });
}

expected<done> sqlite_properties::put(const property_record& row) {
  return guarded([&]() -> expected<done> {
    const auto details
        = seals_.seal(details_of(row.id), {row.manager, row.notes});
    db_.run("INSERT INTO properties (id, agency, address, name, details,"
            " details_key, active, created_at, updated_at)"
            " VALUES (:id, :agency, :address, :name, :details, :details_key,"
            " :active, :created_at, :updated_at)"
            " ON CONFLICT (id) DO UPDATE SET agency = excluded.agency,"
            " address = excluded.address, name = excluded.name,"
            " details = excluded.details, details_key = excluded.details_key,"
            " active = excluded.active, updated_at = excluded.updated_at",
            row.id, row.agency, row.address, row.name, details.text,
            details.key_id, row.active, to_unix(row.created_at),
            to_unix(row.updated_at));
    return done{};
  });
}

expected<done> sqlite_properties::remove(const std::string& id) {
  return guarded([&]() -> expected<done> {
    if (db_.run("DELETE FROM properties WHERE id = :id", id) == 0)
      return failure{errc::not_found, "there is no such home"};
    return done{};
  });
}

} // namespace rental
