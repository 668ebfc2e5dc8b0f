// POST /calendar/connect-links.
#include "fronts/connect/connect_front.hpp"
#include "fronts/connect/connect_links.hpp"
#include "tests/fronts/front_fixture.hpp"

namespace rental {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using test::a_post;
using test::with_token;

constexpr instant link_time = from_unix(1'790'000'000);

class ConnectLinks : public test::front_test {
protected:
  ConnectLinks() {
    options = production();
    options.time = std::make_shared<manual_clock>(link_time);
  }

  http_out ask_for(const std::string& body, string_map headers = with_token) {
    connect_front_deps deps;
    deps.connector = spawn(test::fake_connector,
                           std::make_shared<test::connector_script>());
    deps.options = options;
    return answered(to_front(spawn(connect_front, deps)),
                    a_post("/calendar/connect-links", body, headers));
  }

  /// What the link of an answer says.
  connect_link inside(const http_out& out) const {
    const auto url = json::parse(out.body).value("url", "");
    const std::string front = "https://calendar.test/calendar/connect?link=";
    EXPECT_TRUE(url.starts_with(front)) << url;
    auto link
        = open_connect_link(*options.keys, url.substr(front.size()), link_time);
    EXPECT_TRUE(link);
    return link ? *link : connect_link{};
  }

  front_options options;
};

TEST_F(ConnectLinks, AreMadeForTheOperator) {
  const auto out = ask_for(R"({"user_id":"14055550142"})");
  EXPECT_EQ(out.status, 201u);
  EXPECT_EQ(json::parse(out.body)["expires_at"], "2026-09-28T14:13:20Z");
  EXPECT_EQ(json::parse(out.body)["user_id"], "+14055550142");
  EXPECT_EQ(inside(out),
            (connect_link{"default", "+14055550142", "", link_time + 168h}));
}

TEST_F(ConnectLinks, SayWhatWasAskedFor) {
  const auto out = ask_for(R"({"user_id":"pete_admin","hours":1,
      "expect":"pete@example.com","agency":"north"})");
  EXPECT_EQ(out.status, 201u);
  EXPECT_EQ(inside(out), (connect_link{"north", "pete_admin",
                                       "pete@example.com", link_time + 1h}));
}

TEST_F(ConnectLinks, AreForNobodyElse) {
  for (const auto& headers :
       {string_map{}, string_map{{"authorization", "Bearer wrong"}}}) {
    const auto out = ask_for(R"({"user_id":"pete_admin"})", headers);
    EXPECT_EQ(out.status, 401u);
    EXPECT_EQ(header_of(out, "Content-Type"), "application/problem+json");
  }
}

TEST_F(ConnectLinks, RefuseWhatMakesNoSense) {
  for (const auto* body :
       {"", "[]", "no json", "{}", R"({"user_id":""})", R"({"user_id":7})",
        R"({"user_id":"a","hours":0})", R"({"user_id":"a","hours":721})",
        R"({"user_id":"a","hours":-5})", R"({"user_id":"a","hours":1.5})",
        R"({"user_id":"a","hours":99999999999999})",
        R"({"user_id":"a","hours":"8"})", R"({"user_id":"a","expect":"pete"})",
        R"({"user_id":"a","expect":"@x"})",
        R"({"user_id":"a","expect":"a@ b"})",
        R"({"user_id":"a","agency":"a\nb"})", R"({"user_id":"a\nb"})"}) {
    const auto out = ask_for(body);
    EXPECT_EQ(out.status, 400u) << body;
    EXPECT_EQ(header_of(out, "Content-Type"), "application/problem+json");
    EXPECT_FALSE(json::parse(out.body).value("detail", "").empty()) << body;
  }
  EXPECT_EQ(ask_for(R"({"user_id":"a","hours":720})").status, 201u);
}

} // namespace
} // namespace rental
