#include "actors/overview.hpp"
#include "tests/actors/calendar_fixture.hpp"

namespace rental {
namespace {

using namespace std::chrono_literals;

class OverviewTest : public test::calendar_test {
protected:
  OverviewTest() {
    all.time = time;
    all.ledger = deps.ledger;
    all.gauge
        = [this](std::string_view name, std::string_view state, double value) {
            gauges[std::string{name} + ":" + std::string{state}] = value;
          };
  }

  overview_actor make() {
    if (!made)
      made = spawn(watch, all);
    return made;
  }

  void TearDown() override {
    caf::anon_send_exit(made, caf::exit_reason::user_shutdown);
    made = nullptr;
    sched.run();
  }

  overview look(const std::string& part = {}, std::size_t limit = 100) {
    auto found
        = ask<overview>(make(), atom::overview_v, overview_query{part, limit});
    EXPECT_TRUE(found);
    return found ? *found : overview{};
  }

  std::int64_t wish(std::int64_t whose) {
    return in_db<std::int64_t>([&](store_session& session) {
      callback_request note;
      note.manager = whose;
      note.call_id = "call";
      note.who = {"Jane Smith", "+14055550199", ""};
      note.address = "9 Elm Street";
      note.created_at = time->now();
      return session.put_wish(note);
    });
  }

