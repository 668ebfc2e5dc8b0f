// Whose property an address means. Not thread-safe; the directory owns it.
#pragma once

#include "actors/directory/address_memory.hpp"
#include "domain/property.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace rental {

struct routing {
  /// Empty: nobody, or several.
  std::string manager = {};
  /// Homes of several managers may be meant: ask.
  bool several = false;
  /// It is certainly a home that is not shown now, this manager's.
  bool not_shown = false;
};

/// Knows the properties; remembers the addresses that it was asked for.
class property_routes {
public:
  property_routes() = default;
  /// Those of the settings.
  explicit property_routes(const std::vector<property_owner>& fixed);

  /// Replaces those of the directory. One that is certainly the same home as
  /// one of the settings is left out: there the settings count.
  void put_homes(const std::vector<property_owner>& homes);

  /// The manager of the agency's property that `address` means. One that is
  /// certainly meant goes before those that may be.
  routing find(const std::string& agency, const std::string& address);

  /// The only home that the agency shows; nothing when there are several, or
  /// when what the settings name is a street rather than a home.
  std::optional<property_owner> only_home(const std::string& agency) const;

private:
  struct property {
    read_address match;
    std::string text;
    std::string manager;
    bool active = true;
  };
  using by_agency = std::unordered_map<std::string, std::vector<property>>;

  bool is_fixed(const std::string& agency, const read_address& home) const;

  by_agency fixed_;
  by_agency homes_;
  address_memory memory_;
  std::unordered_map<std::string, routing> remembered_;
};

} // namespace rental
