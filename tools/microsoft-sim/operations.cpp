#include "tools/microsoft-sim/operations.hpp"

#include <algorithm>
#include <array>

namespace rental::sim {

namespace {

using std::string_view;

/// A path below /v1.0 or below /{tenant}; "*" stands for any segment.
struct route {
  string_view method;
  string_view path;
  string_view name;
};

constexpr std::array graph_routes{
    route{"GET", "me", "me"},
    route{"GET", "me/mailboxSettings", "mailboxSettings"},
    route{"GET", "me/outlook/supportedTimeZones", "supportedTimeZones"},
    route{"GET", "me/calendarView", "calendarView"},
    route{"GET", "me/calendar/calendarView", "calendarView"},
    route{"POST", "me/calendar/getSchedule", "getSchedule"},
    route{"GET", "me/events", "listEvents"},
    route{"GET", "me/calendar/events", "listEvents"},
    route{"POST", "me/events", "createEvent"},
    route{"POST", "me/calendar/events", "createEvent"},
    route{"GET", "me/events/*", "getEvent"},
    route{"PATCH", "me/events/*", "patchEvent"},
    route{"DELETE", "me/events/*", "deleteEvent"},
    route{"GET", "me/calendar/events/*", "getEvent"},
    route{"PATCH", "me/calendar/events/*", "patchEvent"},
    route{"DELETE", "me/calendar/events/*", "deleteEvent"},
    route{"POST", "me/events/*/cancel", "cancelEvent"},
    route{"POST", "me/sendMail", "sendMail"},
    route{"GET", "me/mailFolders/sentitems/messages", "listSent"},
};

constexpr std::array identity_routes{
    route{"GET", "oauth2/v2.0/authorize", "authorize"},
    route{"POST", "oauth2/v2.0/authorize", "authorize"},
    route{"POST", "oauth2/v2.0/sign-in", "signIn"},
    route{"POST", "oauth2/v2.0/consent", "consent"},
    route{"POST", "oauth2/v2.0/token", "token"},
    route{"GET", "v2.0/.well-known/openid-configuration",
          "openidConfiguration"},
    route{"GET", "discovery/v2.0/keys", "keys"},
};

bool fits(string_view pattern, const request& from) {
  std::size_t at = 1;
  while (!pattern.empty()) {
    auto wanted = pattern.substr(0, pattern.find('/'));
    pattern.remove_prefix(std::min(pattern.size(), wanted.size() + 1));
    if (at >= from.segments.size()
        || (wanted != "*" && !equal_ignoring_case(wanted, from.segments[at])))
      return false;
    ++at;
  }
  return at == from.segments.size();
}

template <class Routes>
operation find_in(const Routes& routes, area where, const request& from) {
  operation result{where, {}, false};
  for (auto& candidate : routes) {
    if (!fits(candidate.path, from))
      continue;
    if (candidate.method == from.method)
      return {where, std::string{candidate.name}, false};
    result.wrong_method = true;
  }
  return result;
}

} // namespace

operation operation_of(const request& from) {
  if (from.segments.empty())
    return {};
  auto& first = from.segments.front();
  if (first == "_control")
    return {area::control, "control", false};
  if (!equal_ignoring_case(first, "v1.0"))
    return find_in(identity_routes, area::identity, from);
  auto result = find_in(graph_routes, area::graph, from);
  if (result.name == "listEvents" && from.parameter("$filter"))
    result.name = "findEvent";
  return result;
}

bool is_operation(const operation& what, std::string_view wanted) {
  return wanted.empty() || wanted == what.name
         || (wanted == "graph" && what.where == area::graph)
         || (wanted == "identity" && what.where == area::identity);
}

bool known_operation(std::string_view name) {
  auto named = [name](auto& candidate) { return candidate.name == name; };
  return name == "graph" || name == "identity" || name == "findEvent"
         || std::any_of(graph_routes.begin(), graph_routes.end(), named)
         || std::any_of(identity_routes.begin(), identity_routes.end(), named);
}

} // namespace rental::sim
