// A few threads for blocking work, behind `executor`.
#pragma once

#include "net/executor.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace rental {

/// Named threads that take jobs from one queue, first come first served; with
/// one thread the jobs run strictly in order. Thread-safe.
///
/// The destructor runs what is queued, then joins. Jobs that come later (an
/// executor may outlive its pool) are dropped without a call. A job that throws
/// ends there; its thread goes on.
class worker_pool {
public:
  /// `name` shows up in debuggers and `top -H`; 15 bytes of it are used.
  worker_pool(std::size_t threads, const std::string& name);
  ~worker_pool();

  worker_pool(const worker_pool&) = delete;
  worker_pool& operator=(const worker_pool&) = delete;

  void run(std::function<void()> job);
  /// Valid, and harmless, also after the pool has gone.
  executor as_executor() const;
  /// Jobs that have not begun.
  std::size_t waiting() const;

private:
  struct shared_queue;
  std::shared_ptr<shared_queue> queue_;
  std::vector<std::thread> threads_;
};

} // namespace rental
