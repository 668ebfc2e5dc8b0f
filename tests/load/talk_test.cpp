// Bodies, readers, options and sign-in pages.
#include "tools/booking-load/iso_text.hpp"
#include "tools/booking-load/options.hpp"
#include "tools/booking-load/read_ledger.hpp"
#include "tools/booking-load/read_simulator.hpp"
#include "tools/booking-load/setup.hpp"
#include "tools/booking-load/webhook_body.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace rental::load {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

const call_facts a_call{"call-1", "+14055550123", from_unix(1795359600)};
const tool_request a_wish{
    "call_abc", "set_appointment", {{"start_time", "noon"}, {"a", "b\"c"}}};

TEST(WebhookBodyTest, EveryShapeHoldsTheCallOnceInEachListAndTheCaller) {
  for (auto shape :
       {body_shape::captured, body_shape::published, body_shape::flat}) {
    auto message
        = json::parse(tool_call_body(a_call, a_wish, shape))["message"];
    EXPECT_EQ(message["type"], "tool-calls");
    EXPECT_EQ(message["customer"]["number"], "+14055550123");
    EXPECT_EQ(message["call"]["id"], "call-1");
    ASSERT_EQ(message["toolCallList"].size(), 1u);
    EXPECT_EQ(message["toolCallList"][0]["id"], "call_abc");
  }
}

TEST(WebhookBodyTest, ArgumentsAreAnObjectOrTextAsTheShapeSays) {
  auto list = [](body_shape shape) {
    return json::parse(
        tool_call_body(a_call, a_wish, shape))["message"]["toolCallList"][0];
  };
  auto captured = list(body_shape::captured)["function"]["arguments"];
  EXPECT_EQ(captured["a"], "b\"c");
  auto text = list(body_shape::published)["function"]["arguments"];
  EXPECT_EQ(json::parse(text.get<std::string>()), captured);
  EXPECT_EQ(list(body_shape::flat)["arguments"], captured);
}

TEST(WebhookBodyTest, ResultsAreFoundByTheirId) {
  const std::string body = R"({"results":[{"toolCallId":"x","result":"no"},)"
                           R"({"toolCallId":"y","name":"n","error":"sorry"}]})";
  EXPECT_EQ(result_of(body, "x").text, "no");
  EXPECT_TRUE(result_of(body, "y").is_error);
  for (auto broken :
       {"", "[]", "{}", "{\"results\":3}",
        R"({"results":[{"toolCallId":"x","result":3}]})", R"({"results":[7]})"})
    EXPECT_FALSE(result_of(broken, "x").there) << broken;
}

TEST(IsoTextTest, TakesOffsetsAndNothingElse) {
  EXPECT_EQ(instant_in("2026-11-24T15:00:00Z"), from_unix(1795532400));
  EXPECT_EQ(instant_in("2026-11-24T09:00:00-06:00"), from_unix(1795532400));
  EXPECT_EQ(instant_in("2026-11-24T20:45:00+05:45"), from_unix(1795532400));
  EXPECT_EQ(instant_in("2026-11-24T15:00:00.0000000Z"), from_unix(1795532400));
  for (auto wrong : {"", "2026-11-24", "2026-11-24T15:00:00",
                     "2026-11-24T15:00:00Zx", "noon"})
    EXPECT_FALSE(instant_in(wrong)) << wrong;
}

TEST(OptionsTest, OnlyThisMachineIsLoadedUnlessItIsSaidOtherwise) {
  load_options options;
  options.check = false;
  EXPECT_TRUE(validate(options));
  options.url = "https://example.com";
  EXPECT_FALSE(validate(options));
  options.own_service = true;
  EXPECT_TRUE(validate(options));
  options.sim = "nonsense";
  EXPECT_FALSE(validate(options));
}

TEST(OptionsTest, FiguresAreBoundedAndTheCheckerNeedsADatabase) {
  load_options options;
  EXPECT_FALSE(validate(options)) << "no database";
  options.database = "x.db";
  EXPECT_TRUE(validate(options));
  options.callers = 501;
  EXPECT_FALSE(validate(options));
  options.callers = 500;
  options.scenarios = {"one-slot", "sideways"};
  EXPECT_FALSE(validate(options));
}

