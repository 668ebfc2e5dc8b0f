// A body that somebody posts to the webhook, and the answer to it.
#include "json/plain_json.hpp"
#include "json/read_json.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "vapi/message_shape.hpp"
#include "vapi/server_message.hpp"
#include "vapi/tool_results.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace rental::fuzz {
namespace {

using nlohmann::json;

void check_call(const tool_call& call) {
  require(fingerprint(call).size() == 64, "a fingerprint is SHA-256 in hex");
  require(storable_id(call.id).size() <= 128, "an id fits its column");
  require(fingerprint(call) == fingerprint(call), "fingerprints are stable");
  for (const auto& [name, value] : call.arguments) {
    require(!value.empty(), "empty arguments are left out");
    require(value.size() <= 2000, "arguments are cut");
    require(call.argument(name) == value, "arguments are found by name");
    for (const char c : value)
      require(static_cast<unsigned char>(c) >= 0x20, "arguments are one line");
  }
}

void check_results(const std::vector<tool_answer>& answers) {
  const auto body = json::parse(render_tool_results(answers), nullptr, false);
  require(body.is_object() && body.size() == 1 && body.contains("results"),
          "results are a JSON object");
  const auto& results = body["results"];
  require(results.is_array() && results.size() == answers.size(),
          "there is one result for each call");
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const auto* key = answers[i].is_error ? "error" : "result";
    require(results[i].contains(key) && results[i][key].is_string(),
            "a result is a text");
    require(results[i]["toolCallId"] == answers[i].tool_call_id,
            "an id comes back as it came");
    const auto text = results[i][key].get<std::string>();
    require(text.find('\n') == text.npos && text.find('\r') == text.npos,
            "a result is one line");
  }
}

/// The reader takes all that is valid as it is, and gives valid JSON alone.
void check_reader(std::string_view body) {
  json_options options;
  options.limits = {10'000, 1'000'000};
  const auto read = read_json(body, options);
  const auto strict = json::parse(body, nullptr, false);
  if (strict.is_structured())
    require(read == strict, "a valid document is read as it is");
  options.python_too = true;
  options.numbers_as_written = true;
  for (const auto& each : {read, read_json(body, options)})
    if (each)
      require(json::accept(each->dump()), "what was mended is valid");
  options.limits = {3, 5};
  if (const auto little = read_json(body, options))
    require(little->dump().size() <= 8 * body.size() + 64,
            "limits keep a document small");
}

/// The quick reader says what the other one says, or nothing.
void check_quick_reader(std::string_view body) {
  std::string longer{body};
  longer.resize(body.size() + json_room, body.empty() ? '}' : body.front());
  const auto given = std::string_view{longer}.substr(0, body.size());
  for (const auto& options : {json_options{}, message_options()})
    if (const auto quick = read_plain_json(given, options)) {
      const auto other = read_json(body, options);
      require(other && *quick == *other && quick->dump() == other->dump(),
              "both readers say the same");
    }
}

void run(std::string_view body) {
  check_reader(body);
  check_quick_reader(body);
  const auto message = parse_server_message(body);
  if (!message) {
    require(message.error().code == errc::bad_request, "what fails is a 400");
    require(json::accept(render_error(message.error().detail)),
            "an error is JSON");
    return;
  }
  require(message->type.size() <= 64, "the type is cut");
  for (const char c : message->type)
    require(c >= 0x20 && c < 0x7f, "the type is printable ASCII");
  std::vector<tool_answer> answers;
  std::size_t runs = 0;
  for (const auto& call : message->calls) {
    check_call(call);
    runs += call.broken.empty();
    // What a stranger sent comes back as the sentence: the worst text there is.
    auto text = call.broken;
    for (const auto& [name, value] : call.arguments)
      text += name + value;
    answers.push_back({call.id, call.name, text, !call.broken.empty()});
  }
  require(runs <= max_calls_per_message, "only so many calls are run");
  check_results(answers);
  require(json::accept(render_legacy_result(body)), "a legacy result is JSON");
}

} // namespace
} // namespace rental::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  rental::fuzz::run(rental::fuzz::text_of(data, size));
  return 0;
}
