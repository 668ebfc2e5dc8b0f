// The real service, whose guards against overlapping viewings can be switched
// off: OVERLAP_GUARD=off. Then the database has no triggers, and neither our
// rows nor our events are seen when a slot is looked at, so that two callers
// really get the same time. It shows that booking-load finds what a service
// without guards does; the product knows nothing of it.
#include "tests/support/graph_around.hpp"
#include "tests/support/service_program.hpp"
#include "tests/support/store_around.hpp"

#include <sqlite3.h>

namespace rental::test {
namespace {

/// Does not see the rows that are in the way.
class blind_session : public session_around {
public:
  using session_around::session_around;
  expected<std::vector<booking>> active_bookings(std::int64_t,
                                                 time_slot) override {
    return std::vector<booking>{};
  }
};

/// Does not see the events that are in the way.
class blind_graph : public graph_around {
public:
  using graph_around::graph_around;
  void calendar_view(graph_call, time_slot,
                     reply<std::vector<calendar_event>> on_reply) override {
    on_reply(std::vector<calendar_event>{});
  }
};

bool drop_triggers(const std::string& path) {
  sqlite3* db = nullptr;
  const bool worked
      = sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READWRITE, nullptr)
            == SQLITE_OK
        && sqlite3_exec(db,
                        "DROP TRIGGER bookings_no_overlap_insert;"
                        "DROP TRIGGER bookings_no_overlap_update",
                        nullptr, nullptr, nullptr)
               == SQLITE_OK;
  sqlite3_close(db);
  return worked;
}

service_hooks without_guards(const std::string& database_url) {
  service_hooks hooks;
  hooks.around_graph = [](std::shared_ptr<graph_api> real) {
    return std::make_shared<blind_graph>(std::move(real));
  };
  hooks.around_store
      = [database_url](std::shared_ptr<store> real) -> std::shared_ptr<store> {
    if (!drop_triggers(database_url.substr(std::string{"sqlite3://"}.size()))) {
      std::cerr << "the triggers are still there\n";
      std::_Exit(1);
    }
    return std::make_shared<store_around<blind_session>>(std::move(real));
  };
  return hooks;
}

} // namespace
} // namespace rental::test

int main() {
  using namespace rental;
  auto env = test::environment_of_process();
  const auto guard = env.extract("OVERLAP_GUARD");
  const bool off = guard && guard.mapped() == "off";
  return test::run_service_program(env, log::level::warn, [=](settings& all) {
    return off ? test::without_guards(all.database_url.reveal())
               : service_hooks{};
  });
}
