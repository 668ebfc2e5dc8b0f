#include "vapi/tool_results.hpp"

#include "vapi/json_text.hpp"
#include "voice/words/say.hpp"

namespace rental {
namespace {

std::string spoken(std::string_view text) {
  return json_text::quote(one_line(text));
}

} // namespace

std::string render_tool_results(std::span<const tool_answer> answers) {
  std::string body = R"({"results":[)";
  bool more = false;
  for (const auto& answer : answers) {
    if (std::exchange(more, true))
      body += ',';
    body += R"({"toolCallId":)" + json_text::quote(answer.tool_call_id)
            + R"(,"name":)" + json_text::quote(answer.name)
            + (answer.is_error ? R"(,"error":)" : R"(,"result":)")
            + spoken(answer.text) + '}';
  }
  body += "]}";
  return body;
}

std::string render_legacy_result(std::string_view text) {
  return R"({"result":)" + spoken(text) + '}';
}

std::string render_answers(message_kind kind,
                           std::span<const tool_answer> answers) {
  return kind == message_kind::legacy_function_call && !answers.empty()
             ? render_legacy_result(answers.front().text)
             : render_tool_results(answers);
}

std::string render_error(std::string_view sentence) {
  return R"({"error":)" + spoken(sentence) + '}';
}

std::string render_no_documents() {
  return R"({"documents":[]})";
}

std::string render_acknowledgement() {
  return "{}";
}

} // namespace rental
