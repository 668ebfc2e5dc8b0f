// What can come back instead of a connected calendar.
#pragma once

namespace rental {

/// Why a sign-in ended without a code, as far as it changes what the manager
/// should do next.
enum class sign_in_problem {
  /// The manager cancelled or declined, or met the "Need admin approval" page
  /// and went back: Microsoft's answer is the same, so both have to be
  /// explained.
  cancelled_or_admin_wall,
  /// An administrator has to consent once for the whole organisation.
  admin_consent_needed,
  /// A passing fault at Microsoft: the same link works later.
  retry_later,
  /// Our registration is wrong; only the operator can mend it.
  misconfigured,
  /// Signing in again, without shortcuts, will do.
  sign_in_again,
};

/// Stable name, e.g. "retry_later".
constexpr const char* to_string(sign_in_problem problem) noexcept {
  switch (problem) {
  case sign_in_problem::cancelled_or_admin_wall:
    return "cancelled_or_admin_wall";
  case sign_in_problem::admin_consent_needed:
    return "admin_consent_needed";
  case sign_in_problem::retry_later:
    return "retry_later";
  case sign_in_problem::misconfigured:
    return "misconfigured";
  case sign_in_problem::sign_in_again:
    return "sign_in_again";
  }
  return "unknown";
}

} // namespace rental
