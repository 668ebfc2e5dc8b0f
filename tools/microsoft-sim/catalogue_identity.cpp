#include "tools/microsoft-sim/catalogue.hpp"

#include <algorithm>
#include <array>

namespace rental::sim {

namespace {

struct token_failure {
  const char* name;
  int status;
  const char* error;
  int number;
  const char* text;
  const char* suberror = "";
};

constexpr std::array token_failures{
    token_failure{"rt_expired_inactivity", 400, "invalid_grant", 700082,
                  "The refresh token has expired due to inactivity.",
                  "bad_token"},
    token_failure{"rt_revoked_fresh_token_needed", 400, "invalid_grant", 50173,
                  "The grant was revoked; a fresh token is needed."},
    token_failure{"rt_expired_or_revoked", 400, "invalid_grant", 70008,
                  "The authorization code or refresh token has expired."},
    token_failure{"rt_invalid", 400, "invalid_grant", 70000,
                  "The grant is invalid or malformed."},
    token_failure{"rt_sign_in_frequency", 400, "invalid_grant", 70043,
                  "The refresh token is older than the sign-in frequency that "
                  "Conditional Access demands."},
    token_failure{"mfa_required", 400, "invalid_grant", 50076,
                  "Multi-factor authentication is needed now.", "basic_action"},
    token_failure{"mfa_enrolment", 400, "invalid_grant", 50079,
                  "The user must enrol in multi-factor authentication."},
    token_failure{"mfa_expired", 400, "invalid_grant", 50078,
                  "The multi-factor authentication has expired."},
    token_failure{"ca_blocked", 400, "invalid_grant", 53003,
                  "Conditional Access does not allow a token.", "message_only"},
    token_failure{"ca_device", 400, "invalid_grant", 53000,
                  "The device must be managed."},
    token_failure{"consent_missing", 400, "invalid_grant", 65001,
                  "Neither the user nor an administrator has consented.",
                  "consent_required"},
    token_failure{"password_expired", 400, "invalid_grant", 50055,
                  "The password is expired.", "user_password_expired"},
    token_failure{"user_disabled", 400, "invalid_grant", 50057,
                  "The user account is disabled."},
    token_failure{"sso_artifact_revoked", 400, "invalid_grant", 50133,
                  "The session ended by expiry or a new password."},
    token_failure{"interaction_required", 400, "interaction_required", 50076,
                  "Multi-factor authentication is needed now."},
    token_failure{"code_already_redeemed", 400, "invalid_grant", 54005,
                  "The authorization code was already redeemed."},
    token_failure{"pkce_mismatch", 400, "invalid_grant", 501481,
                  "The code verifier does not match the code challenge."},
    token_failure{"redirect_mismatch", 400, "invalid_grant", 50011,
                  "The redirect URI is not one of the application's."},
    token_failure{"code_wrong_tenant", 400, "invalid_grant", 700005,
                  "The code is meant for another tenant."},
    token_failure{"client_secret_wrong", 401, "invalid_client", 7000215,
                  "Invalid client secret provided."},
    token_failure{"client_secret_expired", 401, "invalid_client", 7000222,
                  "The client secret is expired."},
    token_failure{"client_secret_missing", 401, "invalid_client", 7000218,
                  "The body must contain 'client_assertion' or "
                  "'client_secret'."},
    token_failure{"client_assertion_expired", 401, "invalid_client", 700024,
                  "The client assertion is not within its valid time."},
    token_failure{"app_not_in_tenant", 400, "unauthorized_client", 700016,
                  "The application was not found in the directory."},
    token_failure{"tenant_not_found", 400, "invalid_request", 90002,
                  "The tenant was not found."},
    token_failure{"single_tenant_app_on_common", 400, "invalid_request", 50194,
                  "The application is not multi-tenant; /common is not for "
                  "it."},
    token_failure{"parameter_missing", 400, "invalid_request", 900144,
                  "The body must contain the parameter 'grant_type'."},
    token_failure{"scope_invalid", 400, "invalid_scope", 70011,
                  "The value of the parameter 'scope' is not valid."},
    token_failure{"unsupported_grant", 400, "unsupported_grant_type", 70003,
                  "The grant type is not supported."},
    token_failure{"directory_unavailable", 503, "temporarily_unavailable",
                  90033, "A transient error has occurred. Please try again."},
    token_failure{"aad_request_timeout", 504, "temporarily_unavailable", 90012,
                  "The request has timed out."},
    token_failure{"aad_transient_90024", 400, "temporarily_unavailable", 90024,
                  "The request budget is exceeded. Please try again."},
    token_failure{"aad_loop_detected", 400, "invalid_request", 50196,
                  "The client repeats the same request in a loop."},
    token_failure{"aad_throttled", 429, "temporarily_unavailable", 90055,
                  "There are too many incoming requests."},
};

struct callback_failure {
  const char* name;
  const char* error;
  const char* description;
  const char* subcode = "";
};

constexpr std::array callback_failures{
    callback_failure{"callback_access_denied_user", "access_denied",
                     "the user canceled the authentication"},
    callback_failure{"callback_access_denied_consent_declined", "access_denied",
                     "AADSTS65004: User declined to consent to the app."},
    callback_failure{"callback_cancel_or_admin_wall", "access_denied", "",
                     "cancel"},
    callback_failure{"callback_consent_required", "consent_required",
                     "AADSTS65001: Consent is missing. Send an interactive "
                     "authorization request."},
    callback_failure{"callback_admin_consent_required", "access_denied",
                     "AADSTS90094: An administrator has to grant these "
                     "permissions."},
    callback_failure{"callback_login_required", "login_required",
                     "AADSTS50058: A silent sign-in was asked for but nobody "
                     "is signed in."},
    callback_failure{"callback_interaction_required", "interaction_required",
                     "AADSTS50076: Multi-factor authentication is needed."},
    callback_failure{"callback_server_error", "server_error",
                     "AADSTS90033: A transient error has occurred."},
    callback_failure{"callback_temporarily_unavailable",
                     "temporarily_unavailable",
                     "The server is too busy to handle the request."},
    callback_failure{
        "callback_invalid_scope", "invalid_client",
        "AADSTS650053: The application asked for a scope that does "
        "not exist."},
};

known_failure of_callback(const callback_failure& from) {
  known_failure result{known_failure::place::callback, {}, {}, {}, false};
  result.callback.emplace_back("error", from.error);
  if (*from.description)
    result.callback.emplace_back("error_description", from.description);
  if (*from.subcode)
    result.callback.emplace_back("error_subcode", from.subcode);
  return result;
}

known_failure of_token(const token_failure& from, const stamp& by) {
  identity_refusal refused{from.status, from.error,    from.number,
                           from.text,   from.suberror, {}};
  if (from.status == 429)
    refused.headers.emplace_back("Retry-After", "30");
  return {known_failure::place::token, {}, to_response(refused, by), {}, false};
}

template <class Table>
auto named(const Table& table, std::string_view name) {
  return std::find_if(table.begin(), table.end(),
                      [name](auto& entry) { return name == entry.name; });
}

} // namespace

std::optional<known_failure> find_identity_failure(std::string_view name,
                                                   const stamp& by) {
  using enum known_failure::place;
  if (auto at = named(token_failures, name); at != token_failures.end())
    return of_token(*at, by);
  if (auto at = named(callback_failures, name); at != callback_failures.end())
    return of_callback(*at);
  if (name == "callback_state_mismatch")
    return known_failure{callback,
                         {{"code", ""}, {"state", "somebody-elses-state"}},
                         {},
                         {},
                         false};
  if (name == "aad_5xx_html")
    return known_failure{
        token,
        {},
        html_response(502, "<html><body>Bad Gateway</body></html>"),
        {},
        false};
  return std::nullopt;
}

std::vector<std::string> identity_failure_names() {
  std::vector<std::string> names;
  for (auto& entry : callback_failures)
    names.emplace_back(entry.name);
  names.emplace_back("callback_state_mismatch");
  for (auto& entry : token_failures)
    names.emplace_back(entry.name);
  names.emplace_back("aad_5xx_html");
  return names;
}

} // namespace rental::sim
