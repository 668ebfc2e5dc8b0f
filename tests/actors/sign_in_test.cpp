// Whose mailbox it is, links that work once, and another account than before.
#include "tests/actors/connector_fixture.hpp"

#include <gmock/gmock.h>

namespace rental {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;

class SignInTest : public test::connector_test {
protected:
  connect_result sign_in_for(const manager_key& whom,
                             const std::string& link = {}) {
    connect_request request;
    request.manager = whom;
    request.link_id = link;
    request.link_ends = time->now() + 24h;
    auto redirect = ask<connect_redirect>(uut, atom::begin_v, request);
    EXPECT_TRUE(redirect);
    if (redirect->link_used) {
      connect_result refused;
      refused.problem = connect_problem::link_used;
      return refused;
    }
    return complete(good(*redirect));
  }

  void be(const std::string& name) {
    identity->who = {"oid-" + name, "tid-1", name + "@contoso.example", name};
    graph->account = {"id", name, name + "@contoso.example"};
  }

  manager_record stored(const manager_key& whom) {
    return in_db<manager_record>(
        [&](store_session& session) { return session.manager(whom); });
  }

  booking confirmed_for(const manager_record& whom, instant start,
                        const std::string& id) {
    booking row;
    row.id = id;
    row.transaction_id = "t-" + id;
    row.manager = whom.id;
    row.mailbox = mailbox_of(whom);
    row.slot = at(start);
    row.address = "77 Birch Road";
    row.who = {"Jane Smith", "+14055550142", ""};
    row.created_at = row.updated_at = time->now();
    return in_db<booking>([&](store_session& session) -> expected<booking> {
      auto all = session.hold(row);
      if (all)
        all = session.mark_writing(id, row.transaction_id, time->now());
      if (all)
        all = session.confirm(id, {"event-" + id, "etag", ""}, time->now());
      return all ? session.booking_by_id(id) : expected<booking>{all.error()};
    });
  }

  booking row_of(const std::string& id) {
    return in_db<booking>(
        [&](store_session& session) { return session.booking_by_id(id); });
  }

  std::vector<outbox_mail> mails_of(const manager_key& whom) {
    const auto id = stored(whom).id;
    return in_db<std::vector<outbox_mail>>(
        [&](store_session& session) { return session.mails(id); });
  }

