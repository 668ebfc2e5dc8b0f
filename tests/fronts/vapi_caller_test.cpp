// Who calls, as the world's lines and models tell it.
#include "config/phone.hpp"
#include "fronts/api/calendar_json.hpp"
#include "fronts/connect/connect_links.hpp"
#include "fronts/voice/vapi_front.hpp"
#include "tests/fronts/front_fixture.hpp"
#include "voice/sentences/sentences.hpp"

namespace rental {
namespace {

using nlohmann::json;
using sentence::detail;

class VapiPeople : public test::front_test {
protected:
  VapiPeople() {
    vapi_front_deps deps;
    deps.directory = directory_handle;
    deps.read_phone = [](std::string_view text) { return read_phone(text); };
    front = spawn(vapi_front, deps);
    webhook.time = std::make_shared<manual_clock>(from_unix(1790000000));
    webhook.auth.open = true;
    webhook.numbers = std::make_shared<metrics>();
    calendar->outcome = booking_outcome{};
    calendar->outcome->sentence = "Done.";
    message["type"] = "tool-calls";
    message["call"] = {{"id", "c-1"}, {"type", "inboundPhoneCall"}};
    message["phoneNumber"] = {{"number", "+14055550100"}};
  }

  void TearDown() override {
    front = nullptr;
    test::front_test::TearDown();
  }

  /// The sentence for one tool call.
  std::string run(const std::string& tool, const json& arguments,
                  const std::string& id = "id-1") {
    message["toolCallList"]
        = json::array({{{"id", id}, {"name", tool}, {"arguments", arguments}}});
    http_in in;
    in.method = "POST";
    in.body = json{{"message", message}}.dump();
    const auto out = answered(vapi_webhook(webhook, front), std::move(in));
    EXPECT_EQ(out.status, 200u);
    const auto result = json::parse(out.body)["results"][0];
    EXPECT_EQ(result["toolCallId"], id);
    return result.value("result", result.value("error", ""));
  }

  std::string book(const json& more = json::object()) {
    json arguments{{"property_address", "4 Fir Ct"},
                   {"start_time", "Friday at two"},
                   {"attendee_name", "Kim Roe"}};
    arguments.update(more);
    return run("set_appointment", arguments);
  }

  /// Whom a caller with that number is taken for, and what the manager reads.
  std::pair<std::string, std::string> caller(const json& customer) {
    calendar->orders.clear();
    message["customer"] = customer;
    book();
    if (calendar->orders.size() != 1)
      return {};
    return {calendar->orders[0].by.number, calendar->orders[0].who.phone};
  }

