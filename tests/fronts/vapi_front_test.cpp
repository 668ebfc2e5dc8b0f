#include "fronts/voice/vapi_front.hpp"
#include "tests/fronts/front_fixture.hpp"
#include "voice/sentences/sentences.hpp"

namespace rental {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

openings_answer offer(const std::string& sentence) {
  openings_answer answer;
  answer.state = openings_state::readable;
  answer.free = std::make_shared<const std::vector<time_slot>>(
      std::vector<time_slot>{{from_unix(0), from_unix(1800)}});
  answer.sentence = sentence;
  return answer;
}

std::string call(const std::string& id, const std::string& name,
                 const std::string& arguments) {
  return R"({"id":")" + id + R"(","function":{"name":")" + name
         + R"(","arguments":)" + arguments + "}}";
}

std::string body_with(const std::string& calls) {
  return R"({"message":{"type":"tool-calls","toolCallList":[)" + calls
         + R"(],"call":{"id":"c-1","assistantId":"a-1"},
             "phoneNumber":{"id":"p-1","number":"+14055550100"},
             "customer":{"number":"+14055550142"}}})";
}

class VapiFront : public test::front_test {
protected:
  VapiFront() {
    vapi_front_deps deps;
    deps.directory = directory_handle;
    deps.numbers = numbers;
    front = spawn(vapi_front, deps);
    webhook.time = std::make_shared<manual_clock>(from_unix(1790000000));
    webhook.auth.open = true;
    webhook.numbers = numbers;
    calendar->answers["9 Elm St"] = offer("I have openings at nine Elm.");
    calendar->answers["7 Oak Ave"] = offer("I have openings at seven Oak.");
  }

  void TearDown() override {
    front = nullptr;
    test::front_test::TearDown();
  }

  http_out posted(const std::string& body, string_map headers = {}) {
    http_in in;
    in.method = "POST";
    in.path = "/vapi/webhook";
    in.headers = std::move(headers);
    in.body = body;
    return answered(vapi_webhook(webhook, front), std::move(in));
  }

  test::reply_ptr post_later(const std::string& body) {
    http_in in;
    in.method = "POST";
    in.body = body;
    return send(vapi_webhook(webhook, front), std::move(in));
  }

  json results(const std::string& body) {
    const auto out = posted(body);
    EXPECT_EQ(out.status, 200u);
    return json::parse(out.body)["results"];
  }

  std::shared_ptr<metrics> numbers = std::make_shared<metrics>();
  vapi_front_actor front;
  webhook_options webhook;
};

const std::string look = call("id1", "get_availability",
                              R"({"property_address":"9 Elm St",
                                  "preferred_time":"Friday","user_id":"u"})");
const std::string wish_call = call("id2", "set_appointment",
                                   R"({"property_address":"9 Elm St",
                                  "start_time":"Friday at two",
                                  "attendee_name":"Jane",
                                  "attendee_email":"j@x.test"})");

TEST_F(VapiFront, AnswersAvailability) {
  EXPECT_EQ(results(body_with(look)), json::parse(R"([{"toolCallId":"id1",
    "name":"get_availability","result":"I have openings at nine Elm."}])"));
  ASSERT_EQ(calendar->openings.size(), 1u);
  EXPECT_EQ(calendar->openings[0].preferred, "Friday");
  EXPECT_EQ(calendar->openings[0].conversation,
            conversation_of(directory->found->key.agency, "c-1"));
  ASSERT_EQ(directory->queries.size(), 1u);
  const auto& query = directory->queries[0];
  EXPECT_EQ(query.assistant_id, "a-1");
  EXPECT_EQ(query.phone_number_id, "p-1");
  EXPECT_EQ(query.dialled_number, "+14055550100");
  EXPECT_EQ(query.caller_number, "+14055550142");
  EXPECT_EQ(query.user_id, "u");
  EXPECT_EQ(query.address, "9 Elm St");
  EXPECT_FALSE(query.by_operator);
}

