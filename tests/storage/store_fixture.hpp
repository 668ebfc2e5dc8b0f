// A store on a real SQLite file in a folder of its own, and sample data.
#pragma once

#include "crypto/encode.hpp"
#include "crypto/keyring.hpp"
#include "storage/open_store.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rental {

/// The value, or an exception that names the failure.
template <class T>
T value_of(expected<T> what) {
  if (!what)
    throw std::runtime_error{to_string(what.error())};
  return std::move(*what);
}

/// The code of a failure; errc::count_ when it worked.
template <class T>
errc error_of(const expected<T>& what) {
  return what ? errc::count_ : what.error().code;
}

/// Runs one piece of work as a batch of its own and returns what it returned.
template <class F>
auto ask(store& db, F&& work) -> std::invoke_result_t<F, store_session&> {
  std::optional<std::invoke_result_t<F, store_session&>> answer;
  store_job job = [&](store_session& session) -> expected<done> {
    answer = work(session);
    if (!*answer)
      return answer->error();
    return done{};
  };
  auto outcome = db.batch({&job, 1});
  if (!outcome)
    return outcome.error();
  return *answer;
}

inline std::string key_of(char fill) {
  return base64_encode(std::string(32, fill));
}

inline std::shared_ptr<const keyring> ring_of(const std::string& text) {
  return value_of(keyring::parse(secret{text}));
}

constexpr instant at(std::int64_t minutes) {
  return instant{std::chrono::minutes{minutes}};
}

/// Raw SQL past the store, as another program would do it. Returns the first
/// column of the rows, or "error: ...".
std::vector<std::string> raw_sql(const std::string& path,
                                 const std::string& sql);

manager_record sample_manager(const std::string& user_id);
booking sample_booking(const std::string& id, std::int64_t manager,
                       std::int64_t from_minute, std::int64_t to_minute);
/// Shorthand of `hold` in a batch of its own.
expected<done> hold(store& db, const booking& row);

class StoreTest : public testing::Test {
protected:
  void SetUp() override;
  void TearDown() override;

  std::unique_ptr<store> open(const std::string& keys, store_options = {});
  std::unique_ptr<store> open() { return open(key_of('a')); }
  /// Stores a manager and returns its id.
  std::int64_t add_manager(const std::string& user_id = "pete");
  std::string url() const { return "sqlite3://" + path_; }
  /// All bytes of the database and its write-ahead log.
  std::string file_bytes() const;

  std::filesystem::path folder_;
  std::string path_;
  std::unique_ptr<store> db_;
};

} // namespace rental
