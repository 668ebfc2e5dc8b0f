// Continuations of an actor that wait for something outside of it: an answer of
// Microsoft, a storage thread, a timer.
#pragma once

#include "actors/calls.hpp"
#include "messages/payloads.hpp"
#include "messages/type_ids.hpp"

#include <caf/send.hpp>

#include <any>
#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>

namespace rental {

/// Part of an actor's state. Promises and `self` stay inside the actor: the
/// foreign thread gets a callback that only sends a number and a value back.
class pending_jobs {
public:
  /// Parks `then` and returns the callback to hand out. It may be called once,
  /// from any thread; a second call is ignored. `then` runs in the actor when
  /// it handles (atom::finished, id, job_result) through `finish`.
  template <class T, class Handle>
  std::function<void(expected<T>)>
  expect(Handle whom, std::function<void(expected<T>)> then) {
    const auto id = ++last_;
    waiting_.emplace(id, [then = std::move(then)](std::any& value) {
      then(std::any_cast<expected<T>>(std::move(value)));
    });
    return [whom = std::move(whom), id](expected<T> value) {
      caf::anon_send(whom, atom::finished_v, id,
                     job_result{std::make_shared<std::any>(std::move(value))});
    };
  }

  /// Parks `then` under a number that the actor sends itself later, with
  /// due().
  std::uint64_t park(std::function<void()> then) {
    const auto id = ++last_;
    waiting_.emplace(id, [then = std::move(then)](std::any&) { then(); });
    return id;
  }
  static job_result due() { return {std::make_shared<std::any>(true)}; }

  /// Runs the continuation of `id`, if it still waits.
  void finish(std::uint64_t id, const job_result& result) {
    auto node = waiting_.extract(id);
    if (node && result.value)
      node.mapped()(*result.value);
  }

  std::size_t size() const noexcept { return waiting_.size(); }

private:
  std::uint64_t last_ = 0;
  std::unordered_map<std::uint64_t, std::function<void(std::any&)>> waiting_;
};

} // namespace rental