  json message;
  vapi_front_actor front;
  webhook_options webhook;
};

using pair = std::pair<std::string, std::string>;

TEST_F(VapiPeople, TheNumberIsFoundInWhateverTheLineGives) {
  const pair known{"+14055550142", "+14055550142"};
  EXPECT_EQ(caller({{"number", "tel:+1-405-555-0142"}}), known);
  EXPECT_EQ(caller({{"number", ""}, {"sipUri", "sip:+14055550142@x.test"}}),
            known);
  EXPECT_EQ(caller({{"number", "whatsapp:+14055550142"}}), known);
  EXPECT_EQ(caller({{"number", "tel:+14055550142;ext=9"}}),
            (pair{"+14055550142 ext. 9", "+14055550142 ext. 9"}));
  EXPECT_EQ(directory->queries.back().caller_number, "+14055550142");
  EXPECT_EQ(caller({{"sipUri", "sip:kim@voip.example"}}),
            (pair{"", "sip:kim@voip.example"}));
}

TEST_F(VapiPeople, ANumberThatManyShareIsNobody) {
  const pair withheld{"", "number withheld"};
  for (const auto* number :
       {"+266696687", "Restricted", "7748283", "000000", "+17777777777",
        "sip:unavailable@unknown.invalid", "+14055550100", "+1 (405) 555-0100"})
    EXPECT_EQ(caller({{"number", number}}), withheld) << number;
  EXPECT_EQ(caller(nullptr), withheld) << "a phone call without a number";
  message["call"]["type"] = "webCall";
  EXPECT_EQ(caller(nullptr), (pair{"", ""}));
  EXPECT_EQ(caller({{"number", "+1405555"}}), (pair{"", "+1405555"}))
      << "too short: shown as it came";
  directory->found->caller_is_shared = true;
  EXPECT_EQ(caller({{"number", "+14055550142"}}), withheld)
      << "forwarded from a manager's phone";
}

TEST_F(VapiPeople, WhoSharesANumberFindsAndCancelsNothingByIt) {
  message["customer"] = {{"number", "+86282452253"}};
  run("find_appointment", json::object());
  run("cancel_appointment",
      {{"attendee_email", "kim@roe.test"},
       {"confirmation_code", "it's one two, three four oh six"}});
  ASSERT_EQ(calendar->finds.size(), 1u);
  EXPECT_EQ(calendar->finds[0].by.number, "");
  ASSERT_EQ(calendar->orders.size(), 1u);
  EXPECT_EQ(calendar->orders[0].by.number, "");
  EXPECT_EQ(calendar->orders[0].by.email, "kim@roe.test");
  EXPECT_EQ(calendar->orders[0].by.code, "123406");
}

TEST_F(VapiPeople, WhatIsSaidIsReadOrShownAsItWasSaid) {
  message["customer"] = {{"number", "+14055550177"}};
  const std::pair<const char*, const char*> table[]
      = {{"405\u2011555\u20110142 ext. 3", "+14055550142 ext. 3"},
         {"ask at the desk", "ask at the desk"},
         {"the number I'm calling from", "+14055550177"},
         {"N/A", "+14055550177"},
         {"caller declined", "+14055550177"},
         {"Anonymous", "+14055550177"},
         {"five five five, nothing else", "five five five, nothing else"}};
  for (const auto& [said, phone] : table) {
    book({{"attendee_phone", said}});
    EXPECT_EQ(calendar->orders.back().who.phone, phone) << said;
    EXPECT_EQ(calendar->orders.back().by.number, "+14055550177");
  }
}

TEST_F(VapiPeople, WordsInsteadOfValuesAreAskedFor) {
  for (const auto* none : {"null", "N/A", "caller", ".", "[Name]", "unknown"})
    EXPECT_EQ(book({{"attendee_name", none}}),
              sentence::missing_detail(detail::name))
        << none;
  for (const auto* none : {"undefined", "the property", "not provided"}) {
    EXPECT_EQ(book({{"property_address", none}}),
              sentence::missing_detail(detail::address))
        << none;
    EXPECT_EQ(run("get_availability", {{"property_address", none}}),
              sentence::missing_detail(detail::address))
        << none;
  }
  EXPECT_TRUE(calendar->orders.empty());
  book({{"attendee_email", "caller declined to say"},
        {"attendee_name", "\"Kim Roe\","}});
  ASSERT_EQ(calendar->orders.size(), 1u);
  EXPECT_EQ(calendar->orders[0].who.email, "");
  EXPECT_EQ(calendar->orders[0].who.name, "Kim Roe");
  run("cancel_appointment", {{"property_address", "unknown"}});
  EXPECT_EQ(calendar->orders.back().address, "");
}

TEST_F(VapiPeople, AMisheardMailDomainIsAskedBackOnce) {
  EXPECT_EQ(book({{"attendee_email", "kim at gmial dot com"}}),
            sentence::confirm_email("kim@gmial.com", "kim@gmail.com"));
  EXPECT_TRUE(calendar->orders.empty());
  book({{"attendee_email", "kim@gmial.com"}});
  ASSERT_EQ(calendar->orders.size(), 1u) << "the caller stays with it";
  EXPECT_EQ(calendar->orders[0].who.email, "kim@gmial.com");
  // Nothing can be sent to an ending that does not exist.
  for (int i = 0; i < 2; ++i)
    EXPECT_EQ(book({{"attendee_email", "kim@roe.cmo"}}),
              sentence::confirm_email("kim@roe.cmo", "kim@roe.com"));
  message["call"]["id"] = "c-2";
  EXPECT_EQ(book({{"attendee_email", "kim@gmial.com"}}),
            sentence::confirm_email("kim@gmial.com", "kim@gmail.com"));
}

TEST_F(VapiPeople, LongIdsComeBackWholeAndKeepTheirKeysApart) {
  const json wish{{"property_address", "4 Fir Ct"},
                  {"start_time", "Friday at two"},
                  {"attendee_name", "Kim"}};
  const std::string stem(5000, 'k');
  for (const auto& id : {stem + "1", stem + "2", std::string{" k\t3 "}})
    run("set_appointment", wish, id);
  ASSERT_EQ(calendar->orders.size(), 3u);
  EXPECT_NE(calendar->orders[0].key.tool_call_id,
            calendar->orders[1].key.tool_call_id);
  for (const auto& order : calendar->orders)
    EXPECT_EQ(order.key.tool_call_id.size(), 65u);
}

TEST_F(VapiPeople, ATextChatIsOneConversation) {
  message.erase("call");
  const auto in_chat = [&](const json& chat) {
    message["chat"] = chat;
    book();
    return calendar->orders.back().key.call_id;
  };
  EXPECT_EQ(in_chat({{"id", "a1"}, {"sessionId", "s"}}), "s");
  EXPECT_EQ(in_chat({{"id", "a2"}, {"sessionId", "s"}}), "s");
  EXPECT_EQ(in_chat({{"id", "b1"}}), "b1");
  EXPECT_EQ(in_chat({{"id", "b2"}, {"previousChatId", "b1"}}), "b1");
  // A message without a tool call still is a link of the chain.
  http_in in;
  in.method = "POST";
  in.body = R"({"message":{"type":"chat.created","chat":{"id":"b3",
               "previousChatId":"b2"}}})";
  EXPECT_EQ(answered(vapi_webhook(webhook, front), std::move(in)).body, "{}");
  EXPECT_EQ(in_chat({{"id", "b4"}, {"previousChatId", "b3"}}), "b1");
}

