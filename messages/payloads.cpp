#include "messages/payloads.hpp"

#include "base/enum_names.hpp"

namespace rental {

const char* to_string(booking_result result) noexcept {
  constexpr auto names = names_up_to<booking_result::stranger>(
      "booked", "already_booked", "moved", "refused", "unclear", "noted",
      "not_connected", "needs_reconnect", "replayed", "cancelled",
      "nothing_found", "which_one", "stranger");
  return names[static_cast<std::size_t>(result)];
}

const char* to_string(connect_problem problem) noexcept {
  constexpr auto names = names_up_to<connect_problem::our_clock>(
      "none", "bad_state", "other_browser", "incomplete",
      "cancelled_or_admin_wall", "admin_consent_needed", "retry_later",
      "misconfigured", "sign_in_again", "scopes_missing", "no_mailbox",
      "wrong_account", "storage_failed", "change_of_account",
      "already_connected", "link_used", "our_clock");
  return names[static_cast<std::size_t>(problem)];
}

} // namespace rental
