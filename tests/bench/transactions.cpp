// One booking's transactions, as the calendar's actor asks the ledger for them
// (actors/booking/booking_replay.cpp, booking_steps.cpp,
// availability_cache.cpp), with the ledger's group commit, but without actors,
// HTTP and Microsoft.
#include "actors/booking/booking_queue.hpp"
#include "actors/booking/fair_use.hpp"
#include "actors/booking/first_answer.hpp"
#include "actors/ledger.hpp"
#include "actors/letters/booking_mail.hpp"
#include "crypto/uuid.hpp"
#include "domain/slots.hpp"
#include "tests/bench/wishes.hpp"
#include "voice/sentences/sentences.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace rental::test {
namespace {

using namespace std::chrono_literals;

/// What arrives while a batch is running is the next batch.
class group_commit {
public:
  using on_done = std::function<void(const expected<done>&)>;

  explicit group_commit(store& db) : db_{db}, worker_{[this] { work(); }} {}
  group_commit(const group_commit&) = delete;
  group_commit& operator=(const group_commit&) = delete;
  ~group_commit() {
    run(nullptr, nullptr);
    worker_.join();
  }

  /// `then` runs on the thread of the database. No job: the end.
  void run(store_job job, on_done then) {
    {
      const std::lock_guard lock{mutex_};
      queue_.push_back({std::move(job), std::move(then)});
    }
    something_.notify_one();
  }

private:
  struct waiting {
    store_job job;
    on_done then;
  };

  std::vector<waiting> next() {
    std::unique_lock lock{mutex_};
    something_.wait(lock, [this] { return !queue_.empty(); });
    std::vector<waiting> batch;
    while (!queue_.empty() && batch.size() < most_in_batch) {
      batch.push_back(std::move(queue_.front()));
      queue_.pop_front();
    }
    return batch;
  }

  void work() {
    for (;;) {
      const auto batch = next();
      std::vector<store_job> jobs;
      for (const auto& each : batch)
        if (each.job)
          jobs.push_back(each.job);
      const auto outcomes = must(db_.batch(jobs));
      for (std::size_t i = 0; i < outcomes.size(); ++i)
        batch[i].then(outcomes[i]);
      if (jobs.size() != batch.size())
        return;
    }
  }

