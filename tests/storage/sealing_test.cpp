#include "tests/storage/store_fixture.hpp"

#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <thread>

using namespace rental;
namespace fs = std::filesystem;

namespace {

class Sealing : public StoreTest {
protected:
  /// One of everything that has something to hide.
  void fill(store& db) {
    pete_ = value_of(ask(db, [&](store_session& s) {
              return s.put_manager(sample_manager("pete"));
            })).id;
    value_of(ask(db, [&](store_session& s) -> expected<done> {
      visitor who{"Quentin Visitor", "+14055550142", "quentin@example.org"};
      value_of(s.hold(sample_booking("b", pete_, 0, 30)));
      value_of(s.put_wish(
          {0, pete_, "call", who, "12 Elm", "wanted-words", "", at(1), {}}));
      outbox_mail mail;
      mail.manager = pete_;
      mail.key = "confirm:b";
      mail.to = "mail-recipient@example.net";
      mail.subject = "mail-subject";
      mail.text = "mail-text";
      mail.html = "mail-html";
      value_of(s.put_mail(mail));
      value_of(s.put_sign_in({"state-hash",
                              {"agency", "pete"},
                              "sign-in-nonce",
                              secret{"sign-in-verifier"},
                              "cookie-hash",
                              "expected-account@example.com",
                              at(10),
                              {{secret{"held-access"}, secret{"held-refresh"},
                                at(9), "held-scope"},
                               "held-tenant",
                               "held-object",
                               "held-account@example.com",
                               "held-name"}}));
      stored_answer answer;
      answer.key = {"agency", "call", "tool"};
      answer.answer = "spoken-answer";
      value_of(s.put_answer(answer));
      return done{};
    }));
  }

  /// Reads every sealed value; the first failure, or errc::count_.
  static errc read_all(store& db, std::int64_t manager) {
    return error_of(ask(db, [&](store_session& s) -> expected<done> {
      auto row = s.manager_by_id(manager);
      if (!row)
        return row.error();
      EXPECT_EQ(row->tokens.refresh_token.reveal(), "refresh-of-pete");
      auto found = s.bookings_of_phone(manager, "+14055550142", at(0));
      if (!found)
        return found.error();
      EXPECT_FALSE(found->empty());
      auto wishes = s.wishes(manager, false);
      if (!wishes)
        return wishes.error();
      EXPECT_EQ(wishes->front().wanted, "wanted-words");
      auto mails = s.mails(manager);
      if (!mails)
        return mails.error();
      EXPECT_EQ(mails->front().text, "mail-text");
      auto answer = s.answer({"agency", "call", "tool"}, "");
      if (!answer)
        return answer.error();
      EXPECT_EQ((*answer)->answer, "spoken-answer");
      return done{};
    }));
  }

  using lines = std::vector<std::string>;
  static constexpr errc worked = errc::count_;
  std::int64_t pete_ = 0;
};

} // namespace

TEST_F(Sealing, LeavesNoClearTextInAnyFile) {
  fill(*db_);
  value_of(ask(*db_, [&](store_session& s) {
    return s.put_tokens(
        pete_, {secret{"access-two"}, secret{"refresh-two"}, at(1), ""}, at(2));
  }));
  auto bytes = file_bytes();
  ASSERT_NE(bytes.find("America/Chicago"), std::string::npos) << "not looking";
  for (auto needle : {"access-of-pete",
                      "refresh-of-pete",
                      "access-two",
                      "refresh-two",
                      "pete.manager@example.com",
                      "Zebulon",
                      "Quentin",
                      "4055550142",
                      "4055550111",
                      "314159",
                      "quentin@example.org",
                      "wanted-words",
                      "12 Elm",
                      "mail-recipient",
                      "mail-subject",
                      "mail-text",
                      "mail-html",
                      "sign-in-nonce",
                      "sign-in-verifier",
                      "expected-account",
                      "held-access",
                      "held-refresh",
                      "held-account",
                      "held-name",
                      "spoken-answer"})
    EXPECT_EQ(bytes.find(needle), std::string::npos) << needle;
}

TEST_F(Sealing, OpensNothingWithAnotherKey) {
  fill(*db_);
  for (auto keys : {key_of('b'), "k2:" + key_of('b')}) {
    auto stranger = value_of(open_store(url(), ring_of(keys)));
    EXPECT_EQ(error_of(stranger->check()), errc::sealed);
    EXPECT_EQ(error_of(stranger->migrate()), errc::sealed);
    EXPECT_EQ(read_all(*stranger, pete_), errc::sealed);
    EXPECT_EQ(error_of(stranger->reseal()), errc::sealed);
  }
  EXPECT_EQ(read_all(*db_, pete_), worked);
}

