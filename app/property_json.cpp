// Homes out of JSON; see property_file.hpp.
#include "app/property_file.hpp"
#include "base/ascii.hpp"
#include "base/shown_text.hpp"
#include "json/read_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace rental {
namespace {

using nlohmann::json;

/// A file of homes is not as deep, but may be long.
constexpr json_limits file_limits{8, 2'000'000};

constexpr std::string_view home_members[]
    = {"agency", "address", "name", "manager", "notes", "active"};

/// "1000 Rambling Oaks - 6, Norman" is how listings write a unit.
std::string with_unit(std::string address) {
  constexpr std::size_t longest_unit = 5;
  constexpr std::string_view dash = " - ";
  const auto head = std::string_view{address}.substr(0, address.find(','));
  const auto at = head.rfind(dash);
  if (at == head.npos || at == 0
      || std::string_view{" \t\r\n"}.find(head[at - 1]) != head.npos)
    return address;
  const auto unit = head.substr(at + dash.size());
  if (unit.empty() || unit.size() > longest_unit
      || !std::ranges::all_of(
          unit, [](char c) { return is_digit(c) || is_letter(c); }))
    return address;
  return address.replace(at, dash.size(), ", Unit ");
}

std::string in_json(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// Takes what a home of the file says, and notes what cannot be taken.
class home_members_reader {
public:
  explicit home_members_reader(const json& home) : home_(home) {}

  /// The text of the first of these members that has one.
  std::optional<std::string> text(std::initializer_list<const char*> members) {
    std::optional<std::string> first;
    for (const auto* member : members) {
      const auto found = home_.find(member);
      if (found == home_.end() || found->is_null())
        continue;
      if (!found->is_string())
        complain(member, *found, "a text in quotes");
      else if (!first && !found->get_ref<const std::string&>().empty())
        first = found->get<std::string>();
    }
    return first;
  }

  std::optional<bool> active() {
    const auto found = home_.find("active");
    if (found == home_.end() || found->is_null())
      return std::nullopt;
    const auto said = yes_or_no(found->is_string() ? found->get<std::string>()
                                                   : in_json(*found));
    if (!said)
      complain("active", *found, "yes or no");
    return said;
  }

  /// Empty: all of it could be taken.
  std::string why;

private:
  void complain(const char* member, const json& value, const char* wanted) {
    if (why.empty())
      why = std::string{member} + " is " + shown_text(in_json(value)) + ", not "
            + wanted;
  }

  const json& home_;
};

struct json_homes {
  property_file file;
  std::map<std::string, std::size_t> unused;

  /// `key`: what the entry is called in an object; may be its address.
  void take(const json& entry, const std::string& key) {
    property_entry_read read;
    read.where = "entry "
                 + std::to_string(file.entries.size() + file.errors.size() + 1);
    if (!key.empty())
      read.where += " (" + shown_text(key) + ")";
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
    home_members_reader members{home};
    read.agency = members.text({"agency"}).value_or("");
    read.what.address = members.text({"address", "property_address"});
    if (!read.what.address && !key.empty() && &home == &entry)
      read.what.address = key;
    if (read.what.address)
      read.what.address = with_unit(*std::move(read.what.address));
    read.what.manager = members.text({"manager", "user_id"});
    read.what.name = members.text({"name"});
    read.what.notes = members.text({"notes"});
    read.what.active = members.active();
    if (members.why.empty())
      file.entries.push_back(std::move(read));
    else
      file.errors.push_back(read.where + ": " + members.why);
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
    homes.file.left_out.push_back(shown_text(name) + " ("
                                  + std::to_string(count) + ")");
  return std::move(homes.file);
}

} // namespace rental