  watch_deps all;
  overview_actor made;
  std::map<std::string, double> gauges;
};

TEST_F(OverviewTest, ShowsManagersWithoutTokens) {
  const auto other = stored_manager("zoe");
  const auto seen = look();
  ASSERT_EQ(seen.managers.size(), 2u);
  for (const auto& row : seen.managers)
    EXPECT_TRUE(row.tokens.refresh_token.empty());
  EXPECT_FALSE(seen.more);
  EXPECT_EQ(look("ZO").managers.size(), 1u);
  EXPECT_EQ(look("ZO").managers[0].id, other.id);
  EXPECT_TRUE(look("nobody").managers.empty());
}

TEST_F(OverviewTest, FindsAPhoneNumberAsAWhole) {
  const auto phone = stored_manager("+14055550142", "elsewhere");
  ASSERT_EQ(look("+14055550142").managers.size(), 1u);
  EXPECT_EQ(look("+14055550142").managers[0].id, phone.id);
  EXPECT_EQ(look("+14055550142").managers[0].key.user_id, "+14055550142");
  EXPECT_TRUE(look("+1405555014").managers.empty());
  EXPECT_TRUE(look("#").managers.empty());
}

TEST_F(OverviewTest, SaysThatThereAreMore) {
  stored_manager("zoe");
  const auto seen = look({}, 1);
  EXPECT_EQ(seen.managers.size(), 1u);
  EXPECT_TRUE(seen.more);
  EXPECT_EQ(seen.counts.managers.at(connection_state::connected), 2u);
}

TEST_F(OverviewTest, WishesWaitUntilSomebodySaysDone) {
  const auto id = wish(manager.id);
  auto seen = look();
  ASSERT_EQ(seen.wishes.size(), 1u);
  EXPECT_EQ(seen.wishes[0].who.name, "Jane Smith");
  EXPECT_EQ(seen.names.at(manager.id), manager.key.user_id);
  in_db<done>([&](store_session& session) {
    return session.mark_wish_mailed(id, time->now());
  });
  EXPECT_EQ(look().wishes.size(), 1u);
  in_db<done>([&](store_session& session) {
    return session.end_wish(id, {time->now(), "Maria", ""});
  });
  EXPECT_TRUE(look().wishes.empty());
}

TEST_F(OverviewTest, TheAgeOfTheOldestOpenCallBackIsShown) {
  make();
  EXPECT_EQ(gauges["callbacks_oldest_seconds:"], 0);
  wish(manager.id);
  time->advance(2h);
  advance(15s);
  EXPECT_GE(gauges["callbacks_oldest_seconds:"], 7200);
  EXPECT_EQ(gauges["wishes_waiting:"], 1);
}

TEST_F(OverviewTest, AMailIsSentAgainOnDemand) {
  in_db<done>([&](store_session& session) {
    outbox_mail mail;
    mail.manager = manager.id;
    mail.key = "booked:1";
    mail.state = "failed";
    mail.created_at = mail.not_before = time->now();
    return session.put_mail(mail);
  });
  const auto id = look().mails.at(0).id;
  auto queued = ask<store_outcome>(make(), atom::again_v, id);
  ASSERT_TRUE(queued);
  EXPECT_TRUE(queued->result);
  EXPECT_EQ(look().mails.at(0).state, "queued");
  auto none = ask<store_outcome>(make(), atom::again_v, id + 1);
  ASSERT_TRUE(none);
  EXPECT_EQ(none->result.error().code, errc::not_found);
}

TEST_F(OverviewTest, MailsThatWereNotSentWithoutTheirText) {
  in_db<done>([&](store_session& session) {
    outbox_mail mail;
    mail.manager = manager.id;
    mail.key = "booked:1";
    mail.to = "jane@example.com";
    mail.subject = "Jane";
    mail.html = "Jane";
    if (auto put = session.put_mail(mail); !put)
      return put;
    mail.key = "booked:2";
    mail.state = "sent";
    return session.put_mail(mail);
  });
  const auto seen = look();
  ASSERT_EQ(seen.mails.size(), 1u);
  EXPECT_EQ(seen.mails[0].key, "booked:1");
  EXPECT_EQ(seen.mails[0].to + seen.mails[0].subject + seen.mails[0].html, "");
  EXPECT_EQ(seen.counts.mails.at("queued"), 1u);
  EXPECT_FALSE(seen.counts.mails.contains("sent"));
}

TEST_F(OverviewTest, AWeekIsTheManagersOwn) {
  const auto put = [&](const char* id, instant start) {
    in_db<done>([&](store_session& session) {
      booking row;
      row.id = id;
      row.manager = manager.id;
      row.slot = {start, start + 30min};
      row.who.name = "Jane Smith";
      return session.hold(row);
    });
  };
  const auto tz = *zone::find(manager.zone);
  const auto today = tz.local_day(time->now());
  put("first", tz.start_of_day(today));
  put("last", tz.start_of_day(today + date::days{7}) - 30min);
  put("before", tz.start_of_day(today) - 30min);
  put("after", tz.start_of_day(today + date::days{7}));
  const auto week = ask<manager_week>(make(), atom::week_v,
                                      week_query{manager.id, std::nullopt});
  ASSERT_TRUE(week);
  EXPECT_EQ(week->first, today);
  ASSERT_EQ(week->bookings.size(), 2u);
  EXPECT_EQ(week->bookings[0].id, "first");
  EXPECT_EQ(week->bookings[1].id, "last");
  EXPECT_TRUE(week->manager.tokens.refresh_token.empty());
  const auto next = ask<manager_week>(
      make(), atom::week_v, week_query{manager.id, today + date::days{7}});
  ASSERT_TRUE(next);
  EXPECT_EQ(next->first, today + date::days{7});
  ASSERT_EQ(next->bookings.size(), 1u);
  const auto nobody
      = ask<manager_week>(make(), atom::week_v, week_query{77, std::nullopt});
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error(), errc::unknown_manager);
}

TEST_F(OverviewTest, CountsForTheMetricsAgainAndAgain) {
  make();
  EXPECT_EQ(gauges.at("connections:connected"), 1);
  EXPECT_EQ(gauges.at("connections:needs_reconnect"), 0);
  EXPECT_EQ(gauges.at("wishes_waiting:"), 0);
  EXPECT_EQ(gauges.at("reconcile_backlog:"), 0);
  wish(manager.id);
  in_db<done>([&](store_session& session) {
    return session.put_state(manager.id, connection_state::needs_reconnect,
                             "revoked", time->now());
  });
  advance(15s);
  EXPECT_EQ(gauges.at("connections:connected"), 0);
  EXPECT_EQ(gauges.at("connections:needs_reconnect"), 1);
  EXPECT_EQ(gauges.at("wishes_waiting:"), 1);
}

} // namespace
} // namespace rental
