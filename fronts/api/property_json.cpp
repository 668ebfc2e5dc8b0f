#include "fronts/api/property_json.hpp"

#include "http/message/json_text.hpp"
#include "json/read_json.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace rental {
namespace {

using json = nlohmann::ordered_json;

constexpr std::size_t most_homes_on_page = 500;
constexpr std::size_t furthest_page = 1'000'000;

failure wrong_request(std::string why) {
  return {errc::bad_request, std::move(why), {}};
}

/// A number of the query; what it is when it is left out.
expected<std::size_t> query_number(const http_in& in, const char* name,
                                   std::size_t otherwise, std::size_t most) {
  const auto text = in.parameter(name);
  if (text.empty())
    return otherwise;
  std::size_t number = 0;
  const auto read
      = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()
      || number > most)
    return wrong_request(std::string{name} + " is a number of at most "
                         + std::to_string(most));
  return number;
}

/// Where a member's text goes; null when it is none of these.
std::optional<std::string>* text_member(property_change& what,
                                        std::string_view name) {
  return name == "address"   ? &what.address
         : name == "name"    ? &what.name
         : name == "manager" ? &what.manager
         : name == "notes"   ? &what.notes
                             : nullptr;
}

bool may_be_null(std::string_view name) {
  return name == "name" || name == "notes";
}

/// Why the member cannot be taken; empty when it can.
std::string take_member(property_request& into, const std::string& name,
                        const nlohmann::json& value) {
  if (name == "active") {
    if (!value.is_boolean())
      return "active is not true or false";
    into.what.active = value.get<bool>();
    return {};
  }
  if (name == "agency" && value.is_string()) {
    into.agency = value.get<std::string>();
    return {};
  }
  auto* text = text_member(into.what, name);
  if (!text && name != "agency")
    return "there is no member \"" + name
           + "\" of a home; they are address, name, manager, notes, active and "
             "agency";
  if (text && value.is_string())
    *text = value.get<std::string>();
  else if (text && value.is_null() && may_be_null(name))
    *text = "";
  else
    return name + " is not a text";
  return {};
}

} // namespace

nlohmann::ordered_json property_json(const property_record& row) {
  json out{{"id", row.id},
           {"agency", row.agency},
           {"address", row.address},
           {"name", row.name},
           {"manager", row.manager},
           {"notes", row.notes},
           {"active", row.active},
           {"created_at", to_iso_utc(row.created_at)},
           {"updated_at", to_iso_utc(row.updated_at)}};
  if (row.unreadable)
    out["unreadable"] = true;
  return out;
}

http_out properties_out(const property_page& page,
                        const property_filter& which) {
  json rows = json::array();
  for (const auto& row : page.rows)
    rows.push_back(property_json(row));
  return json_out(200, json_text_of(json{{"status", "success"},
                                         {"properties", std::move(rows)},
                                         {"total_properties", page.total},
                                         {"offset", which.offset},
                                         {"limit", which.limit}}));
}

http_out property_out(unsigned status, const property_answer& answer) {
  json warnings = json::array();
  if (!answer.manager_known)
    warnings.push_back("the manager never connected a calendar");
  return json_out(status,
                  json_text_of(json{{"status", "success"},
                                    {"property", property_json(answer.row)},
                                    {"warnings", std::move(warnings)}}));
}

expected<property_filter> read_property_filter(const http_in& in) {
  property_filter which;
  which.agency = in.parameter("agency");
  which.search = in.parameter("search");
  const auto active = in.parameter("active");
  if (active != "" && active != "true" && active != "false")
    return wrong_request("active is \"true\" or \"false\"");
  if (!active.empty())
    which.active = active == "true";
  const auto offset = query_number(in, "offset", 0, furthest_page);
  const auto limit = query_number(in, "limit", which.limit, most_homes_on_page);
  if (!offset || !limit)
    return offset ? limit.error() : offset.error();
  which.offset = *offset;
  which.limit = *limit;
  return which;
}

expected<property_request> read_property_request(std::string_view body) {
  const auto read = read_json(body, {{}, {2, 100}});
  if (!read || !read->is_object())
    return wrong_request("the body is not a JSON object");
  property_request wanted;
  for (const auto& [name, value] : read->items())
    if (const auto why = take_member(wanted, name, value); !why.empty())
      return wrong_request(why);
  return wanted;
}

} // namespace rental
