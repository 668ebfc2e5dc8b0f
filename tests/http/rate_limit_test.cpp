#include "http/access/access_limits.hpp"
#include "http/access/rate_limit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace rental {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class RateLimit : public testing::Test {
protected:
  rate_limiter limiter_with(bucket_rate rate, std::size_t most_keys = 100) {
    return rate_limiter{rate, [this] { return now; }, most_keys};
  }

  static int let_through(rate_limiter& limiter, const char* key, int tries) {
    int count = 0;
    for (int n = 0; n < tries; ++n)
      count += limiter.allow(key);
    return count;
  }

  rate_limiter::time_point now{1h};
};

TEST_F(RateLimit, LetsABurstThroughAndThenItsRate) {
  auto limiter = limiter_with({2, 5});
  EXPECT_EQ(let_through(limiter, "a", 20), 5);
  now += 499ms;
  EXPECT_FALSE(limiter.allow("a"));
  now += 1ms;
  EXPECT_TRUE(limiter.allow("a"));
  EXPECT_FALSE(limiter.allow("a"));
  now += 1s;
  EXPECT_EQ(let_through(limiter, "a", 20), 2);
  now += 1h;
  EXPECT_EQ(let_through(limiter, "a", 20), 5) << "no more than a burst";
}

TEST_F(RateLimit, KeysDoNotShareTheirBuckets) {
  auto limiter = limiter_with({1, 2});
  EXPECT_EQ(let_through(limiter, "a", 9), 2);
  EXPECT_EQ(let_through(limiter, "b", 9), 2);
}

TEST_F(RateLimit, SaysHowLongToWait) {
  auto limiter = limiter_with({0.1, 1});
  EXPECT_EQ(limiter.wait("a"), 1s) << "never nothing";
  limiter.allow("a");
  EXPECT_EQ(limiter.wait("a"), 10s);
  now += 3500ms;
  EXPECT_EQ(limiter.wait("a"), 7s);
  EXPECT_FALSE(limiter.has_room("a"));
  now += 7s;
  EXPECT_TRUE(limiter.has_room("a"));
  EXPECT_TRUE(limiter.allow("a"));
}

TEST_F(RateLimit, LookingCountsNothing) {
  auto limiter = limiter_with({1, 1});
  for (int n = 0; n < 5; ++n)
    EXPECT_TRUE(limiter.has_room("a"));
  EXPECT_EQ(limiter.keys(), 0u);
  EXPECT_TRUE(limiter.allow("a"));
  EXPECT_FALSE(limiter.has_room("a"));
}

TEST_F(RateLimit, NoRateIsNoLimit) {
  auto limiter = limiter_with({0, 1});
  EXPECT_EQ(let_through(limiter, "a", 1000), 1000);
  EXPECT_TRUE(limiter.has_room("a"));
  EXPECT_EQ(limiter.keys(), 0u);
}

TEST_F(RateLimit, RemembersOnlyWhoAskedLast) {
  auto limiter = limiter_with({1, 1}, 3);
  for (const auto* key : {"a", "b", "c", "a", "d"})
    limiter.allow(key);
  EXPECT_EQ(limiter.keys(), 3u);
  EXPECT_FALSE(limiter.allow("a")) << "asked after b";
  EXPECT_TRUE(limiter.allow("b")) << "forgotten";
  for (int n = 0; n < 1000; ++n)
    limiter.allow(std::to_string(n));
  EXPECT_EQ(limiter.keys(), 3u);
}

TEST_F(RateLimit, AClockThatGoesBackGivesNothing) {
  auto limiter = limiter_with({1, 1});
  EXPECT_TRUE(limiter.allow("a"));
  now -= 1h;
  EXPECT_FALSE(limiter.allow("a"));
  now += 1h;
  EXPECT_FALSE(limiter.allow("a"));
}

TEST_F(RateLimit, IsExactWhenManyThreadsAsk) {
  auto limiter = limiter_with({1, 1000});
  std::atomic<int> count{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] { count += let_through(limiter, "a", 1000); });
  for (auto& each : threads)
    each.join();
  EXPECT_EQ(count.load(), 1000);
}

// -- at the doors -------------------------------------------------------------

class DoorLimits : public RateLimit {
protected:
  DoorLimits() {
    limits.requests = shared({1, 3});
    limits.sign_ins = shared({1, 2});
    limits.failures = shared({1, 2});
    limits.numbers = numbers;
  }

  rate_limiter_ptr shared(bucket_rate rate) {
    return std::make_shared<rate_limiter>(rate, [this] { return now; });
  }

  unsigned status(const char* path, string_map headers = {},
                  const char* peer = "203.0.113.7") {
    http_in in;
    in.method = "GET";
    in.path = path;
    in.peer = peer;
    in.headers = std::move(headers);
    auto answer = check_limits(limits, in);
    last_peer = in.peer;
    return answer ? answer->status : 0;
  }

  bool has_token(const char* header, const char* peer = "203.0.113.7") {
    http_in in;
    in.peer = peer;
    if (*header != '\0')
      in.headers["authorization"] = header;
    return has_admin_token(in, {secret{"right"}}, limits);
  }

  std::shared_ptr<metrics> numbers = std::make_shared<metrics>();
  access_limits limits;
  std::string last_peer;
};

