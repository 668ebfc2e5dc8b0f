#pragma once

#include "tools/microsoft-sim/http.hpp"
#include "tools/microsoft-sim/world.hpp"

#include <string>

/// The control plane: everything a test may arrange and look at, under
/// /_control. README.md lists it with examples.
namespace rental::sim {

/// Answers a request to the control plane; never throws.
response handle_control(world& in, const request& from);

// Parts of it.

/// Puts somebody else's event into a calendar; the id comes back. With
/// `"slot":"same"` it takes the time of the create request in `posted`.
/// Throws std::invalid_argument.
json insert_event(world& in, const json& described,
                  const std::string& posted = {});

/// Events as the mailbox holds them, deleted ones included and flagged.
json list_events(world& in, const std::string& account);

/// Instances of all accounts, or of one, between two instants.
json list_instances(world& in, const std::string& account, sys_seconds from,
                    sys_seconds until);

/// A human moves or changes an event, or deletes it.
json change_event(world& in, const json& described);
/// Copies an event as Outlook does, with what `described` changes.
json copy_event(world& in, const json& described);
/// Takes an event back out of the bin.
json restore_event(world& in, const json& described);
/// Gives every event of an account another id.
json move_mailbox(world& in, const json& described);
json delete_event(world& in, const std::string& account, const std::string& id);

/// Accounts and this week's events as a page.
response show_page(world& in, const request& from);

} // namespace rental::sim
