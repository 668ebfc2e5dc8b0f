#pragma once

#include "tools/microsoft-sim/graph_errors.hpp"
#include "tools/microsoft-sim/operations.hpp"
#include "tools/microsoft-sim/query.hpp"
#include "tools/microsoft-sim/world.hpp"

#include <string>

/// Microsoft Graph v1.0, the part that has to do with one's own calendar.
namespace rental::sim {

/// One request on its way through Graph.
struct graph_call {
  world& in;
  const request& from;
  settings conf;
  stamp by;
  /// Set by the dispatcher once the token is accepted.
  account_ptr who{};
  profile about{};
  preferences prefer{};

  /// Scheme, host and port that links begin with.
  std::string base_url() const;
};

/// The address that the request's token speaks for, whether or not the token
/// still lives; empty if there is none.
std::string claimed_account(const world& in, const request& from);

/// Answers a Graph request: token, scope, mailbox, and then the operation.
/// Throws graph_refusal.
response handle_graph(graph_call& call, const operation& what);

// The operations. Each throws graph_refusal for what Graph would refuse.

response get_me(graph_call& call);
response get_mailbox_settings(graph_call& call);
response get_supported_time_zones(graph_call& call);
response send_mail(graph_call& call);
response list_sent(graph_call& call);
response get_schedule(graph_call& call);
response calendar_view(graph_call& call);
response list_events(graph_call& call);
response create_event(graph_call& call);
response get_event(graph_call& call);
response patch_event(graph_call& call);
response delete_event(graph_call& call);
response cancel_event(graph_call& call);

} // namespace rental::sim
