#include "tools/microsoft-sim/identity.hpp"

#include "tools/microsoft-sim/pages.hpp"

#include <algorithm>
#include <array>
#include <sstream>

namespace rental::sim {

namespace {

constexpr std::string_view graph_resource = "https://graph.microsoft.com/";

response openid_configuration(identity_call& call) {
  auto authority = call.base_url() + '/' + call.tenant();
  return json_response(
      200,
      {{"issuer", call.base_url() + '/' + call.conf.tenant_id + "/v2.0"},
       {"authorization_endpoint", authority + "/oauth2/v2.0/authorize"},
       {"token_endpoint", authority + "/oauth2/v2.0/token"},
       {"jwks_uri", authority + "/discovery/v2.0/keys"},
       {"token_endpoint_auth_methods_supported",
        {"client_secret_post", "client_secret_basic"}},
       {"response_modes_supported", {"query", "fragment", "form_post"}},
       {"response_types_supported", {"code"}},
       {"scopes_supported", {"openid", "profile", "email", "offline_access"}},
       {"subject_types_supported", {"pairwise"}},
       {"id_token_signing_alg_values_supported", {"RS256"}}});
}

} // namespace

bool identity_call::known_tenant() const {
  auto& name = tenant();
  return name == "common" || name == "organizations" || name == "consumers"
         || equal_ignoring_case(name, conf.tenant_id)
         || equal_ignoring_case(name, conf.tenant_domain);
}

std::string identity_call::base_url() const {
  if (!conf.public_url.empty())
    return conf.public_url;
  return "http://" + std::string{from.header("Host")};
}

response handle_identity(identity_call& call, const operation& what) {
  if (what.name.empty())
    return trouble_page(what.wrong_method ? 405 : 404, "Page not found",
                        "Nothing lives at this address.");
  if (what.name == "token")
    return give_token(call);
  if (!call.known_tenant())
    return trouble_page(400, "Sorry, but we're having trouble signing you in.",
                        "AADSTS90002: Tenant '" + call.tenant()
                            + "' not found.");
  if (what.name == "authorize")
    return authorize(call);
  if (what.name == "signIn")
    return sign_in(call);
  if (what.name == "consent")
    return consent(call);
  if (what.name == "keys")
    return json_response(200, call.signer.keys());
  return openid_configuration(call);
}

scope_set split_scopes(std::string_view text) {
  scope_set result;
  std::istringstream words{std::string{text}};
  for (std::string word; words >> word;)
    result.insert(word.starts_with(graph_resource)
                          && !word.ends_with("/.default")
                      ? word.substr(graph_resource.size())
                      : word);
  return result;
}

std::string unknown_scope(const scope_set& scopes) {
  constexpr std::array known{"openid",
                             "profile",
                             "email",
                             "offline_access",
                             "User.Read",
                             "User.ReadWrite",
                             "Calendars.Read",
                             "Calendars.ReadBasic",
                             "Calendars.ReadWrite",
                             "Calendars.Read.Shared",
                             "Calendars.ReadWrite.Shared",
                             "MailboxSettings.Read",
                             "MailboxSettings.ReadWrite",
                             "Mail.Read",
                             "Mail.ReadWrite",
                             "Mail.Send"};
  for (auto& scope : scopes)
    if (std::find(known.begin(), known.end(), scope) == known.end())
      return scope;
  return {};
}

} // namespace rental::sim
