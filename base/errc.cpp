#include "base/errc.hpp"

#include <array>
#include <cstddef>

namespace rental {
namespace {

constexpr std::array errc_names = {
    "no_error",
    "bad_request",
    "unauthorized",
    "unknown_manager",
    "ambiguous_property",
    "not_shown",
    "unknown_booking",
    "slot_taken",
    "already_there",
    "key_reused",
    "not_connected",
    "needs_reconnect",
    "no_mailbox",
    "scope_missing",
    "timeout",
    "unreachable",
    "network",
    "throttled",
    "provider_unavailable",
    "provider_refused",
    "forbidden",
    "bad_answer",
    "not_found",
    "changed",
    "operator_fault",
    "storage",
    "sealed",
    "expired",
    "unavailable",
    "internal",
};

static_assert(errc_names.size() == static_cast<std::size_t>(errc::count_),
              "every errc needs a name");

} // namespace

const char* to_string(errc code) noexcept {
  const auto index = static_cast<std::size_t>(code);
  return index < errc_names.size() ? errc_names[index] : "unknown_errc";
}

} // namespace rental
