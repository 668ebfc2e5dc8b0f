// A calendar actor with everything real but Microsoft and the threads: a real
// SQLite database in memory, the ledger, the deterministic scheduler.
#pragma once

#include "actors/directory/calendar.hpp"
#include "crypto/keyring.hpp"
#include "storage/open_store.hpp"
#include "tests/support/actor_test.hpp"
#include "tests/support/fake_microsoft.hpp"
#include "voice/en/english.hpp"
#include "voice/words/say.hpp"

#include <gtest/gtest.h>

#include <map>

namespace rental::test {

// Sunday, 22 November 2026, 14:00 UTC = 8 in the morning in Chicago.
inline const instant sunday = from_unix(1'795'356'000);
// Tuesday, 24 November 2026, 14:00 Central.
inline const instant tuesday_at_two
    = from_unix(1'795'356'000 + 2 * 86400 + 6 * 3600);

class calendar_test : public actor_test {
protected:
  calendar_test() {
    auto keys = keyring::parse(
        secret{"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="});
    EXPECT_TRUE(keys);
    auto opened = open_store("sqlite3://:memory:", *keys);
    EXPECT_TRUE(opened);
    db = std::move(*opened);
    EXPECT_TRUE(db->migrate());
    deps.time = time;
    deps.graph = graph;
    deps.identity = identity;
    deps.speaks = &english;
    deps.ledger = spawn(ledger, std::shared_ptr<store>{db},
                        executor{[](auto job) { job(); }});
    deps.options.default_zone = *zone::find("America/Chicago");
    deps.count = [this](std::string_view what, std::string_view label) {
      ++counted[std::string{what} + "=" + std::string{label}];
    };
    manager = stored_manager("pete_admin");
  }

  /// A connected manager's row.
  manager_record stored_manager(const std::string& user_id,
                                const std::string& agency = "default") {
    manager_record row;
    row.key = {agency, user_id};
    row.account = "pete@contoso.example";
    row.zone = "America/Chicago";
    row.state = connection_state::connected;
    row.tokens.access_token = secret{"access-1"};
    row.tokens.refresh_token = secret{"refresh-1"};
    row.tokens.expires_at = time->now() + std::chrono::hours{1};
    row.created_at = row.updated_at = row.mailbox_read_at = time->now();
    return in_db<manager_record>(
        [&](store_session& session) { return session.put_manager(row); });
  }

  /// Runs something in the database and expects it to work.
  template <class T>
  T in_db(std::function<expected<T>(store_session&)> work) {
    std::optional<expected<T>> result;
    const store_job jobs[] = {[&](store_session& session) -> expected<done> {
      result.emplace(work(session));
      return *result ? expected<done>{done{}} : (*result).error();
    }};
    auto outcome = db->batch(jobs);
    EXPECT_TRUE(outcome) << to_string(outcome ? failure{} : outcome.error());
    EXPECT_TRUE(*result) << to_string(*result ? failure{} : (*result).error());
    return **result;
  }

  calendar_actor wake() { return spawn(calendar, deps, manager); }

  std::vector<booking> rows() {
    return in_db<std::vector<booking>>([&](store_session& session) {
      return session.bookings(manager.id, 100);
    });
  }
  std::vector<callback_request> wishes() {
    return in_db<std::vector<callback_request>>([&](store_session& session) {
      return session.wishes(manager.id, false);
    });
  }
  manager_record row() {
    return in_db<manager_record>([&](store_session& session) {
      return session.manager_by_id(manager.id);
    });
  }

  booking_order order(const std::string& call, const std::string& tool_call,
                      const std::string& start = "2026-11-24T14:00:00",
                      const std::string& address = "123 Main St") {
    booking_order x;
    x.key = {"default", call, tool_call};
    x.fingerprint = start + "|" + address;
    x.start = start;
    x.address = address;
    x.who = {"Jane Smith", "+14055550142", ""};
    x.until = sched.clock().now() + std::chrono::seconds{10};
    return x;
  }

  booking_outcome book(const calendar_actor& whom, booking_order what) {
    auto answer = ask<booking_outcome>(whom, atom::book_v, std::move(what));
    EXPECT_TRUE(answer) << system.render(answer ? caf::error{}
                                                : answer.error());
    return answer ? *answer : booking_outcome{};
  }

  openings_answer openings(const calendar_actor& whom,
                           const std::string& preferred = {}) {
    openings_query query{"123 Main St", preferred,
                         sched.clock().now() + std::chrono::seconds{6}};
    auto answer = ask<openings_answer>(whom, atom::openings_v, query);
    EXPECT_TRUE(answer);
    return answer ? *answer : openings_answer{};
  }

  static time_slot at(instant start) {
    return {start, start + std::chrono::minutes{30}};
  }

  std::shared_ptr<manual_clock> time = std::make_shared<manual_clock>(sunday);
  std::shared_ptr<fake_graph> graph = std::make_shared<fake_graph>();
  std::shared_ptr<fake_identity> identity
      = std::make_shared<fake_identity>(*time);
  std::shared_ptr<store> db;
  calendar_deps deps;
  manager_record manager;
  std::map<std::string, int> counted;
};

} // namespace rental::test