TEST_F(VapiFront, BooksWithTheKeyOfTheCall) {
  booking_outcome made;
  made.result = booking_result::booked;
  made.sentence = "You're booked.";
  calendar->outcome = made;
  EXPECT_EQ(results(body_with(wish_call))[0]["result"], "You're booked.");
  ASSERT_EQ(calendar->orders.size(), 1u);
  const auto& order = calendar->orders[0];
  EXPECT_EQ(order.key, (idempotency_key{"default", "c-1", "id2"}));
  EXPECT_EQ(order.fingerprint.size(), 64u);
  EXPECT_EQ(order.start, "Friday at two");
  EXPECT_EQ(order.address, "9 Elm St");
  EXPECT_EQ(order.who, (visitor{"Jane", "+14055550142", "j@x.test"}));
  EXPECT_GT(order.until, sched.clock().now() + 9s);
}

TEST_F(VapiFront, WhatTheCallerSaysBeatsTheLine) {
  calendar->outcome = booking_outcome{};
  results(body_with(call("i", "set_appointment",
                         R"({"property_address":"9 Elm St","start_time":"x",
                             "attendee_name":"J","attendee_phone":"+1405999"})")));
  EXPECT_EQ(calendar->orders[0].who.phone, "+1405999");
}

TEST_F(VapiFront, AnErrorOutcomeGoesOutAsError) {
  booking_outcome failed;
  failed.sentence = "Not possible.";
  failed.is_error = true;
  calendar->outcome = failed;
  const auto answer = results(body_with(wish_call))[0];
  EXPECT_EQ(answer["error"], "Not possible.");
  EXPECT_FALSE(answer.contains("result"));
}

TEST_F(VapiFront, AsksForWhatIsMissing) {
  using sentence::detail;
  const std::pair<std::string, detail> table[]
      = {{R"({"start_time":"x","attendee_name":"J"})", detail::address},
         {R"({"property_address":"a","start_time":"","attendee_name":"J"})",
          detail::time},
         {R"({"property_address":"a","start_time":"x"})", detail::name},
         {R"({"property_address":"a","start_time":"x","attendee_name":"J",)"
          R"("attendee_email":"jane example"})",
          detail::email}};
  for (const auto& [arguments, what] : table)
    EXPECT_EQ(results(body_with(
                  call("i", "set_appointment", arguments)))[0]["result"],
              sentence::missing_detail(what));
  EXPECT_TRUE(directory->queries.empty());
  // There may be one home alone.
  EXPECT_EQ(
      results(body_with(call("i", "get_availability", "{}")))[0]["result"],
      sentence::missing_detail(detail::address));
  EXPECT_EQ(directory->queries.size(), 1u);
  EXPECT_TRUE(calendar->orders.empty());
  EXPECT_TRUE(calendar->openings.empty());
}

TEST_F(VapiFront, SeveralCallsRunSideBySideAndKeepTheirOrder) {
  calendar->park = true;
  auto reply
      = post_later(body_with(look + ","
                             + call("id9", "get_availability",
                                    R"({"property_address":"7 Oak Ave"})")));
  sched.run();
  ASSERT_EQ(calendar->parked.size(), 2u); // both are being worked on
  EXPECT_FALSE(reply->has_value());
  caf::anon_send(directory->found->calendar, atom::idle_v, std::uint64_t{1});
  sched.run();
  EXPECT_FALSE(reply->has_value());
  caf::anon_send(directory->found->calendar, atom::idle_v, std::uint64_t{0});
  sched.run();
  ASSERT_TRUE(reply->has_value());
  const auto results = json::parse((*reply)->body)["results"];
  EXPECT_EQ(results[0]["toolCallId"], "id1");
  EXPECT_EQ(results[0]["result"], "I have openings at nine Elm.");
  EXPECT_EQ(results[1]["toolCallId"], "id9");
  EXPECT_EQ(results[1]["result"], "I have openings at seven Oak.");
}

TEST_F(VapiFront, AChangeOfMindIsAnOrderOfTheSameQueue) {
  booking_outcome outcome;
  outcome.result = booking_result::cancelled;
  outcome.sentence = "It is cancelled.";
  calendar->outcome = outcome;
  const auto all = results(body_with(
      call("t1", "cancel_appointment",
           R"({"start_time":"Tuesday at two","caller_number":"+19998887777"})")
      + ","
      + call("t2", "reschedule_appointment",
             R"({"start_time":"Friday at ten","current_start_time":"Tuesday",
                 "confirmation_code":"12 34-56",
                 "attendee_email":"jane@example.com"})")));
  EXPECT_EQ(all[0]["result"], "It is cancelled.");
  ASSERT_EQ(calendar->orders.size(), 2u);
  const auto& cancel = calendar->orders[0];
  EXPECT_EQ(cancel.kind, order_kind::cancel);
  EXPECT_EQ(cancel.which, "Tuesday at two");
  EXPECT_EQ(cancel.by.number, "+14055550142") << "the line, not the arguments";
  const auto& move = calendar->orders[1];
  EXPECT_EQ(move.kind, order_kind::move);
  EXPECT_EQ(move.start, "Friday at ten");
  EXPECT_EQ(move.which, "Tuesday");
  EXPECT_EQ(move.by.code, "123456");
  EXPECT_EQ(move.by.email, "jane@example.com");
}

TEST_F(VapiFront, AMoveWithoutANewTimeIsAskedBack) {
  const auto all
      = results(body_with(call("t1", "reschedule_appointment", "{}")));
  EXPECT_EQ(all[0]["result"], sentence::missing_detail(sentence::detail::time));
  EXPECT_TRUE(calendar->orders.empty());
}

TEST_F(VapiFront, TheCallersOwnViewingsAreAskedForByTheLinesNumber) {
  results(body_with(
      call("t1", "find_appointment", R"({"property_address":"9 Elm St"})")));
  ASSERT_EQ(calendar->finds.size(), 1u);
  EXPECT_EQ(calendar->finds[0].by.number, "+14055550142");
  EXPECT_EQ(calendar->finds[0].address, "9 Elm St");
}

TEST_F(VapiFront, OneBadCallSpoilsNoOther) {
  const auto all = results(body_with(
      call("cut", "set_appointment", R"("{\"a\": \"b")") + "," + look + ","
      + call("odd", "delete_everything", "{}") + R"(,{"id":"nameless"})"));
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0]["result"], sentence::not_understood());
  EXPECT_EQ(all[1]["result"], "I have openings at nine Elm.");
  EXPECT_EQ(all[2]["error"], sentence::unknown_tool());
  EXPECT_EQ(all[3]["toolCallId"], "nameless");
  EXPECT_EQ(all[3]["result"], sentence::not_understood());
}

TEST_F(VapiFront, LegacyCallsGetALegacyAnswer) {
  const auto out = posted(R"({"functionCall":{"name":"get_availability",
    "parameters":{"property_address":"9 Elm St"}}})");
  EXPECT_EQ(out.status, 200u);
  EXPECT_EQ(json::parse(out.body),
            json::parse(R"({"result":"I have openings at nine Elm."})"));
}

