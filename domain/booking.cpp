#include "domain/booking.hpp"

#include "base/enum_names.hpp"

#include <string_view>

namespace rental {
namespace {

constexpr auto connection_names = names_up_to<connection_state::disconnected>(
    "connected", "degraded", "needs_reconnect", "disconnected");
constexpr auto booking_names = names_up_to<booking_state::failed>(
    "held", "writing", "confirmed", "cancelling", "cancelled", "failed");
constexpr auto answer_names = names_up_to<answer_kind::passing>(
    "stands", "cancelled", "noted", "passing");

template <class Enum, class Names>
std::optional<Enum> lookup(const Names& names, std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (name == names[i])
      return static_cast<Enum>(i);
  return std::nullopt;
}

} // namespace

const char* to_string(connection_state state) noexcept {
  return connection_names[static_cast<std::size_t>(state)];
}

std::optional<connection_state> connection_state_from(std::string_view name) {
  return lookup<connection_state>(connection_names, name);
}

const char* to_string(booking_state state) noexcept {
  return booking_names[static_cast<std::size_t>(state)];
}

std::optional<booking_state> booking_state_from(std::string_view name) {
  return lookup<booking_state>(booking_names, name);
}

const char* to_string(answer_kind kind) noexcept {
  return answer_names[static_cast<std::size_t>(kind)];
}

std::optional<answer_kind> answer_kind_from(std::string_view name) {
  return lookup<answer_kind>(answer_names, name);
}

std::string mailbox_of(const manager_record& manager) {
  if (manager.object_id.empty())
    return {};
  return manager.tenant_id + "/" + manager.object_id;
}

bool has_own_number(const booking& row) {
  return !row.caller.empty() || row.who.phone.starts_with('+');
}

bool is_in_present_mailbox(const booking& row, const manager_record& manager) {
  return row.mailbox.empty() || row.mailbox == mailbox_of(manager);
}

} // namespace rental
