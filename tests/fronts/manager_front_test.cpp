// MANAGER_FRONT: the page of a calendar that is connected.
#include "http/access/ended_sessions.hpp"
#include "tests/fronts/manager_front_fixture.hpp"

namespace rental {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using test::a_form;
using test::a_get;
using test::tuesday_at_two;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr auto calendar_page = "/calendar/connected";
constexpr auto test_page_url = "/calendar/connected/test-viewing";
constexpr auto disconnect_url = "/calendar/connected/disconnect";

using ManagerFront = test::manager_front_test;

// -- who is let in ------------------------------------------------------------

TEST_F(ManagerFront, NobodyIsLetInWithoutASession) {
  auto uut = front();
  const string_map nobody{};
  const string_map forged{{"cookie", "__Host-peterental_manager=forged"}};
  auto other = options;
  other.keys
      = *keyring::parse(secret{"YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXoxMjM0NTY="});
  const auto header
      = open_session(other, {{"north", "pete_admin"}, "pete@example.com", {}});
  const string_map foreign{{"cookie", header.substr(0, header.find(';'))}};
  for (const auto& who : {nobody, forged, foreign}) {
    EXPECT_EQ(answered(uut, a_get(calendar_page, who)).status, 401u);
    EXPECT_EQ(answered(uut, a_get("/calendar/connected/hear", who)).status,
              401u);
    for (const auto* url : {test_page_url, disconnect_url})
      EXPECT_EQ(answered(uut, a_form(url, "csrf=x", who)).status, 401u);
  }
  EXPECT_THAT(connector->asked, IsEmpty());
  EXPECT_THAT(calendar->openings, IsEmpty());
}

TEST_F(ManagerFront, TheAdminTokenIsNoSession) {
  EXPECT_EQ(answered(front(),
                     a_get(std::string{calendar_page} + "?user_id=pete_admin",
                           test::with_token))
                .status,
            401u);
}

TEST_F(ManagerFront, ASessionEndsAfterAnHour) {
  auto uut = front();
  const auto who = signed_in();
  time->advance(59min);
  EXPECT_EQ(answered(uut, a_get(calendar_page, who)).status, 200u);
  time->advance(1min);
  const auto out = answered(uut, a_get(calendar_page, who));
  EXPECT_EQ(out.status, 401u);
  EXPECT_THAT(out.body,
              AllOf(HasSubstr("What to do next"), HasSubstr("req-1")));
}

TEST_F(ManagerFront, ASessionActsForItsOwnManagerOnly) {
  auto uut = front();
  const auto who = signed_in("ana_admin");
  const auto csrf = csrf_of(uut, who);
  answered(uut, a_get(std::string{calendar_page}
                          + "?user_id=pete_admin&agency=south",
                      who));
  answered(uut, a_form(std::string{test_page_url} + "?user_id=pete_admin",
                       "user_id=pete_admin&attempt=a&csrf=" + csrf, who));
  answered(uut, a_form(std::string{disconnect_url} + "?user_id=pete_admin",
                       "user_id=pete_admin&csrf=" + csrf, who));
  const manager_key ana{"north", "ana_admin"};
  EXPECT_THAT(connector->asked, testing::Each(ana));
  EXPECT_THAT(connector->forgotten, testing::ElementsAre(ana));
  ASSERT_FALSE(directory->queries.empty());
  for (const auto& query : directory->queries) {
    EXPECT_EQ(query.user_id, "ana_admin");
    EXPECT_EQ(query.agency, "north");
    EXPECT_TRUE(query.by_operator);
  }
}

TEST_F(ManagerFront, AnotherAccountEndsTheSession) {
  auto uut = front();
  const auto who = signed_in("pete_admin", "before@example.com");
  const auto out = answered(uut, a_get(calendar_page, who));
  EXPECT_EQ(out.status, 401u);
  EXPECT_THAT(out.body, Not(HasSubstr("pete@example.com")));
}

TEST_F(ManagerFront, ACalendarThatIsGoneIsSaidSo) {
  connector->status = connection_status{};
  auto out = answered(front(), a_get(calendar_page, signed_in()));
  EXPECT_EQ(out.status, 409u);
  EXPECT_THAT(out.body, HasSubstr("not connected any more"));
  connection_status dead;
  dead.state = connection_state::needs_reconnect;
  connector->status = dead;
  out = answered(front(), a_get(calendar_page, signed_in()));
  EXPECT_THAT(out.body, HasSubstr("Microsoft ended the connection"));
  connector->status = errc::storage;
  EXPECT_EQ(answered(front(), a_get(calendar_page, signed_in())).status, 503u);
}

TEST_F(ManagerFront, FormsNeedTheSessionsOwnToken) {
  auto uut = front();
  const auto who = signed_in();
  const auto others = csrf_of(uut, signed_in());
  EXPECT_NE(others, csrf_of(uut, who));
  for (const std::string& body :
       {std::string{}, std::string{"csrf="}, "csrf=" + others + "&attempt=a",
        std::string{"csrf=guess&attempt=a"}})
    for (const auto* url : {test_page_url, disconnect_url}) {
      const auto out = answered(uut, a_form(url, body, who));
      EXPECT_EQ(out.status, 403u) << body;
      EXPECT_THAT(out.body, HasSubstr("What to do next"));
    }
  const auto in_query = answered(
      uut, a_form(std::string{disconnect_url} + "?csrf=" + csrf_of(uut, who),
                  "", who));
  EXPECT_EQ(in_query.status, 403u);
  EXPECT_THAT(connector->forgotten, IsEmpty());
  EXPECT_THAT(calendar->orders, IsEmpty());
}

// -- what is seen -------------------------------------------------------------

TEST_F(ManagerFront, ThePageSaysWhatACallerWouldHear) {
  const auto out = answered(front(), a_get(calendar_page, signed_in()));
  EXPECT_EQ(out.status, 200u);
  for (const auto* text :
       {"pete@example.com", "pete_admin", "America/Chicago", "Central time",
        "Monday to Friday", "I have Tuesday at two.", "id=\"hear\"",
        "id=\"test-viewing\"", "id=\"disconnect\"", "aria-live",
        "<script src=\"/assets/connected.js\" defer></script>"})
    EXPECT_THAT(out.body, HasSubstr(text));
  const auto policy = header_of(out, "Content-Security-Policy");
  EXPECT_THAT(policy,
              AllOf(HasSubstr("default-src 'none'"),
                    HasSubstr("script-src 'self'"),
                    HasSubstr("connect-src 'self'"), Not(HasSubstr("unsafe"))));
  EXPECT_EQ(header_of(out, "Cache-Control"), "no-store");
}

TEST_F(ManagerFront, AnUnreadableCalendarIsOwnedUpTo) {
  auto& answer = calendar->answers[""];
  answer.state = openings_state::unreadable;
  answer.sentence = "I can't see the calendar.";
  const auto out = answered(front(), a_get(calendar_page, signed_in()));
  EXPECT_EQ(out.status, 200u);
  EXPECT_THAT(out.body, AllOf(HasSubstr("I can&apos;t see the calendar."),
                              HasSubstr("could not be read just now")));
  answer.state = openings_state::needs_reconnect;
  EXPECT_THAT(answered(front(), a_get(calendar_page, signed_in())).body,
              HasSubstr("Ask for a new link"));
}

TEST_F(ManagerFront, ThePageDoesNotWaitLongerThanACaller) {
  calendar->silent = true;
  auto reply = send(front(), a_get(calendar_page, signed_in()));
  sched.run();
  EXPECT_FALSE(*reply);
  sched.advance_time(6s);
  sched.run();
  ASSERT_TRUE(*reply);
  EXPECT_EQ((*reply)->status, 200u);
  EXPECT_THAT((*reply)->body, HasSubstr("could not be read just now"));
}

TEST_F(ManagerFront, TheScriptGetsTheSameAsJson) {
  auto uut = front();
  const auto out
      = answered(uut, a_get("/calendar/connected/hear", signed_in()));
  EXPECT_EQ(out.status, 200u);
  EXPECT_EQ(json::parse(out.body),
            json::parse(R"({"sentence":"I have Tuesday at two.","note":""})"));
  const auto closed = answered(uut, a_get("/calendar/connected/hear"));
  EXPECT_EQ(header_of(closed, "Content-Type"), "application/problem+json");
}

// -- the test viewing ---------------------------------------------------------

TEST_F(ManagerFront, ATestViewingIsBookedSeenAndRemoved) {
  const auto out = run_test(front(), signed_in());
  EXPECT_EQ(out.status, 200u) << out.body;
  EXPECT_THAT(out.body,
              AllOf(HasSubstr("It works"), HasSubstr("Tuesday"),
                    HasSubstr("the event was in it"),
                    HasSubstr("cancelled again"), HasSubstr("event is gone"),
                    Not(HasSubstr("Not as it should be"))));
  const auto booked = orders_of(order_kind::book);
  ASSERT_EQ(booked.size(), 1u);
  EXPECT_EQ(booked[0].address, "Test viewing");
  ASSERT_TRUE(booked[0].exactly);
  EXPECT_EQ(to_iso_utc(*booked[0].exactly), "2026-11-24T20:00:00Z");
  EXPECT_EQ(booked[0].key.call_id, "test:attempt-1");
  EXPECT_FALSE(booked[0].key.tool_call_id.empty());
  EXPECT_TRUE(booked[0].who.email.empty()) << "nobody is invited";
  const auto removed = orders_of(order_kind::cancel);
  ASSERT_EQ(removed.size(), 1u);
  EXPECT_EQ(removed[0].booking_id, "b-1");
  EXPECT_THAT(calendar->looks, testing::ElementsAre("event-1", "event-1"));
}

TEST_F(ManagerFront, NoFreeTimeNoTest) {
  calendar->answers["Test viewing"].free
      = std::make_shared<const std::vector<time_slot>>();
  auto out = run_test(front(), signed_in());
  EXPECT_EQ(out.status, 409u);
  EXPECT_THAT(out.body, HasSubstr("Nothing was booked"));
  calendar->answers["Test viewing"].state = openings_state::unreadable;
  out = run_test(front(), signed_in());
  EXPECT_EQ(out.status, 503u);
  EXPECT_THAT(out.body, HasSubstr("Nothing was booked"));
  EXPECT_THAT(calendar->orders, IsEmpty());
}

TEST_F(ManagerFront, AnEventThatIsNotSeenIsNotClaimed) {
  calendar->sightings = {std::nullopt, false};
  auto out = run_test(front(), signed_in());
  EXPECT_EQ(out.status, 503u);
  EXPECT_THAT(out.body,
              AllOf(Not(HasSubstr("the event was in it")),
                    Not(HasSubstr("It works")), HasSubstr("Nothing was left"),
                    HasSubstr("req-1")));
  calendar->looks.clear();
  calendar->sightings = {false, false};
  out = run_test(front(), signed_in());
  EXPECT_EQ(out.status, 503u);
  EXPECT_THAT(out.body, HasSubstr("the event was not in it"));
  EXPECT_EQ(orders_of(order_kind::cancel).size(), 2u);
}

TEST_F(ManagerFront, AMadeTestIsNotMadeAgain) {
  calendar->outcome->result = booking_result::replayed;
  const auto out = run_test(front(), signed_in());
  EXPECT_EQ(out.status, 409u);
  EXPECT_THAT(orders_of(order_kind::cancel), IsEmpty());
}

TEST_F(ManagerFront, ATestNeedsAName) {
  auto uut = front();
  for (const auto* attempt : {"", "a%20b", "..%2F"})
    EXPECT_EQ(run_test(uut, signed_in(), attempt).status, 409u) << attempt;
  EXPECT_THAT(calendar->orders, IsEmpty());
}

TEST_F(ManagerFront, OneTestAtATime) {
  auto uut = front();
  const auto who = signed_in();
  const auto csrf = csrf_of(uut, who);
  calendar->silent = true;
  auto first = send(uut, a_form(test_page_url, "attempt=a&csrf=" + csrf, who));
  sched.run();
  const auto second
      = answered(uut, a_form(test_page_url, "attempt=b&csrf=" + csrf, who));
  EXPECT_EQ(second.status, 409u);
  EXPECT_THAT(second.body, HasSubstr("running already"));
  calendar->silent = false;
  sched.advance_time(30s);
  sched.run();
  ASSERT_TRUE(*first);
  EXPECT_EQ(run_test(uut, who, "c").status, 200u);
}

TEST_F(ManagerFront, ABookingInDoubtIsWatchedAndRemoved) {
  calendar->outcome->result = booking_result::noted;
  calendar->outcome->made.reset();
  const auto out = run_test(front(), signed_in());
  EXPECT_EQ(out.status, 503u);
  EXPECT_THAT(out.body,
              AllOf(HasSubstr("not certain"), HasSubstr("goes on looking"),
                    Not(HasSubstr("It works"))));
  EXPECT_THAT(orders_of(order_kind::cancel), IsEmpty());
  // The booking was finished in the background.
  calendar->list.rows = {made};
  sched.advance_time(15s);
  sched.run();
  const auto removed = orders_of(order_kind::cancel);
  ASSERT_EQ(removed.size(), 1u);
  EXPECT_EQ(removed[0].booking_id, "b-1");
}

TEST_F(ManagerFront, ARemovalInDoubtIsRepeatedForTenMinutes) {
  calendar->cancelled->result = booking_result::noted;
  const auto out = run_test(front(), signed_in());
  EXPECT_EQ(out.status, 503u);
  EXPECT_THAT(out.body, AllOf(HasSubstr("could not be cancelled"),
                              HasSubstr("not certain")));
  calendar->list.rows = {made};
  const auto before = orders_of(order_kind::cancel).size();
  for (int i = 0; i < 50; ++i) {
    sched.advance_time(15s);
    sched.run();
  }
  EXPECT_EQ(orders_of(order_kind::cancel).size(), before + 40);
}

TEST_F(ManagerFront, OnlyTestViewingsAreSwept) {
  auto real = made;
  real.id = "real";
  real.call_id = "call-1";
  auto named = made;
  named.id = "named";
  named.address = "9 Elm Street";
  auto over = made;
  over.id = "over";
  over.state = booking_state::cancelled;
  auto left = made;
  left.id = "left";
  left.call_id = "test:before";
  calendar->list.rows = {real, named, over, left};
  EXPECT_EQ(run_test(front(), signed_in()).status, 200u);
  std::vector<std::string> removed;
  for (const auto& order : orders_of(order_kind::cancel))
    removed.push_back(order.booking_id);
  EXPECT_THAT(removed, testing::UnorderedElementsAre("left", "b-1"));
}

// -- disconnecting ------------------------------------------------------------

TEST_F(ManagerFront, DisconnectAsksFirst) {
  auto uut = front();
  const auto who = signed_in();
  const auto asked = answered(uut, a_get(disconnect_url, who));
  EXPECT_EQ(asked.status, 200u);
  EXPECT_THAT(asked.body,
              AllOf(HasSubstr("id=\"confirm\""), HasSubstr("method=\"post\"")));
  EXPECT_THAT(connector->forgotten, IsEmpty());
  const auto out = answered(
      uut, a_form(disconnect_url, "csrf=" + field_in(asked.body, "csrf"), who));
  EXPECT_EQ(out.status, 200u);
  EXPECT_THAT(out.body, HasSubstr("is disconnected"));
  EXPECT_THAT(
      header_of(out, "Set-Cookie"),
      AllOf(HasSubstr("__Host-peterental_manager=;"), HasSubstr("Max-Age=0")));
  EXPECT_THAT(connector->forgotten,
              testing::ElementsAre(manager_key{"north", "pete_admin"}));
}

TEST_F(ManagerFront, ADisconnectThatFailsIsNotClaimed) {
  auto uut = front();
  const auto who = signed_in();
  const auto csrf = csrf_of(uut, who);
  connector->forget = errc::storage;
  const auto out = answered(uut, a_form(disconnect_url, "csrf=" + csrf, who));
  EXPECT_EQ(out.status, 503u);
  EXPECT_THAT(out.body, Not(HasSubstr("is disconnected")));
}

TEST_F(ManagerFront, DisconnectingEndsTheSessionOnTheServer) {
  options.ended = std::make_shared<ended_sessions>();
  auto uut = front();
  const auto copied = signed_in();
  const auto others = signed_in();
  const auto body = "csrf=" + csrf_of(uut, copied);
  EXPECT_EQ(answered(uut, a_form(disconnect_url, body, copied)).status, 200u);
  // The same account is connected again within the hour.
  EXPECT_EQ(answered(uut, a_get("/calendar/connected", copied)).status, 401u);
  EXPECT_EQ(answered(uut, a_get("/calendar/connected", others)).status, 200u);
}

} // namespace
} // namespace rental
