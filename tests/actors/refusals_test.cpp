// What Graph refuses is one operation; what ends a grant is the identity
// platform's word.
#include "tests/actors/calendar_fixture.hpp"

using namespace rental;
using namespace std::chrono_literals;
using rental::test::calendar_test;

namespace {

class RefusalsTest : public calendar_test {
protected:
  calendar_actor uut = wake();

  openings_answer openings() {
    auto answer = ask<openings_answer>(
        uut, atom::openings_v,
        openings_query{"7 Birch Ct", "", sched.clock().now() + 6s});
    EXPECT_TRUE(answer);
    return answer ? *answer : openings_answer{};
  }

  mail_result mail() {
    auto answer = ask<mail_result>(uut, atom::mail_v,
                                   outgoing_mail{"", "Viewing", "<p>1</p>"});
    EXPECT_TRUE(answer);
    return answer ? *answer : mail_result{};
  }

  manager_record row() {
    return in_db<manager_record>([&](store_session& session) {
      return session.manager_by_id(manager.id);
    });
  }

  void refuse(const std::string& what, errc how, int times,
              const std::string& detail = "ErrorAccessDenied (HTTP 403)") {
    for (int i = 0; i < times; ++i)
      graph->fail_next(what, {how, false, detail});
  }

  void later(std::chrono::minutes span) {
    time->advance(span);
    advance(span);
  }

  /// The same grant, but for one scope.
  void withhold(const std::string& scope) {
    auto tokens = manager.tokens;
    tokens.scope = identity->granted_scope;
    tokens.scope.erase(tokens.scope.find(scope), scope.size());
    identity->granted_scope = tokens.scope;
    in_db<done>([&](store_session& session) {
      return session.put_tokens(manager.id, tokens, time->now());
    });
    anon_send(uut, atom::changed_v);
    sched.run();
  }
};

TEST_F(RefusalsTest, OneRefusalIsRepeatedWithANewToken) {
  for (const auto code : {errc::unauthorized, errc::forbidden}) {
    refuse("view", code, 1);
    time->advance(10min);
    EXPECT_EQ(openings().state, openings_state::readable) << to_string(code);
    EXPECT_EQ(row().state, connection_state::connected);
  }
}

TEST_F(RefusalsTest, ReadsThatAreRefusedForMinutesEndNoConsent) {
  for (const auto code : {errc::unauthorized, errc::forbidden}) {
    refuse("view", code, 40);
    for (int minute = 0; minute < 10; ++minute) {
      EXPECT_EQ(openings().state, openings_state::unreadable);
      EXPECT_NE(row().state, connection_state::needs_reconnect);
      later(1min);
    }
    EXPECT_LT(identity->refreshed_with.size(), 12u) << "no storm of refreshes";
    graph->scripts["view"].clear();
    EXPECT_EQ(openings().state, openings_state::readable);
    EXPECT_EQ(row().state, connection_state::connected);
    identity->refreshed_with.clear();
    later(3h);
  }
}

TEST_F(RefusalsTest, AMailThatIsRefusedTouchesNoBooking) {
  for (const auto* code : {"ErrorSendAsDenied (HTTP 403)",
                           "ErrorMessageSubmissionBlocked (HTTP 403)"}) {
    refuse("mail", errc::forbidden, 2, code);
    const auto result = mail();
    ASSERT_FALSE(result.sent);
    EXPECT_EQ(result.sent.error().code, errc::forbidden);
    EXPECT_EQ(result.sent.error().detail, code);
    EXPECT_EQ(row().state, connection_state::connected);
    EXPECT_EQ(openings().state, openings_state::readable);
  }
  EXPECT_TRUE(mail().sent) << "and the next one is tried";
}

TEST_F(RefusalsTest, ADoubtfulTokenServesWhileThePlatformIsAway) {
  refuse("mail", errc::forbidden, 2);
  identity->failures.push_back({errc::unreachable, "no route", {}});
  EXPECT_FALSE(mail().sent);
  EXPECT_EQ(openings().state, openings_state::readable);
}

TEST_F(RefusalsTest, WithoutTheScopeNoMailIsTriedAndNothingElseStops) {
  withhold("Mail.Send");
  const auto result = mail();
  ASSERT_FALSE(result.sent);
  EXPECT_EQ(result.sent.error().code, errc::scope_missing);
  EXPECT_EQ(graph->count("mail"), 0u);
  EXPECT_EQ(openings().state, openings_state::readable);
  EXPECT_EQ(row().state, connection_state::connected);
}

TEST_F(RefusalsTest, WithoutTheCalendarsScopeARefusalEndsTheGrant) {
  withhold("Calendars.ReadWrite");
  refuse("view", errc::forbidden, 2);
  EXPECT_EQ(openings().state, openings_state::unreadable);
  EXPECT_EQ(row().state, connection_state::needs_reconnect);
  EXPECT_EQ(row().state_reason, "scope missing: Calendars.ReadWrite");
}

TEST_F(RefusalsTest, ThePlatformsWordAfterARefusalEndsTheGrant) {
  refuse("view", errc::unauthorized, 1);
  identity->failures.push_back(
      {errc::needs_reconnect, "interaction_required", {}});
  EXPECT_EQ(openings().state, openings_state::needs_reconnect);
  EXPECT_EQ(row().state, connection_state::needs_reconnect);
}

} // namespace
