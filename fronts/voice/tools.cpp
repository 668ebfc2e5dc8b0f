#include "fronts/voice/tools.hpp"

#include <algorithm>
#include <array>

namespace rental {
namespace {

std::string unread(const phrasebook& say) {
  return say.calendar_unreadable("");
}

/// It may have been done.
std::string unsure(const phrasebook& say) {
  return say.unsure("");
}

std::string not_done(const phrasebook& say) {
  return say.busy_try_again();
}

constexpr std::array tools{
    tool_entry{tool::availability, "get_availability", false, true, unread},
    tool_entry{tool::book, "set_appointment", true, true, unsure},
    tool_entry{tool::find, "find_appointment", true, false, not_done},
    tool_entry{tool::cancel, "cancel_appointment", true, false, unsure},
    tool_entry{tool::reschedule, "reschedule_appointment", true, false, unsure},
    tool_entry{tool::message, "leave_message", true, false, unsure}};

constexpr tool_entry no_tool{tool::unknown, "unknown", true, false, not_done};

} // namespace

std::span<const tool_entry> all_tools() noexcept {
  return tools;
}

const tool_entry& tool_named(std::string_view name) noexcept {
  const auto* found = std::ranges::find(tools, name, &tool_entry::name);
  return found == tools.end() ? no_tool : *found;
}

} // namespace rental
