#include "tools/microsoft-sim/event_json.hpp"
#include "tools/microsoft-sim/graph.hpp"
#include "tools/microsoft-sim/time_text.hpp"
#include "tools/microsoft-sim/url.hpp"

#include <algorithm>

namespace rental::sim {

namespace {

constexpr std::chrono::days longest_view{1825};

sys_seconds boundary(const request& from, const char* name) {
  auto text = from.parameter(name);
  if (!text || text->empty())
    throw graph_refusal{400, "ErrorInvalidParameter",
                        "This request requires a time window specified by the "
                        "query string parameters StartDateTime and "
                        "EndDateTime."};
  auto instant = parse_instant(*text);
  if (!instant)
    throw graph_refusal{400, "ErrorInvalidParameter",
                        "The value '" + *text + "' of parameter '" + name
                            + "' is invalid."};
  return *instant;
}

void sort_as_asked(std::vector<instance>& items, const query_options& query) {
  if (query.order_by.empty())
    return;
  auto before = [&](const instance& a, const instance& b) {
    if (query.order_by == "subject")
      return a.data->properties.value("subject", "")
             < b.data->properties.value("subject", "");
    return starts_at(a, "UTC") < starts_at(b, "UTC");
  };
  std::stable_sort(items.begin(), items.end(), [&](auto& a, auto& b) {
    return query.descending ? before(b, a) : before(a, b);
  });
}

std::string next_link(const graph_call& call, int skip) {
  auto query = call.from.query;
  std::erase_if(query, [](auto& field) {
    return field.first == "$skip" || field.first == "$skiptoken";
  });
  query.emplace_back("$skiptoken", make_skip_token(skip));
  return with_query(call.base_url() + call.from.path, query);
}

/// One page of the items, as Graph answers a collection.
response page(graph_call& call, std::vector<instance> items,
              const query_options& query) {
  if (query.filter)
    std::erase_if(items, [&](auto& item) { return !query.filter(item); });
  sort_as_asked(items, query);
  auto total = static_cast<int>(items.size());
  auto size = query.top.value_or(
      std::max(1, call.prefer.page_size.value_or(call.conf.page_size)));
  event_style style{call.prefer, query.select, query.expand, call.about.email};
  auto value = json::array();
  for (int i = query.skip; i < std::min(total, query.skip + size); ++i)
    value.push_back(to_json(items[static_cast<std::size_t>(i)], style));
  json body{{"@odata.context", call.base_url() + "/v1.0/$metadata#users('"
                                   + call.about.oid + "')/"
                                   + call.from.segments.back()},
            {"value", std::move(value)}};
  if (query.count)
    body["@odata.count"] = total;
  if (query.skip + size < total)
    body["@odata.nextLink"] = next_link(call, query.skip + size);
  return json_response(200, body);
}

std::chrono::milliseconds lag_of(const graph_call& call) {
  return std::chrono::milliseconds{call.conf.list_lag_ms};
}

} // namespace

response calendar_view(graph_call& call) {
  auto from = boundary(call.from, "startDateTime");
  auto until = boundary(call.from, "endDateTime");
  if (until < from || until - from > longest_view)
    throw graph_refusal{400, "ErrorInvalidParameter",
                        "The time window must begin before it ends and be no "
                        "longer than 1825 days."};
  auto query = read_query(call.from);
  for (auto name : {"createdDateTime", "lastModifiedDateTime"})
    if (query.select.contains(name))
      throw graph_refusal{400, "ErrorInvalidProperty",
                          std::string{name}
                              + " cannot be selected in a calendar view."};
  auto zone = call.prefer.time_zone_given ? call.prefer.time_zone
                                          : call.about.zone_or_utc();
  return page(call, call.who->calendar.view(from, until, zone, lag_of(call)),
              query);
}

response list_events(graph_call& call) {
  auto query = read_query(call.from);
  return page(call, call.who->calendar.events(lag_of(call)), query);
}

} // namespace rental::sim
