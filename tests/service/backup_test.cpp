// A backup is taken while callers book, and becomes a working service again.
#include "app/program.hpp"
#include "tests/service/service_fixture.hpp"

#include <atomic>
#include <mutex>
#include <sstream>
#include <thread>

namespace rental::test {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

class BackupTest : public ServiceTest {
protected:
  struct outcome {
    int status = -1;
    std::string out;
    std::string err;
  };

  outcome peterental(const std::vector<std::string>& args) const {
    std::ostringstream out, err;
    const auto status = run_program(args, usual, system_clock{}, out, err);
    return {status, out.str(), err.str()};
  }

  /// The n-th slot from Monday at nine, sixteen a day.
  static std::string slot(int n) {
    const auto hour = 9 + n % 16 / 2;
    return "2026-11-" + std::to_string(24 + n / 16) + "T"
           + (hour < 10 ? "0" : "") + std::to_string(hour)
           + (n % 2 ? ":30" : ":00") + ":00-06:00";
  }
};

TEST_F(BackupTest, ABackupUnderLoadBecomesAWorkingService) {
  start_connected();
  // Callers book one slot after another; what is told before the backup begins
  // has to be in it.
  std::mutex mutex;
  std::vector<std::string> told;
  std::atomic<int> next{0};
  std::atomic<bool> enough{false};
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 3; ++caller)
    callers.emplace_back([&] {
      while (!enough) {
        const auto n = next++;
        if (n >= 48)
          return;
        const auto number = "+1405555" + std::to_string(1000 + n);
        if (is_booked(book({"call-" + std::to_string(n), number}, slot(n)))) {
          std::lock_guard guard{mutex};
          told.push_back(slot(n));
        }
      }
    });
  const auto count = [&] {
    std::lock_guard guard{mutex};
    return told.size();
  };
  EXPECT_TRUE(eventually([&] { return count() >= 5; }));
  std::vector<std::string> before;
  {
    std::lock_guard guard{mutex};
    before = told;
  }
  const auto copy = folder + "/copy.db";
  const auto backed_up = peterental({"backup", copy});
  EXPECT_EQ(backed_up.status, 0) << backed_up.err;
  const auto after_backup = count();
  EXPECT_TRUE(eventually([&] { return count() >= after_backup + 2; }))
      << "it went on meanwhile";
  enough = true;
  for (auto& caller : callers)
    caller.join();

  const auto refused = peterental({"restore", copy, "--yes"});
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.err, HasSubstr("stop it first"));

  running.reset();
  usual["DATABASE_URL"] = "sqlite3://" + folder + "/new/p.db";
  // The development key is beside the old database.
  std::filesystem::create_directory(folder + "/new");
  std::filesystem::copy_file(folder + "/p.key", folder + "/new/p.key");
  const auto restored = peterental({"restore", copy});
  EXPECT_EQ(restored.status, 0) << restored.err;
  EXPECT_THAT(restored.out, HasSubstr("1 manager;"));

  start();
  EXPECT_EQ(status()["state"], "connected");
  std::vector<std::string> there;
  for (const auto& row : confirmed())
    there.push_back(row["start_time"]);
  for (const auto& each : before)
    EXPECT_THAT(there, testing::Contains(each)) << "was told before the backup";
  // What was booked after the backup is an event that blocks all the same.
  EXPECT_FALSE(is_booked(book({"late"}, told.back())));
  EXPECT_TRUE(is_booked(book({"new"}, "2026-11-27T16:00:00-06:00")));
}

} // namespace
} // namespace rental::test
