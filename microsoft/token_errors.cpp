#include "microsoft/token_errors.hpp"

#include "microsoft/json_fields.hpp"
#include "net/retry_after.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace rental {
namespace {

using namespace std::chrono_literals;

constexpr std::array needs_manager
    = {"invalid_grant",  "interaction_required", "consent_required",
       "login_required", "access_denied",        "account_selection_required"};
constexpr std::array passing = {"temporarily_unavailable", "server_error"};
constexpr std::array ours
    = {"invalid_client",           "unauthorized_client",
       "invalid_request",          "invalid_scope",
       "invalid_resource",         "unsupported_grant_type",
       "unsupported_response_type"};
// MSAL's list: InteractionRequiredAuthError.
constexpr std::array needs_manager_suberrors
    = {"message_only",   "additional_action", "basic_action",
       "bad_token",      "consent_required",  "user_password_expired",
       "ui_not_allowed", "interrupted_user"};

template <class List>
bool is_in(const List& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

/// From `error_codes`, else from the description's first word.
std::string aadsts_number(const nlohmann::json& body) {
  const auto* codes = member(body, "error_codes");
  if (codes != nullptr && codes->is_array() && !codes->empty()
      && codes->front().is_number_integer())
    return std::to_string(codes->front().get<std::int64_t>());
  const auto text = text_of(body, "error_description");
  if (!text.starts_with("AADSTS"))
    return {};
  const auto digits = text.substr(6, 9);
  const auto end = std::find_if_not(digits.begin(), digits.end(), [](char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
  });
  return {digits.begin(), end};
}

errc errc_by_token_status(long status) {
  if (status == 429)
    return errc::throttled;
  if (status >= 500 || status == 408)
    return errc::provider_unavailable;
  return errc::bad_answer;
}

errc errc_by_error(long status, const std::string& error,
                   const std::string& suberror) {
  if (is_in(needs_manager, error))
    return errc::needs_reconnect;
  if (is_in(passing, error))
    return status == 429 ? errc::throttled : errc::provider_unavailable;
  if (is_in(needs_manager_suberrors, suberror))
    return errc::needs_reconnect;
  if (is_in(ours, error))
    return errc::operator_fault;
  // An unknown refusal of a well-formed request is for the operator to read.
  const auto code = errc_by_token_status(status);
  return code == errc::bad_answer ? errc::operator_fault : code;
}

} // namespace

failure classify_token_error(long status,
                             const std::map<std::string, std::string>& headers,
                             std::string_view body, instant now) {
  const auto wait = retry_after_of(headers, now);
  const auto answer = parse_or_null(body);
  const auto error = clean_code(text_of(answer, "error"));
  if (error.empty())
    return {errc_by_token_status(status),
            "HTTP " + std::to_string(status) + " without an error code", wait};
  const auto suberror = clean_code(text_of(answer, "suberror"));
  const auto number = aadsts_number(answer);
  auto detail = error;
  if (!number.empty())
    detail += " AADSTS" + number;
  if (!suberror.empty())
    detail += " (" + suberror + ')';
  // LoopDetected. The same request again within minutes only prolongs it.
  if (number == "50196")
    return {errc::throttled, detail,
            std::max<std::chrono::milliseconds>(wait, 5min)};
  return {errc_by_error(status, error, suberror), detail, wait};
}

} // namespace rental
