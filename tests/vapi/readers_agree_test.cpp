// Two ways through a body, one message: the quick reader, where a body allows
// it, and the one that mends.
#include "json/plain_json.hpp"
#include "tests/json/random_documents.hpp"
#include "tests/vapi/bodies.hpp"
#include "vapi/message_shape.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace rental {
namespace {

using nlohmann::json;

/// A server message as text, so that a difference can be read.
std::string told(const expected<server_message>& parsed) {
  if (!parsed)
    return parsed.error().detail;
  const auto& call = parsed->call;
  json all{{"kind", to_string(parsed->kind)},
           {"type", parsed->type},
           {"call",
            {call.call_id, call.chat_id, call.previous_chat_id, call.org_id,
             call.call_type, call.assistant_id, call.phone_number_id,
             call.dialled_number, call.caller_number, call.caller_uri}}};
  for (const auto& each : parsed->calls)
    all["calls"].push_back({each.id, each.name, each.broken, each.arguments});
  return all.dump(1, ' ', false, json::error_handler_t::replace);
}

void expect_same(const std::string& body) {
  EXPECT_EQ(told(parse_server_message(body)),
            told(server_message_in(read_json(body, message_options()))))
      << body.substr(0, 20000);
}

/// Whether nothing had to be read a second time.
bool is_quick(std::string body) {
  const auto size = body.size();
  body.resize(size + json_room);
  return read_plain_json(std::string_view{body}.substr(0, size),
                         message_options())
      .has_value();
}

TEST(BothReaders, SayTheSameOfWhatVapiSends) {
  for (const auto& body :
       {bodies::captured, bodies::long_call(0), bodies::long_call(20),
        bodies::long_call(2000), bodies::of_type("hang"),
        bodies::of_type("status-update", R"(,"status":"in-progress")"),
        bodies::with_list("toolCalls", R"({"id":7,"name":"x","parameters":
                                           "{\"a\": 1.50}"})")}) {
    expect_same(body);
    EXPECT_TRUE(is_quick(body)) << body.substr(0, 2000);
  }
}

TEST(BothReaders, SayTheSameOfALongCallThatWasCut) {
  const auto body = bodies::long_call(8);
  for (std::size_t length = 0; length < body.size(); length += 7)
    expect_same(body.substr(0, length));
}

TEST(BothReaders, SayTheSameOfWhatHasToBeMended) {
  for (const auto* flaw :
       {"\xff", "\\ud83c", "\\x", "\n", "\",\"a\":1e400,\"b\":\"",
        "\",\"a\":NaN,\"b\":\"", "\",,\"a\":\"", "\"\"", "\\",
        "\",\"a\":[{],\"b\":\"", "\",\"type\":\"hang\",\"type\":\"tool-calls",
        "\",\"call\":{\"\\u0069d\":\"", "\",\"toolCalls\":[{]},\"b\":\"",
        "\"\x0c,\"b\":\"", "\",'a':'b',\"c\":\""}) {
    auto body = bodies::long_call(3);
    for (const auto* where :
         {"call_OLD", "0198-call", "9 Elm St", "Viewings"}) {
      auto flawed = body;
      const auto at = flawed.find(where);
      ASSERT_NE(at, flawed.npos) << where;
      expect_same(flawed.insert(at, flaw));
    }
  }
}

TEST(BothReaders, SayTheSameHoweverDeepOrManyItIs) {
  for (const std::size_t depth :
       {10, 60, 61, 62, 63, 64, 65, 66, 500, 100'000}) {
    const auto nest = std::string(depth, '[') + "1" + std::string(depth, ']');
    expect_same(bodies::of_type("hang", ",\"x\":" + nest));
    expect_same(bodies::with_list("toolCalls",
                                  R"({"id":"1","name":"x","arguments":{"a":)"
                                      + nest + "}}"));
  }
  for (const std::size_t count : {19'900, 19'995, 20'000, 20'010, 30'000}) {
    std::string many = "1";
    for (std::size_t i = 1; i < count; ++i)
      many += ",1";
    expect_same(bodies::of_type("hang", ",\"x\":[" + many
                                            + "],\"call\":{\"id\":\"c\"}"));
    expect_same(bodies::with_list("toolCalls",
                                  R"({"id":"1","name":"x","arguments":{"a":[)"
                                      + many + "]}}"));
  }
}

TEST(BothReaders, SayTheSameOfDamagedBodies) {
  std::mt19937 random{20261206};
  int quick = 0;
  int understood = 0;
  for (int round = 0; round < 2000; ++round) {
    auto body = round % 2 == 0 ? bodies::captured : bodies::long_call(2);
    for (auto hits = 1 + random() % 4; hits > 0 && !body.empty(); --hits)
      damage(body, random);
    expect_same(body);
    quick += is_quick(body) ? 1 : 0;
    understood += parse_server_message(body) ? 1 : 0;
  }
  EXPECT_GT(quick, 200);
  EXPECT_GT(understood - quick, 200);
}

} // namespace
} // namespace rental