TEST_F(VapiFront, NoManagerIsNoGuess) {
  directory->found.reset();
  EXPECT_EQ(results(body_with(look))[0]["result"], sentence::no_manager());
  directory->error = errc::storage;
  EXPECT_EQ(results(body_with(wish_call))[0]["error"],
            sentence::busy_try_again());
  EXPECT_TRUE(calendar->orders.empty());
}

TEST_F(VapiFront, ASilentCalendarGetsAnHonestAnswer) {
  calendar->silent = true;
  auto openings = post_later(body_with(look));
  auto booking = post_later(body_with(wish_call));
  sched.run();
  EXPECT_FALSE(openings->has_value());
  advance(7s);
  ASSERT_TRUE(openings->has_value());
  EXPECT_EQ(json::parse((*openings)->body)["results"][0]["result"],
            sentence::calendar_unreadable("9 Elm St"));
  EXPECT_FALSE(booking->has_value());
  advance(4s);
  ASSERT_TRUE(booking->has_value());
  EXPECT_EQ(json::parse((*booking)->body)["results"][0]["result"],
            sentence::unsure("9 Elm St"));
}

TEST_F(VapiFront, AnExpiredOrderIsNothingDone) {
  calendar->book_error = errc::expired;
  EXPECT_EQ(results(body_with(wish_call))[0]["error"],
            sentence::busy_try_again());
  calendar->book_error = errc::storage;
  EXPECT_EQ(results(body_with(wish_call))[0]["result"],
            sentence::unsure("9 Elm St"));
}

