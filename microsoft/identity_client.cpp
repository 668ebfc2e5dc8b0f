#include "microsoft/identity_client.hpp"

#include "crypto/uuid.hpp"
#include "microsoft/id_token.hpp"
#include "microsoft/token_errors.hpp"
#include "microsoft/token_grants.hpp"
#include "net/url.hpp"

namespace rental {
namespace {

using steady = std::chrono::steady_clock;
constexpr const char* asked_scopes
    = "openid profile email offline_access User.Read Calendars.ReadWrite "
      "MailboxSettings.Read Mail.Send";

} // namespace

struct identity_client::core : std::enable_shared_from_this<core> {
  core(identity_options o, http_client& h, const clock& c)
      : options(std::move(o)), http(h), now(c) {}

  std::string endpoint(const char* name,
                       const std::vector<name_value>& query = {}) const {
    const auto path = percent_encode(options.tenant) + "/oauth2/v2.0/" + name;
    return join_url(options.login_url, path, query);
  }

  /// Adds what every token request carries; the secret too is form-encoded.
  http_request token_request(std::vector<name_value> fields,
                             deadline until) const {
    fields.emplace_back("client_id", options.client_id);
    if (!options.client_secret.empty())
      fields.emplace_back("client_secret", options.client_secret.reveal());
    return {"POST",
            endpoint("token"),
            {{"Content-Type", "application/x-www-form-urlencoded"},
             {"Accept", "application/json"},
             {"client-request-id", uuid_v4()}},
            form_encode(fields),
            until};
  }

  void post(std::string_view operation, std::vector<name_value> fields,
            deadline until, reply<http_reply> on_reply) {
    const auto begin = steady::now();
    http.send(token_request(std::move(fields), until),
              [self = shared_from_this(), operation, begin,
               tell = std::move(on_reply)](expected<http_reply> answer) {
                self->observe(operation, begin, answer);
                tell(std::move(answer));
              });
  }

  void observe(std::string_view operation, steady::time_point begin,
               const expected<http_reply>& answer) const {
    if (options.observer)
      options.observer(operation, answer ? answer->status : 0,
                       std::chrono::duration_cast<std::chrono::milliseconds>(
                           steady::now() - begin));
  }

  expected<token_grant> read(const expected<http_reply>& answer) const {
    if (!answer)
      return answer.error();
    if (answer->status != 200)
      return classify_token_error(answer->status, answer->headers, answer->body,
                                  now.now());
    return read_token_grant(answer->body, now.now());
  }

  const identity_options options;
  http_client& http;
  const clock& now;
};

identity_client::identity_client(identity_options options, http_client& http,
                                 const clock& now)
    : core_(std::make_shared<core>(std::move(options), http, now)) {}

identity_client::~identity_client() = default;

std::string identity_client::scopes() const {
  return asked_scopes;
}

std::string
identity_client::authorize_url(const authorize_request& request) const {
  std::vector<name_value> query{
      {"client_id", core_->options.client_id},
      {"response_type", "code"},
      {"redirect_uri", core_->options.redirect_uri},
      {"response_mode", "query"},
      {"scope", asked_scopes},
      {"state", request.state},
      {"nonce", request.nonce},
      {"code_challenge", request.code_challenge},
      {"code_challenge_method", "S256"},
  };
  if (!request.login_hint.empty())
    query.emplace_back("login_hint", request.login_hint);
  if (!request.prompt.empty())
    query.emplace_back("prompt", request.prompt);
  return core_->endpoint("authorize", query);
}

void identity_client::redeem(std::string code, secret verifier, deadline until,
                             reply<token_grant> on_reply) {
  core_->post("redeem",
              {{"grant_type", "authorization_code"},
               {"code", std::move(code)},
               {"redirect_uri", core_->options.redirect_uri},
               {"code_verifier", verifier.reveal()}},
              until, [core = core_, tell = std::move(on_reply)](auto answer) {
                tell(core->read(answer));
              });
}

void identity_client::refresh(secret refresh_token, deadline until,
                              reply<token_grant> on_reply) {
  core_->post("refresh",
              {{"grant_type", "refresh_token"},
               {"refresh_token", refresh_token.reveal()}},
              until, [core = core_, tell = std::move(on_reply)](auto answer) {
                tell(core->read(answer));
              });
}

void identity_client::check_client(deadline until, reply<done> on_reply) {
  core_->post(
      "check_client",
      {{"grant_type", "refresh_token"}, {"refresh_token", "no-such-token"}},
      until, [core = core_, tell = std::move(on_reply)](auto answer) {
        const auto grant = core->read(answer);
        if (!grant && grant.error().code != errc::needs_reconnect)
          tell(grant.error());
        else
          tell(done{});
      });
}

expected<id_claims>
identity_client::read_id_token(const secret& id_token,
                               const std::string& nonce) const {
  return rental::read_id_token(id_token, core_->options.client_id, nonce,
                               core_->now.now());
}

std::optional<std::chrono::seconds>
identity_client::clock_ahead(const secret& id_token) const {
  const auto theirs = issued_at(id_token);
  if (!theirs)
    return std::nullopt;
  return core_->now.now() - *theirs;
}

} // namespace rental