TEST_F(Sealing, RefusesValuesThatWereMovedToAnotherRow) {
  fill(*db_);
  auto mary = add_manager("mary");
  value_of(hold(*db_, sample_booking("other", pete_, 60, 90)));
  auto swap = [&](const std::string& table, const std::string& column,
                  const std::string& from, const std::string& to) {
    EXPECT_EQ(raw_sql(path_, "UPDATE " + table + " SET " + column
                                 + " = (SELECT " + column + " FROM " + table
                                 + " WHERE " + from + ") WHERE " + to),
              lines{});
  };
  auto row = [&](std::int64_t id) {
    return value_of(
        ask(*db_, [&](store_session& s) { return s.manager_by_id(id); }));
  };
  EXPECT_FALSE(row(mary).unreadable);
  swap("managers", "tokens", "user_id = 'pete'", "user_id = 'mary'");
  EXPECT_TRUE(row(mary).unreadable);
  EXPECT_TRUE(row(mary).tokens.refresh_token.empty());
  EXPECT_EQ(row(mary).state, connection_state::needs_reconnect);
  EXPECT_FALSE(row(pete_).unreadable);
  raw_sql(path_, "UPDATE managers SET profile = tokens WHERE user_id = 'pete'");
  EXPECT_TRUE(row(pete_).unreadable);
  EXPECT_EQ(row(pete_).account, "");
  EXPECT_EQ(row(pete_).tokens.refresh_token.reveal(), "refresh-of-pete");
  swap("bookings", "visitor", "id = 'b'", "id = 'other'");
  EXPECT_EQ(
      error_of(
          ask(*db_, [](store_session& s) { return s.booking_by_id("other"); })),
      errc::sealed);
}

TEST_F(Sealing, FailsOnAValueThatWasTamperedWith) {
  fill(*db_);
  raw_sql(path_, "UPDATE bookings SET visitor = 'not base64'");
  auto found = ask(*db_, [](store_session& s) { return s.booking_by_id("b"); });
  EXPECT_EQ(error_of(found), errc::sealed);
}

TEST_F(Sealing, MovesEverythingToANewKey) {
  fill(*db_);
  db_.reset();
  auto both = "new:" + key_of('b') + ",k1:" + key_of('a');
  auto rotating = open(both);
  EXPECT_EQ(read_all(*rotating, pete_), worked);
  EXPECT_EQ(value_of(rotating->reseal()), 10u);
  EXPECT_EQ(value_of(rotating->reseal()), 0u);
  EXPECT_EQ(read_all(*rotating, pete_), worked);
  rotating.reset();
  auto after = open("new:" + key_of('b'));
  EXPECT_EQ(read_all(*after, pete_), worked);
  EXPECT_EQ(error_of(open_store(url(), ring_of(key_of('a')))), worked);
  auto before = value_of(open_store(url(), ring_of(key_of('a'))));
  EXPECT_EQ(read_all(*before, pete_), errc::sealed);
}

TEST_F(Sealing, MovesManyRowsWhileOthersWrite) {
  constexpr int rows = 350;
  auto pete = add_manager("pete");
  std::vector<store_job> jobs;
  for (int i = 0; i < rows; ++i)
    jobs.push_back([=](store_session& s) {
      return s.hold(
          sample_booking(std::to_string(i), pete, i * 10, i * 10 + 10));
    });
  value_of(db_->batch(jobs));
  auto both = "new:" + key_of('b') + ",k1:" + key_of('a');
  auto rotating = open(both, {std::chrono::seconds{30}});
  std::atomic<bool> stop{false};
  std::atomic<int> written{0};
  std::thread writer{[&] {
    auto mine = open(both, {std::chrono::seconds{30}});
    for (int i = rows; !stop; ++i, ++written)
      value_of(hold(
          *mine, sample_booking(std::to_string(i), pete, i * 10, i * 10 + 10)));
  }};
  while (written == 0)
    std::this_thread::yield();
  EXPECT_EQ(value_of(rotating->reseal()),
            static_cast<std::size_t>(2 * rows) + 3);
  stop = true;
  writer.join();
  EXPECT_EQ(raw_sql(path_, "SELECT DISTINCT visitor_key FROM bookings"),
            lines{"new"});
  auto all = value_of(ask(*rotating, [&](store_session& s) {
    return s.bookings(pete, 1'000'000);
  }));
  EXPECT_EQ(all.size(), static_cast<std::size_t>(rows + written));
}

