#include "fronts/voice/vapi_webhook.hpp"

#include "fronts/voice/tools.hpp"
#include "http/message/problem.hpp"
#include "log/log.hpp"
#include "vapi/tool_definitions.hpp"
#include "vapi/tool_results.hpp"
#include "voice/en/english.hpp"

#include <caf/send.hpp>

#include <utility>

namespace rental {
namespace {

constexpr auto no_assistant = "Sorry, this line is not set up to take calls "
                              "right now. Please call back "
                              "later.";
constexpr auto no_transfer
    = "Sorry, I can't put you through right now, but I can take a message.";

/// What VAPI sends at the end of a long call: the transcript, all messages.
constexpr std::size_t longest_message = 8 * 1024 * 1024;

http_out refused(const webhook_options& options, const http_in& in,
                 webhook_verdict verdict) {
  // A right credential is never held up by wrong ones: VAPI calls for everybody
  // from the same few addresses.
  if (auto over = over_limit(options.limits, options.limits.failures,
                             "failures", address_owner(in.peer), in))
    return std::move(*over);
  if (options.numbers)
    options.numbers->count("peterental_webhook_refused_total",
                           {{"reason", to_string(verdict)}});
  log::warn("webhook.refused",
            {{"request_id", in.request_id}, {"reason", to_string(verdict)}});
  return problem(failure{errc::unauthorized,
                         "the webhook's credentials are missing or wrong",
                         {}},
                 in.request_id);
}

/// Whoever cannot show a credential has no body read.
route_entry webhook_entry(const webhook_options& options) {
  return {longest_message, [options](const http_in& in) -> gate_verdict {
            const auto verdict = judge_webhook_header(options.auth, in);
            if (!verdict)
              return {};
            if (is_accepted(*verdict))
              return {std::nullopt, true};
            return {refused(options, in, *verdict), false};
          }};
}

/// Which credential proved a request; the key of its limit.
std::string credential_of(const webhook_proof& proof) {
  if (!proof.bindings.empty())
    return "binding:" + std::to_string(proof.bindings.front());
  return to_string(proof.verdict);
}

std::vector<tool_answer> errors_for(const server_message& message,
                                    const std::string& text) {
  std::vector<tool_answer> answers;
  for (const auto& call : message.calls)
    answers.push_back({call.id, call.name, text, true});
  return answers;
}

http_out said_to_all(const server_message& message, const std::string& text) {
  return json_out(200, render_answers(message.kind, errors_for(message, text)));
}

/// The answer to a credential that asks too often; nothing when it does not.
std::optional<http_out> asked_too_often(const webhook_options& options,
                                        const http_in& in,
                                        const webhook_proof& proof,
                                        const server_message& message) {
  if (is_local(in))
    return std::nullopt;
  auto over = over_limit(options.limits, options.limits.webhook, "webhook",
                         credential_of(proof), in);
  if (over && !message.calls.empty())
    return said_to_all(message, english.say.too_many_requests());
  return over;
}

/// Answers what needs no calendar; nothing when it does.
std::optional<std::string> answer_at_once(const server_message& message) {
  switch (message.kind) {
  case message_kind::tool_calls:
  case message_kind::legacy_function_call:
    return std::nullopt;
  case message_kind::assistant_request:
    return render_error(no_assistant);
  case message_kind::transfer_destination_request:
  case message_kind::handoff_destination_request:
    return render_error(no_transfer);
  case message_kind::knowledge_base_request:
    return render_no_documents();
  case message_kind::call_begins:
  case message_kind::call_ends:
  case message_kind::informational:
    break;
  }
  return render_acknowledgement();
}

/// Whether the front does something about a message that is answered already.
bool concerns_front(const server_message& message) {
  return message.kind == message_kind::call_begins
         || message.type == "end-of-call-report"
         || !message.call.previous_chat_id.empty();
}

/// VAPI ignores every status but 200, and the model then invents an outcome.
responder always_200(const server_message& message, responder respond) {
  return responder{[kind = message.kind, answers = errors_for(message, {}),
                    respond](http_out out) mutable {
    if (out.status == 200)
      return respond(std::move(out));
    for (auto& answer : answers)
      answer.text = tool_named(answer.name).lost(english.say);
    respond(json_out(200, render_answers(kind, answers)));
  }};
}

} // namespace

http_handler vapi_webhook(webhook_options options, vapi_front_actor front) {
  return [options = std::move(options), front](http_in in, responder respond) {
    auto proof = judge_webhook(options.auth, in, options.time->now());
    if (!is_accepted(proof.verdict))
      return respond(refused(options, in, proof.verdict));
    auto message
        = parse_server_message(in.body, in.body.capacity() - in.body.size());
    if (!message)
      return respond(json_out(400, render_error(message.error().detail)));
    if (auto over = asked_too_often(options, in, proof, *message))
      return respond(std::move(*over));
    if (options.numbers)
      options.numbers->count("peterental_webhook_messages_total",
                             {{"kind", to_string(message->kind)}});
    if (message->type == "hang")
      log::warn("webhook.hang", {{"call_id", message->call.call_id}});
    if (auto body = answer_at_once(*message)) {
      respond(json_out(200, std::move(*body)));
      if (concerns_front(*message))
        caf::anon_send(
            front,
            webhook_job{std::move(*message), in.request_id, std::move(proof)},
            responder{});
      return;
    }
    auto safe = always_200(*message, std::move(respond));
    caf::anon_send(
        front,
        webhook_job{std::move(*message), in.request_id, std::move(proof)},
        std::move(safe));
  };
}

http_handler vapi_tools(std::vector<std::string> names,
                        const std::string& public_url) {
  const std::vector<std::string_view> views{names.begin(), names.end()};
  const auto out = json_out(
      200, render_tool_definitions(views, public_url + "/vapi/webhook"));
  return [out](http_in, responder respond) { respond(out); };
}

void add_voice(router& routes, webhook_options options, vapi_front_actor front,
               std::vector<std::string> tool_names,
               const std::string& public_url) {
  auto entry = webhook_entry(options);
  routes.add("POST", "/vapi/webhook",
             vapi_webhook(std::move(options), std::move(front)),
             std::move(entry));
  routes.add("GET", "/vapi/tools",
             vapi_tools(std::move(tool_names), public_url));
}

} // namespace rental
