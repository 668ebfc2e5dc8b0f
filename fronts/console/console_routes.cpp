#include "fronts/admin_session.hpp"
#include "fronts/authorize.hpp"
#include "fronts/connect/connect_results.hpp"
#include "fronts/console/console_front.hpp"
#include "http/message/problem.hpp"
#include "log/log.hpp"

#include <caf/send.hpp>

#include <utility>

namespace rental {
namespace {

constexpr auto wrong_token = "That is not the admin token. Nothing was opened. "
                             "Paste the whole value of ADMIN_TOKEN, without "
                             "blanks around it.";
constexpr auto stale_form = "This page was too old. Load it again and repeat "
                            "what you did.";

void count(const front_options& options, const char* result) {
  if (options.numbers)
    options.numbers->count("peterental_admin_sign_in_total",
                           {{"result", result}});
}

/// Guesses count against the client's address, with those of the API.
std::optional<http_out> too_many_guesses(const front_options& options,
                                         const http_in& in) {
  const auto& failures = options.limits.failures;
  const auto owner = address_owner(in.peer);
  if (!failures || failures->has_room(owner))
    return std::nullopt;
  count_limited(options.limits, "failures");
  return too_many_requests(in, failures->wait(owner));
}

void count_guess(const front_options& options, const http_in& in) {
  count(options, "wrong");
  if (options.limits.failures)
    options.limits.failures->allow(address_owner(in.peer));
  log::warn("admin.refused", {{"request_id", in.request_id}});
}

http_handler sign_in_form(const front_options& options) {
  return [options](http_in in, responder respond) {
    const auto next = admin_path_or_home(in.parameter("next"));
    respond(is_admin(options, in) ? redirect_out(next)
                                  : admin_sign_in_page(200, next, {}));
  };
}

http_handler sign_in(const front_options& options) {
  return [options](http_in in, responder respond) {
    auto form = parse_query(in.body);
    const auto next = admin_path_or_home(form["next"]);
    if (options.open)
      return respond(redirect_out(next, 303));
    if (auto over = too_many_guesses(options, in))
      return respond(std::move(*over));
    if (!options.keys || !options.time
        || !is_admin_token(options, form["token"])) {
      count_guess(options, in);
      return respond(admin_sign_in_page(401, next, wrong_token));
    }
    count(options, "ok");
    log::info("admin.signed_in", {{"request_id", in.request_id}});
    auto out = redirect_out(next, 303);
    out.headers.emplace_back("Set-Cookie",
                             open_admin_session(options, form["token"]));
    respond(std::move(out));
  };
}

/// 403 to a browser whose session is good but whose form is not.
http_out refused_form(const http_in& in) {
  if (wants_page(in))
    return render(trouble_page{403,
                               "Nothing was done",
                               stale_form,
                               {},
                               "/admin",
                               "To the operator's page",
                               in.request_id});
  return problem(403, stale_form, "csrf", in.request_id);
}

http_out not_let_in(const front_options& options, const http_in& in) {
  if (admin_session_of(options, in))
    return refused_form(in);
  if (in.method == "GET" && wants_page(in))
    return redirect_out("/admin/sign-in?next="
                        + encode_component(admin_path_or_home(in.path)));
  return needs_admin(in);
}

http_handler sign_out(const front_options& options) {
  return [options](http_in in, responder respond) {
    if (!is_admin(options, in))
      return respond(not_let_in(options, in));
    auto out = redirect_out("/admin/sign-in", 303);
    out.headers.emplace_back("Set-Cookie", close_admin_session(options));
    const auto session = admin_session_of(options, in);
    if (!session)
      return respond(std::move(out));
    end_admin_session(options, *session,
                      [respond, out = std::move(out)] { respond(out); });
  };
}

} // namespace

void add_operator(router& routes, const front_options& options,
                  console_front_actor front) {
  const http_handler inside = [options, front](http_in in, responder respond) {
    if (!is_admin(options, in))
      return respond(not_let_in(options, in));
    caf::anon_send(front, std::move(in), std::move(respond));
  };
  const route_entry entry{usual_body,
                          admin_gate(options, [options](const http_in& in) {
                            return not_let_in(options, in);
                          })};
  routes.add("GET", "/admin/sign-in", sign_in_form(options));
  routes.add("POST", "/admin/sign-in", sign_in(options));
  routes.add("POST", "/admin/sign-out", sign_out(options), entry);
  for (const auto* path : {"/admin", "/admin/live", "/admin/managers/*"})
    routes.add("GET", path, inside, entry);
  for (const auto* path : {"/admin/managers/*", "/admin/wishes/*",
                           "/admin/mails/*", "/admin/connect-links"})
    routes.add("POST", path, inside, entry);
}

} // namespace rental
