// Tasks, and the wire against a real server on a real socket.
#include "tests/support/mock_http_server.hpp"
#include "tools/booking-load/wire.hpp"

#include <gtest/gtest.h>

namespace rental::load {
namespace {

using namespace std::chrono_literals;
using test::mock_answer;
using test::mock_http_server;
using test::seen_request;

task<int> answer_after(event_loop& loop, std::chrono::milliseconds wait,
                       int value) {
  co_await loop.pause(wait);
  co_return value;
}

task<> add(event_loop& loop, int value, int& sum) {
  sum += co_await answer_after(loop, 1ms, value);
}

task<> fail_after(event_loop& loop) {
  co_await loop.pause(1ms);
  throw std::runtime_error{"as planned"};
}

task<> add_many(event_loop& loop, int& sum) {
  task_group group;
  for (int i = 1; i <= 100; ++i)
    group.spawn(add(loop, i, sum));
  co_await group.all();
}

TEST(TaskTest, AGroupEndsWhenAllOfItHasEnded) {
  event_loop loop;
  int sum = 0;
  loop.run(add_many(loop, sum));
  EXPECT_EQ(sum, 5050);
}

task<> group_with_failure(event_loop& loop, int& sum) {
  task_group group;
  group.spawn(fail_after(loop));
  group.spawn(add(loop, 7, sum));
  co_await group.all();
}

TEST(TaskTest, AFailureComesOutAfterTheOthersHaveEnded) {
  event_loop loop;
  int sum = 0;
  EXPECT_THROW(loop.run(group_with_failure(loop, sum)), std::runtime_error);
  EXPECT_EQ(sum, 7);
}

wire_request post(const std::string& body) {
  wire_request request;
  request.method = "POST";
  request.target = "/vapi/webhook";
  request.headers.emplace_back("X-Vapi-Secret", "s");
  request.body = body;
  return request;
}

task<> send_all(event_loop& loop, std::string port,
                std::chrono::milliseconds patience,
                std::vector<std::string> bodies,
                std::vector<wire_reply>& replies) {
  connection line{loop, "127.0.0.1", port, patience};
  for (const auto& body : bodies) {
    auto request = post(body);
    auto reply = co_await line.send(std::move(request));
    replies.push_back(std::move(reply));
  }
}

std::vector<wire_reply> talk(const std::string& base,
                             std::vector<std::string> bodies,
                             std::chrono::milliseconds patience = 20s) {
  event_loop loop;
  std::vector<wire_reply> replies;
  loop.run(send_all(loop, base.substr(base.rfind(':') + 1), patience,
                    std::move(bodies), replies));
  return replies;
}

TEST(WireTest, RequestsShareOneConnection) {
  mock_http_server server{[](const seen_request& request) {
    mock_answer answer;
    answer.body = "got " + request.body;
    answer.headers = {{"Set-Cookie", "a=b; HttpOnly"}};
    return answer;
  }};
  const auto replies = talk(server.base_url(), {"one", "two", "three"});
  ASSERT_EQ(replies.size(), 3u);
  EXPECT_EQ(replies[2].status, 200);
  EXPECT_EQ(replies[2].body, "got three");
  EXPECT_EQ(replies[0].header("set-cookie"), "a=b; HttpOnly");
  EXPECT_EQ(replies[0].header("location"), "");
  for (const auto& reply : replies)
    EXPECT_GT(reply.done, reply.sent);
  for (const auto& request : server.seen()) {
    EXPECT_EQ(request.connection, 1);
    EXPECT_EQ(request.headers.at("x-vapi-secret"), "s");
  }
}

TEST(WireTest, AConnectionThatWasClosedWhileIdleIsOpenedAgain) {
  mock_http_server server{[](const seen_request& request) {
    mock_answer answer;
    answer.body = request.body;
    if (request.body == "one")
      answer.how = mock_answer::ending::close_after;
    return answer;
  }};
  const auto replies = talk(server.base_url(), {"one", "two"});
  ASSERT_EQ(replies.size(), 2u);
  EXPECT_EQ(replies[1].status, 200) << replies[1].trouble;
  EXPECT_EQ(replies[1].body, "two");
  EXPECT_EQ(server.seen().size(), 2u);
}

TEST(WireTest, AnAnswerThatBreaksOffIsNoAnswer) {
  mock_http_server server{[](const seen_request&) {
    mock_answer answer;
    answer.body = "a body that is cut in the middle";
    answer.how = mock_answer::ending::cut_in_body;
    return answer;
  }};
  const auto replies = talk(server.base_url(), {"one"});
  EXPECT_EQ(replies[0].status, 0);
  EXPECT_FALSE(replies[0].trouble.empty());
  EXPECT_EQ(server.seen().size(), 1u) << "it must not be sent again";
}

TEST(WireTest, SilenceEndsWithATimeout) {
  mock_http_server server{[](const seen_request& request) {
    mock_answer answer;
    answer.body = request.body;
    if (request.body == "one")
      answer.how = mock_answer::ending::silence;
    return answer;
  }};
  const auto replies = talk(server.base_url(), {"one", "two"}, 300ms);
  ASSERT_EQ(replies.size(), 2u);
  EXPECT_EQ(replies[0].status, 0);
  EXPECT_EQ(replies[0].trouble, "read: timeout");
  EXPECT_EQ(replies[1].status, 200) << "the line works again";
}

TEST(WireTest, NobodyThereIsAnAnswerWithoutStatus) {
  std::string gone;
  {
    mock_http_server server{[](const seen_request&) { return mock_answer{}; }};
    gone = server.base_url();
  }
  const auto replies = talk(gone, {"one"});
  EXPECT_EQ(replies[0].status, 0);
  EXPECT_TRUE(replies[0].trouble.starts_with("connect: "))
      << replies[0].trouble;
}

} // namespace
} // namespace rental::load
