#include "tools/microsoft-sim/crypto.hpp"
#include "tools/microsoft-sim/identity.hpp"
#include "tools/microsoft-sim/time_text.hpp"
#include "tools/microsoft-sim/url.hpp"

#include <algorithm>

namespace rental::sim {

namespace {

using namespace std::chrono;

constexpr minutes code_life{10};
constexpr days refresh_life{90};
constexpr hours id_token_life{1};

identity_refusal bad_grant(int number, std::string text,
                           std::string suberror = {}) {
  return {400, "invalid_grant", number, std::move(text), std::move(suberror),
          {}};
}

std::string needed(const fields& form, const char* name) {
  auto value = value_of(form, name);
  if (value.empty())
    throw identity_refusal{400, "invalid_request", 900144,
                           std::string{"The request body must contain the "
                                       "following parameter: '"}
                               + name + "'."};
  return std::string{value};
}

/// Client id and secret from HTTP Basic, put where the form has them.
void add_basic_credentials(fields& form, std::string_view header) {
  if (!header.starts_with("Basic "))
    return;
  auto decoded = base64_decode(header.substr(6)).value_or("");
  auto colon = decoded.find(':');
  if (colon == std::string::npos)
    return;
  form.emplace_back("client_id", percent_decode(decoded.substr(0, colon)));
  form.emplace_back("client_secret", percent_decode(decoded.substr(colon + 1)));
}

void check_client(const identity_call& call, const fields& form) {
  if (needed(form, "client_id") != call.conf.client_id)
    throw identity_refusal{400, "unauthorized_client", 700016,
                           "Application with identifier '"
                               + std::string{value_of(form, "client_id")}
                               + "' was not found in the directory."};
  auto secret = value_of(form, "client_secret");
  if (secret.empty())
    throw identity_refusal{401, "invalid_client", 7000218,
                           "The request body must contain the following "
                           "parameter: 'client_assertion' or "
                           "'client_secret'."};
  if (call.conf.client_secret_expired)
    throw identity_refusal{401, "invalid_client", 7000222,
                           "The provided client secret keys for app '"
                               + call.conf.client_id + "' are expired."};
  if (secret != call.conf.client_secret)
    throw identity_refusal{401, "invalid_client", 7000215,
                           "Invalid client secret provided. Ensure the secret "
                           "being sent in the request is the client secret "
                           "value, not the client secret ID."};
}

std::string joined(const scope_set& scopes) {
  std::string result;
  for (auto& scope : scopes)
    if (scope != "offline_access")
      result += (result.empty() ? "" : " ") + scope;
  return result;
}

scope_set granted(const profile& who, const scope_set& asked) {
  scope_set result;
  for (auto& scope : asked)
    if (!who.withheld_scopes.contains(scope))
      result.insert(scope);
  result.insert(who.extra_scopes.begin(), who.extra_scopes.end());
  return result;
}

/// The scopes that this request asks for: a part of what was consented to.
scope_set narrowed(const fields& form, const scope_set& consented) {
  auto asked = split_scopes(value_of(form, "scope"));
  if (asked.empty())
    return consented;
  if (auto scope = unknown_scope(asked); !scope.empty())
    throw identity_refusal{400, "invalid_scope", 70011,
                           "The provided value for the input parameter "
                           "'scope' is not valid. The scope "
                               + scope + " is not valid."};
  if (!std::includes(consented.begin(), consented.end(), asked.begin(),
                     asked.end()))
    throw bad_grant(65001,
                    "The user or administrator has not consented to use the "
                    "application.",
                    "consent_required");
  return asked;
}

std::string id_token(identity_call& call, const profile& who,
                     const std::string& nonce, const scope_set& scopes) {
  auto now = call.by.now.time_since_epoch().count();
  json claims{{"aud", call.conf.client_id},
              {"iss", call.base_url() + '/' + call.conf.tenant_id + "/v2.0"},
              {"iat", now},
              {"nbf", now},
              {"exp", now + seconds{id_token_life}.count()},
              {"oid", who.oid},
              {"tid", call.conf.tenant_id},
              {"sub", base64url(sha256(who.oid + call.conf.client_id))},
              {"ver", "2.0"}};
  if (!nonce.empty())
    claims["nonce"] = nonce;
  if (scopes.contains("profile")) {
    claims["preferred_username"] = who.email;
    claims["name"] = who.name;
  }
  if (scopes.contains("email") && who.has_mail_address)
    claims["email"] = who.email;
  return call.signer.sign(claims);
}

json access_token(identity_call& call, const std::string& account,
                  const scope_set& scopes) {
  auto life = seconds{call.conf.expires_in};
  auto token
      = call.in.tokens.add(access_grant{account, scopes, call.by.now + life});
  auto number = call.conf.expires_in_as_string
                    ? json(std::to_string(life.count()))
                    : json(life.count());
  return {{"token_type", "Bearer"},
          {"scope", joined(scopes)},
          {"expires_in", number},
          {"ext_expires_in", number},
          {"access_token", token}};
}

profile person(const identity_call& call, const std::string& email) {
  auto who = call.in.people.find(email);
  if (!who)
    throw bad_grant(50034, "The user account does not exist.");
  return who->about();
}

void check_verifier(const code_grant& grant, const fields& form) {
  auto verifier = value_of(form, "code_verifier");
  auto& challenge = grant.flow.code_challenge;
  auto fits = challenge.empty()
                  ? verifier.empty()
                  : verifier.size() >= 43 && verifier.size() <= 128
                        && base64url(sha256(verifier)) == challenge;
  if (!fits)
    throw bad_grant(501481, "The Code_Verifier does not match the "
                            "code_challenge supplied in the authorization "
                            "request.");
}

void check_code(const identity_call& call, const code_grant& grant,
                const fields& form) {
  if (grant.redeemed)
    throw bad_grant(54005, "OAuth2 Authorization code was already redeemed, "
                           "please retry with a new valid code or use an "
                           "existing refresh token.");
  if (call.by.now > grant.issued + code_life)
    throw bad_grant(70008, "The provided authorization code or refresh token "
                           "has expired due to inactivity.");
  if (!equal_ignoring_case(grant.flow.tenant, call.tenant()))
    throw bad_grant(700005, "Provided Authorization Code is intended to use "
                            "against other tenant, thus rejected.");
  if (needed(form, "redirect_uri") != grant.flow.redirect_uri)
    throw bad_grant(50011, "The redirect URI specified in the request does "
                           "not match the one the code was given to.");
  check_verifier(grant, form);
}

response redeem_code(identity_call& call, const fields& form) {
  auto code = needed(form, "code");
  auto grant = call.in.tokens.code(code);
  if (!grant)
    throw bad_grant(70000, "Provided grant is invalid or malformed.");
  check_code(call, *grant, form);
  auto who = person(call, grant->flow.account);
  auto scopes = granted(who, narrowed(form, grant->flow.scopes));
  if (call.in.tokens.redeem(code)->redeemed)
    throw bad_grant(54005, "OAuth2 Authorization code was already redeemed.");
  auto body = access_token(call, who.email, scopes);
  if (grant->flow.scopes.contains("offline_access"))
    body["refresh_token"] = call.in.tokens.add(refresh_grant{who.email,
                                                             call.tenant(),
                                                             grant->flow.scopes,
                                                             call.by.now,
                                                             call.by.now,
                                                             {},
                                                             false,
                                                             false});
  if (scopes.contains("openid"))
    body["id_token"] = id_token(call, who, grant->flow.nonce, scopes);
  return json_response(200, body);
}

void check_refresh(const identity_call& call, const refresh_grant& grant) {
  if (grant.revoked)
    throw bad_grant(50173, "The provided grant has expired due to it being "
                           "revoked, a fresh auth token is needed. The grant "
                           "was issued on '"
                               + instant_text(grant.issued)
                               + "' and the TokensValidFrom date is '"
                               + instant_text(grant.revoked_at) + "'.");
  if (call.by.now > grant.last_used + refresh_life)
    throw bad_grant(700082,
                    "The refresh token has expired due to inactivity. The "
                    "token was issued on "
                        + instant_text(grant.issued)
                        + " and was inactive for 90.00:00:00.",
                    "bad_token");
}

response refresh(identity_call& call, const fields& form) {
  auto token = needed(form, "refresh_token");
  auto grant = call.in.tokens.refresh(token);
  if (!grant)
    throw bad_grant(70000, "Provided grant is invalid or malformed.");
  auto ordered = call.in.tokens.refresh_error(grant->account);
  if (auto failure = find_failure(ordered, call.by))
    return failure->content;
  check_refresh(call, *grant);
  auto who = person(call, grant->account);
  auto scopes = granted(who, narrowed(form, grant->scopes));
  if (!call.in.tokens.use(token, call.by.now) && call.conf.strict_rotation)
    throw bad_grant(70000, "The refresh token was used before and is not "
                           "valid any more.");
  auto body = access_token(call, who.email, scopes);
  if (!call.conf.omit_rotated_token) {
    auto next = *grant;
    next.last_used = next.issued = call.by.now;
    next.rotated = false;
    body["refresh_token"] = call.in.tokens.add(std::move(next));
  }
  if (scopes.contains("openid"))
    body["id_token"] = id_token(call, who, {}, scopes);
  return json_response(200, body);
}

response client_credentials(identity_call& call, const fields& form) {
  if (needed(form, "scope") != "https://graph.microsoft.com/.default")
    throw identity_refusal{400, "invalid_scope", 1002012,
                           "The provided value for scope is not valid. Client "
                           "credential flows must have a scope value with "
                           "/.default suffixed to the resource identifier."};
  auto body = access_token(call, {}, {});
  body.erase("scope");
  return json_response(200, body);
}

} // namespace

response give_token(identity_call& call) {
  fields form;
  if (call.from.has_content_type("application/x-www-form-urlencoded"))
    form = parse_form(call.from.body);
  auto type = needed(form, "grant_type");
  if (!call.known_tenant())
    throw identity_refusal{400, "invalid_request", 90002,
                           "Tenant '" + call.tenant() + "' not found."};
  add_basic_credentials(form, call.from.header("Authorization"));
  check_client(call, form);
  auto result
      = type == "authorization_code" ? redeem_code(call, form)
        : type == "refresh_token"    ? refresh(call, form)
        : type == "client_credentials"
            ? client_credentials(call, form)
            : throw identity_refusal{
                400, "unsupported_grant_type", 70003,
                "The app requested an unsupported grant type '" + type + "'."};
  result.set("Cache-Control", "no-store, no-cache");
  return result;
}

std::string claimed_account(identity_call& call) {
  auto form = parse_form(call.from.body);
  if (auto code = call.in.tokens.code(std::string{value_of(form, "code")}))
    return code->flow.account;
  auto token
      = call.in.tokens.refresh(std::string{value_of(form, "refresh_token")});
  if (token)
    return token->account;
  auto flow = call.in.tokens.flow(std::string{value_of(form, "flow")});
  if (flow)
    return flow->account;
  return std::string{value_of(form, "account")};
}

} // namespace rental::sim
