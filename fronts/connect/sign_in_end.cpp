// How a sign-in ends: connected, another account than before, or trouble.
#include "actors/calls.hpp"
#include "fronts/authorize.hpp"
#include "fronts/connect/connect_entry.hpp"
#include "fronts/connect/connect_front.hpp"
#include "fronts/connect/connect_pages.hpp"
#include "fronts/connect/connect_results.hpp"
#include "fronts/manager_session.hpp"
#include "http/access/sealed_cookie.hpp"
#include "http/message/json_text.hpp"
#include "http/pages/pages.hpp"

#include <nlohmann/json.hpp>

namespace rental {
namespace {

/// The open question of one browser, as a sealed cookie.
struct open_choice {
  connect_keep keep;
  manager_key manager;
  std::string account;
  std::string former;
  std::size_t viewings = 0;
};

cookie_kind choice_kind(const front_options& options) {
  return {"peterental_choice", std::chrono::minutes{10}, over_https(options)};
}

std::string choice_cookie(const front_options& options,
                          const connect_result& result) {
  const nlohmann::json inside{
      {"token", result.keep.token},      {"cookie", result.keep.cookie},
      {"agency", result.manager.agency}, {"user_id", result.manager.user_id},
      {"account", result.account},       {"former", result.former_account},
      {"viewings", result.viewings}};
  return make_sealed_cookie(*options.keys, choice_kind(options),
                            json_text_of(inside), options.time->now());
}

std::optional<open_choice> choice_of(const front_options& options,
                                     const http_in& in) {
  const auto text = read_sealed_cookie(*options.keys, choice_kind(options), in,
                                       options.time->now());
  const auto inside = nlohmann::json::parse(text.value_or(""), nullptr, false);
  if (!inside.is_object())
    return std::nullopt;
  return open_choice{{inside.value("token", ""), inside.value("cookie", "")},
                     {inside.value("agency", ""), inside.value("user_id", "")},
                     inside.value("account", ""),
                     inside.value("former", ""),
                     inside.value("viewings", std::size_t{0})};
}

void forget_choice(const front_options& options, http_out& out) {
  const auto kind = choice_kind(options);
  out.headers.emplace_back(
      "Set-Cookie",
      set_cookie(kind.name, "", std::chrono::seconds{0}, kind.https));
}

http_out no_choice_page(const http_in& in, const std::string& back) {
  return render(trouble_page{
      410,
      "There is nothing to decide any more",
      "The question was answered, or its ten minutes are over. Unless you "
      "answered it, nothing was connected.",
      {"Open the link that you were sent once more and sign in again."},
      back,
      "Open the link again",
      in.request_id});
}

http_out wrong_token_page(const http_in& in, const std::string& back) {
  return render(trouble_page{
      403,
      "This answer did not come from our page",
      "For your safety it was not accepted, and nothing was connected.",
      {"Go back to the question and use its buttons."},
      back,
      "Back to the question",
      in.request_id});
}

} // namespace

void connect_front_state::count(const connect_result& result) const {
  if (deps.options.numbers)
    deps.options.numbers->count("peterental_connect_total",
                                {{"outcome", to_string(result.problem)}});
}

http_out connect_front_state::end_of(const http_in& in,
                                     const connect_result& result) const {
  count(result);
  if (result.problem == connect_problem::none)
    return to_connected(in, result);
  if (result.problem == connect_problem::change_of_account)
    return to_choice(result);
  return trouble_of(in, result);
}

http_out connect_front_state::to_connected(const http_in& in,
                                           const connect_result& result) const {
  auto out = redirect_out("/calendar/connected", 303);
  out.headers.emplace_back(
      "Set-Cookie",
      open_session(deps.options, {result.manager, result.account, {}}));
  if (remembers_link(deps.options, in))
    out.headers.emplace_back("Set-Cookie", remember_link(deps.options, {}));
  return out;
}

http_out connect_front_state::to_choice(const connect_result& result) const {
  auto out = redirect_out("/calendar/connect/account", 303);
  out.headers.emplace_back("Set-Cookie", choice_cookie(deps.options, result));
  return out;
}

http_out connect_front_state::trouble_of(const http_in& in,
                                         const connect_result& result) const {
  auto again = result.problem == connect_problem::wrong_account
                   ? way_to_switch(deps.options, in, result.manager)
                   : way_back(deps.options, in);
  if (again.empty() && deps.options.open && !result.manager.user_id.empty())
    again = "/calendar/auth/start?" + query_for(deps.options, result.manager);
  return page_for(result, again, deps.admin_consent_url, in.request_id);
}

void connect_front_state::choose(const http_in& in,
                                 const responder& respond) const {
  const auto open = choice_of(deps.options, in);
  if (!open)
    return respond(no_choice_page(in, way_back(deps.options, in)));
  respond(render(choice_page{open->manager.user_id, open->account, open->former,
                             open->viewings, open->keep.token,
                             way_to_switch(deps.options, in, open->manager)}));
}

void connect_front_state::keep(const http_in& in, const responder& respond) {
  auto open = choice_of(deps.options, in);
  if (!open)
    return respond(no_choice_page(in, way_back(deps.options, in)));
  open->keep.move_over = parse_query(in.body)["booked"] == "move";
  if (!carries_token(in, open->keep.token))
    return respond(wrong_token_page(in, "/calendar/connect/account"));
  ask<connect_result>(
      self, deps.connector, 2 * front_timeout,
      [=, this](expected<connect_result> ended) {
        connect_result result;
        result.problem = connect_problem::retry_later;
        if (ended)
          result = std::move(*ended);
        auto out = end_of(in, result);
        forget_choice(deps.options, out);
        respond(std::move(out));
      },
      atom::keep_v, open->keep);
}

} // namespace rental
