// Inside storage/ only: one connection to SQLite through SOCI, with its
// statements kept prepared. Compiles slowly; include it in sources alone.
//
// Errors inside this room are SOCI's exceptions; `guarded` turns them into
// values at the edge. Not thread-safe.
#pragma once

#include "base/expected.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <typeindex>
#include <utility>
#include <vector>

namespace rental {

/// errc::slot_taken when it is our trigger that refused; else errc::storage
/// with SQLite's own words. SOCI's long text is left out: it repeats values.
failure failure_of(const soci::soci_error& error);

/// Runs `work`, which returns an expected, and turns SOCI's exceptions into
/// failures.
template <class F>
auto guarded(F&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const soci::soci_error& error) {
    return failure_of(error);
  }
}

class connection {
public:
  /// Opens the file, which must exist (":memory:" apart), and sets it up:
  /// write-ahead log, synchronous=FULL, foreign keys. Throws soci_error.
  connection(const std::string& path, std::chrono::milliseconds busy_timeout);

  /// Runs a query and returns all its rows. `Out` are std::string or long long
  /// and never NULL. `sql` must be a literal or live as long as the
  /// connection: its address names the prepared statement.
  template <class... Out, class... In>
  std::vector<std::tuple<Out...>> select(const char* sql, const In&... in) {
    using statement_type = statement<std::tuple<Out...>, bound<In...>>;
    return with<statement_type>(sql, [&](auto& it) { return it.rows(in...); });
  }

  /// Runs a change; returns how many rows it touched.
  template <class... In>
  long long run(const char* sql, const In&... in) {
    using statement_type = statement<std::tuple<>, bound<In...>>;
    return with<statement_type>(sql, [&](auto& it) { return it.run(in...); });
  }

  /// Runs several statements, not kept.
  void script(const char* sql);
  /// Row id of the last insert.
  long long last_id() const;
  /// Bytes of the write-ahead log.
  std::uint64_t log_bytes() const;
  /// Writes the log into the database and makes it empty; as much of it as
  /// others allow who read just now. Does not wait for them.
  void empty_log();
  /// Whether nobody else has the file open, in this process or another one.
  bool is_alone();
  /// Whether a transaction is open: SQLite ends one by itself on some errors.
  bool in_transaction() const;
  /// Copies the database into the existing, empty file `path`.
  expected<done> copy_into(const std::string& path) const;
  /// Replaces all that `other` holds by a copy, in one transaction.
  expected<done> copy_into(connection& other) const;

private:
  template <class T>
  using parameter
      = std::conditional_t<std::integral<T>, long long, std::string>;
  template <class... In>
  using bound = std::tuple<parameter<std::decay_t<In>>...>;

  struct any_statement {
    virtual ~any_statement() = default;
  };

  /// A prepared statement with the variables that it reads and writes.
  template <class Out, class In>
  class statement : public any_statement {
  public:
    statement(soci::session& session, const char* sql) : it_(session) {
      it_.alloc();
      it_.prepare(sql);
      std::apply([&](auto&... v) { (it_.exchange(soci::use(v)), ...); }, in_);
      std::apply([&](auto&... v) { (it_.exchange(soci::into(v)), ...); }, out_);
      it_.define_and_bind();
    }

    template <class... Args>
    std::vector<Out> rows(const Args&... args) {
      take(std::index_sequence_for<Args...>{}, args...);
      std::vector<Out> all;
      it_.execute();
      while (it_.fetch())
        all.push_back(out_);
      return all;
    }

    template <class... Args>
    long long run(const Args&... args) {
      take(std::index_sequence_for<Args...>{}, args...);
      it_.execute(true);
      return it_.get_affected_rows();
    }

  private:
    template <std::size_t... I, class... Args>
    void take(std::index_sequence<I...>, const Args&... args) {
      ((std::get<I>(in_) = args), ...);
    }

    In in_;
    Out out_;
    soci::statement it_;
  };

  template <class Statement, class F>
  auto with(const char* sql, F&& use) {
    auto& slot = prepared_[{sql, typeid(Statement)}];
    try {
      if (!slot)
        slot = std::make_unique<Statement>(session_, sql);
      return use(static_cast<Statement&>(*slot));
    } catch (...) {
      // Half run: it could keep locks. It is prepared again when needed.
      slot.reset();
      throw;
    }
  }

  sqlite_api::sqlite3* handle() const;

  mutable soci::session session_;
  std::chrono::milliseconds busy_timeout_;
  std::map<std::pair<const char*, std::type_index>,
           std::unique_ptr<any_statement>>
      prepared_;
};

} // namespace rental
