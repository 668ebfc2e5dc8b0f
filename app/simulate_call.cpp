#include "app/simulate_call.hpp"

#include "app/call_body.hpp"
#include "app/fetch.hpp"
#include "crypto/random.hpp"
#include "crypto/uuid.hpp"
#include "net/curl_client.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <ostream>

namespace rental {
namespace {

/// VAPI's own patience with a tool.
constexpr std::chrono::seconds tool_timeout{20};

/// One call: posts what VAPI would post and prints what is said.
class phone_call {
public:
  phone_call(const command_context& context, const call_options& options,
             std::string url, std::string shared_secret)
      : context_(context), options_(options), url_(std::move(url)),
        shared_secret_(std::move(shared_secret)) {
    facts_.id = uuid_v4();
    facts_.assistant_id
        = options.assistant_id.empty() ? uuid_v4() : options.assistant_id;
    facts_.phone_number_id = uuid_v4();
    facts_.dialled = options.dialled;
    facts_.caller = options.caller;
    facts_.began = context.now.now();
  }

  /// Whether the caller got what was called for.
  expected<bool> play();

private:
  expected<http_reply> post(const std::string& body);
  expected<done> tell(const std::string& body);
  expected<std::string>
  ask(const std::string& tool,
      std::vector<std::pair<std::string, std::string>> arguments);
  expected<std::string> ask_for_openings();
  expected<std::string> book(const std::string& time);
  void caller(const std::string& words) { say("user", "Caller", words); }
  void agent(const std::string& words) { say("bot", "Agent", words); }
  void say(const char* role, const char* who, const std::string& words) {
    history_.emplace_back(role, words);
    context_.out << who << ": " << words << "\n" << std::flush;
  }

  const command_context& context_;
  const call_options& options_;
  std::string url_;
  std::string shared_secret_;
  call_facts facts_;
  call_history history_;
  curl_client http_;
};

failure not_answered(const std::string& url, const failure& why) {
  return {why.code,
          url + " does not answer (" + to_string(why)
              + "); is `peterental serve` running there?",
          {}};
}

/// The sentence that the model gets for the tool call.
expected<std::string> result_in(const http_reply& reply,
                                const std::string& tool_call_id) {
  auto body = nlohmann::json::parse(reply.body, nullptr, false);
  const failure odd{errc::bad_answer,
                    "the answer is not what VAPI accepts: a list \"results\" "
                    "with this tool call's id and a text",
                    {}};
  if (!body.is_object() || !body.contains("results")
      || !body["results"].is_array())
    return odd;
  for (const auto& result : body["results"]) {
    if (!result.is_object() || result.value("toolCallId", "") != tool_call_id)
      continue;
    for (auto name : {"result", "error"})
      if (result.contains(name) && result[name].is_string())
        return result[name].get<std::string>();
  }
  return odd;
}

expected<http_reply> phone_call::post(const std::string& body) {
  http_request request;
  request.method = "POST";
  request.url = url_;
  request.headers.emplace_back("Content-Type", "application/json");
  if (!shared_secret_.empty())
    request.headers.emplace_back("X-Vapi-Secret", shared_secret_);
  request.body = body;
  auto reply = fetch(http_, std::move(request), tool_timeout);
  if (!reply)
    return not_answered(url_, reply.error());
  if (reply->status == 401)
    return failure{errc::unauthorized,
                   "the webhook refuses the credentials: give the service's "
                   "VAPI_SECRET with --secret or in the environment",
                   {}};
  if (reply->status != 200)
    return failure{errc::bad_answer,
                   "the webhook answers with status "
                       + std::to_string(reply->status),
                   {}};
  return reply;
}

expected<done> phone_call::tell(const std::string& body) {
  auto reply = post(body);
  if (!reply)
    return reply.error();
  return done{};
}

expected<std::string>
phone_call::ask(const std::string& tool,
                std::vector<std::pair<std::string, std::string>> arguments) {
  std::erase_if(arguments, [](const auto& one) { return one.second.empty(); });
  std::string shown;
  for (const auto& [name, value] : arguments)
    shown += (shown.empty() ? "" : ", ") + name + ": \"" + value + '"';
  simulated_tool_call call{"call_" + random_token(18), tool,
                           std::move(arguments)};
  auto began = std::chrono::steady_clock::now();
  auto reply
      = post(tool_calls_body(facts_, call, history_, context_.now.now()));
  if (!reply)
    return reply.error();
  auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - began);
  context_.out << "  Tool: " << tool << "(" << shown << ") [" << took.count()
               << " ms]\n";
  return result_in(*reply, call.id);
}

expected<std::string> phone_call::ask_for_openings() {
  agent("Thanks for calling about our rentals. How can I help?");
  caller("Hi, I would like to see " + options_.address
         + (options_.wish.empty() ? "." : ", " + options_.wish + " if I can."));
  auto answer = ask("get_availability", {{"property_address", options_.address},
                                         {"user_id", options_.user_id},
                                         {"preferred_time", options_.wish}});
  if (answer)
    agent(*answer);
  return answer;
}

expected<std::string> phone_call::book(const std::string& time) {
  caller(time + ", please. My name is " + options_.name + ".");
  auto answer = ask("set_appointment", {{"property_address", options_.address},
                                        {"start_time", time},
                                        {"attendee_name", options_.name},
                                        {"attendee_email", options_.email},
                                        {"user_id", options_.user_id}});
  if (answer)
    agent(*answer);
  return answer;
}

expected<bool> phone_call::play() {
  if (auto told = tell(status_update_body(facts_, context_.now.now())); !told)
    return told.error();
  auto openings = ask_for_openings();
  if (!openings)
    return openings.error();
  auto offer = first_offer(*openings);
  auto time = options_.time.empty() ? offer.value_or("") : options_.time;
  auto served = offer.has_value();
  if (options_.book && !time.empty()) {
    auto answer = book(time);
    if (!answer)
      return answer.error();
    served = says_booked(*answer);
  }
  caller(served ? "No, that is all. Thank you!" : "Never mind. Goodbye.");
  auto ended = tell(end_of_call_body(facts_, history_, context_.now.now()));
  if (!ended)
    return ended.error();
  return options_.book ? served && !time.empty() : served;
}

std::string lower(std::string_view text) {
  std::string result{text};
  for (char& c : result)
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
  return result;
}

} // namespace

