#include "microsoft/id_token.hpp"

#include "crypto/encode.hpp"
#include "crypto/hash.hpp"
#include "microsoft/json_fields.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace rental {
namespace {

constexpr std::chrono::minutes leeway{5};

failure bad_token(const char* what) {
  return {errc::bad_answer, std::string{"id_token: "} + what, {}};
}

/// The middle one of exactly three parts.
std::string payload_of(const std::string& token) {
  const auto first = token.find('.');
  const auto second
      = first == std::string::npos ? first : token.find('.', first + 1);
  if (second == std::string::npos
      || token.find('.', second + 1) != std::string::npos)
    return {};
  return base64url_decode(token.substr(first + 1, second - first - 1))
      .value_or(std::string{});
}

bool is_audience(const nlohmann::json& claims, const std::string& client_id) {
  const auto* audience = member(claims, "aud");
  if (audience == nullptr || client_id.empty())
    return false;
  if (!audience->is_array())
    return *audience == client_id;
  return std::find(audience->begin(), audience->end(), client_id)
         != audience->end();
}

bool has_expired(const nlohmann::json& exp, instant now) {
  // As a double: a number of any size can be compared.
  return exp.get<double>() <= static_cast<double>(to_unix(now - leeway));
}

std::string first_of(const nlohmann::json& claims,
                     std::initializer_list<const char*> names) {
  for (const auto* name : names)
    if (auto text = text_of(claims, name); !text.empty())
      return text;
  return {};
}

} // namespace

expected<id_claims> read_id_token(const secret& id_token,
                                  const std::string& client_id,
                                  const std::string& nonce, instant now) {
  const auto claims = parse_or_null(payload_of(id_token.reveal()));
  if (!claims.is_object())
    return bad_token("not a JWT");
  if (!is_audience(claims, client_id))
    return bad_token("made for another application");
  if (nonce.empty() || !constant_time_equal(text_of(claims, "nonce"), nonce))
    return bad_token("wrong nonce");
  id_claims who{text_of(claims, "oid"), text_of(claims, "tid"),
                first_of(claims, {"preferred_username", "email", "upn"}),
                text_of(claims, "name")};
  if (who.object_id.empty() || who.tenant_id.empty())
    return bad_token("no oid or tid");
  const auto* exp = member(claims, "exp");
  if (exp == nullptr || !exp->is_number())
    return bad_token("no exp");
  if (has_expired(*exp, now))
    return failure{errc::expired, "id_token: expired", {}};
  return who;
}

std::optional<instant> issued_at(const secret& id_token) {
  const auto claims = parse_or_null(payload_of(id_token.reveal()));
  const auto* iat = member(claims, "iat");
  constexpr double latest = 4'102'444'800; // 2100
  if (iat == nullptr || !iat->is_number() || iat->get<double>() < 0
      || iat->get<double>() > latest)
    return std::nullopt;
  return from_unix(static_cast<std::int64_t>(iat->get<double>()));
}

} // namespace rental
