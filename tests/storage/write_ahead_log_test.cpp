// The write-ahead log of SQLite grows under a long reader and shrinks after it.
#include "tests/storage/store_fixture.hpp"

#include <sqlite3.h>

using namespace rental;

namespace {

class WriteAheadLog : public StoreTest {
protected:
  std::uintmax_t log_size() const {
    return std::filesystem::file_size(path_ + "-wal");
  }

  void write(std::size_t bytes) {
    stored_answer answer;
    answer.key = {"agency", "call", std::to_string(++answers_)};
    answer.answer = std::string(bytes, 'x');
    value_of(ask(*db_, [&](store_session& s) { return s.put_answer(answer); }));
  }

  int answers_ = 0;
};

} // namespace

TEST_F(WriteAheadLog, ShrinksAfterALongReader) {
  add_manager();
  sqlite3* reader = nullptr;
  ASSERT_EQ(sqlite3_open(path_.c_str(), &reader), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(reader, "BEGIN; SELECT COUNT(*) FROM answers", nullptr,
                         nullptr, nullptr),
            SQLITE_OK);
  for (int i = 0; i < 12; ++i)
    write(1'000'000);
  EXPECT_GT(log_size(), 12'000'000u);
  EXPECT_GT(value_of(ask(*db_, [](store_session& s) { return s.counts(); }))
                .wal_bytes,
            12'000'000u);
  sqlite3_close(reader);
  write(10);
  write(10);
  EXPECT_LT(log_size(), 5'000'000u);
}
