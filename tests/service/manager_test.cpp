// What a property manager sees: from a link to the connected calendar, and the
// ways in which it can go wrong.
#include "tests/service/service_fixture.hpp"

namespace rental::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

std::string field(const page& from, const std::string& name) {
  const auto mark = "name=\"" + name + "\" value=\"";
  const auto at = from.body.find(mark);
  if (at == std::string::npos)
    return {};
  const auto begin = at + mark.size();
  return from.body.substr(begin, from.body.find('"', begin) - begin);
}

class ManagerTest : public ServiceTest {
protected:
  ManagerTest() {
    start({{"ADMIN_TOKEN", "a-token-of-the-operator"},
           {"VAPI_SECRET", "a-secret-of-the-webhook"},
           {"MASTER_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}});
  }

  std::string link_for(const std::string& user_id, const json& more = {}) {
    json body{{"user_id", user_id}};
    if (more.is_object())
      body.update(more);
    auto headers = admin;
    headers.emplace_back("Content-Type", "application/json");
    const auto made = browser{}.send("POST", url("/calendar/connect-links"),
                                     body.dump(), headers);
    EXPECT_EQ(made.status, 201) << made.body;
    return made.content().value("url", "");
  }

  /// From the link's page to the end, signing in as `who` without pages.
  page follow(browser& person, const std::string& link,
              const std::string& who = account) {
    const auto door = person.get(link);
    EXPECT_EQ(door.status, 200) << door.body;
    EXPECT_THAT(door.body, HasSubstr("id=\"connect\""));
    auto start = link;
    start.replace(start.find("/calendar/connect?"), 18,
                  "/calendar/auth/start?");
    return sign_in(person, start, who);
  }

  page sign_in(browser& person, const std::string& from,
               const std::string& who) {
    control("POST", "/auto-sign-in", {{"account", who}});
    auto end = person.get(from);
    control("POST", "/auto-sign-in", {{"account", nullptr}});
    return end;
  }

  page press_test(browser& person, const page& connected) {
    return person.submit(connected, {{"csrf", field(connected, "csrf")},
                                     {"attempt", field(connected, "attempt")}});
  }

  json state_of(const std::string& user_id) {
    return get("/calendar/auth/status?user_id=" + user_id, admin).content();
  }

  json active_bookings() {
    auto result = json::array();
    const auto all
        = get("/calendar/events?user_id=" + manager, admin).content();
    for (const auto& row : all.value("events", json::array()))
      if (row["state"] != "cancelled" && row["state"] != "failed")
        result.push_back(row);
    return result;
  }

  const pairs admin{{"Authorization", "Bearer a-token-of-the-operator"}};
};

TEST_F(ManagerTest, ALinkLeadsToAConnectedCalendar) {
  const auto link = link_for(manager, {{"expect", account}});
  EXPECT_THAT(link, Not(HasSubstr("pete")));
  const auto seen = follow(pete, link);
  EXPECT_EQ(seen.status, 200) << seen.body;
  EXPECT_EQ(seen.url, url("/calendar/connected"))
      << "neither code nor state stay in the address bar";
  EXPECT_THAT(seen.body, AllOf(HasSubstr(account), HasSubstr("Central time"),
                               HasSubstr("America/Chicago"),
                               HasSubstr("Which works best")));
  EXPECT_EQ(state_of(manager)["account"], account);
  // A reload is harmless.
  const auto again = pete.get(seen.url);
  EXPECT_EQ(again.status, 200);
  EXPECT_THAT(again.body, HasSubstr(account));
  EXPECT_EQ(requests_of("token"), 1);
}

TEST_F(ManagerTest, WhatACallerWouldHearIsAskedLive) {
  const auto seen = follow(pete, link_for(manager));
  const auto before = pete.get(url("/calendar/connected/hear")).content();
  EXPECT_THAT(before.value("sentence", ""), HasSubstr("Monday"));
  EXPECT_THAT(seen.body, HasSubstr("Monday"));
  human("2026-11-23T00:00:00Z", "2026-12-10T00:00:00Z");
  // Whatever was read before is forgotten when somebody connects.
  EXPECT_EQ(follow(pete, link_for(manager)).status, 200);
  const auto after = pete.get(url("/calendar/connected/hear")).content();
  EXPECT_THAT(after.value("sentence", ""), Not(HasSubstr("Monday")));
}

TEST_F(ManagerTest, RedirectsFollowPublicUrlNeverTheHostHeader) {
  for (const pairs& headers :
       {pairs{{"Host", "evil.example"}},
        pairs{{"X-Forwarded-Host", "evil.example"},
              {"Forwarded", "host=evil.example;proto=https"}}}) {
    const auto link = link_for(manager);
    EXPECT_THAT(link, StartsWith(base + "/calendar/connect?link="));
    auto start = link;
    start.replace(start.find("/calendar/connect?"), 18,
                  "/calendar/auth/start?");
    browser person;
    ASSERT_EQ(person.get_one(link, headers).status, 200);
    const auto begun = person.get_one(start, headers);
    ASSERT_EQ(begun.status, 302);
    EXPECT_THAT(begun.header("location"),
                AllOf(StartsWith(microsoft.base_url()),
                      Not(HasSubstr("evil.example")),
                      HasSubstr("calendar%2Fauth%2Fcallback")));
    control("POST", "/auto-sign-in", {{"account", account}});
    const auto back = person.get_one(begun.header("location"));
    control("POST", "/auto-sign-in", {{"account", nullptr}});
    EXPECT_THAT(back.header("location"),
                StartsWith(base + "/calendar/auth/callback"));
    const auto end = person.get_one(back.header("location"), headers);
    EXPECT_EQ(end.status, 303);
    EXPECT_EQ(end.header("location"), "/calendar/connected");
  }
}

TEST_F(ManagerTest, AnExpiredLinkIsSaidSo) {
  const auto link = link_for(manager, {{"hours", 1}});
  running.reset();
  usual["CLOCK_START"] = "2026-11-22T15:00:01Z";
  start({{"ADMIN_TOKEN", "a-token-of-the-operator"},
         {"VAPI_SECRET", "a-secret-of-the-webhook"},
         {"MASTER_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="}});
  const auto seen = pete.get(link);
  EXPECT_EQ(seen.status, 410);
  EXPECT_THAT(seen.body,
              AllOf(HasSubstr("expired"), HasSubstr("What to do next")));
}

// -- the session --------------------------------------------------------------

TEST_F(ManagerTest, ASessionSeesItsOwnCalendarOnly) {
  browser other;
  follow(pete, link_for(manager));
  const auto hers = follow(other, link_for("ana_admin"), ana);
  EXPECT_THAT(hers.body, AllOf(HasSubstr(ana), Not(HasSubstr(account))));
  const auto tried = other.get(url("/calendar/connected?user_id=" + manager));
  EXPECT_THAT(tried.body, AllOf(HasSubstr(ana), Not(HasSubstr(account))));
  const auto mine = pete.get(url("/calendar/connected"));
  // The form of one does not work in the browser of the other.
  const auto crossed
      = other.send("POST", url("/calendar/connected/disconnect"),
                   "csrf=" + field(mine, "csrf"),
                   {{"Content-Type", "application/x-www-form-urlencoded"}});
  EXPECT_EQ(crossed.status, 403);
  EXPECT_EQ(state_of(manager)["authorized"], true);
  EXPECT_EQ(state_of("ana_admin")["authorized"], true);
  EXPECT_EQ(browser{}.get(url("/calendar/connected")).status, 401);
}

TEST_F(ManagerTest, DisconnectAsksAndThenForgets) {
  follow(pete, link_for(manager));
  const auto asked = pete.get(url("/calendar/connected/disconnect"));
  EXPECT_EQ(asked.status, 200);
  EXPECT_THAT(asked.body, HasSubstr("id=\"confirm\""));
  EXPECT_EQ(state_of(manager)["authorized"], true);
  const auto gone = pete.submit(asked, {{"csrf", field(asked, "csrf")}});
  EXPECT_EQ(gone.status, 200);
  EXPECT_THAT(gone.body, HasSubstr("is disconnected"));
  EXPECT_EQ(state_of(manager)["state"], "disconnected");
  EXPECT_EQ(pete.get(url("/calendar/connected")).status, 401);
}

// -- the test viewing ---------------------------------------------------------

TEST_F(ManagerTest, ATestViewingComesAndGoes) {
  const auto connected = follow(pete, link_for(manager));
  const auto seen = press_test(pete, connected);
  EXPECT_EQ(seen.status, 200) << seen.body;
  EXPECT_THAT(seen.body,
              AllOf(HasSubstr("It works"), HasSubstr("the event was in it"),
                    HasSubstr("the event is gone")));
  EXPECT_EQ(requests_of("createEvent"), 1);
  EXPECT_THAT(events(), IsEmpty());
  EXPECT_THAT(active_bookings(), IsEmpty());
  const auto all = control("GET", "/events?account=" + account);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0]["subject"], "Property Viewing: Test viewing");
  // The form that is sent twice books once.
  const auto twice = press_test(pete, connected);
  EXPECT_EQ(twice.status, 409);
  EXPECT_EQ(requests_of("createEvent"), 1);
  // A new page makes a new test.
  EXPECT_EQ(press_test(pete, pete.get(url("/calendar/connected"))).status, 200);
  EXPECT_THAT(events(), IsEmpty());
}

TEST_F(ManagerTest, ATestViewingWhoseAnswerWasLostIsFoundAndRemoved) {
  const auto connected = follow(pete, link_for(manager));
  fault("createEvent", {{"cut", "before_headers"}, {"when", "after"}});
  const auto seen = press_test(pete, connected);
  EXPECT_EQ(seen.status, 200) << seen.body;
  EXPECT_THAT(events(), IsEmpty());
  EXPECT_THAT(active_bookings(), IsEmpty());
}

TEST_F(ManagerTest, ATestViewingThatCannotBeWrittenIsNotClaimed) {
  const auto connected = follow(pete, link_for(manager));
  fault("createEvent", {{"status", 400}}, "forever");
  const auto seen = press_test(pete, connected);
  EXPECT_NE(seen.status, 200);
  EXPECT_THAT(seen.body, AllOf(Not(HasSubstr("It works")),
                               Not(HasSubstr("the event was in it"))));
  EXPECT_THAT(events(), IsEmpty());
  EXPECT_THAT(active_bookings(), IsEmpty());
}

TEST_F(ManagerTest, ATestViewingThatStaysAtFirstIsRemovedLater) {
  const auto connected = follow(pete, link_for(manager));
  fault("deleteEvent", {{"status", 503}}, "forever");
  const auto seen = press_test(pete, connected);
  EXPECT_EQ(seen.status, 503);
  EXPECT_THAT(seen.body,
              AllOf(HasSubstr("the event was in it"),
                    HasSubstr("could not be cancelled"),
                    HasSubstr("not certain"), HasSubstr("Reference code")));
  control("DELETE", "/faults");
  const auto gone
      = [&] { return events().empty() && active_bookings().empty(); };
  EXPECT_TRUE(eventually(gone) || eventually(gone) || eventually(gone))
      << active_bookings();
}

} // namespace
} // namespace rental::test
