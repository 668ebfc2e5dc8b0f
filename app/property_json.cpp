// Homes out of JSON; see property_file.hpp.
#include "app/property_file.hpp"

#include "json/read_json.hpp"
#include <nlohmann/json.hpp>

#include <map>
#include <regex>

namespace rental {
namespace {

using nlohmann::json;

/// A file of homes is not as deep, but may be long.
constexpr json_limits file_limits{8, 2'000'000};

constexpr std::string_view home_members[]
    = {"agency", "address", "name", "manager", "notes", "active"};

/// The first of these members that is a text with something in it.
std::optional<std::string>
first_home_text(const json& from, std::initializer_list<const char*> members) {
  for (const auto* member : members)
    if (const auto found = from.find(member);
        found != from.end() && found->is_string()
        && !found->get_ref<const std::string&>().empty())
      return found->get<std::string>();
  return std::nullopt;
}

/// "1000 Rambling Oaks - 6, Norman" is how listings write a unit.
std::string with_unit(const std::string& address) {
  static const std::regex listed{"^([^,]*[^,\\s]) - ([0-9A-Za-z]{1,5})(?=,|$)"};
  return std::regex_replace(address, listed, "$1, Unit $2");
}

std::optional<bool> active_in(const json& home) {
  const auto found = home.find("active");
  if (found == home.end())
    return std::nullopt;
  if (found->is_boolean())
    return found->get<bool>();
  return found->is_string() ? yes_or_no(found->get_ref<const std::string&>())
                            : std::nullopt;
}

struct json_homes {
  property_file file;
  std::map<std::string, std::size_t> unused;

  /// `key`: what the entry is called in an object; may be its address.
  void take(const json& entry, const std::string& key) {
    property_entry_read read;
    read.where = "entry "
                 + std::to_string(file.entries.size() + file.errors.size() + 1);
    if (!key.empty())
      read.where += " (" + key + ")";
    if (!entry.is_object()) {
      file.errors.push_back(read.where + ": is no object");
      return;
    }
    const auto data = entry.find("data");
    const auto& home = data != entry.end() && data->is_object() ? *data : entry;
    for (const auto& [name, value] : home.items())
      if (std::ranges::find(home_members, name) == std::end(home_members)
          && name != "property_address" && name != "user_id")
        ++unused[name];
    read.agency = first_home_text(home, {"agency"}).value_or("");
    read.what.address = first_home_text(home, {"address", "property_address"});
    if (!read.what.address && !key.empty() && &home == &entry)
      read.what.address = key;
    if (read.what.address)
      read.what.address = with_unit(*read.what.address);
    read.what.manager = first_home_text(home, {"manager", "user_id"});
    read.what.name = first_home_text(home, {"name"});
    read.what.notes = first_home_text(home, {"notes"});
    read.what.active = active_in(home);
    file.entries.push_back(std::move(read));
  }

  void take_all(const json& list) {
    if (list.is_array())
      for (const auto& entry : list)
        take(entry, {});
    else
      for (const auto& [key, entry] : list.items())
        take(entry, key);
  }
};

} // namespace

expected<property_file> read_property_json(std::string_view text) {
  const auto root = read_json(text, {{}, file_limits});
  if (!root || (!root->is_object() && !root->is_array()))
    return failure{errc::bad_request, "the file is not JSON", {}};
  json_homes homes;
  const auto* list = &*root;
  for (const auto* member : {"rentals", "properties"})
    if (root->is_object() && root->contains(member)
        && (*root)[member].is_structured())
      list = &(*root)[member];
  homes.take_all(*list);
  for (const auto& [name, count] : homes.unused)
    homes.file.left_out.push_back(name + " (" + std::to_string(count) + ")");
  return std::move(homes.file);
}

} // namespace rental
