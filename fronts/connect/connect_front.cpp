#include "fronts/connect/connect_front.hpp"

#include "actors/calls.hpp"
#include "fronts/authorize.hpp"
#include "fronts/connect/connect_entry.hpp"
#include "fronts/connect/connect_links.hpp"
#include "fronts/connect/connect_results.hpp"
#include "fronts/manager_session.hpp"
#include "http/access/sealed_cookie.hpp"
#include "http/message/json_text.hpp"
#include "http/message/problem.hpp"
#include "http/pages/pages.hpp"

#include <nlohmann/json.hpp>

namespace rental {
namespace {

constexpr std::string_view cookie = "peterental_sign_in";
constexpr std::chrono::minutes cookie_life{10};

/// Binds the browser to the sign-in; "" removes it.
std::string sign_in_cookie(const front_options& options,
                           const std::string& value) {
  return set_cookie(cookie, value,
                    value.empty() ? std::chrono::minutes{0} : cookie_life,
                    over_https(options));
}

std::string sign_in_cookie_of(const front_options& options, const http_in& in) {
  return read_cookie(in, cookie, over_https(options));
}

http_out status_out(const connection_status& status) {
  nlohmann::ordered_json body;
  body["authorized"] = status.authorized;
  body["expires_at"] = nullptr;
  if (status.expires_at)
    body["expires_at"] = to_iso_utc(*status.expires_at);
  body["account"] = nullptr;
  if (!status.account.empty())
    body["account"] = status.account;
  body["state"] = to_string(status.state);
  if (!status.reason.empty())
    body["reason"] = status.reason;
  if (!status.missing_scopes.empty())
    body["missing_scopes"] = status.missing_scopes;
  for (const auto& item : status.unreadable)
    body["unreadable"].push_back({{"day", item.day ? nlohmann::ordered_json(
                                              date::format("%F", *item.day))
                                                   : nlohmann::ordered_json()},
                                  {"reason", to_string(item.what)}});
  return json_out(200, json_text_of(body));
}

http_out try_later_page(const http_in& in) {
  return render(trouble_page{503,
                             "The sign-in cannot begin just now",
                             "It is not your fault. Nothing was changed.",
                             {"Try again in a minute."},
                             {},
                             {},
                             in.request_id});
}

bool is_no_sign_in_of_ours(connect_problem problem) {
  return problem == connect_problem::bad_state
         || problem == connect_problem::other_browser
         || problem == connect_problem::incomplete;
}

} // namespace

void connect_front_state::take(const http_in& in, const responder& respond) {
  if (in.path == "/calendar/connect")
    return entry(in, respond);
  if (in.path == "/calendar/connect-links")
    return respond(connect_link_out(deps.options, in));
  if (in.path == "/calendar/connect/account")
    return choose(in, respond);
  if (in.path == "/calendar/connect/keep")
    return keep(in, respond);
  if (in.path == "/calendar/auth/start")
    return start(in, respond);
  if (in.path == "/calendar/auth/callback")
    return callback(in, respond);
  if (!is_admin(deps.options, in))
    return respond(needs_admin(in));
  if (in.path == "/calendar/auth/status")
    return status(in, respond);
  disconnect(in, respond);
}

void connect_front_state::entry(const http_in& in, const responder& respond) {
  http_out refusal;
  const auto entry = entry_of(deps.options, in, refusal);
  if (!entry)
    return respond(std::move(refusal));
  if (entry->link.empty())
    return respond(entry_page(deps.options, *entry));
  ask<link_state>(
      self, deps.connector, front_timeout,
      [=, this](expected<link_state> link) {
        if (!link)
          return respond(try_later_page(in));
        respond(link->used ? used_link_page(deps.options, in)
                           : entry_page(deps.options, *entry));
      },
      atom::look_v, link_query{entry->link_id});
}

void connect_front_state::start(const http_in& in, const responder& respond) {
  http_out refusal;
  const auto entry = entry_of(deps.options, in, refusal);
  if (!entry)
    return respond(std::move(refusal));
  if (!may_begin(deps.options, in, *entry))
    return respond(redirect_out("/calendar/connect?" + entry->query, 303));
  ask<connect_redirect>(
      self, deps.connector, front_timeout,
      [=, this](expected<connect_redirect> begun) {
        if (!begun)
          return respond(try_later_page(in));
        if (begun->link_used)
          return respond(used_link_page(deps.options, in));
        auto out = redirect_out(begun->url);
        out.headers.emplace_back("Set-Cookie",
                                 sign_in_cookie(deps.options, begun->cookie));
        if (!entry->link.empty() || remembers_link(deps.options, in))
          out.headers.emplace_back("Set-Cookie",
                                   remember_link(deps.options, entry->link));
        respond(std::move(out));
      },
      atom::begin_v,
      connect_request{entry->manager, entry->expected_account,
                      in.parameter("switch") == "1", entry->link_id,
                      entry->link_ends});
}

void connect_front_state::callback(const http_in& in,
                                   const responder& respond) {
  auto text = [&in](const char* key) { return std::string{in.parameter(key)}; };
  const auto own_cookie = sign_in_cookie_of(deps.options, in);
  // An administrator who signed in as well is answered about the sign-in.
  const bool by_admin = is_admin_answer(in);
  if (by_admin
      && (text("code").empty() || text("state").empty() || own_cookie.empty()))
    return respond(admin_page(in, way_back(deps.options, in)));
  const connect_callback what{text("code"),
                              text("state"),
                              text("error"),
                              text("error_subcode"),
                              text("error_description"),
                              own_cookie};
  ask<connect_result>(
      self, deps.connector, 2 * front_timeout,
      [=, this](expected<connect_result> ended) {
        connect_result result;
        result.problem = connect_problem::retry_later;
        if (ended)
          result = std::move(*ended);
        auto out = by_admin && is_no_sign_in_of_ours(result.problem)
                       ? admin_page(in, way_back(deps.options, in))
                       : end_of(in, result);
        out.headers.emplace_back("Set-Cookie",
                                 sign_in_cookie(deps.options, ""));
        respond(std::move(out));
      },
      atom::complete_v, what);
}

void connect_front_state::status(const http_in& in, const responder& respond) {
  const auto whose
      = named_manager(deps.options, in.user_id(), in.parameter("agency"));
  if (!whose)
    return respond(no_user_id(in));
  ask<connection_status>(
      self, deps.connector, front_timeout,
      [=](expected<connection_status> found) {
        respond(found ? status_out(*found)
                      : problem(found.error(), in.request_id));
      },
      atom::status_v, *whose);
}

void connect_front_state::disconnect(const http_in& in,
                                     const responder& respond) {
  http_in form;
  form.query = parse_query(in.body);
  const auto& from = in.parameter("user_id").empty() ? form : in;
  const auto whose
      = named_manager(deps.options, from.user_id(), from.parameter("agency"));
  if (!whose)
    return respond(no_user_id(in));
  ask<connection_status>(
      self, deps.connector, front_timeout,
      [=](expected<connection_status> now) {
        respond(now ? status_out(*now) : problem(now.error(), in.request_id));
      },
      atom::disconnect_v, *whose);
}

front_actor::behavior_type
connect_front(front_actor::stateful_pointer<connect_front_state> self,
              connect_front_deps deps) {
  self->state.self = self;
  self->state.deps = std::move(deps);
  return {
      [self](const http_in& in, const responder& respond) {
        self->state.take(in, respond);
      },
  };
}

void add_connect(router& routes, const front_actor& front,
                 const http_gate& operator_gate) {
  const route_entry for_operator{usual_body, operator_gate};
  routes.add("GET", "/calendar/connect", to_front(front));
  routes.add("GET", "/calendar/connect/account", to_front(front));
  routes.add("POST", "/calendar/connect/keep", to_front(front));
  routes.add("POST", "/calendar/connect-links", to_front(front), for_operator);
  routes.add("GET", "/calendar/auth/start", to_front(front));
  routes.add("GET", "/calendar/auth/callback", to_front(front));
  routes.add("GET", "/calendar/auth/status", to_front(front), for_operator);
  routes.add("POST", "/calendar/auth/disconnect", to_front(front),
             for_operator);
}

} // namespace rental
