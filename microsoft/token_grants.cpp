#include "microsoft/token_grants.hpp"

#include "microsoft/json_fields.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace rental {
namespace {

/// With CAE a token may live 28 hours; a year is a mistake.
constexpr double longest_life = 366.0 * 24 * 3600;

double seconds_in(const nlohmann::json& value) {
  if (value.is_number())
    return value.get<double>();
  if (!value.is_string())
    return 0;
  const auto& text = value.get_ref<const std::string&>();
  std::int64_t seconds = 0;
  const auto end = text.data() + text.size();
  const auto [last, error] = std::from_chars(text.data(), end, seconds);
  return error == std::errc{} && last == end ? static_cast<double>(seconds) : 0;
}

std::chrono::seconds life_of(const nlohmann::json& answer) {
  const auto* value = member(answer, "expires_in");
  const auto seconds = value == nullptr ? 0 : seconds_in(*value);
  return std::chrono::seconds{
      static_cast<std::int64_t>(std::clamp(seconds, 0.0, longest_life))};
}

} // namespace

expected<token_grant> read_token_grant(std::string_view body, instant now) {
  const auto answer = parse_or_null(body);
  token_grant grant;
  grant.tokens.access_token = secret{text_of(answer, "access_token")};
  if (grant.tokens.access_token.empty())
    return failure{errc::bad_answer, "no access token in the answer", {}};
  grant.tokens.refresh_token = secret{text_of(answer, "refresh_token")};
  grant.tokens.scope = text_of(answer, "scope");
  grant.tokens.expires_at = now + life_of(answer);
  grant.id_token = secret{text_of(answer, "id_token")};
  return grant;
}

} // namespace rental
