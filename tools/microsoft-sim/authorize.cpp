#include "tools/microsoft-sim/crypto.hpp"
#include "tools/microsoft-sim/identity.hpp"
#include "tools/microsoft-sim/pages.hpp"
#include "tools/microsoft-sim/url.hpp"

#include <algorithm>
#include <regex>

namespace rental::sim {

namespace {

/// Query of a GET, form of a POST.
fields values_of(const request& from) {
  return from.method == "POST" ? parse_form(from.body) : from.query;
}

bool registered(const settings& conf, const std::string& uri) {
  static const std::regex local{
      R"(http://(localhost|127\.0\.0\.1)(:\d+)?/calendar/auth/callback)"};
  auto& uris = conf.redirect_uris;
  return uris.empty() ? std::regex_match(uri, local)
                      : std::find(uris.begin(), uris.end(), uri) != uris.end();
}

response deliver(const sign_in_flow& flow, fields values) {
  if (!flow.state.empty() && value_of(values, "state").empty())
    values.emplace_back("state", flow.state);
  if (flow.response_mode == "form_post")
    return form_post_page(flow.redirect_uri, values);
  if (flow.response_mode == "fragment")
    return redirect(flow.redirect_uri + '#' + form_encode(values));
  return redirect(with_query(flow.redirect_uri, values));
}

response deliver_error(const sign_in_flow& flow, const std::string& error,
                       const std::string& description) {
  return deliver(flow, {{"error", error}, {"error_description", description}});
}

response deliver_cancel(const sign_in_flow& flow) {
  return deliver(flow,
                 {{"error", "access_denied"}, {"error_subcode", "cancel"}});
}

response deliver_code(identity_call& call, const sign_in_flow& flow) {
  auto code = call.in.tokens.add(code_grant{flow, call.by.now, false});
  return deliver(flow, {{"code", code}, {"session_state", random_guid()}});
}

sign_in_flow read_flow(const identity_call& call, const fields& values) {
  sign_in_flow flow;
  flow.tenant = call.tenant();
  flow.redirect_uri = value_of(values, "redirect_uri");
  flow.state = value_of(values, "state");
  flow.nonce = value_of(values, "nonce");
  flow.code_challenge = value_of(values, "code_challenge");
  flow.prompt = value_of(values, "prompt");
  flow.login_hint = value_of(values, "login_hint");
  flow.response_mode = value_of(values, "response_mode");
  flow.scopes = split_scopes(value_of(values, "scope"));
  return flow;
}

/// What Microsoft says on a page of its own, since it must not redirect.
std::string dead_end(const identity_call& call, const fields& values) {
  auto client = value_of(values, "client_id");
  auto uri = std::string{value_of(values, "redirect_uri")};
  if (client.empty())
    return "AADSTS900144: The request body must contain the following "
           "parameter: 'client_id'.";
  if (client != call.conf.client_id)
    return "AADSTS700016: Application with identifier '" + std::string{client}
           + "' was not found in the directory.";
  if (!registered(call.conf, uri))
    return "AADSTS50011: The redirect URI '" + uri
           + "' specified in the request does not match the redirect URIs "
             "configured for the application.";
  return {};
}

bool known_prompt(const std::string& prompt) {
  return prompt.empty() || prompt == "login" || prompt == "none"
         || prompt == "consent" || prompt == "select_account";
}

/// The error code and text that the application gets, empty if all is well.
std::pair<std::string, std::string> objection(const sign_in_flow& flow,
                                              const fields& values) {
  auto type = value_of(values, "response_type");
  auto method = value_of(values, "code_challenge_method");
  auto& challenge = flow.code_challenge;
  if (type.empty())
    return {"invalid_request", "AADSTS900144: The request body must contain "
                               "the following parameter: 'response_type'."};
  if (type != "code")
    return {"unsupported_response_type",
            "AADSTS700054: response_type '" + std::string{type}
                + "' is not enabled for the application."};
  if (flow.scopes.empty())
    return {"invalid_request", "AADSTS900144: The request body must contain "
                               "the following parameter: 'scope'."};
  if (auto scope = unknown_scope(flow.scopes); !scope.empty())
    return {"invalid_client", "AADSTS650053: The application asked for scope '"
                                  + scope
                                  + "' that doesn't exist on the resource."};
  if (challenge.empty() != method.empty()
      || (!method.empty() && method != "S256"))
    return {"invalid_request", "AADSTS501481: A code_challenge goes with the "
                               "code_challenge_method S256."};
  if (!challenge.empty()
      && (challenge.size() != 43 || !base64_decode(challenge)))
    return {"invalid_request",
            "AADSTS501491: Invalid size or alphabet of Code_Challenge."};
  if (!known_prompt(flow.prompt))
    return {"invalid_request", "AADSTS90023: Unsupported 'prompt' value."};
  auto& mode = flow.response_mode;
  if (!mode.empty() && mode != "query" && mode != "fragment"
      && mode != "form_post")
    return {"invalid_request", "AADSTS90023: Unsupported 'response_mode'."};
  if (flow.prompt == "none")
    return {"login_required", "AADSTS50058: A silent sign-in request was sent "
                              "but no user is signed in."};
  return {};
}

response show_sign_in(identity_call& call, const std::string& id,
                      const sign_in_flow& flow,
                      const std::string& complaint = {}) {
  std::vector<profile> people;
  for (auto& one : call.in.people.all())
    people.push_back(one->about());
  return sign_in_page(call.tenant(), id, people, flow.login_hint, complaint);
}

response flow_is_gone() {
  return trouble_page(400, "Sorry, but we're having trouble signing you in.",
                      "AADSTS50089: The sign-in took too long or was not "
                      "begun here. Begin again at the application.");
}

/// Signs the account in: consent if it is needed, else the code.
response go_on(identity_call& call, const std::string& id, sign_in_flow flow,
               account& who, bool ask) {
  flow.account = who.about().email;
  call.in.tokens.update(id, flow);
  auto known = call.conf.remember_consent && flow.prompt != "consent"
               && who.consented_to(flow.scopes);
  if (ask && !known)
    return consent_page(call.tenant(), id, who.about(), call.conf.app_name,
                        flow.scopes);
  return deliver_code(call, flow);
}

} // namespace

response authorize(identity_call& call) {
  auto values = values_of(call.from);
  if (auto problem = dead_end(call, values); !problem.empty())
    return trouble_page(400, "Sorry, but we're having trouble signing you in.",
                        problem);
  auto flow = read_flow(call, values);
  if (auto [error, text] = objection(flow, values); !error.empty())
    return deliver_error(flow, error, text);
  auto id = call.in.tokens.add(flow);
  if (auto who = call.in.people.find(call.conf.auto_sign_in))
    return go_on(call, id, flow, *who, false);
  return show_sign_in(call, id, flow);
}

response sign_in(identity_call& call) {
  auto values = parse_form(call.from.body);
  std::string id{value_of(values, "flow")};
  auto flow = call.in.tokens.flow(id);
  if (!flow)
    return flow_is_gone();
  if (value_of(values, "action") == "cancel")
    return deliver_cancel(*flow);
  auto who = call.in.people.find(value_of(values, "account"));
  if (!who)
    return show_sign_in(call, id, *flow,
                        "AADSTS50034: This account does not exist in the "
                        "directory. Choose another one.");
  return go_on(call, id, *flow, *who, true);
}

response consent(identity_call& call) {
  auto values = parse_form(call.from.body);
  auto flow = call.in.tokens.flow(std::string{value_of(values, "flow")});
  auto who = flow ? call.in.people.find(flow->account) : nullptr;
  if (!who)
    return flow_is_gone();
  if (value_of(values, "decision") != "accept")
    return deliver_cancel(*flow);
  who->consent_to(flow->scopes);
  return deliver_code(call, *flow);
}

response fail_callback(identity_call& call, const known_failure& failure) {
  auto values = call.from.method == "GET" ? call.from.query
                                          : parse_form(call.from.body);
  auto begun = call.in.tokens.flow(std::string{value_of(values, "flow")});
  auto flow = begun ? *begun : read_flow(call, values);
  auto query = failure.callback;
  for (auto& [name, value] : query) {
    if (name != "code")
      continue;
    // Somebody is signed in, so that the code itself is good.
    if (auto everybody = call.in.people.all(); flow.account.empty())
      flow.account = everybody.front()->about().email;
    value = call.in.tokens.add(code_grant{flow, call.by.now, false});
  }
  return deliver(flow, std::move(query));
}

} // namespace rental::sim
