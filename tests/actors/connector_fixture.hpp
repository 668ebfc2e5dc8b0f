// The connector with everything real but Microsoft and the threads.
#pragma once

#include "actors/connect/connector.hpp"
#include "tests/actors/calendar_fixture.hpp"

namespace rental::test {

class connector_test : public calendar_test {
protected:
  connector_test() {
    home = spawn(directory_mock,
                 std::shared_ptr<std::vector<manager_key>>{told});
    connector_deps all;
    all.time = time;
    all.graph = graph;
    all.identity = identity;
    all.ledger = deps.ledger;
    all.directory = home;
    all.options.default_zone = *zone::find("America/Denver");
    uut = spawn(connector, all);
  }

  struct mock_state {};
  static directory_actor::behavior_type
  directory_mock(directory_actor::stateful_pointer<mock_state>,
                 std::shared_ptr<std::vector<manager_key>> seen) {
    return {
        [](atom::find, const manager_query&) -> caf::result<calendar_ref> {
          ADD_FAILURE() << "the connector must not look for calendars";
          return caf::make_error(errc::internal);
        },
        [seen](atom::changed, const manager_key& key) { seen->push_back(key); },
        [](atom::reconcile) {},
        [](atom::tick) {},
        [](atom::finished, std::uint64_t, const job_result&) {},
    };
  }

  connect_redirect begin(const std::string& expected_account = {}) {
    auto answer = ask<connect_redirect>(
        uut, atom::begin_v,
        connect_request{{"default", "ana"}, expected_account});
    EXPECT_TRUE(answer);
    return answer ? *answer : connect_redirect{};
  }

  connect_result complete(connect_callback callback) {
    auto answer = ask<connect_result>(uut, atom::complete_v, callback);
    EXPECT_TRUE(answer);
    return answer ? *answer : connect_result{};
  }

  connect_callback good(const connect_redirect& redirect) {
    connect_callback callback;
    callback.code = "code-1";
    callback.state = identity->asked.state;
    callback.cookie = redirect.cookie;
    return callback;
  }

  connect_result keep(const connect_keep& word) {
    auto answer = ask<connect_result>(uut, atom::keep_v, word);
    EXPECT_TRUE(answer);
    return answer ? *answer : connect_result{};
  }

  connection_status status_of_ana() {
    auto answer = ask<connection_status>(uut, atom::status_v,
                                         manager_key{"default", "ana"});
    EXPECT_TRUE(answer);
    return answer ? *answer : connection_status{};
  }

  std::size_t managers() {
    return in_db<std::vector<manager_record>>(
               [](store_session& session) { return session.managers("", 10); })
        .size();
  }

  std::shared_ptr<std::vector<manager_key>> told
      = std::make_shared<std::vector<manager_key>>();
  directory_actor home;
  connector_actor uut;
};

} // namespace rental::test