TEST(OptionsTest, SecretsAreNotDescribed) {
  load_options options;
  options.webhook_secret = secret{"hunter2"};
  for (const auto& [name, value] : describe(options))
    EXPECT_EQ(value.find("hunter2"), value.npos);
}

TEST(SignInPageTest, AttributesAreFoundInTheRightTag) {
  const std::string page
      = "<form method=\"post\" action=\"/common/sign-in?a=1&amp;b=2\">"
        "<input type=\"hidden\" name=\"flow\" value=\"f&quot;1\">";
  EXPECT_EQ(attribute_of(page, "<form", "action"), "/common/sign-in?a=1&b=2");
  EXPECT_EQ(attribute_of(page, "name=\"flow\"", "value"), "f\"1");
  EXPECT_EQ(attribute_of(page, "name=\"none\"", "value"), "");
  EXPECT_EQ(attribute_of(page, "<form", "value"), "");
}

TEST(SimulatorReaderTest, EventsAreTakenApart) {
  const auto events = events_in(R"([{"account":"a@x","id":"E1",
    "ordinaryId":"O1","start":"2026-11-24T15:00:00Z",
    "end":"2026-11-24T15:30:00Z","deleted":true,"byHuman":false,
    "isCancelled":true,"transactionId":"T","extendedProperties":
    {"string {8d9a} name bookingid":"B1","string {8d9a} name other":"no"}}])");
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].booking_id, "B1");
  EXPECT_EQ(events[0].ordinary_id, "O1");
  EXPECT_EQ(events[0].slot.end - events[0].slot.start, 30min);
  EXPECT_TRUE(events[0].deleted);
  EXPECT_TRUE(events[0].cancelled);
  EXPECT_FALSE(events[0].by_human);
  EXPECT_THROW(events_in("{}"), std::runtime_error);
  EXPECT_THROW(events_in(R"([{"id":"E1"}])"), std::runtime_error);
}

TEST(SimulatorReaderTest, MailsKeepEverythingThatCanBeLookedUp) {
  auto mails = mails_in(R"([{"account":"a@x","subject":"Viewing",
    "body":{"content":"call-1"}}])");
  ASSERT_EQ(mails.size(), 1u);
  EXPECT_EQ(mails[0].account, "a@x");
  EXPECT_NE(mails[0].text.find("call-1"), std::string::npos);
}

