#include "actors/ledger.hpp"

#include <caf/send.hpp>

#include <algorithm>
#include <iterator>

namespace rental {
namespace {

/// So many may wait for the next batches; more are refused at once: whoever
/// waited behind them would give up before its turn.
constexpr std::size_t most_waiting = 20'000;

using batch_result = expected<std::vector<expected<done>>>;

batch_result run_batch(store& db, const std::vector<store_job>& jobs) {
  try {
    return db.batch(jobs);
  } catch (const std::exception& e) {
    return failure{errc::storage, e.what(), {}};
  }
}

} // namespace

caf::result<store_outcome> ledger_state::take(store_work& work) {
  if (queue.size() >= most_waiting)
    return store_outcome{
        failure{errc::storage, "too much waits for the database", {}}};
  auto promise = self->make_response_promise<store_outcome>();
  queue.push_back({std::move(work), promise});
  if (running.empty())
    start_batch();
  return promise;
}

void ledger_state::start_batch() {
  const auto count = std::min(queue.size(), most_in_batch);
  const auto last = queue.begin() + static_cast<std::ptrdiff_t>(count);
  running.assign(std::make_move_iterator(queue.begin()),
                 std::make_move_iterator(last));
  queue.erase(queue.begin(), last);
  std::vector<store_job> jobs;
  jobs.reserve(running.size());
  for (auto& x : running)
    jobs.push_back(std::move(x.work.run));
  storage_thread([hdl = ledger_actor{self}, store = db, id = ++batches,
                  jobs = std::move(jobs)] {
    auto result = std::make_shared<std::any>(run_batch(*store, jobs));
    caf::anon_send(hdl, atom::finished_v, id, job_result{std::move(result)});
  });
}

void ledger_state::finish(const job_result& result) {
  auto answered = std::move(running);
  running.clear();
  const auto& outcome = std::any_cast<const batch_result&>(*result.value);
  for (std::size_t i = 0; i < answered.size(); ++i) {
    if (!outcome)
      answered[i].promise.deliver(store_outcome{outcome.error()});
    else
      answered[i].promise.deliver(store_outcome{(*outcome)[i]});
  }
  if (!queue.empty())
    start_batch();
}

void ledger_state::fail_all(const failure& why) {
  for (auto* list : {&running, &queue}) {
    for (auto& x : *list)
      x.promise.deliver(store_outcome{why});
    list->clear();
  }
}

ledger_actor::behavior_type
ledger(ledger_actor::stateful_pointer<ledger_state> self,
       std::shared_ptr<store> db, executor storage_thread) {
  self->state.self = self;
  self->state.db = std::move(db);
  self->state.storage_thread = std::move(storage_thread);
  self->set_exit_handler([self](const caf::exit_msg& msg) {
    self->state.fail_all({errc::unavailable, "the service is stopping", {}});
    self->quit(msg.reason);
  });
  return {
      [self](atom::transact, store_work& work) {
        return self->state.take(work);
      },
      [self](atom::finished, std::uint64_t, job_result& result) {
        self->state.finish(result);
      },
  };
}

} // namespace rental
