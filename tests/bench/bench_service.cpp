// What scripts/bench measures with.
//
//   bench_service serve FOLDER           one connected manager; prints the
//                                        service's URL and the manager's id.
//                                        SIGUSR1: a mark for callgrind, and a
//                                        line when it is there; SIGTERM: the
//                                        end
//   bench_service seed DATABASE MANAGERS
//                                        fills a fresh database
//   bench_service bookings FOLDER RATE SECONDS
//                                        what a booking costs beyond the time
//                                        that Microsoft takes, in milliseconds
//   bench_service transactions FOLDER RATE SECONDS
//                                        what the same chain of durable
//                                        transactions costs alone
//
// Service and simulator run in this process, as in the tests.
#include "app/process.hpp"
#include "tests/bench/wishes.hpp"

#include <pthread.h>

#include <algorithm>
#include <csignal>

/// callgrind begins to count again whenever this is called; see
/// tests/bench/instructions.py.
extern "C" __attribute__((noinline)) void bench_mark() {
  asm volatile("");
}

namespace rental::test {
namespace {

int serve(const std::string& folder) {
  sigset_t awaited{};
  sigemptyset(&awaited);
  sigaddset(&awaited, SIGTERM);
  sigaddset(&awaited, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &awaited, nullptr);
  bench_world world{folder, 1, 0};
  std::cout << "http://127.0.0.1:" << world.port() << " "
            << world.users().front() << std::endl;
  int which = 0;
  while (sigwait(&awaited, &which) == 0 && which == SIGUSR1) {
    bench_mark();
    std::cout << "marked" << std::endl;
  }
  return 0;
}

/// Many in one transaction, but not all: the write-ahead log would become as
/// large as the database, and the rows would all be in memory.
int seed(const std::string& database, int managers) {
  constexpr int at_once = 20'000;
  const environment env{{"DATABASE_URL", "sqlite3://" + database}};
  auto db = must(open_database(must(load_settings(env))));
  for (int first = 0; first < managers; first += at_once) {
    const auto last = std::min(first + at_once, managers);
    std::vector<manager_record> rows;
    for (int i = first; i < last; ++i)
      rows.push_back(connected_manager("manager" + std::to_string(i)));
    store_managers(*db.rows, rows);
    std::cerr << "\r  " << last << " of " << managers << " managers";
  }
  std::cerr << "\n";
  return 0;
}

int usage() {
  std::cerr << "bench_service serve FOLDER | seed DATABASE MANAGERS |"
               " bookings FOLDER RATE SECONDS |"
               " transactions FOLDER RATE SECONDS\n";
  return 64;
}

int at_rate(const std::vector<std::string>& args) {
  const auto rate = std::atoi(args[2].c_str());
  const auto seconds = std::atoi(args[3].c_str());
  const auto all = static_cast<std::size_t>(std::max(rate, 0))
                   * static_cast<std::size_t>(warm_seconds + seconds);
  if (rate < 10 || seconds < 1 || all > most_wishes) {
    std::cerr << "that is no rate for so many seconds: the week has room for "
              << most_wishes << " viewings\n";
    return 64;
  }
  return args[0] == "bookings" ? bookings(args[1], rate, seconds)
                               : transactions(args[1], rate, seconds);
}

} // namespace
} // namespace rental::test

int main(int argc, char** argv) {
  using namespace rental::test;
  // With memory as the program has it.
  rental::harden_process();
  const std::vector<std::string> args(argv + 1, argv + argc);
  if (args.size() == 2 && args[0] == "serve")
    return serve(args[1]);
  if (args.size() == 3 && args[0] == "seed")
    return seed(args[1], std::atoi(args[2].c_str()));
  if (args.size() == 4 && (args[0] == "bookings" || args[0] == "transactions"))
    return at_rate(args);
  return usage();
}