  const manager_key ana{"default", "ana"};
};

// -- one id for each mailbox --------------------------------------------------

TEST_F(SignInTest, AMailboxIsConnectedUnderOneIdOnly) {
  ASSERT_EQ(sign_in_for(ana).problem, connect_problem::none);
  const auto second = sign_in_for({"default", "kim"});
  EXPECT_EQ(second.problem, connect_problem::already_connected);
  EXPECT_EQ(second.other_id, "ana");
  EXPECT_EQ(managers(), 2u);
  const auto elsewhere = sign_in_for({"north", "kim"});
  EXPECT_EQ(elsewhere.problem, connect_problem::already_connected);
  EXPECT_EQ(elsewhere.other_id, "") << "another agency's ids are its own";
  EXPECT_EQ(sign_in_for(ana).problem, connect_problem::none)
      << "the same id may sign in anew";
}

TEST_F(SignInTest, ADisconnectedIdGivesItsMailboxFree) {
  ASSERT_EQ(sign_in_for(ana).problem, connect_problem::none);
  ASSERT_TRUE(ask<connection_status>(uut, atom::disconnect_v, ana));
  EXPECT_EQ(sign_in_for({"north", "kim"}).problem, connect_problem::none);
  EXPECT_EQ(sign_in_for(ana).problem, connect_problem::already_connected);
}

// -- links --------------------------------------------------------------------

TEST_F(SignInTest, ALinkConnectsOnce) {
  ASSERT_EQ(sign_in_for(ana, "link-1").problem, connect_problem::none);
  auto used = ask<link_state>(uut, atom::look_v, link_query{"link-1"});
  ASSERT_TRUE(used);
  EXPECT_TRUE(used->used);
  EXPECT_EQ(sign_in_for(ana, "link-1").problem, connect_problem::link_used);
  be("mallory");
  EXPECT_EQ(sign_in_for(ana, "link-1").problem, connect_problem::link_used);
  EXPECT_EQ(stored(ana).account, "pete@contoso.example");
}

TEST_F(SignInTest, ASignInThatFailedLeavesTheLinkAsItWas) {
  graph->fail_next("settings", {errc::no_mailbox, false, ""});
  EXPECT_EQ(sign_in_for(ana, "link-1").problem, connect_problem::no_mailbox);
  EXPECT_EQ(sign_in_for(ana, "link-1").problem, connect_problem::none);
}

TEST_F(SignInTest, OfTwoWhoBeganWithOneLinkOneIsConnected) {
  connect_request request;
  request.manager = ana;
  request.link_id = "link-1";
  request.link_ends = time->now() + 24h;
  auto first = ask<connect_redirect>(uut, atom::begin_v, request);
  auto callback = good(*first);
  const auto nonce = identity->asked;
  auto second = ask<connect_redirect>(uut, atom::begin_v, request);
  EXPECT_EQ(complete(good(*second)).problem, connect_problem::none);
  identity->asked = nonce;
  be("mallory");
  EXPECT_EQ(complete(callback).problem, connect_problem::link_used);
  EXPECT_EQ(stored(ana).account, "pete@contoso.example");
}

// -- another account than before ----------------------------------------------

TEST_F(SignInTest, TheAccountFromBeforeIsMailedEvenWhenNothingIsBooked) {
  ASSERT_EQ(sign_in_for(ana).problem, connect_problem::none);
  EXPECT_TRUE(mails_of(ana).empty());
  be("kim");
  EXPECT_EQ(sign_in_for(ana).problem, connect_problem::none);
  const auto mails = mails_of(ana);
  ASSERT_EQ(mails.size(), 2u);
  EXPECT_EQ(mails[0].to, "pete@contoso.example");
  EXPECT_THAT(mails[0].text,
              AllOf(HasSubstr("kim@contoso.example"), HasSubstr("ana")));
  EXPECT_EQ(mails[1].to, "kim@contoso.example");
}

TEST_F(SignInTest, ViewingsOfTheAccountFromBeforeAreAskedAbout) {
  sign_in_for(ana);
  confirmed_for(stored(ana), test::tuesday_at_two, "b-1");
  be("kim");
  const auto asked = sign_in_for(ana);
  EXPECT_EQ(asked.problem, connect_problem::change_of_account);
  EXPECT_EQ(asked.account, "kim@contoso.example");
  EXPECT_EQ(asked.former_account, "pete@contoso.example");
  EXPECT_EQ(asked.viewings, 1u);
  EXPECT_GE(asked.keep.token.size(), 43u);
  EXPECT_EQ(stored(ana).account, "pete@contoso.example") << "nothing yet";
  EXPECT_TRUE(mails_of(ana).empty());
}

TEST_F(SignInTest, LeftWhereTheyAreTheyGoOnBlocking) {
  sign_in_for(ana);
  const auto before = confirmed_for(stored(ana), test::tuesday_at_two, "b-1");
  be("kim");
  const auto kept_now = keep(sign_in_for(ana).keep);
  EXPECT_EQ(kept_now.problem, connect_problem::none) << kept_now.detail;
  EXPECT_EQ(stored(ana).account, "kim@contoso.example");
  EXPECT_EQ(stored(ana).tokens.access_token.reveal(), "access-3");
  const auto after = row_of("b-1");
  EXPECT_EQ(after.state, booking_state::confirmed);
  EXPECT_EQ(after.mailbox, before.mailbox);
  EXPECT_EQ(after.event_id, "event-b-1");
  EXPECT_FALSE(is_in_present_mailbox(after, stored(ana)));
  const auto mails = mails_of(ana);
  ASSERT_EQ(mails.size(), 2u);
  for (const auto& mail : mails)
    EXPECT_THAT(mail.text, HasSubstr("77 Birch Road"));
}

TEST_F(SignInTest, MovedOverTheyBelongToTheNewMailbox) {
  sign_in_for(ana);
  confirmed_for(stored(ana), test::tuesday_at_two, "b-1");
  be("kim");
  auto word = sign_in_for(ana).keep;
  word.move_over = true;
  EXPECT_EQ(keep(word).problem, connect_problem::none);
  const auto after = row_of("b-1");
  EXPECT_EQ(after.state, booking_state::writing) << "still blocking";
  EXPECT_TRUE(is_in_present_mailbox(after, stored(ana)));
  EXPECT_NE(after.transaction_id, "t-b-1") << "another event";
  EXPECT_EQ(keep(word).problem, connect_problem::bad_state) << "once";
}

TEST_F(SignInTest, TheWaitingGrantIsForTheSameBrowserAndTenMinutes) {
  sign_in_for(ana);
  confirmed_for(stored(ana), test::tuesday_at_two, "b-1");
  be("kim");
  auto asked = sign_in_for(ana);
  EXPECT_EQ(keep({asked.keep.token, "another"}).problem,
            connect_problem::other_browser);
  EXPECT_EQ(keep(asked.keep).problem, connect_problem::bad_state)
      << "a stolen token is used up";
  asked = sign_in_for(ana);
  time->advance(10min);
  EXPECT_EQ(keep(asked.keep).problem, connect_problem::bad_state);
  EXPECT_EQ(stored(ana).account, "pete@contoso.example");
}

TEST_F(SignInTest, WhatIsOverIsNotAskedAbout) {
  sign_in_for(ana);
  confirmed_for(stored(ana), test::tuesday_at_two, "b-1");
  time->advance(72h);
  be("kim");
  EXPECT_EQ(sign_in_for(ana).problem, connect_problem::none);
}

TEST_F(SignInTest, AnAddressThatChangedIsTheSameAccount) {
  sign_in_for(ana);
  confirmed_for(stored(ana), test::tuesday_at_two, "b-1");
  graph->account.address = "pete.married@contoso.example";
  identity->who.username = "pete.married@contoso.example";
  EXPECT_EQ(complete(good(begin("pete@contoso.example"))).problem,
            connect_problem::none)
      << "expected by the old address, known by the object id";
  EXPECT_TRUE(mails_of(ana).empty());
}

TEST_F(SignInTest, OfImportedTokensTheAddressTellsTheMailbox) {
  // A row without tenant and object id, as an import leaves it.
  const auto imported = stored_manager("lee");
  confirmed_for(imported, test::tuesday_at_two, "b-1");
  EXPECT_EQ(row_of("b-1").mailbox, "");
  ASSERT_EQ(sign_in_for({"default", "lee"}).problem, connect_problem::none);
  EXPECT_EQ(row_of("b-1").mailbox, "tid-1/oid-1");
}

TEST_F(SignInTest, OfImportedTokensAnotherAddressIsAnotherMailbox) {
  const auto imported = stored_manager("lee");
  confirmed_for(imported, test::tuesday_at_two, "b-1");
  be("kim");
  const auto asked = sign_in_for({"default", "lee"});
  ASSERT_EQ(asked.problem, connect_problem::change_of_account);
  EXPECT_EQ(keep(asked.keep).problem, connect_problem::none);
  EXPECT_FALSE(
      is_in_present_mailbox(row_of("b-1"), stored({"default", "lee"})));
}

// -- our own fault ------------------------------------------------------------

TEST_F(SignInTest, AClockThatIsWrongIsNamed) {
  identity->ahead = 95min;
  const auto ended = sign_in_for(ana);
  EXPECT_EQ(ended.problem, connect_problem::our_clock);
  EXPECT_EQ(ended.clock_ahead, 95min);
  EXPECT_THAT(ended.detail, HasSubstr("5700 s ahead"));
}

} // namespace
} // namespace rental