TEST_F(VapiFront, ADeadFrontStillAnswersEveryId) {
  caf::anon_send_exit(front, caf::exit_reason::kill);
  sched.run();
  const auto all = results(body_with(look + "," + wish_call));
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0]["toolCallId"], "id1");
  EXPECT_FALSE(all[0]["error"].get<std::string>().empty());
  EXPECT_THAT(all[1]["error"].get<std::string>(), HasSubstr("can't tell yet"));
}

TEST_F(VapiFront, ACallThatBeginsWarmsTheCalendar) {
  const auto out = posted(R"({"message":{"type":"status-update",
    "status":"in-progress","call":{"assistantId":"a-1"}}})");
  EXPECT_EQ(out.body, "{}");
  EXPECT_EQ(calendar->warmed, 1);
  EXPECT_EQ(directory->queries[0].assistant_id, "a-1");
  directory->found.reset();
  EXPECT_EQ(posted(R"({"message":{"type":"assistant.started"}})").body, "{}");
}

TEST_F(VapiFront, AnswersEveryKindOfMessage) {
  auto body = [](const char* type) {
    return std::string{R"({"message":{"type":")"} + type + R"("}})";
  };
  for (const char* type : {"end-of-call-report", "hang", "transcript",
                           "conversation-update", "from-the-future"})
    EXPECT_EQ(posted(body(type)).body, "{}") << type;
  for (const char* type : {"assistant-request", "transfer-destination-request",
                           "handoff-destination-request"}) {
    const auto out = posted(body(type));
    EXPECT_EQ(out.status, 200u);
    EXPECT_TRUE(json::parse(out.body)["error"].is_string()) << type;
  }
  EXPECT_EQ(posted(body("knowledge-base-request")).body, R"({"documents":[]})");
  EXPECT_EQ(posted(body("tool-calls")).body, R"({"results":[]})");
  EXPECT_EQ(calendar->warmed, 0);
  EXPECT_TRUE(directory->queries.empty());
}

TEST_F(VapiFront, MalformedBodiesAre400) {
  for (const char* text : {"", "{", "[]", R"({"message":"x"})"}) {
    const auto out = posted(text);
    EXPECT_EQ(out.status, 400u) << text;
    EXPECT_TRUE(json::parse(out.body)["error"].is_string()) << text;
  }
}

TEST_F(VapiFront, WrongCredentialsAre401AndNothingHappens) {
  webhook.auth.open = false;
  webhook.auth.shared_secrets = {secret{"s3cret"}};
  EXPECT_EQ(posted(body_with(wish_call)).status, 401u);
  EXPECT_EQ(posted("{", {{"x-vapi-secret", "wrong"}}).status, 401u);
  EXPECT_TRUE(directory->queries.empty());
  EXPECT_EQ(posted(body_with(look), {{"x-vapi-secret", "s3cret"}}).status,
            200u);
  EXPECT_THAT(
      numbers->text(),
      HasSubstr("peterental_webhook_refused_total{reason=\"missing\"}"));
}

TEST_F(VapiFront, CountsByToolAndOutcomeWithoutForeignLabels) {
  results(body_with(look + "," + call("x", "evil{label}", "{}")));
  const auto text = numbers->text();
  EXPECT_THAT(text,
              HasSubstr("outcome=\"offered\",tool=\"get_availability\"} 1"));
  EXPECT_THAT(text, HasSubstr("outcome=\"unknown_tool\",tool=\"unknown\"} 1"));
  EXPECT_THAT(text, HasSubstr("peterental_tool_requests_in_flight 0"));
  EXPECT_EQ(text.find("evil"), std::string::npos);
}

TEST_F(VapiFront, ServesTheToolDefinitions) {
  const auto out = answered(
      vapi_tools({"get_availability", "set_appointment"}, "https://x.test"),
      {});
  const auto tools = json::parse(out.body)["tools"];
  ASSERT_EQ(tools.size(), 2u);
  EXPECT_EQ(tools[0]["server"]["url"], "https://x.test/vapi/webhook");
}

} // namespace
} // namespace rental
