#include "app/simulate_call.hpp"
#include "tests/support/mock_http_server.hpp"

#include "command_fixture.hpp"
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <set>

namespace rental::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;

const std::string offer
    = "Tuesday, November twenty-fourth at two thirty in the afternoon";

TEST(FirstOfferTest, IsTheFirstTimeAsItWasSpoken) {
  EXPECT_EQ(first_offer("I have " + offer
                        + ", Wednesday, November twenty-fifth at noon or "
                          "Friday at nine in the morning. Which suits you?"),
            offer);
  EXPECT_EQ(first_offer("Monday, March second at noon, or later."),
            "Monday, March second at noon");
  EXPECT_EQ(first_offer("There is Friday, May first at nine at night."),
            "Friday, May first at nine at night");
  EXPECT_EQ(first_offer("I have Friday, May first at nine or noon, or Monday, "
                        "May fourth at two thirty. Which suits you?"),
            "Friday, May first at nine");
  EXPECT_EQ(first_offer("Yes, Friday, May first at two thirty is free."),
            "Friday, May first at two thirty");
}

TEST(FirstOfferTest, IsNothingWhenNoTimeIsOffered) {
  EXPECT_EQ(first_offer(""), std::nullopt);
  EXPECT_EQ(first_offer("Nothing is free in the next seven days. May I take a "
                        "message?"),
            std::nullopt);
  EXPECT_EQ(first_offer("We are closed on Sunday."), std::nullopt);
}

TEST(SaysBookedTest, TellsABookingFromARefusal) {
  EXPECT_TRUE(says_booked("You are booked for Tuesday."));
  EXPECT_TRUE(says_booked("Booked! See you on Tuesday."));
  EXPECT_FALSE(says_booked("That time has just gone."));
  EXPECT_FALSE(says_booked("Nothing was booked. Shall I take a message?"));
  EXPECT_FALSE(says_booked("I could not book that."));
  EXPECT_FALSE(says_booked("It isn't booked yet."));
}

/// A webhook that answers as the service would.
class CallTest : public CommandTest {
protected:
  mock_answer answer(const seen_request& request) {
    if (status != 200)
      return {status, "{}"};
    auto message = json::parse(request.body).at("message");
    if (message.at("type") != "tool-calls")
      return {200, "{}"};
    const auto& call = message.at("toolCallList").at(0);
    auto name = call.at("function").at("name");
    json result = {{"toolCallId", call.at("id")},
                   {"name", name},
                   {"result", name == "get_availability" ? openings : booked}};
    if (wrong_id)
      result["toolCallId"] = "another";
    return {200, json{{"results", json::array({result})}}.dump()};
  }

  int call(std::vector<std::string> more = {}) {
    std::vector<std::string> args{"simulate-call", "--url", webhook.base_url()};
    args.insert(args.end(), more.begin(), more.end());
    return run(args);
  }

  json message(std::size_t n) const {
    return json::parse(webhook.seen().at(n).body).at("message");
  }
  json arguments(std::size_t n) const {
    return message(n)["toolCallList"][0]["function"]["arguments"];
  }

  int status = 200;
  bool wrong_id = false;
  std::string openings = "I have " + offer + ". Does that suit you?";
  std::string booked = "You are booked for " + offer + ", Central time.";
  mock_http_server webhook{
      [this](const seen_request& request) { return answer(request); }};
};

TEST_F(CallTest, PlaysTheWholeCallAndBooksTheSpokenTime) {
  EXPECT_EQ(call({"--user-id", "pete_admin"}), 0) << out << err;
  auto seen = webhook.seen();
  ASSERT_EQ(seen.size(), 4u);
  for (const auto& request : seen) {
    EXPECT_EQ(request.method + " " + request.target, "POST /vapi/webhook");
    EXPECT_EQ(request.headers.at("content-type"), "application/json");
  }
  EXPECT_EQ(message(0)["type"], "status-update");
  EXPECT_EQ(message(0)["status"], "in-progress");
  EXPECT_EQ(arguments(1)["user_id"], "pete_admin");
  EXPECT_EQ(arguments(2)["start_time"], offer);
  EXPECT_EQ(arguments(2)["attendee_name"], "Jane Smith");
  EXPECT_EQ(message(3)["type"], "end-of-call-report");
  std::set<std::string> ids;
  for (std::size_t n = 0; n < 4; ++n)
    ids.insert(message(n)["call"]["id"].get<std::string>());
  EXPECT_EQ(ids.size(), 1u) << "one call has one id";
}

