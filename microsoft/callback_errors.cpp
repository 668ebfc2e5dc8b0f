#include "microsoft/callback_errors.hpp"

namespace rental {
namespace {

bool is_admin_wall(std::string_view description) {
  // AdminConsentRequired, and the same with a request workflow.
  return description.find("AADSTS90094") != std::string_view::npos
         || description.find("AADSTS90095") != std::string_view::npos;
}

} // namespace

sign_in_problem classify_callback_error(std::string_view error,
                                        std::string_view error_subcode,
                                        std::string_view error_description) {
  if (is_admin_wall(error_description))
    return sign_in_problem::admin_consent_needed;
  if (error == "access_denied" || error_subcode == "cancel")
    return sign_in_problem::cancelled_or_admin_wall;
  if (error == "server_error" || error == "temporarily_unavailable")
    return sign_in_problem::retry_later;
  if (error == "login_required" || error == "interaction_required"
      || error == "consent_required" || error == "account_selection_required"
      || error == "invalid_grant" || error.empty())
    return sign_in_problem::sign_in_again;
  return sign_in_problem::misconfigured;
}

} // namespace rental
