#include "tools/microsoft-sim/control.hpp"

#include "tools/microsoft-sim/catalogue.hpp"
#include "tools/microsoft-sim/identity.hpp"
#include "tools/microsoft-sim/time_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

namespace rental::sim {

namespace {

[[noreturn]] void fail(const std::string& why) {
  throw std::invalid_argument{why};
}

/// Refuses names that a request may not have.
void only(const json& from, std::initializer_list<const char*> names) {
  if (!from.is_object())
    fail("a JSON object is needed");
  for (auto& [name, value] : from.items())
    if (std::find(names.begin(), names.end(), name) == names.end())
      fail("unknown name '" + name + "'");
}

account_ptr needed_account(world& in, const json& body) {
  auto found = in.people.find(body.value("account", ""));
  if (!found)
    fail("there is no account '" + body.value("account", "") + "'");
  return found;
}

std::string optional_account(world& in, const json& body) {
  return body.contains("account") ? needed_account(in, body)->about().email
                                  : "";
}

json reset(world& in, const json& body) {
  only(body, {"what"});
  constexpr std::array all{"accounts", "clock",    "events", "faults", "humans",
                           "mails",    "settings", "stats",  "tokens"};
  auto what = body.value("what", json(all));
  auto named = [&](const char* name) {
    return std::find(what.begin(), what.end(), name) != what.end();
  };
  for (auto& name : what)
    if (std::find(all.begin(), all.end(), name.get<std::string>()) == all.end())
      fail("reset: unknown '" + name.get<std::string>() + "'");
  if (named("accounts"))
    in.people.reset();
  if (named("clock"))
    in.clock.reset();
  if (named("events"))
    for (auto& who : in.people.all())
      who->calendar.clear();
  if (named("faults"))
    in.faults.clear();
  if (named("humans"))
    in.humans.clear();
  if (named("mails"))
    in.post.clear();
  if (named("settings"))
    in.conf.reset();
  if (named("stats"))
    in.counters.clear();
  if (named("tokens"))
    in.tokens.clear();
  return {{"reset", what}};
}

json change_settings(world& in, const json& body) {
  in.conf.change(body);
  return to_json(in.conf.get());
}

json clock_json(world& in) {
  return {{"now", instant_text(in.clock.now())}};
}

json change_clock(world& in, const json& body) {
  only(body, {"set", "advance_seconds", "freeze", "reset"});
  if (body.value("reset", false))
    in.clock.reset();
  if (body.contains("set")) {
    auto instant = parse_instant(body["set"].get<std::string>());
    if (!instant)
      fail("clock: 'set' must be an ISO 8601 time");
    in.clock.set(*instant);
  }
  in.clock.advance(std::chrono::seconds{body.value("advance_seconds", 0)});
  if (body.contains("freeze"))
    in.clock.freeze(body["freeze"].get<bool>());
  return clock_json(in);
}

json account_list(world& in) {
  auto result = json::array();
  for (auto& who : in.people.all())
    result.push_back(to_json(who->about()));
  return result;
}

/// `{"count":100,"prefix":"manager","timeZone":"UTC"}`
json add_many(world& in, json body) {
  auto count = body["count"].get<int>();
  auto prefix = body.value("prefix", "manager");
  body.erase("count");
  body.erase("prefix");
  auto result = json::array();
  for (int i = 1; i <= count; ++i) {
    body["email"]
        = prefix + std::to_string(i) + '@' + in.conf.get().tenant_domain;
    result.push_back(to_json(in.people.add_or_change(body)->about()));
  }
  return result;
}

json add_accounts(world& in, const json& body) {
  if (body.is_object() && body.contains("count"))
    return add_many(in, body);
  if (!body.is_array())
    return to_json(in.people.add_or_change(body)->about());
  auto result = json::array();
  for (auto& one : body)
    result.push_back(to_json(in.people.add_or_change(one)->about()));
  return result;
}

json auto_sign_in(world& in, const json& body) {
  only(body, {"account"});
  auto off = !body.contains("account") || body["account"].is_null();
  auto email = off ? "" : needed_account(in, body)->about().email;
  in.conf.change({{"auto_sign_in", email}});
  return {{"account", email}};
}

json make_tokens(world& in, const json& body) {
  only(body, {"account", "scope", "expires_in", "tenant"});
  auto email = needed_account(in, body)->about().email;
  auto scopes = split_scopes(body.value(
      "scope", "openid profile email offline_access User.Read "
               "Calendars.ReadWrite MailboxSettings.Read Mail.Send"));
  auto now = in.clock.now();
  auto life = body.value("expires_in", in.conf.get().expires_in);
  std::string scope_text;
  for (auto& scope : scopes)
    scope_text += (scope_text.empty() ? "" : " ") + scope;
  return {{"token_type", "Bearer"},
          {"account", email},
          {"scope", scope_text},
          {"expires_in", life},
          {"access_token",
           in.tokens.add(
               access_grant{email, scopes, now + std::chrono::seconds{life}})},
          {"refresh_token",
           in.tokens.add(refresh_grant{email,
                                       body.value("tenant", "common"),
                                       scopes,
                                       now,
                                       now,
                                       {},
                                       false,
                                       false})}};
}

json expire_access(world& in, const json& body) {
  only(body, {"account"});
  return {{"expired", in.tokens.expire_access(optional_account(in, body),
                                              in.clock.now())}};
}

json revoke_refresh(world& in, const json& body) {
  only(body, {"account"});
  return {{"revoked", in.tokens.revoke_refresh(optional_account(in, body),
                                               in.clock.now())}};
}

json refresh_error(world& in, const json& body) {
  only(body, {"account", "error_name"});
  auto email = needed_account(in, body)->about().email;
  auto name = body.contains("error_name") && body["error_name"].is_string()
                  ? body["error_name"].get<std::string>()
                  : "";
  if (!name.empty() && !find_identity_failure(name, {}))
    fail("unknown error_name '" + name + "'");
  in.tokens.fail_refresh(email, name);
  return {{"account", email}, {"error_name", name}};
}

json add_fault(world& in, const json& body) {
  if (!body.is_array())
    return {{"id", in.faults.add(body)}};
  auto ids = json::array();
  for (auto& one : body)
    ids.push_back(in.faults.add(one));
  return {{"ids", ids}};
}

json add_human(world& in, const json& body) {
  only(body, {"account", "operation", "when", "skip", "times", "event"});
  human_wish wish;
  wish.account = needed_account(in, body)->about().email;
  wish.operation = body.value("operation", "createEvent");
  if (!known_operation(wish.operation))
    fail("unknown operation '" + wish.operation + "'");
  auto when = body.value("when", "before");
  if (when != "before" && when != "after")
    fail("'when' is \"before\" or \"after\"");
  wish.after = when == "after";
  wish.skip = body.value("skip", 0);
  wish.times = body.value("times", 1);
  wish.event = body.value("event", json::object());
  wish.event["account"] = wish.account;
  in.humans.add(std::move(wish));
  return {{"waiting", true}};
}

json release(world& in, const json&) {
  in.latencies.release();
  return {{"released", true}};
}

json insert_events(world& in, const json& body) {
  if (!body.is_array())
    return insert_event(in, body);
  auto result = json::array();
  for (auto& one : body)
    result.push_back(insert_event(in, one));
  return result;
}

json show_events(world& in, const request& from) {
  auto account = from.parameter("account").value_or("");
  if (!account.empty() && !in.people.find(account))
    fail("there is no account '" + account + "'");
  auto begin = parse_instant(from.parameter("from").value_or(""));
  auto end = parse_instant(from.parameter("until").value_or(""));
  return begin && end ? list_instances(in, account, *begin, *end)
                      : list_events(in, account);
}

json remove_faults(world& in, const request& from) {
  if (from.segments.size() < 3) {
    in.faults.clear();
    return {{"removed", "all"}};
  }
  auto& text = from.segments[2];
  int id = 0;
  std::from_chars(text.data(), text.data() + text.size(), id);
  if (!in.faults.remove(id))
    fail("there is no fault " + text);
  return {{"removed", id}};
}

std::string canonical(world& in, const request& from) {
  auto who = in.people.find(from.parameter("account").value_or(""));
  return who ? who->about().email : from.parameter("account").value_or("");
}

std::size_t last_wanted(const request& from) {
  auto text = from.parameter("last").value_or("100");
  std::size_t count = 100;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

json answer_get(world& in, const request& from, const std::string& what) {
  if (what == "settings")
    return to_json(in.conf.get());
  if (what == "clock")
    return clock_json(in);
  if (what == "accounts")
    return account_list(in);
  if (what == "faults")
    return in.faults.list();
  if (what == "errors")
    return failure_names();
  if (what == "events")
    return show_events(in, from);
  if (what == "mails")
    return in.post.mails(canonical(in, from));
  if (what == "invitations")
    return in.post.invitations(canonical(in, from));
  if (what == "stats")
    return in.counters.summary();
  if (what == "requests")
    return in.counters.last(last_wanted(from));
  return {};
}

json answer_post(world& in, const json& body, const std::string& what) {
  using action = json (*)(world&, const json&);
  static const std::map<std::string, action> actions{
      {"reset", reset},
      {"settings", change_settings},
      {"clock", change_clock},
      {"accounts", add_accounts},
      {"auto-sign-in", auto_sign_in},
      {"tokens", make_tokens},
      {"expire-access-tokens", expire_access},
      {"revoke-refresh-tokens", revoke_refresh},
      {"refresh-error", refresh_error},
      {"faults", add_fault},
      {"human-at", add_human},
      {"release", release},
      {"events", insert_events},
      {"copy", copy_event},
      {"restore", restore_event},
      {"move-mailbox", move_mailbox}};
  auto found = actions.find(what);
  return found == actions.end() ? json{} : found->second(in, body);
}

json dispatch(world& in, const request& from) {
  auto what = from.segments.size() > 1 ? from.segments[1] : "";
  auto body = from.body.empty() ? json::object()
                                : json::parse(from.body, nullptr, false);
  if (body.is_discarded())
    fail("the body is not JSON");
  if (from.method == "GET")
    return answer_get(in, from, what);
  if (from.method == "POST")
    return answer_post(in, body, what);
  if (from.method == "PATCH" && what == "events")
    return change_event(in, body);
  if (from.method == "DELETE" && what == "events")
    return delete_event(in, from.parameter("account").value_or(""),
                        from.parameter("id").value_or(""));
  if (from.method == "DELETE" && what == "faults")
    return remove_faults(in, from);
  return {};
}

} // namespace

response handle_control(world& in, const request& from) {
  try {
    if (from.method == "GET"
        && (from.segments.size() < 2 || from.segments[1] == "ui"))
      return show_page(in, from);
    auto result = dispatch(in, from);
    if (result.is_null())
      return json_response(404,
                           {{"error", "the control plane has no " + from.method
                                          + ' ' + from.path}});
    return json_response(200, result);
  } catch (const std::exception& error) {
    return json_response(400, {{"error", error.what()}});
  }
}

} // namespace rental::sim