TEST_F(CallTest, SendsAToolCallAsVapiDoes) {
  call();
  auto body = message(1);
  auto one = body["toolCallList"][0];
  EXPECT_EQ(body["toolCalls"][0], one);
  EXPECT_EQ(body["toolWithToolCallList"][0]["toolCall"], one);
  EXPECT_TRUE(one["function"]["arguments"].is_object());
  EXPECT_FALSE(one["function"]["arguments"].contains("user_id"))
      << "what was not given is left out";
  auto history = body["artifact"]["messages"].back();
  EXPECT_TRUE(history["toolCalls"][0]["function"]["arguments"].is_string());
  EXPECT_NE(message(2)["toolCallList"][0]["id"], one["id"]);
}

TEST_F(CallTest, PrintsTheDialogue) {
  call({"--preferred-time", "Tuesday afternoon"});
  EXPECT_THAT(out, AllOf(HasSubstr("Caller: Hi, I would like to see 123 Main"),
                         HasSubstr("Tool: get_availability("),
                         HasSubstr("Agent: I have " + offer),
                         HasSubstr("Caller: " + offer + ", please."),
                         HasSubstr("Tool: set_appointment("),
                         HasSubstr("Agent: You are booked")));
  EXPECT_LT(out.find("Agent: I have"), out.find("Tool: set_appointment"));
  EXPECT_EQ(arguments(1)["preferred_time"], "Tuesday afternoon");
}

TEST_F(CallTest, FailsUnlessTheAnswerSaysBooked) {
  booked = "Nothing was booked. Shall I take a message?";
  EXPECT_EQ(call(), 1);
  EXPECT_THAT(err, HasSubstr("ended without a booking"));
  EXPECT_EQ(webhook.seen().size(), 4u) << "the call still ends properly";
}

TEST_F(CallTest, FailsWhenNothingIsOffered) {
  openings = "Nothing is free. May I take a message?";
  EXPECT_EQ(call(), 1);
  EXPECT_EQ(webhook.seen().size(), 3u);
}

TEST_F(CallTest, MayOnlyAsk) {
  EXPECT_EQ(call({"--no-book"}), 0) << err;
  EXPECT_EQ(webhook.seen().size(), 3u);
  openings = "Nothing is free. May I take a message?";
  EXPECT_EQ(call({"--no-book"}), 1);
}

TEST_F(CallTest, BooksTheTimeThatWasAskedFor) {
  call({"--time", "2026-11-24T14:00:00-06:00"});
  EXPECT_EQ(arguments(2)["start_time"], "2026-11-24T14:00:00-06:00");
}

TEST_F(CallTest, ShowsTheSecretOfTheArgumentOrTheEnvironment) {
  call();
  EXPECT_FALSE(webhook.seen().back().headers.contains("x-vapi-secret"));
  env["VAPI_SECRET"] = "of-the-environment";
  call();
  EXPECT_EQ(webhook.seen().back().headers.at("x-vapi-secret"),
            "of-the-environment");
  call({"--secret", "of-the-argument"});
  EXPECT_EQ(webhook.seen().back().headers.at("x-vapi-secret"),
            "of-the-argument");
  EXPECT_THAT(out, testing::Not(HasSubstr("of-the-")));
}

TEST_F(CallTest, SaysWhatIsWrongWithTheService) {
  status = 401;
  EXPECT_EQ(call(), 1);
  EXPECT_THAT(err, HasSubstr("--secret"));
  status = 500;
  EXPECT_EQ(call(), 1);
  EXPECT_THAT(err, HasSubstr("status 500"));
  status = 200;
  wrong_id = true;
  EXPECT_EQ(call(), 1);
  EXPECT_THAT(err, HasSubstr("not what VAPI accepts"));
  EXPECT_EQ(run({"simulate-call", "--url", "http://127.0.0.1:9"}), 1);
  EXPECT_THAT(err, HasSubstr("is `peterental serve` running there?"));
}

} // namespace
} // namespace rental::test
