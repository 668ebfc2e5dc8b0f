#include "tests/support/mock_http_server.hpp"

#include "command_fixture.hpp"
#include <gmock/gmock.h>

namespace rental::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class HealthTest : public CommandTest {
protected:
  HealthTest() {
    auto url = server.base_url();
    env["PORT"] = url.substr(url.rfind(':') + 1);
  }

  /// Written before the request is sent, read on the server's thread.
  int ready_status = 200;
  mock_http_server server{[this](const seen_request& request) -> mock_answer {
    if (request.target == "/healthz")
      return {200, R"({"status":"healthy"})", {}};
    if (request.target == "/readyz")
      return {ready_status, R"({"status":"?"})", {}};
    return {404, "", {}};
  }};
};

TEST_F(HealthTest, AsksTheServiceOnThisMachine) {
  EXPECT_EQ(run({"health"}), 0) << err;
  EXPECT_THAT(out, HasSubstr("healthy"));
}

TEST_F(HealthTest, ReachesAServiceThatListensOnEveryAddress) {
  env["BIND_ADDRESS"] = "0.0.0.0";
  EXPECT_EQ(run({"health"}), 0) << err;
}

TEST_F(HealthTest, GoesPastAProxyOfTheEnvironment) {
  ::setenv("http_proxy", "http://127.0.0.1:9", 1);
  EXPECT_EQ(run({"health"}), 0) << err;
  ::unsetenv("http_proxy");
}

TEST_F(HealthTest, SaysThatTheServiceIsNotReady) {
  ready_status = 503;
  EXPECT_EQ(run({"health"}), 0) << err;
  EXPECT_EQ(run({"health", "--ready"}), 1);
  EXPECT_THAT(err, AllOf(HasSubstr("/readyz"), HasSubstr("503")));
}

TEST_F(HealthTest, SaysThatNobodyAnswers) {
  // The discard port: nobody listens there.
  env["PORT"] = "9";
  EXPECT_EQ(run({"health"}), 1);
  EXPECT_THAT(err, HasSubstr("http://127.0.0.1:9/healthz does not answer"));
}

} // namespace
} // namespace rental::test