  store& db_;
  std::mutex mutex_;
  std::condition_variable something_;
  std::deque<waiting> queue_;
  std::thread worker_;
};

template <class T>
expected<done> only_whether(const expected<T>& what) {
  return what ? expected<done>{done{}} : what.error();
}

/// What one booking has in hand between its transactions.
struct booking_chain {
  booking_order order;
  booking row;
  stored_answer answer;
  outbox_mail mail;
  time_slot window;
  std::size_t step = 0;
  steady::time_point due;
  micros took{0};
};

std::shared_ptr<booking_chain> chain_of(std::size_t n, const zone& tz) {
  const auto wish = wished(n);
  auto chain = std::make_shared<booking_chain>();
  auto& order = chain->order;
  order.key = {"default", wish.call, "tool_" + wish.call};
  order.fingerprint = std::string(64, 'f');
  order.address = "123 Main Street";
  order.who.name = "Jane Smith";
  order.by.number = wish.number;
  order.by.call_id = wish.call;
  auto& row = chain->row;
  row.id = uuid_v4();
  row.transaction_id = uuid_v5(rental_namespace, row.id);
  row.manager = static_cast<std::int64_t>(wish.manager) + 1;
  const auto half_hour = n / bench_managers;
  row.slot.start = sunday + 49h + half_hour / 16 * 24h + half_hour % 16 * 30min;
  row.slot.end = row.slot.start + 30min;
  row.address = order.address;
  row.who = order.who;
  row.caller = wish.number;
  row.call_id = wish.call;
  row.code = "123456";
  row.created_at = row.updated_at = sunday;
  chain->answer = {order.key,
                   order.fingerprint,
                   sentence::booked(row.address, row.slot, tz, ""),
                   false,
                   row.id,
                   sunday,
                   answer_kind::stands,
                   row.slot.start};
  chain->mail = booked_mail(row, tz, {}, sunday);
  chain->window = horizon({}, tz, sunday);
  return chain;
}

expected<done> look_up(store_session& session, const booking_chain& chain) {
  const auto& order = chain.order;
  if (auto before = session.answer(order.key, order.fingerprint); !before)
    return before.error();
  auto used = uses_so_far(session, chain.row.manager, names_of(order), sunday);
  if (!used)
    return used.error();
  return only_whether(earlier_of(session, chain.row.manager, order, sunday));
}

expected<done> mark_writing(store_session& session,
                            const booking_chain& chain) {
  auto marked
      = session.mark_writing(chain.row.id, chain.row.transaction_id, sunday);
  if (marked)
    session.copies().seal(chain.row);
  return marked;
}

expected<done> confirm(store_session& session, booking_chain& chain) {
  const event_ref event{std::string(152, 'e'), std::string(48, 't'),
                        std::string(112, 'u')};
  auto all = session.confirm(chain.row.id, event, sunday);
  if (all)
    all = count_use(session, chain.row, sunday);
  if (all)
    all = only_whether(keep_first(session, true, chain.answer));
  return all ? session.put_mail(chain.mail) : all;
}

expected<done> active_rows(store_session& session, const booking_chain& chain) {
  return only_whether(session.active_bookings(chain.row.manager, chain.window));
}

constexpr std::size_t steps = 6;

expected<done> perform(store_session& session, booking_chain& chain) {
  switch (chain.step) {
  case 0:
    return look_up(session, chain);
  case 1:
    return session.hold(chain.row);
  case 3:
    return mark_writing(session, chain);
  case 5:
    return confirm(session, chain);
  default: // before and after the event is written
    return active_rows(session, chain);
  }
}

void go_on(group_commit& ledger, const std::shared_ptr<booking_chain>& chain,
           std::atomic<std::size_t>& left) {
  ledger.run(
      [chain](store_session& session) { return perform(session, *chain); },
      [&ledger, &left, chain](const expected<done>& outcome) {
        must(outcome);
        if (++chain->step < steps)
          return go_on(ledger, chain, left);
        chain->took = since(chain->due);
        --left;
      });
}

std::vector<micros> run_chains(store& db, std::size_t first, int rate,
                               int seconds) {
  const auto tz = must(zone::find(managers_zone));
  std::vector<std::shared_ptr<booking_chain>> chains;
  for (auto n = first; n < first + static_cast<std::size_t>(rate * seconds);
       ++n)
    chains.push_back(chain_of(n, tz));
  std::atomic left{chains.size()};
  const auto began = steady::now() + 100ms;
  {
    group_commit ledger{db};
    for (std::size_t n = 0; n < chains.size(); ++n) {
      chains[n]->due = due_at(began, n, rate);
      std::this_thread::sleep_until(chains[n]->due);
      go_on(ledger, chains[n], left);
    }
    while (left != 0)
      std::this_thread::sleep_for(10ms);
  }
  std::vector<micros> all;
  for (const auto& chain : chains)
    all.push_back(chain->took);
  return all;
}

} // namespace

int transactions(const std::string& folder, int rate, int seconds) {
  const environment env{
      {"DATABASE_URL", "sqlite3://" + folder + "/transactions.db"}};
  auto db = must(open_database(must(load_settings(env))));
  std::vector<manager_record> managers;
  for (int i = 0; i < bench_managers; ++i)
    managers.push_back(connected_manager("manager" + std::to_string(i)));
  store_managers(*db.rows, managers);
  const auto warm = run_chains(*db.rows, 0, rate, warm_seconds).size();
  std::cout << percentiles(run_chains(*db.rows, warm, rate, seconds))
            << std::endl;
  return 0;
}

} // namespace rental::test
