#include "tests/actors/calendar_fixture.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace rental {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class OpeningsTest : public test::calendar_test {
protected:
  bool offers(const openings_answer& answer, instant start) {
    return answer.free
           && std::count(answer.free->begin(), answer.free->end(), at(start))
                  > 0;
  }
  calendar_actor uut = wake();
};

TEST_F(OpeningsTest, OffersFreeTimesInWords) {
  const auto answer = openings(uut);
  EXPECT_EQ(answer.state, openings_state::readable);
  EXPECT_TRUE(offers(answer, test::tuesday_at_two));
  EXPECT_THAT(answer.sentence, HasSubstr("For one twenty three Main Street, I "
                                         "have"));
}

TEST_F(OpeningsTest, ABusyEventIsNotOffered) {
  graph->add_event(at(test::tuesday_at_two));
  EXPECT_FALSE(offers(openings(uut), test::tuesday_at_two));
}

// Whoever asks when, hears why not, as whoever books does.
TEST_F(OpeningsTest, AWishThatCannotBeMetHearsWhy) {
  time->set(test::sunday + 24h);
  graph->add_event({test::sunday + 3 * 24h, test::sunday + 4 * 24h});
  struct {
    const char* wish;
    const char* reason;
  } const cases[] = {
      {"today", "a day's notice"},
      {"Sunday", "no viewings on Sundays"},
      {"Saturday morning", "no viewings on Saturdays"},
      {"the sixteenth of December", "up to seven days ahead"},
      {"in four weeks", "up to seven days ahead"},
      {"yesterday", "already past"},
      {"Wednesday afternoon", "nothing is free at that time on Wednesday"},
      {"Friday at ten past ten", "Viewings start"},
      {"Thursday evening", "On Thursdays viewings are between"},
      {"in the evening", "Viewings are Monday to Friday between"},
  };
  for (const auto& each : cases) {
    const auto said = openings(uut, each.wish).sentence;
    EXPECT_NE(said.find(each.reason), std::string::npos)
        << each.wish << ": " << said;
    EXPECT_NE(said.find(". I have "), std::string::npos) << said;
  }
  const auto met = openings(uut, "Thursday afternoon").sentence;
  EXPECT_NE(met.find("I have Thursday"), std::string::npos) << met;
}

TEST_F(OpeningsTest, AnUnreadableCalendarOffersNothing) {
  graph->fail_next("view", {errc::provider_unavailable, false, ""});
  const auto answer = openings(uut);
  EXPECT_EQ(answer.state, openings_state::unreadable);
  EXPECT_FALSE(answer.free);
  EXPECT_FALSE(answer.sentence.empty());
}

TEST_F(OpeningsTest, LooksForAnEventWhereItIs) {
  graph->add_event(at(test::tuesday_at_two));
  const auto look = [&](const std::string& id) {
    auto answer = ask<event_sighting>(uut, atom::look_v, event_query{id});
    EXPECT_TRUE(answer);
    return answer ? answer->there : std::nullopt;
  };
  EXPECT_EQ(look(graph->events.front().id), true);
  EXPECT_EQ(look("no such event"), false);
  graph->fail_next("get", {errc::provider_unavailable, false, ""});
  EXPECT_EQ(look(graph->events.front().id), std::nullopt);
  graph->events.front().cancelled = true;
  EXPECT_EQ(look(graph->events.front().id), false);
}

TEST_F(OpeningsTest, AFailureIsNotRemembered) {
  graph->fail_next("view", {errc::network, false, ""});
  EXPECT_EQ(openings(uut).state, openings_state::unreadable);
  EXPECT_EQ(openings(uut).state, openings_state::readable);
}

TEST_F(OpeningsTest, ReadsOnceForFiveMinutes) {
  openings(uut);
  time->advance(299s);
  openings(uut);
  EXPECT_EQ(graph->count("view"), 1u);
  time->advance(2s);
  openings(uut);
  EXPECT_EQ(graph->count("view"), 2u);
}

TEST_F(OpeningsTest, OneReadServesAllWhoWait) {
  graph->holding = true;
  std::vector<test::outcome<openings_answer>> answers;
  for (int i = 0; i < 10; ++i)
    answers.push_back(ask_later<openings_answer>(
        uut, 6s, atom::openings_v,
        openings_query{"123 Main St", "", sched.clock().now() + 6s}));
  sched.run();
  EXPECT_EQ(graph->count("view"), 1u);
  EXPECT_EQ(graph->let_go(), 1u);
  sched.run();
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer->has_value());
    EXPECT_EQ((**answer)->state, openings_state::readable);
  }
}

TEST_F(OpeningsTest, ACallThatBeginsWarmsTheCache) {
  caf::anon_send(uut, atom::warm_v);
  sched.run();
  EXPECT_EQ(graph->count("view"), 1u);
  openings(uut);
  EXPECT_EQ(graph->count("view"), 1u);
}

TEST_F(OpeningsTest, TheWishPullsTheOffer) {
  const auto answer = openings(uut, "Thursday afternoon");
  EXPECT_NE(answer.sentence.find("Thursday"), std::string::npos)
      << answer.sentence;
}

TEST_F(OpeningsTest, ReadsTheWholeHorizon) {
  openings(uut);
  ASSERT_EQ(graph->windows.size(), 1u);
  EXPECT_LE(graph->windows[0].start, time->now());
  EXPECT_GE(graph->windows[0].end, time->now() + 24h * 7);
}