TEST_F(DoorLimits, HoldOneAddressWithoutTheOthers) {
  for (int n = 0; n < 3; ++n)
    EXPECT_EQ(status("/docs"), 0u);
  EXPECT_EQ(status("/docs"), 429u);
  EXPECT_EQ(status("/docs", {}, "203.0.113.8"), 0u);
  EXPECT_THAT(numbers->text(),
              HasSubstr("peterental_rate_limited_total{limit=\"requests\"} 1"));
  now += 1s;
  EXPECT_EQ(status("/docs"), 0u);
}

TEST_F(DoorLimits, LeaveHealthChecksWebhookAndThisMachineAlone) {
  for (int n = 0; n < 20; ++n) {
    for (const auto* path : {"/health", "/healthz", "/readyz", "/vapi/webhook"})
      EXPECT_EQ(status(path), 0u);
    EXPECT_EQ(status("/calendar/auth/start", {}, "127.0.0.1"), 0u);
    EXPECT_EQ(status("/docs", {}, "::1"), 0u);
  }
}

TEST_F(DoorLimits, AreOfTheClientBehindATrustedProxy) {
  for (int n = 0; n < 9; ++n)
    status("/docs", {{"x-forwarded-for", "203.0.113.7"}}, "127.0.0.1");
  EXPECT_EQ(last_peer, "203.0.113.7");
  EXPECT_EQ(status("/docs"), 429u);
  EXPECT_EQ(status("/docs", {{"x-forwarded-for", "1.2.3.4"}}), 429u)
      << "nobody's proxy";
}

TEST_F(DoorLimits, AreOfTheClientBehindRendersEdge) {
  limits.on_render = true;
  limits.trusted_proxies = parse_networks("loopback, private").value();
  const auto through = [](const std::string& client) {
    return string_map{{"authorization", "Bearer right"},
                      {"x-forwarded-for", client + ", 172.70.1.2"},
                      {"cf-connecting-ip", client}};
  };
  http_in guess;
  for (int n = 0; n < 40; ++n) {
    guess.peer = "198.51.100.1";
    guess.headers["authorization"] = "Bearer guess";
    has_admin_token(guess, {secret{"right"}}, limits);
  }
  EXPECT_EQ(status("/metrics", through("198.51.100.1"), "10.1.1.1"), 429u);
  EXPECT_EQ(status("/metrics", through("198.51.100.2"), "10.1.1.1"), 0u);
  for (int n = 0; n < 25; ++n)
    EXPECT_EQ(status("/calendar/auth/start",
                     through("203.0.113." + std::to_string(n + 1)), "10.1.1.1"),
              0u)
        << n;
  EXPECT_EQ(status("/metrics", through("198.51.100.2"), "198.51.100.1"), 429u)
      << "said by somebody who is no proxy";
}

TEST_F(DoorLimits, CountIpv6ByItsHalf) {
  for (const auto* peer : {"2001:db8::1", "2001:db8::2", "2001:db8:0:0:9::3"})
    EXPECT_EQ(status("/docs", {}, peer), 0u);
  EXPECT_EQ(status("/docs", {}, "2001:db8::4"), 429u);
  EXPECT_EQ(status("/docs", {}, "2001:db8:0:1::1"), 0u);
}

TEST_F(DoorLimits, HoldSignInsTighter) {
  EXPECT_EQ(status("/calendar/auth/start"), 0u);
  EXPECT_EQ(status("/calendar/auth/start"), 0u);
  EXPECT_EQ(status("/calendar/auth/start"), 429u);
}

TEST_F(DoorLimits, WrongTokensUseThemselvesUpEvenHere) {
  const string_map with_token{{"authorization", "Bearer right"}};
  for (const auto* peer : {"127.0.0.1", "203.0.113.7"}) {
    EXPECT_FALSE(has_token("", peer));
    EXPECT_FALSE(has_token("Bearer guess", peer));
    EXPECT_EQ(status("/metrics", with_token, peer), 0u);
    EXPECT_FALSE(has_token("Bearer guess", peer));
    EXPECT_EQ(status("/metrics", with_token, peer), 429u)
        << "a guess that is right must not show";
    EXPECT_EQ(status("/docs", {}, peer), 0u);
  }
  now += 1s;
  EXPECT_EQ(status("/metrics", with_token), 0u);
  EXPECT_TRUE(has_token("Bearer right"));
  EXPECT_TRUE(has_token("Bearer right")) << "right ones are not counted";
}

TEST_F(DoorLimits, SayWhenToComeBack) {
  limits.requests = shared({0.01, 1});
  status("/docs");
  http_in in;
  in.path = "/docs";
  in.peer = "203.0.113.7";
  in.request_id = "r-1";
  auto out = check_limits(limits, in);
  ASSERT_TRUE(out);
  EXPECT_THAT(out->headers,
              testing::Contains(testing::Pair("Retry-After", "100")));
  EXPECT_THAT(out->body, HasSubstr("\"code\":\"rate_limited\""));
  in.headers["accept"] = "text/html";
  out = check_limits(limits, in);
  ASSERT_TRUE(out);
  EXPECT_THAT(out->body, HasSubstr("Wait 100 seconds"));
}

} // namespace
} // namespace rental
