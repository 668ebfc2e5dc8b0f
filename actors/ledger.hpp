// The ledger: group commit in front of the database.
#pragma once

#include "actors/actors.hpp"
#include "actors/calls.hpp"
#include "net/executor.hpp"
#include "storage/store.hpp"

#include <caf/typed_event_based_actor.hpp>
#include <caf/typed_response_promise.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace rental {

struct ledger_state {
  static inline const char* name = "ledger";

  struct waiting {
    store_work work;
    caf::typed_response_promise<store_outcome> promise;
  };

  /// Takes a request; starts a batch unless one is running.
  caf::result<store_outcome> take(store_work& work);
  /// Answers the batch that has ended and starts the next one.
  void finish(const job_result& result);
  void start_batch();
  void fail_all(const failure& why);

  ledger_actor::pointer self = nullptr;
  std::shared_ptr<store> db;
  executor storage_thread;
  /// Arrived while a batch is running: the next batch.
  std::vector<waiting> queue;
  /// On the storage thread now.
  std::vector<waiting> running;
  std::uint64_t batches = 0;
};

/// At most this many requests share a transaction, so that one batch cannot
/// make everybody wait.
inline constexpr std::size_t most_in_batch = 512;

/// Spawn with `system.spawn(ledger, db, storage_thread)`. `storage_thread` must
/// run its jobs one after another.
ledger_actor::behavior_type
ledger(ledger_actor::stateful_pointer<ledger_state> self,
       std::shared_ptr<store> db, executor storage_thread);

/// How long an actor waits for the ledger.
inline constexpr auto ledger_timeout = std::chrono::seconds{15};

/// Runs `work` in the ledger and calls `then` with its value once it is
/// durable, in the context of `self`. A whole batch that failed, or silence, is
/// errc::storage.
template <class T, class Self>
void transact(Self* self, const ledger_actor& whom,
              std::function<expected<T>(store_session&)> work,
              std::function<void(expected<T>)> then) {
  auto slot = std::make_shared<std::optional<expected<T>>>();
  store_work job{
      [slot, work = std::move(work)](store_session& session) -> expected<done> {
        slot->emplace(work(session));
        if (!**slot)
          return (*slot)->error();
        return done{};
      }};
  auto on_answer
      = [slot, then = std::move(then)](expected<store_outcome> answer) {
          if (!answer)
            then(failure{errc::storage, to_string(answer.error()), {}});
          else if (!answer->result)
            then(answer->result.error());
          else
            then(std::move(**slot));
        };
  ask<store_outcome>(self, whom, ledger_timeout, std::move(on_answer),
                     atom::transact_v, std::move(job));
}

/// Answers a promise with what came out of the ledger.
template <class T>
auto into(caf::typed_response_promise<T> promise) {
  return [promise](expected<T> found) mutable {
    if (found)
      promise.deliver(std::move(*found));
    else
      promise.deliver(to_caf(found.error()));
  };
}

} // namespace rental
