// CONNECT_FRONT with a scripted connector, and browsers that follow links.
#pragma once

#include "crypto/connect_link.hpp"
#include "fronts/connect/connect_front.hpp"
#include "tests/fronts/front_fixture.hpp"

namespace rental::test {

class connect_front_test : public front_test {
protected:
  connect_front_test() {
    options = production();
    options.time = time;
  }

  http_handler oauth() {
    connect_front_deps deps;
    deps.connector = spawn(fake_connector, connector);
    deps.options = options;
    deps.admin_consent_url
        = "https://login.test/organizations/adminconsent?x=1";
    return to_front(spawn(connect_front, deps));
  }

  std::string link_for(const std::string& user_id,
                       const std::string& account = "") const {
    return seal_connect_link(
        *options.keys,
        {"north", user_id, account, time->now() + std::chrono::hours{24}});
  }

  /// A browser that opens a link, reads the page and presses its button.
  /// Returns both answers.
  std::pair<http_out, http_out> open_and_start(const http_handler& front,
                                               const std::string& link,
                                               const std::string& more = "") {
    auto page = answered(front, a_get("/calendar/connect?link=" + link));
    auto begun
        = answered(front, a_get("/calendar/auth/start?" + more + "link=" + link,
                                {{"cookie", cookies_after({page})}}));
    return {std::move(page), std::move(begun)};
  }

  /// A page for people, with a way on and a code to tell.
  static void expect_readable(const http_out& out) {
    EXPECT_EQ(header_of(out, "Content-Type"), "text/html; charset=utf-8");
    EXPECT_THAT(out.body, testing::AllOf(testing::HasSubstr("What to do next"),
                                         testing::HasSubstr("<li>"),
                                         testing::HasSubstr("req-1")));
  }

  /// Ends the sign-in of a browser with these cookies.
  http_out come_back(const http_handler& front, const std::string& cookies) {
    return answered(front, a_get("/calendar/auth/callback?code=c&state=s",
                                 {{"cookie", cookies}}));
  }

  connect_result connected(const std::string& account) const {
    connect_result result;
    result.manager = {"north", "pete_admin"};
    result.account = account;
    return result;
  }

  connect_result another_account() const {
    auto result = connected("other@example.com");
    result.problem = connect_problem::change_of_account;
    result.former_account = "pete@example.com";
    result.viewings = 3;
    result.keep = {"the-token", "the-cookie"};
    return result;
  }

  std::shared_ptr<manual_clock> time
      = std::make_shared<manual_clock>(from_unix(1'790'000'000));
  connector_script_ptr connector = std::make_shared<connector_script>();
  front_options options;
};

} // namespace rental::test
