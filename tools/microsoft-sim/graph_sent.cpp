#include "tools/microsoft-sim/graph.hpp"

#include <regex>

namespace rental::sim {

namespace {

/// OData doubles a quote inside a text.
std::string undoubled(std::string text) {
  for (auto at = text.find("''"); at != text.npos; at = text.find("''", at + 1))
    text.erase(at, 1);
  return text;
}

void refuse_query(const std::string& what) {
  throw graph_refusal{400, "RequestBroker--ParseUri", what};
}

void check_names(const request& from) {
  for (auto& [name, value] : from.query)
    if (name.starts_with('$') && name != "$filter" && name != "$select"
        && name != "$top")
      refuse_query("The query parameter '" + name + "' is not supported.");
  if (auto fields = from.parameter("$select"))
    if (*fields != "id" && *fields != "id,subject,sentDateTime")
      refuse_query("$select=" + std::string{*fields}
                   + " is not simulated here.");
}

} // namespace

/// Sent Items, looked through by an extended property and by nothing else.
response list_sent(graph_call& call) {
  static const std::regex shape{
      "singleValueExtendedProperties/[Aa]ny\\(ep: ?ep/id eq '((?:[^']|'')*)' "
      "and ep/value eq '((?:[^']|'')*)'\\)"};
  check_names(call.from);
  const std::string filter{call.from.parameter("$filter").value_or("")};
  std::smatch parts;
  if (!std::regex_match(filter, parts, shape))
    refuse_query("The $filter '" + filter + "' is not simulated here.");
  const auto property = normalised_property_id(undoubled(parts[1].str()));
  auto value = json::array();
  for (auto& mail : call.in.post.sent_items(call.about.email, property,
                                            undoubled(parts[2].str())))
    value.push_back({{"id", "AAMkSent" + std::to_string(value.size())},
                     {"subject", mail["subject"]},
                     {"sentDateTime", mail["sentDateTime"]}});
  return json_response(200, {{"value", value}});
}

} // namespace rental::sim
