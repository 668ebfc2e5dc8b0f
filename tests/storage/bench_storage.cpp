// How many durable bookings a second group commit gives, by size of batch.
//
//     bench_storage [FOLDER] [ROWS]
//
// A booking is what the saga writes: held, writing, confirmed with its stored
// answer, in three transactions.
#include "crypto/encode.hpp"
#include "crypto/keyring.hpp"
#include "storage/open_store.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

using namespace rental;

namespace {

constexpr int managers = 100;

instant at(int minutes) {
  return instant{std::chrono::minutes{minutes}};
}

template <class T>
T must(expected<T> what) {
  if (what)
    return std::move(*what);
  std::fprintf(stderr, "%s\n", to_string(what.error()).c_str());
  std::exit(1);
}

void run(store& db, const std::vector<store_job>& jobs) {
  for (auto& outcome : must(db.batch(jobs)))
    must(outcome);
}

booking row_of(int number) {
  booking row;
  row.id = "00000000-0000-4000-8000-" + std::to_string(1'000'000'000 + number);
  row.manager = number % managers + 1;
  row.slot = {at(number / managers * 30), at(number / managers * 30 + 30)};
  row.address = "1234 West Elm Street, Oklahoma City";
  row.who = {"Quentin Visitor", "+14055550142", "quentin@example.org"};
  row.call_id = "call-" + std::to_string(number);
  return row;
}

void measure(const std::string& path, int rows, int batch_size) {
  auto ring = must(keyring::parse(secret{base64_encode(std::string(32, 'a'))}));
  auto db = must(open_store("sqlite3://" + path, ring));
  must(db->migrate());
  for (int i = 0; i < managers; ++i)
    run(*db, {[i](store_session& s) -> expected<done> {
      manager_record record;
      record.key = {"agency", std::to_string(i)};
      return s.put_manager(record) ? expected<done>{done{}}
                                   : expected<done>{errc::internal};
    }});
  auto begin = std::chrono::steady_clock::now();
  for (int first = 0; first < rows; first += batch_size) {
    std::vector<store_job> held, writing, confirmed;
    for (int i = first; i < first + batch_size; ++i) {
      auto row = row_of(i);
      held.push_back([row](store_session& s) { return s.hold(row); });
      writing.push_back([id = row.id](store_session& s) {
        return s.mark_writing(id, "transaction-" + id, at(1));
      });
      confirmed.push_back([row](store_session& s) -> expected<done> {
        auto done_so_far
            = s.confirm(row.id, {"event-" + row.id, "etag", {}}, at(2));
        if (!done_so_far)
          return done_so_far;
        auto kept = s.put_answer({{"agency", row.call_id, "tool"},
                                  std::string(64, 'f'),
                                  "You are booked for Tuesday at two.",
                                  false,
                                  row.id,
                                  at(2)});
        return kept ? expected<done>{done{}} : kept.error();
      });
    }
    run(*db, held);
    run(*db, writing);
    run(*db, confirmed);
  }
  std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  std::printf("%6d in a batch: %8.0f bookings/s %9.0f jobs/s\n", batch_size,
              rows / took.count(), 3 * rows / took.count());
}

} // namespace

int main(int argc, char** argv) {
  namespace fs = std::filesystem;
  auto folder = argc > 1 ? fs::path{argv[1]}
                         : fs::temp_directory_path() / "bench_storage";
  auto rows = argc > 2 ? std::atoi(argv[2]) : 20'000;
  for (int batch_size : {1, 4, 16, 64, 256, 1024}) {
    auto path = folder / (std::to_string(batch_size) + ".db");
    for (auto suffix : {"", "-wal", "-shm"})
      fs::remove(path.string() + suffix);
    auto whole = batch_size == 1 ? rows / 10 : rows;
    measure(path, whole - whole % batch_size, batch_size);
  }
}