std::optional<std::string> first_offer(std::string_view sentence) {
  constexpr std::array days = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                               "Thursday", "Friday", "Saturday"};
  auto begin = sentence.npos;
  for (std::string_view day : days)
    begin = std::min(begin, sentence.find(day));
  if (begin == sentence.npos)
    return std::nullopt;
  const auto clock = sentence.find(" at ", begin);
  if (clock == sentence.npos)
    return std::nullopt;
  auto end = sentence.size();
  for (std::string_view behind : {",", ".", "?", " or ", " is "})
    end = std::min(end, sentence.find(behind, clock + 4));
  return std::string{sentence.substr(begin, end - begin)};
}

bool says_booked(std::string_view sentence) {
  auto words = lower(sentence);
  for (std::string_view no :
       {"not booked", "n't booked", "not been booked", "nothing is booked",
        "nothing was booked", "n't book", "not book"})
    if (words.find(no) != words.npos)
      return false;
  return words.find("booked") != words.npos;
}

int simulate_call(const command_context& context, const call_options& options) {
  auto all = context.load();
  if (!all)
    return exit_configuration;
  auto base = options.url.empty()
                  ? "http://localhost:" + std::to_string(all->port)
                  : options.url;
  while (base.ends_with('/'))
    base.pop_back();
  auto shared = options.shared_secret;
  if (shared.empty() && !all->vapi.secrets.empty())
    shared = all->vapi.secrets.front().reveal();
  phone_call call{context, options, base + "/vapi/webhook", shared};
  auto served = call.play();
  if (!served)
    return context.fail(served.error());
  if (*served)
    return exit_fine;
  context.err << "peterental: the call ended without "
              << (options.book ? "a booking\n" : "an opening\n");
  return exit_failed;
}

} // namespace rental
