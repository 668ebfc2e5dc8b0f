// Homes that are shown to visitors: who manages which, and what is known of
// them. Plain data.
#pragma once

#include "base/time.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace rental {

/// Who manages a property. `match` is its address, or words of it in lower
/// case: a caller's address belongs to the property when it contains them.
struct property_owner {
  std::string match;
  std::string agency = "default";
  std::string manager;
  /// False: it is known, but not shown now.
  bool active = true;
};

/// One home of the property directory.
struct property_record {
  /// UUID; empty: not stored yet.
  std::string id;
  std::string agency;
  /// As people write it: "12 Elm Street, Norman, OK 73072".
  std::string address;
  /// What it is called: "Maple Court"; may be empty.
  std::string name;
  /// Id of the manager who shows it, normalised.
  std::string manager;
  /// What visitors may be told: where to park, which entrance.
  std::string notes;
  /// Only of active ones a call finds the manager.
  bool active = true;
  instant created_at{};
  instant updated_at{};
  /// Manager and notes do not open.
  bool unreadable = false;
};

/// What is to be said of a home; what is not set stays, or gets its default.
struct property_change {
  std::optional<std::string> address = {};
  std::optional<std::string> name = {};
  std::optional<std::string> manager = {};
  std::optional<std::string> notes = {};
  std::optional<bool> active = {};
};

/// Which homes somebody asks for; what is empty asks for all.
struct property_filter {
  std::string agency = {};
  std::string manager = {};
  /// Stands in the address or the name, whatever its case.
  std::string search = {};
  std::optional<bool> active = {};
  std::size_t offset = 0;
  std::size_t limit = 100;
};

struct property_page {
  /// By agency and address.
  std::vector<property_record> rows;
  /// With those on other pages.
  std::size_t total = 0;
};

} // namespace rental
