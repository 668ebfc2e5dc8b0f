// VAPI_FRONT: runs the tool calls of a message and answers all of them.
#pragma once

#include "actors/actors.hpp"
#include "domain/phone_reading.hpp"
#include "fronts/deadline_queue.hpp"
#include "fronts/voice/call_memory.hpp"
#include "fronts/voice/tools.hpp"
#include "fronts/voice/vapi_caller.hpp"
#include "fronts/voice/vapi_webhook.hpp"
#include "vapi/chat_chain.hpp"
#include "vapi/tool_results.hpp"
#include "voice/en/english.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace rental {

struct vapi_front_deps {
  directory_actor directory;
  std::shared_ptr<metrics> numbers;
  /// How long a caller waits for openings, and for a booking, before there is
  /// an honest answer.
  std::chrono::milliseconds openings_budget{6000};
  std::chrono::milliseconds booking_budget{10000};
  access_limits limits;
  /// The number in what a line or a caller gives. Empty: taken as it is.
  std::function<phone_reading(std::string_view)> read_phone;
  callbacks_actor callbacks = {};
  /// Whose a message is that nobody's agency is known of.
  std::string agency = "default";
  /// What the caller of this request speaks; null, or left out: what the
  /// service speaks.
  std::function<const speech*(const webhook_job&)> language = {};
};

struct vapi_front_state {
  static inline const char* name = "vapi_front";

  /// The tool calls of one request, run side by side. The last one that settles
  /// answers.
  struct batch {
    webhook_job job;
    responder respond;
    const speech* in = &english;
    std::vector<tool_answer> answers;
    std::size_t open = 0;
    std::chrono::steady_clock::time_point began{};
  };
  using batch_ptr = std::shared_ptr<batch>;

  void take(const webhook_job& job, const responder& respond);
  /// Gives up on whoever did not answer in time.
  void tick();

  vapi_front_actor::pointer self = nullptr;
  vapi_front_deps deps;

private:
  static const phrasebook& say(const batch_ptr& all) { return all->in->say; }
  void run(const batch_ptr& all, std::size_t i);
  void run_tool(const batch_ptr& all, std::size_t i, tool what);
  // -- messages and leads (vapi_messages.cpp) ---------------------------------
  void leave_message(const batch_ptr& all, std::size_t i);
  void keep_message(const batch_ptr& all, std::size_t i, deadline until,
                    callback_request wish);
  /// Remembers how a tool call ended, for the report at the end of the call.
  void remember(const batch_ptr& all, std::size_t i, const char* outcome);
  /// The call is over: whoever was put off is kept as a lead.
  void report(const webhook_job& job);
  void remember_owner(const batch_ptr& all, const calendar_ref& found);
  void ask_for_number(const batch_ptr& all, std::size_t i);
  /// What a caller left to be called back for.
  callback_request wish_of(const batch_ptr& all, std::size_t i) const;

  // -- orders (vapi_front.cpp) ------------------------------------------------
  void look_up(const batch_ptr& all, std::size_t i);
  void ask_for_address(const batch_ptr& all, std::size_t i);
  void book(const batch_ptr& all, std::size_t i);
  void look_for_own(const batch_ptr& all, std::size_t i);
  void change(const batch_ptr& all, std::size_t i, order_kind kind);
  /// Sends the order to its calendar; one that stays silent may have done it.
  void place(const batch_ptr& all, std::size_t i, booking_order order);
  caller_identity caller_of(const batch_ptr& all, std::size_t i) const;
  caller_line line(const batch_ptr& all) const;
  /// The sentence that asks whether the e-mail address was heard right; "" when
  /// there is no doubt, or the caller was asked before and stays with it.
  std::string doubt(const batch_ptr& all, const std::string& email);
  /// Lets the chats of one chain be one conversation.
  void follow_chat(webhook_job& job);
  void warm(const webhook_job& job);
  /// Asks the directory, then calls `then` with the calendar; settles with a
  /// sentence when there is none.
  void find(const batch_ptr& all, std::size_t i, deadline until,
            std::function<void(const calendar_ref&)> then);
  /// Puts the answer of call `i`; `outcome` is a stable name for the metrics.
  void settle(const batch_ptr& all, std::size_t i, std::string text,
              bool is_error, const char* outcome);
  void answer(const batch_ptr& all);
  manager_query query_of(const webhook_job& job, const tool_call* call) const;
  deadline in(std::chrono::milliseconds budget) const;

  deadline_queue waiting_;
  chat_chain chats_;
  /// Addresses that somebody was asked about, with the conversation.
  std::set<std::string> doubted_;
  call_memory calls_;
};

/// Spawn with `system.spawn(vapi_front, deps)`.
vapi_front_actor::behavior_type
vapi_front(vapi_front_actor::stateful_pointer<vapi_front_state> self,
           vapi_front_deps deps);

} // namespace rental
