// What the ledger keeps about homes: the property directory.
#pragma once

#include "base/expected.hpp"
#include "domain/property.hpp"

#include <cstdint>
#include <string>

namespace rental {

/// Part of a store_session, and valid as long. Keeps what it is given: whether
/// an address is one, and which homes are the same, is judged above
/// (actors/directory/property_book.hpp). A row that does not open has neither
/// manager nor notes and is marked `unreadable`.
class property_store {
public:
  virtual ~property_store() = default;

  /// Another number after every change, whichever program made it. Cheap.
  virtual expected<std::int64_t> version() = 0;
  virtual expected<property_page> find(const property_filter& which) = 0;
  /// errc::not_found.
  virtual expected<property_record> by_id(const std::string& id) = 0;
  /// Inserts the home, or replaces all of the row with this id but its
  /// `created_at`.
  virtual expected<done> put(const property_record& row) = 0;
  /// errc::not_found.
  virtual expected<done> remove(const std::string& id) = 0;
};

} // namespace rental