TEST_F(Sealing, CountsWhatNoKeyOpensAndDoesTheRest) {
  fill(*db_);
  raw_sql(path_, "UPDATE bookings SET visitor = 'broken', visitor_key = 'x'");
  auto rotating = open("new:" + key_of('b') + ",k1:" + key_of('a'));
  auto resealed = rotating->reseal();
  ASSERT_EQ(error_of(resealed), errc::sealed);
  EXPECT_NE(resealed.error().detail.find("1 values"), std::string::npos);
  EXPECT_EQ(raw_sql(path_, "SELECT tokens_key FROM managers"), lines{"new"});
}

TEST_F(Sealing, BacksUpWhileOthersWrite) {
  fill(*db_);
  std::string copy = folder_ / "copy.db";
  std::atomic<bool> stop{false};
  std::atomic<int> written{0};
  std::thread writer{[&] {
    auto mine = open(key_of('a'), {std::chrono::seconds{30}});
    for (int i = 1; !stop; ++i, ++written)
      value_of(hold(*mine, sample_booking(std::to_string(i), pete_, i * 30,
                                          i * 30 + 30)));
  }};
  while (written < 3)
    std::this_thread::yield();
  value_of(db_->backup(copy));
  stop = true;
  writer.join();
  struct stat is {};
  ASSERT_EQ(::stat(copy.c_str(), &is), 0);
  EXPECT_EQ(is.st_mode & 0777u, 0600u);
  EXPECT_FALSE(fs::exists(copy + "-journal"));
  auto restored
      = value_of(open_store("sqlite3://" + copy, ring_of(key_of('a'))));
  EXPECT_EQ(read_all(*restored, pete_), worked);
  EXPECT_EQ(raw_sql(copy, "PRAGMA integrity_check"), lines{"ok"});
}

TEST_F(Sealing, RestoresABackupUnderARunningStore) {
  fill(*db_);
  std::string copy = folder_ / "copy.db";
  value_of(db_->backup(copy));
  value_of(hold(*db_, sample_booking("later", pete_, 60, 90)));
  auto find = [&] {
    return ask(*db_, [](store_session& s) { return s.booking_by_id("later"); });
  };
  auto keys = ring_of(key_of('a'));
  EXPECT_EQ(error_of(restore_store(url(), copy + "x", keys)), errc::storage);
  EXPECT_EQ(error_of(restore_store(url(), copy, ring_of(key_of('b')))),
            errc::sealed);
  auto damaged = folder_ / "damaged.db";
  fs::copy(copy, damaged);
  fs::resize_file(damaged, fs::file_size(copy) / 2);
  EXPECT_EQ(error_of(restore_store(url(), damaged, keys)), errc::storage);
  EXPECT_TRUE(find());
  value_of(restore_store(url(), copy, keys));
  EXPECT_EQ(error_of(find()), errc::unknown_booking);
  EXPECT_EQ(read_all(*db_, pete_), worked);
  value_of(hold(*db_, sample_booking("later", pete_, 60, 90)));
  EXPECT_TRUE(find());
  EXPECT_EQ(raw_sql(path_, "PRAGMA integrity_check"), lines{"ok"});
}

TEST_F(Sealing, RestoresABackupWhereNothingWas) {
  fill(*db_);
  std::string copy = folder_ / "copy.db";
  value_of(db_->backup(copy));
  auto elsewhere = "sqlite3://" + (folder_ / "new" / "fresh.db").string();
  value_of(restore_store(elsewhere, copy, ring_of(key_of('a'))));
  auto fresh = value_of(open_store(elsewhere, ring_of(key_of('a'))));
  EXPECT_EQ(read_all(*fresh, pete_), worked);
}

TEST_F(Sealing, BackupOverwritesNothing) {
  std::string copy = folder_ / "copy.db";
  std::ofstream{copy} << "precious";
  auto refused = db_->backup(copy);
  EXPECT_EQ(error_of(refused), errc::storage);
  std::string kept;
  std::ifstream{copy} >> kept;
  EXPECT_EQ(kept, "precious");
  EXPECT_EQ(error_of(db_->backup(folder_ / "no" / "such" / "folder.db")),
            errc::storage);
}
