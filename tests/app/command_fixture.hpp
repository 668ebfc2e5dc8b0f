// Runs `peterental` inside the test, on a folder of its own.
#pragma once

#include "app/database.hpp"
#include "app/program.hpp"
#include "base/clock.hpp"
#include "config/load.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace rental::test {

class CommandTest : public testing::Test {
protected:
  /// 32 bytes in base64.
  static inline const std::string key
      = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
  static inline const std::string other_key
      = "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXoxMjM0NTY=";

  CommandTest() {
    auto pattern
        = (std::filesystem::temp_directory_path() / "rentalXXXXXX").string();
    folder = ::mkdtemp(pattern.data());
    env = {{"DATABASE_URL", "sqlite3://" + path("p.db")}, {"MASTER_KEY", key}};
  }
  ~CommandTest() override { std::filesystem::remove_all(folder); }

  std::string path(const std::string& name) const {
    return (std::filesystem::path{folder} / name).string();
  }

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream{path(name), std::ios::binary} << text;
    return path(name);
  }

  std::string read(const std::string& name) const {
    std::ifstream file{path(name), std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
  }

  /// Returns the exit status; what was printed is in `out` and `err`.
  int run(std::vector<std::string> args) {
    std::ostringstream printed;
    std::ostringstream complained;
    auto status = run_program(std::move(args), env, now, printed, complained);
    out = printed.str();
    err = complained.str();
    return status;
  }

  /// A second look at the database, as another process would take.
  database open() const {
    auto all = load_settings(env);
    auto opened = open_database(*all);
    EXPECT_TRUE(opened) << to_string(opened.error());
    return *std::move(opened);
  }

  manager_record manager(const manager_key& which) const {
    manager_record found;
    auto db = open();
    auto read = run_job(*db.rows, [&](store_session& rows) -> expected<done> {
      auto record = rows.manager(which);
      if (!record)
        return record.error();
      found = *std::move(record);
      return done{};
    });
    EXPECT_TRUE(read) << to_string(read.error());
    return found;
  }

  manager_record put(const manager_record& record) const {
    manager_record stored;
    auto db = open();
    auto put = run_job(*db.rows, [&](store_session& rows) -> expected<done> {
      auto row = rows.put_manager(record);
      if (!row)
        return row.error();
      stored = *std::move(row);
      return done{};
    });
    EXPECT_TRUE(put) << to_string(put.error());
    return stored;
  }

  std::size_t count_managers() const {
    std::size_t count = 0;
    auto db = open();
    auto read = run_job(*db.rows, [&](store_session& rows) -> expected<done> {
      auto all = rows.managers({}, 1000);
      if (!all)
        return all.error();
      count = all->size();
      return done{};
    });
    EXPECT_TRUE(read) << to_string(read.error());
    return count;
  }

  /// A connected manager with tokens that are easy to find in a leak.
  static manager_record connected(const std::string& user_id) {
    manager_record record;
    record.key = {"default", user_id};
    record.account = "jane@example.com";
    record.state = connection_state::connected;
    record.tokens.access_token = secret{"AT-canary"};
    record.tokens.refresh_token = secret{"RT-canary"};
    record.tokens.expires_at = from_unix(1795341600);
    record.tokens.scope = "User.Read Calendars.ReadWrite MailboxSettings.Read "
                          "Mail.Send";
    record.created_at = record.updated_at = from_unix(1795000000);
    return record;
  }

  std::string folder;
  environment env;
  /// 2026-11-22T09:00:00Z.
  manual_clock now{from_unix(1795338000)};
  std::string out;
  std::string err;
};

} // namespace rental::test
