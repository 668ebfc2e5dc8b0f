#include "tools/microsoft-sim/engine.hpp"

#include "tools/microsoft-sim/control.hpp"
#include "tools/microsoft-sim/crypto.hpp"
#include "tools/microsoft-sim/graph.hpp"
#include "tools/microsoft-sim/identity.hpp"
#include "tools/microsoft-sim/time_text.hpp"

#include <random>

namespace rental::sim {

/// What is known about one request while it is handled.
struct engine::journey {
  operation what;
  settings conf;
  stamp by;
  std::string account;
  std::optional<fault_action> fault;
};

namespace {

constexpr auto diagnostic
    = R"({"ServerInfo":{"DataCenter":"Simulator","Slice":"E","Ring":"5",)"
      R"("ScaleUnit":"000","RoleInstance":"SIM000001"}})";

void sign_answer(response& with, const stamp& by, area where) {
  with.set("Date", http_date(by.now));
  if (where == area::graph) {
    with.set("request-id", by.request_id);
    with.set("client-request-id", by.client_request_id);
    with.set("x-ms-ags-diagnostic", diagnostic);
  } else if (where == area::identity) {
    with.set("x-ms-request-id", by.request_id);
  }
}

response too_many(const settings& conf, const stamp& by) {
  graph_refusal refused{429, "ApplicationThrottled",
                        "Application is over its MailboxConcurrency limit."};
  if (!conf.concurrency_retry_after.empty())
    refused.headers.emplace_back("Retry-After", conf.concurrency_retry_after);
  return to_response(refused, by);
}

bool cut_off(const answer& reply) {
  return reply.wire.cut != wire_plan::cut_at::none
         || reply.wire.stall != wire_plan::stall_at::none;
}

} // namespace

answer engine::handle(const request& from) {
  auto what = operation_of(from);
  if (what.where == area::control)
    return {handle_control(in_, from), {}};
  journey of{
      what, in_.conf.get(), {random_guid(), {}, in_.clock.now()}, {}, {}};
  auto given = from.header("client-request-id");
  of.by.client_request_id
      = given.empty() ? of.by.request_id : std::string{given};
  auto reply = travel(from, of);
  sign_answer(reply.content, of.by, what.where);
  in_.counters.finished({what.name.empty() ? "unknown" : what.name, from.method,
                         from.target, of.account, of.by.client_request_id,
                         instant_text(of.by.now),
                         cut_off(reply) ? 0 : reply.content.status,
                         of.fault ? of.fault->fault_id : 0});
  return reply;
}

answer engine::travel(const request& from, journey& of) {
  if (of.what.where == area::nowhere)
    return {json_response(404, {{"error", "nothing lives here"}}), {}};
  if (of.what.where == area::graph) {
    of.account = claimed_account(in_, from);
  } else {
    identity_call call{in_, signer_, from, of.conf, of.by};
    of.account = claimed_account(call);
  }
  if (of.what.where != area::graph || of.account.empty())
    return perform(from, of);
  if (!in_.counters.enter(of.account, of.conf.mailbox_concurrency,
                          of.conf.concurrency_per_app))
    return {too_many(of.conf, of.by), {}};
  flight_guard guard{in_.counters, of.account};
  return perform(from, of);
}

answer engine::perform(const request& from, journey& of) {
  bool too_early = false;
  of.fault = in_.faults.take(
      from, {of.what, of.account, page_of(from, of.conf.page_size)}, too_early);
  if (too_early)
    in_.counters.came_too_early();
  if (auto time = latency(of); time > 0)
    in_.latencies.sleep(std::chrono::milliseconds{time});
  auto replaced = of.fault && of.fault->replaces();
  if (replaced && !of.fault->after) {
    auto reply = replacement(from, of);
    tamper(reply, *of.fault, of.by);
    return reply;
  }
  humans_act(from, of, false);
  answer reply{serve(from, of), {}};
  humans_act(from, of, true);
  if (!of.fault)
    return reply;
  if (replaced && (!of.fault->error_name.empty() || of.fault->status))
    reply = replacement(from, of);
  tamper(reply, *of.fault, of.by);
  return reply;
}

response engine::serve(const request& from, const journey& of) {
  try {
    if (of.what.where == area::graph) {
      graph_call call{in_, from, of.conf, of.by};
      return handle_graph(call, of.what);
    }
    identity_call call{in_, signer_, from, of.conf, of.by};
    return handle_identity(call, of.what);
  } catch (const graph_refusal& refused) {
    return to_response(refused, of.by);
  } catch (const identity_refusal& refused) {
    return to_response(refused, of.by);
  } catch (const json::exception& error) {
    return to_response(property_failure(error.what()), of.by);
  }
}

answer engine::replacement(const request& from, const journey& of) {
  auto known = find_failure(of.fault->error_name, of.by);
  if (known && known->where == known_failure::place::callback) {
    identity_call call{in_, signer_, from, of.conf, of.by};
    return {fail_callback(call, *known), {}};
  }
  return fault_answer(*of.fault, of.what.where, of.by);
}

void engine::humans_act(const request& from, const journey& of, bool after) {
  for (auto& event : in_.humans.take(of.account, of.what.name, after))
    insert_event(in_, event, from.body);
}

int engine::latency(const journey& of) {
  auto result = of.fault ? of.fault->latency_ms : 0;
  if (of.what.where != area::graph && of.what.name != "token")
    return result;
  thread_local std::minstd_rand dice{std::random_device{}()};
  if (of.conf.latency_jitter_ms > 0)
    result += std::uniform_int_distribution{0, of.conf.latency_jitter_ms}(dice);
  return result + of.conf.latency_ms;
}

} // namespace rental::sim
