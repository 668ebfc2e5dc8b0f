#include "net/worker_pool.hpp"

#include <pthread.h>

#include <condition_variable>
#include <deque>
#include <mutex>

namespace rental {

struct worker_pool::shared_queue {
  void push(std::function<void()> job) {
    {
      std::lock_guard guard{mutex};
      if (stopping)
        return;
      jobs.push_back(std::move(job));
    }
    changed.notify_one();
  }

  void work() {
    while (auto job = pop())
      try {
        job();
      } catch (...) { // The pool outlives any one job.
      }
  }

  std::function<void()> pop() {
    std::unique_lock lock{mutex};
    changed.wait(lock, [this] { return stopping || !jobs.empty(); });
    if (jobs.empty())
      return {};
    auto job = std::move(jobs.front());
    jobs.pop_front();
    return job;
  }

  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<void()>> jobs;
  bool stopping = false;
};

worker_pool::worker_pool(std::size_t threads, const std::string& name)
    : queue_(std::make_shared<shared_queue>()) {
  for (std::size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([queue = queue_] { queue->work(); });
    pthread_setname_np(threads_.back().native_handle(),
                       name.substr(0, 15).c_str());
  }
}

worker_pool::~worker_pool() {
  {
    std::lock_guard guard{queue_->mutex};
    queue_->stopping = true;
  }
  queue_->changed.notify_all();
  for (auto& thread : threads_)
    thread.join();
}

void worker_pool::run(std::function<void()> job) {
  if (job)
    queue_->push(std::move(job));
}

executor worker_pool::as_executor() const {
  return [queue = queue_](std::function<void()> job) {
    if (job)
      queue->push(std::move(job));
  };
}

std::size_t worker_pool::waiting() const {
  std::lock_guard guard{queue_->mutex};
  return queue_->jobs.size();
}

} // namespace rental
