// Who calls, and who wants to come: from what the line and the model say.
// Pure. Internal to http/.
#pragma once

#include "domain/phone_reading.hpp"
#include "messages/payloads.hpp"
#include "vapi/server_message.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace rental {

using phone_reader = std::function<phone_reading(std::string_view)>;

/// What a manager reads where the line tells no number.
inline constexpr auto number_withheld = "number withheld";

/// What the signalling tells of the caller.
struct caller_line {
  /// Proves who calls; empty when nobody, or many people, can be behind it.
  std::string number;
  /// For the manager to call back: the number, what came instead of one, or
  /// number_withheld. Empty when there is no line (a web call, a chat).
  std::string shown;
};

/// The number that was dialled proves nothing: a switchboard put it there.
caller_line line_of(const call_context& call, const phone_reader& read);

/// The number that a manager's id may be compared with: without its extension;
/// what came, when there is none.
std::string manager_number(const call_context& call, const phone_reader& read);

/// Name, e-mail and the number to call back, the caller's own words first: what
/// is no number is given as it was said.
visitor visitor_of(const tool_call& call, const caller_line& line,
                   const phone_reader& read);

/// Whether there is anything to call or write to.
bool can_be_reached(const visitor& who);

/// The number comes from the line alone: arguments are written by a model that
/// a stranger is talking to.
caller_identity identity_of(const tool_call& call, const caller_line& line);

/// Takes the line's number out of an order: it turned out to be one that many
/// people call from.
void forget_number(booking_order& order);

/// The address, or "" when the argument only says that there is none.
std::string address_of(const tool_call& call);

} // namespace rental
