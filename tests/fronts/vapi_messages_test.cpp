// Messages that callers leave, and callers who were put off and hung up.
#include "config/phone.hpp"
#include "fronts/voice/vapi_front.hpp"
#include "tests/fronts/front_fixture.hpp"

namespace rental {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using kept = callback_answer::kind;

struct callbacks_script {
  std::vector<callback_request> kept;
  callback_answer answer;
  bool ill = false;
};

callbacks_actor::behavior_type
fake_callbacks(callbacks_actor::pointer,
               std::shared_ptr<callbacks_script> script) {
  return {
      [=](atom::keep,
          const callback_order& order) -> caf::result<callback_answer> {
        if (script->ill)
          return caf::make_error(errc::storage);
        script->kept.push_back(order.wish);
        return script->answer;
      },
      [](atom::callbacks, const callback_query&) { return callback_list{}; },
      [](atom::told, const callback_done&) { return callback_list{}; },
  };
}

class VapiMessages : public test::front_test {
protected:
  VapiMessages() {
    vapi_front_deps deps;
    deps.directory = directory_handle;
    deps.callbacks = spawn(fake_callbacks, script);
    deps.agency = "house";
    deps.read_phone = [](std::string_view text) { return read_phone(text); };
    front = spawn(vapi_front, deps);
    webhook.time = std::make_shared<manual_clock>(from_unix(1790000000));
    webhook.auth.open = true;
  }

  void TearDown() override {
    front = nullptr;
    test::front_test::TearDown();
  }

  std::string post(json message, const std::string& number) {
    if (!call.empty())
      message["call"] = {{"id", call}};
    if (!number.empty())
      message["customer"] = {{"number", number}};
    http_in in;
    in.method = "POST";
    in.path = "/vapi/webhook";
    in.body = json{{"message", message}}.dump();
    const auto out = answered(vapi_webhook(webhook, front), std::move(in));
    EXPECT_EQ(out.status, 200u);
    return out.body;
  }

  std::string use(const std::string& tool, const json& arguments,
                  const std::string& number = "+14055550142") {
    const json one{{"id", "t" + std::to_string(++last)},
                   {"function", {{"name", tool}, {"arguments", arguments}}}};
    const auto body = json::parse(
        post({{"type", "tool-calls"}, {"toolCallList", json::array({one})}},
             number));
    return body["results"][0]["result"];
  }

  std::string end(const std::string& number = "+14055550142") {
    return post({{"type", "end-of-call-report"}}, number);
  }

  void answers(booking_result result) {
    booking_outcome outcome;
    outcome.result = result;
    outcome.sentence = "words";
    calendar->outcome = outcome;
  }

