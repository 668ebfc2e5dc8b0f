#include "http/oauth_front.hpp"

#include "actors/calls.hpp"
#include "http/connect_pages.hpp"
#include "http/people.hpp"
#include "http/problem.hpp"

#include <nlohmann/json.hpp>

namespace rental {
namespace {

constexpr int cookie_seconds = 600;

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
  return json_out(200,
                  body.dump(-1, ' ', false,
                            nlohmann::ordered_json::error_handler_t::replace));
}

http_out no_user_id(const http_in& in) {
  return problem(failure{errc::bad_request,
                         "user_id is missing or not a manager's id, or "
                         "agency is not an agency's name",
                         {}},
                 in.request_id);
}

http_out no_user_id_page(const http_in& in) {
  return render(trouble_page{
      400,
      "Whose calendar is it?",
      "The address does not say for whom a calendar is to be connected.",
      {"Open the whole link that you were sent; it ends with user_id and your "
       "id.",
       "If you typed it, add ?user_id= and your phone number, with %2B for the "
       "plus sign."},
      {},
      {},
      in.request_id});
}

http_out no_permission_page(const http_in& in) {
  auto out = render(trouble_page{
      401,
      "This link does not let you in",
      "To connect a calendar you need a link that was made for you.",
      {"Ask whoever runs this service for a link, and open it as it is."},
      {},
      {},
      in.request_id});
  out.headers.emplace_back("WWW-Authenticate", "Bearer");
  return out;
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

} // namespace

void oauth_front_state::take(const http_in& in, const responder& respond) {
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

void oauth_front_state::start(const http_in& in, const responder& respond) {
  if (!is_admin(deps.options, in))
    return respond(no_permission_page(in));
  const auto whose
      = named_manager(deps.options, in.user_id(), in.parameter("agency"));
  if (!whose)
    return respond(no_user_id_page(in));
  ask<connect_redirect>(
      self, deps.connector, front_patience,
      [=, this](expected<connect_redirect> begun) {
        if (!begun)
          return respond(try_later_page(in));
        auto out = redirect_out(begun->url);
        out.headers.emplace_back("Set-Cookie",
                                 cookie_header(begun->cookie, cookie_seconds));
        respond(std::move(out));
      },
      atom::begin_v, connect_request{*whose, {}});
}

void oauth_front_state::callback(const http_in& in, const responder& respond) {
  auto text = [&in](const char* key) { return std::string{in.parameter(key)}; };
  connect_callback what{text("code"),
                        text("state"),
                        text("error"),
                        text("error_subcode"),
                        text("error_description"),
                        {}};
  if (auto i = in.cookies.find(cookie_name()); i != in.cookies.end())
    what.cookie = i->second;
  ask<connect_result>(
      self, deps.connector, 2 * front_patience,
      [=, this](expected<connect_result> ended) {
        connect_result result;
        result.problem = connect_problem::retry_later;
        if (ended)
          result = std::move(*ended);
        if (deps.options.numbers)
          deps.options.numbers->count("peterental_connect_total",
                                      {{"outcome", to_string(result.problem)}});
        auto out = page_for(result, start_url(result.manager), in.request_id);
        out.headers.emplace_back("Set-Cookie", cookie_header("", 0));
        respond(std::move(out));
      },
      atom::complete_v, what);
}

void oauth_front_state::status(const http_in& in, const responder& respond) {
  const auto whose
      = named_manager(deps.options, in.user_id(), in.parameter("agency"));
  if (!whose)
    return respond(no_user_id(in));
  ask<connection_status>(
      self, deps.connector, front_patience,
      [=](expected<connection_status> found) {
        respond(found ? status_out(*found)
                      : problem(found.error(), in.request_id));
      },
      atom::status_v, *whose);
}

void oauth_front_state::disconnect(const http_in& in,
                                   const responder& respond) {
  http_in form;
  form.query = parse_query(in.body);
  const auto& from = in.parameter("user_id").empty() ? form : in;
  const auto whose
      = named_manager(deps.options, from.user_id(), from.parameter("agency"));
  if (!whose)
    return respond(no_user_id(in));
  ask<connection_status>(
      self, deps.connector, front_patience,
      [=](expected<connection_status> now) {
        respond(now ? status_out(*now) : problem(now.error(), in.request_id));
      },
      atom::disconnect_v, *whose);
}

bool oauth_front_state::https() const {
  return deps.options.public_url.starts_with("https://");
}

std::string oauth_front_state::cookie_name() const {
  return https() ? "__Host-peterental_sign_in" : "peterental_sign_in";
}

std::string oauth_front_state::cookie_header(const std::string& value,
                                             int seconds) const {
  return cookie_name() + "=" + value
         + "; Path=/; Max-Age=" + std::to_string(seconds)
         + "; HttpOnly; SameSite=Lax" + (https() ? "; Secure" : "");
}

std::string oauth_front_state::start_url(const manager_key& manager) const {
  if (!deps.options.open || manager.user_id.empty())
    return {};
  auto url = deps.options.public_url
             + "/calendar/auth/start?user_id=" + encode_component(manager.user_id);
  if (!manager.agency.empty() && manager.agency != deps.options.agency)
    url += "&agency=" + encode_component(manager.agency);
  return url;
}

front_actor::behavior_type
oauth_front(front_actor::stateful_pointer<oauth_front_state> self,
            oauth_front_deps deps) {
  self->state.self = self;
  self->state.deps = std::move(deps);
  return {
      [self](const http_in& in, const responder& respond) {
        self->state.take(in, respond);
      },
  };
}

} // namespace rental
