#include "tests/service/agencies_fixture.hpp"

#include <fstream>
#include <regex>

namespace rental::test {
namespace {

constexpr auto bindings = R"([[bindings]]
secret = "the-secret-of-north"
agency = "north"
[[bindings]]
secret = "the-secret-of-south"
secret_previous = "the-old-secret-of-south"
agency = "south"
[[bindings]]
assistant_id = "assistant-east"
agency = "east"
[[bindings]]
number = "+14055550111"
agency = "west"
manager = "wes"
)";

agency_line line(const std::string& agency, const std::string& manager_id,
                 pairs credentials, int number) {
  agency_line made;
  made.agency = agency;
  made.manager_id = manager_id;
  made.mailbox = manager_id + "@" + agency + ".example";
  made.credentials = std::move(credentials);
  made.dialled = "+14055550100";
  made.visitor_name = "Vera " + agency + "er";
  made.visitor_number = "+1405555012" + std::to_string(number);
  made.visitor_email = "vera@visitors-of-" + agency + ".example";
  made.call_id = "call-of-" + agency;
  made.tool_id = "tool-of-" + agency;
  made.property = std::to_string(number) + " " + agency + " Street";
  return made;
}

} // namespace

AgenciesTest::AgenciesTest() {
  const pairs shared{{"X-Vapi-Secret", operators_secret}};
  lines = {line("north", "nora", {{"X-Vapi-Secret", "the-secret-of-north"}}, 1),
           line("south", "sam",
                {{"Authorization", "Bearer the-secret-of-south"}}, 2),
           line("east", "ed", shared, 3), line("west", "wes", shared, 4)};
  lines[2].assistant = "assistant-east";
  lines[3].dialled = "+14055550111";
  const auto file = folder + "/settings.toml";
  std::ofstream{file} << bindings;
  start({{"VAPI_SECRET", operators_secret},
         {"ADMIN_TOKEN", "the-token-of-the-operator"},
         {"MASTER_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="},
         {"CONFIG", file}});
  for (const auto& each : lines) {
    connect_agency(each);
    const auto said = book_visit(each);
    EXPECT_TRUE(is_booked(said)) << each.agency << ": " << said;
  }
  EXPECT_TRUE(eventually(
      [&] { return control("GET", "/mails").size() == lines.size(); }));
}

void AgenciesTest::connect_agency(const agency_line& of) {
  control("POST", "/accounts",
          {{"email", of.mailbox},
           {"name", of.manager_id},
           {"timeZone", "Central Standard Time"}});
  control("POST", "/auto-sign-in", {{"account", of.mailbox}});
  browser own;
  const auto begun = own.get_one(url("/calendar/auth/start?user_id="
                                     + of.manager_id + "&agency=" + of.agency),
                                 admin_header);
  ASSERT_EQ(begun.status, 302) << begun.body;
  const auto end = own.get(begun.header("location"));
  ASSERT_EQ(end.status, 200) << end.body;
  control("POST", "/auto-sign-in", {{"account", nullptr}});
}

std::string AgenciesTest::book_visit(const agency_line& of) {
  return say(of, {of.call_id, of.visitor_number},
             {"set_appointment",
              {{"property_address", of.property},
               {"start_time", tuesday_at_ten},
               {"attendee_name", of.visitor_name},
               {"attendee_email", of.visitor_email}},
              of.tool_id});
}

std::string AgenciesTest::message_on(const agency_line& line,
                                     const phone_call& call,
                                     const tool& one) const {
  json facts{{"id", call.id},
             {"type", "inboundPhoneCall"},
             {"customer", {{"number", call.number}}}};
  if (!line.assistant.empty())
    facts["assistantId"] = line.assistant;
  const json message{
      {"type", "tool-calls"},
      {"call", facts},
      {"customer", {{"number", call.number}}},
      {"phoneNumber", {{"number", line.dialled}}},
      {"toolCallList",
       {{{"id", one.id},
         {"type", "function"},
         {"function", {{"name", one.name}, {"arguments", one.arguments}}}}}}};
  return json{{"message", message}}.dump();
}

std::string AgenciesTest::say(const agency_line& line, const phone_call& call,
                              const tool& one) const {
  const auto answer = webhook(message_on(line, call, one), line.credentials);
  if (answer.status != 200)
    return "status " + std::to_string(answer.status) + ": " + answer.body;
  const auto result = answer.content()["results"][0];
  return result.contains("result") ? result["result"].get<std::string>()
                                   : result.value("error", "");
}

page AgenciesTest::api(const std::string& method, const std::string& target,
                       const json& body) const {
  auto headers = admin_header;
  if (method == "GET")
    return get(target, headers);
  headers.emplace_back("Content-Type", "application/json");
  return browser{}.send(method, url(target), body.is_null() ? "" : body.dump(),
                        headers);
}

json AgenciesTest::events_of(const agency_line& of) {
  return control("GET", "/events?account=" + of.mailbox);
}

json AgenciesTest::bookings_of(const agency_line& of) const {
  return api("GET", "/calendar/events?user_id=" + of.manager_id
                        + "&agency=" + of.agency)
      .content();
}

std::string AgenciesTest::code_of(const agency_line& of) {
  const auto text = events_of(of).dump();
  std::smatch found;
  return std::regex_search(text, found, std::regex{"code <b>(\\d{6})"})
             ? found[1].str()
             : "";
}

json AgenciesTest::all_of(const agency_line& of) {
  auto state = api("GET", "/calendar/auth/status?user_id=" + of.manager_id
                              + "&agency=" + of.agency)
                   .content();
  return {{"events", events_of(of)},
          {"bookings", bookings_of(of)},
          {"mails", control("GET", "/mails?account=" + of.mailbox)},
          {"connection", std::move(state)}};
}

std::size_t AgenciesTest::requests_to(const agency_line& of) {
  std::size_t count = 0;
  for (const auto& one : control("GET", "/requests?last=1000"))
    count += one.value("account", "") == of.mailbox;
  return count;
}

double AgenciesTest::metric(const std::string& name) const {
  const auto text = "\n" + get("/metrics", admin_header).body;
  const auto at = text.find("\n" + name + " ");
  return at == std::string::npos ? 0
                                 : std::stod(text.substr(at + name.size() + 2));
}

} // namespace rental::test
