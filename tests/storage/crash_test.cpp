#include "tests/storage/store_fixture.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

using namespace rental;

namespace {

constexpr int batch_size = 5;

class Crash : public StoreTest {
protected:
  /// Books batch after batch and tells the pipe each time one is acknowledged.
  [[noreturn]] void book_for_ever(std::int64_t manager, int first, int pipe) {
    auto mine = open();
    for (int number = first;; ++number) {
      std::vector<store_job> jobs;
      for (int i = 0; i < batch_size; ++i) {
        auto minute = 10 * (number * batch_size + i);
        auto row = sample_booking(std::to_string(minute), manager, minute,
                                  minute + 10);
        jobs.push_back([row](store_session& s) { return s.hold(row); });
      }
      auto outcomes = mine->batch(jobs);
      if (!outcomes || ::write(pipe, &number, sizeof number) != sizeof number)
        ::_exit(1);
    }
  }
};

} // namespace

TEST_F(Crash, LosesNothingThatWasAcknowledged) {
  constexpr int rounds = 10;
  auto pete = add_manager("pete");
  db_.reset();
  int next = 0;
  for (int round = 0; round < rounds; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    auto child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0)
      book_for_ever(pete, next, ends[1]);
    ::close(ends[1]);
    int acknowledged = next - 1, number = 0;
    bool killed = false;
    while (::read(ends[0], &number, sizeof number) == sizeof number) {
      acknowledged = number;
      if (!killed && number >= next + 5 + round) {
        ASSERT_EQ(::kill(child, SIGKILL), 0);
        killed = true;
      }
    }
    ::close(ends[0]);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "the child ended by itself";
    db_ = open();
    auto stored = value_of(ask(
        *db_, [&](store_session& s) { return s.bookings(pete, 1'000'000); }));
    db_.reset();
    // Nothing acknowledged is missing, and no batch is there by half.
    EXPECT_GE(stored.size(),
              static_cast<std::size_t>((acknowledged + 1) * batch_size));
    EXPECT_EQ(stored.size() % batch_size, 0u);
    EXPECT_EQ(raw_sql(path_, "PRAGMA integrity_check"),
              std::vector<std::string>{"ok"});
    next = static_cast<int>(stored.size()) / batch_size;
  }
}