TEST_F(OpeningsTest, ADayThatOpensAtMidnightWasReadToo) {
  const auto midnight = from_unix(to_unix(test::sunday) + 16 * 3600);
  time->set(midnight - 60s);
  openings(uut);
  time->set(midnight + 60s); // still cached, one more day is open
  const auto answer = openings(uut);
  ASSERT_EQ(graph->windows.size(), 1u);
  ASSERT_TRUE(answer.free && !answer.free->empty());
  EXPECT_LE(answer.free->back().end, graph->windows[0].end);
}

TEST_F(OpeningsTest, HoursOfTheMailboxHold) {
  manager.hours = weekly_hours{};
  (*manager.hours)[2] = day_hours{13h, 14h}; // Tuesdays
  const auto answer = openings(wake());
  ASSERT_TRUE(answer.free);
  EXPECT_EQ(answer.free->size(), 2u);
}

TEST_F(OpeningsTest, RefreshesBeforeTheTokenEnds) {
  time->advance(3600s - 301s);
  openings(uut);
  EXPECT_TRUE(identity->refreshed_with.empty());
  time->advance(301s);
  openings(uut);
  EXPECT_EQ(identity->refreshed_with, std::vector<std::string>{"refresh-1"});
  EXPECT_EQ(graph->tokens_used.back(), "access-2");
}

TEST_F(OpeningsTest, ARotatedTokenIsStored) {
  time->advance(3600s);
  openings(uut);
  EXPECT_EQ(row().tokens.refresh_token.reveal(), "refresh-2");
  EXPECT_EQ(row().tokens.access_token.reveal(), "access-2");
}

TEST_F(OpeningsTest, AnAnswerWithoutRefreshTokenKeepsTheOldOne) {
  identity->rotates = false;
  time->advance(3600s);
  openings(uut);
  EXPECT_EQ(row().tokens.refresh_token.reveal(), "refresh-1");
}

TEST_F(OpeningsTest, OneRefreshServesAllWhoWait) {
  time->advance(3600s);
  identity->holding = true;
  auto first = ask_later<openings_answer>(
      uut, 6s, atom::openings_v,
      openings_query{"1 Elm St", "", sched.clock().now() + 6s});
  auto second = ask_later<booking_outcome>(uut, 10s, atom::book_v,
                                           order("call-1", "tool-1"));
  sched.run();
  EXPECT_EQ(identity->refreshed_with.size(), 1u);
  identity->let_go();
  sched.run();
  ASSERT_TRUE(first->has_value());
  ASSERT_TRUE(second->has_value());
  EXPECT_EQ((**second)->result, booking_result::booked);
  EXPECT_EQ(identity->refreshed_with.size(), 1u);
}

TEST_F(OpeningsTest, A401LeadsToOneRefreshAndOneRepeat) {
  graph->fail_next("view", {errc::unauthorized, false, ""});
  EXPECT_EQ(openings(uut).state, openings_state::readable);
  EXPECT_EQ(identity->refreshed_with.size(), 1u);
  EXPECT_EQ(graph->tokens_used,
            (std::vector<std::string>{"access-1", "access-2"}));
}

TEST_F(OpeningsTest, ADeadGrantIsToldOnceAndNotTriedAgain) {
  time->advance(3600s);
  identity->failures.push_back({errc::needs_reconnect, "invalid_grant", {}});
  EXPECT_EQ(openings(uut).state, openings_state::needs_reconnect);
  EXPECT_EQ(openings(uut).state, openings_state::needs_reconnect);
  EXPECT_EQ(identity->refreshed_with.size(), 1u);
  EXPECT_EQ(row().state, connection_state::needs_reconnect);
  EXPECT_EQ(row().tokens.refresh_token.reveal(), "refresh-1");
}

TEST_F(OpeningsTest, TheLoserOfARaceTakesTheWinnersToken) {
  time->advance(3600s);
  in_db<done>([&](store_session& session) {
    token_set winner;
    winner.access_token = secret{"winner"};
    winner.refresh_token = secret{"winners-refresh"};
    winner.expires_at = time->now() + 1h;
    return session.put_tokens(manager.id, winner, time->now());
  });
  identity->failures.push_back({errc::needs_reconnect, "invalid_grant", {}});
  EXPECT_EQ(openings(uut).state, openings_state::readable);
  EXPECT_EQ(graph->tokens_used.back(), "winner");
  EXPECT_EQ(row().state, connection_state::connected);
}

TEST_F(OpeningsTest, TheOperatorsFaultKeepsTheTokens) {
  time->advance(3600s);
  identity->failures.push_back({errc::operator_fault, "invalid_client", {}});
  EXPECT_EQ(openings(uut).state, openings_state::unreadable);
  EXPECT_EQ(row().state, connection_state::degraded);
  EXPECT_EQ(row().tokens.refresh_token.reveal(), "refresh-1");
  advance(120s);
  EXPECT_EQ(openings(uut).state, openings_state::readable);
  EXPECT_EQ(row().state, connection_state::connected);
}

TEST_F(OpeningsTest, APassingFaultBacksOffAndUsesATokenThatStillLives) {
  time->advance(3600s - 120s); // inside the margin, but alive
  identity->failures.push_back({errc::throttled, "slow down", 30s});
  EXPECT_EQ(openings(uut).state, openings_state::readable);
  EXPECT_EQ(graph->tokens_used.back(), "access-1");
  time->advance(301s - 120s); // dead now, and still told to wait
  EXPECT_EQ(openings(uut).state, openings_state::readable); // cached
  EXPECT_EQ(identity->refreshed_with.size(), 1u);
}

TEST_F(OpeningsTest, ADisconnectedManagerIsSaidSo) {
  manager.state = connection_state::disconnected;
  EXPECT_EQ(openings(wake()).state, openings_state::not_connected);
}

} // namespace
} // namespace rental