TEST_F(VapiPeople, WhereNobodyIsConnectedTheCallerHearsIt) {
  directory->found.reset();
  directory->error = errc::not_connected;
  EXPECT_EQ(run("get_availability", {{"property_address", "4 Fir Ct"}}),
            sentence::not_connected());
  EXPECT_EQ(book(), sentence::not_connected());
}

TEST_F(VapiPeople, TimesAreToldForTheOnlyHome) {
  EXPECT_EQ(run("get_availability", {{"preferred_time", "Friday"}}),
            sentence::missing_detail(detail::address));
  directory->found->address = "4 Fir Ct";
  run("get_availability", {{"preferred_time", "Friday"}});
  ASSERT_EQ(calendar->openings.size(), 1u);
  EXPECT_EQ(calendar->openings[0].address, "4 Fir Ct");
  directory->found.reset();
  directory->error = errc::unknown_manager;
  EXPECT_EQ(run("get_availability", {{"preferred_time", "Friday"}}),
            sentence::missing_detail(detail::address));
  directory->error = errc::not_connected;
  EXPECT_EQ(run("get_availability", {{"preferred_time", "Friday"}}),
            sentence::not_connected());
}

TEST_F(VapiPeople, AHomeThatIsHiddenIsSaidToBeSo) {
  directory->found.reset();
  directory->error = errc::not_shown;
  EXPECT_EQ(run("get_availability", {{"property_address", "4 Fir Ct"}}),
            sentence::not_shown("4 Fir Ct"));
  EXPECT_EQ(book(), sentence::not_shown("4 Fir Ct"));
}

TEST(ApiBodies, AFlawCostsNothingAndDepthNeither) {
  const auto deep = std::string(30'000, '[') + std::string(30'000, ']');
  const auto read = read_event_request(
      "\xef\xbb\xbf{\"user_id\":\"pete\\u200b\",\"property_address\":\"4 Fir "
      "\xc3\","
      "\"start_time\":\"x\",\"attendee_name\":\"Kim \\ud83d\",\"noise\":"
      + deep + ",\"n\":1e999}");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->user_id, "pete");
  EXPECT_EQ(read->address, "4 Fir \xef\xbf\xbd");
  EXPECT_EQ(read->who.name, "Kim \xef\xbf\xbd");
  EXPECT_FALSE(read_event_request("{\"user_id\":" + deep + "}"));
  EXPECT_FALSE(read_event_request(deep));
  EXPECT_EQ(*read_new_start("{\"start_time\":\"Friday \\u2013 2\",\"n\":NaN}"),
            "Friday - 2");
  EXPECT_TRUE(read_link_wish("{\"user_id\":\"p\",\"x\":\"\\ud800\"}"));
  EXPECT_FALSE(read_link_wish("{\"user_id\":{\"a\":1}}"));
}

} // namespace
} // namespace rental
