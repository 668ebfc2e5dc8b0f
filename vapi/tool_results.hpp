// The answers that VAPI understands (docs.vapi.ai/tools/custom-tools).
// `result` and `error` have to be strings on one line, ids have to be exact,
// and the HTTP status has to be 200: any other is ignored and the model makes
// something up. Pure functions; they never throw.
#pragma once

#include "vapi/server_message.hpp"

#include <span>
#include <string>
#include <string_view>

namespace rental {

/// What goes back for one tool call.
struct tool_answer {
  std::string tool_call_id;
  std::string name;
  /// Spoken by the model; put on one line here.
  std::string text;
  /// Goes out as `error` instead of `result`.
  bool is_error = false;
};

/// {"results":[{"toolCallId","name","result"|"error"},...]} in the order given.
std::string render_tool_results(std::span<const tool_answer> answers);

/// {"result":"..."}: the answer to a legacy function call, errors included.
std::string render_legacy_result(std::string_view text);

/// The answers in the form that such a message asks for.
std::string render_answers(message_kind kind,
                           std::span<const tool_answer> answers);

/// {"error":"..."}: spoken to the caller for assistant-, transfer- and
/// handoff-requests; the reason for malformed requests.
std::string render_error(std::string_view sentence);

/// {"documents":[]}
std::string render_no_documents();

/// {}
std::string render_acknowledgement();

} // namespace rental