  std::shared_ptr<callbacks_script> script
      = std::make_shared<callbacks_script>();
  vapi_front_actor front;
  webhook_options webhook;
  std::string call = "c-1";
  int last = 0;
};

const json a_message{{"attendee_name", "Una Vale"},
                     {"property_address", "9 Elm St"},
                     {"message", "Is there a garage?"}};
const json a_wish{{"property_address", "9 Elm St"},
                  {"start_time", "Friday at two"},
                  {"attendee_name", "Una Vale"}};

TEST_F(VapiMessages, AreKeptForTheManager) {
  EXPECT_THAT(use("leave_message", a_message), HasSubstr("noted your message"));
  ASSERT_EQ(script->kept.size(), 1u);
  const auto& wish = script->kept[0];
  EXPECT_EQ(wish.kind, "message");
  EXPECT_EQ(wish.wanted, "Is there a garage?");
  EXPECT_EQ(wish.who.name, "Una Vale");
  EXPECT_EQ(wish.who.phone, "+14055550142");
  EXPECT_EQ(wish.address, "9 Elm St");
  EXPECT_EQ(wish.call_id, "c-1");
  EXPECT_EQ(wish.manager, directory->found->id);
  EXPECT_EQ(wish.agency, directory->found->key.agency);
}

TEST_F(VapiMessages, AreKeptForTheOperatorWhenNobodyIsKnown) {
  const auto found = std::exchange(directory->found, std::nullopt);
  EXPECT_THAT(use("leave_message", a_message), HasSubstr("noted your message"));
  ASSERT_EQ(script->kept.size(), 1u);
  EXPECT_EQ(script->kept[0].manager, 0);
  EXPECT_EQ(script->kept[0].agency, "house");
}

TEST_F(VapiMessages, NeedANumberToCall) {
  EXPECT_THAT(use("leave_message", a_message, ""), HasSubstr("phone number"));
  EXPECT_TRUE(script->kept.empty());
  auto with_number = a_message;
  with_number["attendee_phone"] = "five five five, ask for Una";
  EXPECT_THAT(use("leave_message", with_number, ""),
              HasSubstr("noted your message"));
  EXPECT_EQ(script->kept.at(0).who.phone, "five five five, ask for Una");
}

TEST_F(VapiMessages, NeedSomethingToPassOn) {
  auto empty = a_message;
  empty.erase("message");
  EXPECT_THAT(use("leave_message", empty), HasSubstr("me to pass on?"));
  EXPECT_TRUE(script->kept.empty());
}

TEST_F(VapiMessages, ArePromisedOnlyWhenKept) {
  script->ill = true;
  EXPECT_THAT(use("leave_message", a_message), HasSubstr("don't count on it"));
  script->ill = false;
  script->answer.what = kept::too_many;
  EXPECT_THAT(use("leave_message", a_message), HasSubstr("don't count on it"));
  script->answer.what = kept::kept_before;
  EXPECT_THAT(use("leave_message", a_message), HasSubstr("noted your message"));
}

TEST_F(VapiMessages, WhoeverWasPutOffIsALeadAtTheEnd) {
  answers(booking_result::refused);
  use("set_appointment", a_wish);
  EXPECT_TRUE(script->kept.empty());
  EXPECT_EQ(end(), "{}");
  ASSERT_EQ(script->kept.size(), 1u);
  EXPECT_EQ(script->kept[0].kind, "lead");
  EXPECT_EQ(script->kept[0].who.phone, "+14055550142");
  EXPECT_EQ(script->kept[0].who.name, "Una Vale");
  EXPECT_EQ(script->kept[0].address, "9 Elm St");
  EXPECT_EQ(script->kept[0].wanted, "Friday at two");
  EXPECT_EQ(script->kept[0].reason, "refused");
  EXPECT_EQ(script->kept[0].manager, directory->found->id);
  end();
  EXPECT_EQ(script->kept.size(), 1u) << "once per call";
}

TEST_F(VapiMessages, WhoeverWasServedIsNoLead) {
  answers(booking_result::refused);
  use("set_appointment", a_wish);
  answers(booking_result::booked);
  use("set_appointment", a_wish);
  end();
  EXPECT_TRUE(script->kept.empty());
  call = "c-2"; // who asked for nothing
  end();
  EXPECT_TRUE(script->kept.empty());
}

TEST_F(VapiMessages, WithoutANumberThereIsNobodyToCall) {
  answers(booking_result::refused);
  use("set_appointment", a_wish, "");
  end("");
  EXPECT_TRUE(script->kept.empty());
}

TEST_F(VapiMessages, WhoeverLeftANumberWithoutAViewingIsALead) {
  auto asked = a_wish;
  asked["attendee_phone"] = "+14055550177";
  answers(booking_result::unclear);
  use("set_appointment", asked, "");
  end("");
  ASSERT_EQ(script->kept.size(), 1u);
  EXPECT_EQ(script->kept[0].who.phone, "+14055550177");
}

TEST_F(VapiMessages, TheCalendarHearsThatACallIsOver) {
  use("get_availability", {{"property_address", "9 Elm St"}});
  EXPECT_TRUE(calendar->ended.empty());
  end();
  const auto& agency = directory->found->key.agency;
  EXPECT_EQ(calendar->ended, std::vector{conversation_of(agency, "c-1")});
  call = "c-2"; // which asked for nothing
  end();
  EXPECT_EQ(calendar->ended.size(), 1u);
}

TEST_F(VapiMessages, AStatusIsNoReport) {
  answers(booking_result::refused);
  use("set_appointment", a_wish);
  post({{"type", "status-update"}, {"status", "ended"}}, "+14055550142");
  EXPECT_TRUE(script->kept.empty());
  end();
  EXPECT_EQ(script->kept.size(), 1u);
}

TEST_F(VapiMessages, OfAManagerWhoNeverConnectedAreTheOperators) {
  const auto found = std::exchange(directory->found, std::nullopt);
  directory->error = errc::not_connected;
  EXPECT_THAT(use("leave_message", a_message), HasSubstr("noted your message"));
  ASSERT_EQ(script->kept.size(), 1u);
  EXPECT_EQ(script->kept[0].manager, 0);
  EXPECT_EQ(script->kept[0].agency, "house");
}

TEST_F(VapiMessages, AboutTwoHomesOfOneNameAskWhichIsMeant) {
  const auto found = std::exchange(directory->found, std::nullopt);
  directory->error = errc::ambiguous_property;
  EXPECT_THAT(use("leave_message", a_message),
              AllOf(HasSubstr("nine Elm"), HasSubstr("?")));
  EXPECT_TRUE(script->kept.empty());
}

TEST_F(VapiMessages, ALineOfTheFirmIsNotCalledBack) {
  directory->found->caller_is_shared = true;
  EXPECT_THAT(use("leave_message", a_message), HasSubstr("phone number"));
  EXPECT_TRUE(script->kept.empty());
  answers(booking_result::refused);
  use("set_appointment", a_wish);
  end();
  EXPECT_TRUE(script->kept.empty());

  call = "c-2";
  auto told = a_wish;
  told["attendee_phone"] = "+14055550177";
  use("set_appointment", told);
  end();
  ASSERT_EQ(script->kept.size(), 1u);
  EXPECT_EQ(script->kept[0].who.phone, "+14055550177");
}

TEST(CallMemory, CallsOfTwoAgenciesAreTwo) {
  call_memory memory;
  const call_memory::time_point now{};
  callback_request wish;
  wish.who = {"Una", "+14055550142", ""};
  memory.note("a\nc-1", {wish, "refused", false}, now);
  EXPECT_FALSE(memory.end("b\nc-1"));
  EXPECT_TRUE(memory.end("a\nc-1"));
}

TEST(CallMemory, IsBounded) {
  call_memory memory;
  const call_memory::time_point now{};
  for (int i = 0; i < 50'000; ++i)
    memory.note(std::to_string(i), {{}, "refused", false}, now);
  EXPECT_LE(memory.size(), 20'000u);
  memory.note("late", {{}, "refused", false}, now + std::chrono::hours{9});
  EXPECT_EQ(memory.size(), 1u);
}

} // namespace
} // namespace rental
