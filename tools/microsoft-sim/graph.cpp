#include "tools/microsoft-sim/graph.hpp"

#include <algorithm>
#include <initializer_list>
#include <map>

namespace rental::sim {

namespace {

struct handler {
  response (*run)(graph_call&);
  /// One of these is enough.
  std::vector<std::string> scopes;
  bool needs_mailbox = true;
};

const std::map<std::string, handler>& handlers() {
  static const std::vector<std::string> read{
      "Calendars.ReadWrite", "Calendars.Read", "Calendars.ReadBasic"};
  static const std::vector<std::string> write{"Calendars.ReadWrite"};
  static const std::vector<std::string> settings{"MailboxSettings.Read",
                                                 "MailboxSettings.ReadWrite"};
  static const std::vector<std::string> user{"User.Read", "User.ReadWrite"};
  static const std::map<std::string, handler> table{
      {"me", {get_me, user, false}},
      {"mailboxSettings", {get_mailbox_settings, settings}},
      {"supportedTimeZones", {get_supported_time_zones, user}},
      {"calendarView", {calendar_view, read}},
      {"listEvents", {list_events, read}},
      {"findEvent", {list_events, read}},
      {"getEvent", {get_event, read}},
      {"getSchedule", {get_schedule, read}},
      {"createEvent", {create_event, write}},
      {"patchEvent", {patch_event, write}},
      {"deleteEvent", {delete_event, write}},
      {"cancelEvent", {cancel_event, write}},
      {"sendMail", {send_mail, {"Mail.Send"}}},
      // Mail.ReadBasic does not reach extended properties.
      {"listSent", {list_sent, {"Mail.Read", "Mail.ReadWrite"}}}};
  return table;
}

graph_refusal unauthenticated(std::string message) {
  return {401,
          "InvalidAuthenticationToken",
          std::move(message),
          json::object(),
          {{"WWW-Authenticate", bearer_challenge}}};
}

std::string bearer_token(const request& from) {
  auto header = from.header("Authorization");
  constexpr std::string_view scheme = "Bearer ";
  if (header.size() <= scheme.size()
      || !equal_ignoring_case(header.substr(0, scheme.size()), scheme))
    return {};
  return std::string{header.substr(scheme.size())};
}

access_grant authenticate(const graph_call& call) {
  auto token = bearer_token(call.from);
  if (token.empty())
    throw unauthenticated("Access token is empty.");
  auto grant = call.in.tokens.access(token);
  if (!grant)
    throw unauthenticated("CompactToken parsing failed with error code: "
                          "80049217");
  if (grant->expires <= call.by.now)
    throw unauthenticated("Lifetime validation failed, the token is expired.");
  if (grant->account.empty())
    throw graph_refusal{400, "BadRequest",
                        "/me request is only valid with delegated "
                        "authentication flow."};
  return *grant;
}

void check_scope(const access_grant& grant, const handler& needed) {
  auto held = [&](auto& scope) { return grant.scopes.contains(scope); };
  if (std::none_of(needed.scopes.begin(), needed.scopes.end(), held))
    throw graph_refusal{403, "ErrorAccessDenied",
                        "Access is denied. Check credentials and try again."};
}

[[noreturn]] void refuse_path(const graph_call& call, const operation& what) {
  if (what.wrong_method)
    throw graph_refusal{405, "Request_BadRequest",
                        "Specified HTTP method is not allowed for the request "
                        "target."};
  auto& segments = call.from.segments;
  throw graph_refusal{400, "BadRequest",
                      "Resource not found for the segment '"
                          + (segments.size() > 1 ? segments.back() : "")
                          + "'."};
}

} // namespace

std::string graph_call::base_url() const {
  if (!conf.public_url.empty())
    return conf.public_url;
  return "http://" + std::string{from.header("Host")};
}

std::string claimed_account(const world& in, const request& from) {
  auto grant = in.tokens.access(bearer_token(from));
  return grant ? grant->account : "";
}

response handle_graph(graph_call& call, const operation& what) {
  auto grant = authenticate(call);
  auto found = handlers().find(what.name);
  if (found == handlers().end())
    refuse_path(call, what);
  check_scope(grant, found->second);
  call.who = call.in.people.find(grant.account);
  if (!call.who)
    throw unauthenticated("The user of the token does not exist any more.");
  call.about = call.who->about();
  if (found->second.needs_mailbox && !call.about.has_mailbox)
    throw graph_refusal{404, "MailboxNotEnabledForRESTAPI",
                        "The mailbox is either inactive, soft-deleted, or is "
                        "hosted on-premise."};
  call.prefer = read_preferences(call.from);
  auto result = found->second.run(call);
  if (auto header = applied(call.prefer); !header.empty())
    result.set("Preference-Applied", header);
  return result;
}

} // namespace rental::sim
