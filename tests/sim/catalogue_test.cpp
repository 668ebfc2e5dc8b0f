#include "tests/sim/sim_client.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace rental::sim::test {

namespace {

/// Microsoft's errors, as they were collected from its documents and reports.
std::filesystem::path collection() {
  return std::filesystem::path{RENTAL_SOURCE_DIR}
         / "tests/fixtures/microsoft-errors.json";
}

class CatalogueTest : public SimTest {
protected:
  /// What the operation that fits the failure answers when it strikes.
  reply provoke(const std::string& name) {
    auto callback = name.starts_with("callback_");
    // libcurl repeats a request by itself when a reused connection breaks.
    client own;
    control("POST", "/faults", {{"action", {{"error_name", name}}}});
    if (callback)
      return own.send(
          "GET", microsoft.base_url()
                     + "/common/oauth2/v2.0/authorize?state=s&redirect_uri="
                     + encode("http://localhost/calendar/auth/callback"));
    return own.send(
        "GET", microsoft.graph_url() + "/me",
        {{"Authorization", "Bearer " + token_for("pete@contoso.example")}});
  }
};

} // namespace

TEST_F(CatalogueTest, EveryNameCanStrike) {
  auto names = control("GET", "/errors").get<std::vector<std::string>>();
  EXPECT_EQ(names.size(), 81u);
  for (auto& name : names) {
    auto answer = provoke(name);
    if (name == "connection_reset_after_send") {
      EXPECT_NE(answer.failure, 0);
      continue;
    }
    EXPECT_EQ(answer.failure, 0) << name;
    if (name.starts_with("callback_")) {
      EXPECT_EQ(answer.status, 302) << name;
    }
  }
}

TEST_F(CatalogueTest, AgreesWithTheCollection) {
  std::ifstream file{collection()};
  ASSERT_TRUE(file);
  auto list = json::parse(file);
  int compared = 0;
  for (auto& entry : list["errors"]) {
    auto name = entry["name"].get<std::string>();
    if (entry["service"] == "identity-callback" || entry["http_status"] == 0)
      continue;
    auto answer = provoke(name);
    ++compared;
    EXPECT_EQ(answer.status, entry["http_status"].get<long>()) << name;
    auto& body = entry["body"];
    if (!body.is_object())
      continue;
    auto content = answer.content();
    if (body.contains("error") && body["error"].is_object()) {
      EXPECT_EQ(content["error"]["code"], body["error"]["code"]) << name;
    } else if (body.contains("error")) {
      EXPECT_EQ(content["error"], body["error"]) << name;
      EXPECT_EQ(content["error_codes"], body["error_codes"]) << name;
      EXPECT_EQ(content.value("suberror", ""), body.value("suberror", ""))
          << name;
    }
    if (entry["headers"].contains("Retry-After")) {
      EXPECT_EQ(answer.header("retry-after"), entry["headers"]["Retry-After"])
          << name;
    }
  }
  EXPECT_GT(compared, 60);
}

} // namespace rental::sim::test