/// A database with the real schema.
class LedgerReaderTest : public testing::Test {
protected:
  void SetUp() override {
    path_ = testing::TempDir() + "/load_ledger_"
            + testing::UnitTest::GetInstance()->current_test_info()->name()
            + ".db";
    std::filesystem::remove(path_);
    std::vector<std::filesystem::path> files;
    for (const auto& each : std::filesystem::directory_iterator{
             RENTAL_SOURCE_DIR "/storage/migrations"})
      files.push_back(each.path());
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
      std::stringstream sql;
      sql << std::ifstream{file}.rdbuf();
      run(sql.str());
    }
    insert("managers",
           {{"id", "1"}, {"user_id", "'load-1'"}, {"state", "'connected'"}});
  }
  void TearDown() override { std::filesystem::remove(path_); }

  void run(const std::string& sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path_.c_str(), &db), SQLITE_OK);
    char* error = nullptr;
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &error),
              SQLITE_OK)
        << (error ? error : "");
    sqlite3_free(error);
    sqlite3_close(db);
  }
  /// Fills the columns that matter here; the others get "nothing", so that
  /// the schema may grow.
  void insert(const std::string& table,
              std::map<std::string, std::string> values) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path_.c_str(), &db), SQLITE_OK);
    sqlite3_stmt* columns = nullptr;
    sqlite3_prepare_v2(db, ("PRAGMA table_info(" + table + ")").c_str(), -1,
                       &columns, nullptr);
    while (sqlite3_step(columns) == SQLITE_ROW) {
      auto text = [&](int i) {
        return std::string{
            reinterpret_cast<const char*>(sqlite3_column_text(columns, i))};
      };
      const bool needed = sqlite3_column_int(columns, 3) == 1
                          && sqlite3_column_type(columns, 4) == SQLITE_NULL;
      if (needed)
        values.try_emplace(text(1), text(2) == "INTEGER" ? "0" : "''");
    }
    sqlite3_finalize(columns);
    sqlite3_close(db);
    std::string names, list;
    for (const auto& [name, value] : values) {
      names += (names.empty() ? "" : ",") + name;
      list += (list.empty() ? "" : ",") + value;
    }
    run("INSERT INTO " + table + " (" + names + ") VALUES (" + list + ")");
  }
  void add_booking(const std::string& id, const std::string& state) {
    insert("bookings", {{"id", "'" + id + "'"},
                        {"manager", "1"},
                        {"starts_at", std::to_string(next_)},
                        {"ends_at", std::to_string(next_ + 1800)},
                        {"call_id", "'call-1'"},
                        {"state", "'" + state + "'"},
                        {"reason", "'why'"},
                        {"created_at", std::to_string(next_)}});
    next_ += 1800;
  }
  void add_mail(const std::string& state, const std::string& error,
                int attempts) {
    insert("outbox", {{"manager", "1"},
                      {"key", "'k'"},
                      {"attempts", std::to_string(attempts)},
                      {"state", "'" + state + "'"},
                      {"last_error", "'" + error + "'"}});
  }

  std::string path_;
  std::int64_t next_ = 1795532400;
};

TEST_F(LedgerReaderTest, ReadsRowsAsTheyAre) {
  add_booking("b1", "confirmed");
  add_booking("b2", "cancelled");
  add_mail("failed", "e", 2);
  insert("answers",
         {{"key_hash", "'h1'"}, {"kind", "'stands'"}, {"booking_id", "'b1'"}});
  auto all = read_ledger(path_);
  ASSERT_TRUE(all) << all.error().detail;
  ASSERT_EQ(all->bookings.size(), 2u);
  EXPECT_EQ(all->bookings[0].state, booking_state::confirmed);
  EXPECT_EQ(all->bookings[0].slot.start, from_unix(1795532400));
  EXPECT_EQ(all->bookings[1].reason, "why");
  ASSERT_EQ(all->managers.size(), 1u);
  EXPECT_EQ(all->managers[0].user_id, "load-1");
  ASSERT_EQ(all->answers.size(), 1u);
  EXPECT_EQ(all->answers[0].booking_id, "b1");
  ASSERT_TRUE(all->outbox);
  ASSERT_EQ(all->outbox->size(), 1u);
  EXPECT_EQ(all->outbox->front().last_error, "e");
  EXPECT_EQ(all->outbox->front().attempts, 2);
}

TEST_F(LedgerReaderTest, ADatabaseWithoutOutboxIsRead) {
  run("DROP TABLE outbox");
  add_booking("b1", "held");
  auto all = read_ledger(path_);
  ASSERT_TRUE(all) << all.error().detail;
  EXPECT_FALSE(all->outbox);
  auto quiet = ledger_is_quiet(path_);
  ASSERT_TRUE(quiet);
  EXPECT_FALSE(*quiet);
}

TEST_F(LedgerReaderTest, QuietMeansThatNothingIsUnderWay) {
  add_booking("b1", "confirmed");
  EXPECT_TRUE(*ledger_is_quiet(path_));
  add_mail("queued", "", 0);
  EXPECT_FALSE(*ledger_is_quiet(path_));
  run("UPDATE outbox SET attempts=3, last_error='throttled'");
  EXPECT_TRUE(*ledger_is_quiet(path_));
}

TEST_F(LedgerReaderTest, AFileThatIsNoLedgerIsRefused) {
  EXPECT_FALSE(read_ledger(path_ + ".none"));
  EXPECT_FALSE(ledger_is_quiet(path_ + ".none"));
}

} // namespace
} // namespace rental::load
