#include "fronts/api/shared_probe.hpp"

#include <utility>

namespace rental {
namespace {

/// More need not wait: they will ask again.
constexpr std::size_t most_waiting = 256;

failure too_slow() {
  return {errc::timeout, "it does not answer in time", {}};
}

} // namespace

shared_probe::shared_probe(look how, options given)
    : look_(std::move(how)), options_([&] {
        if (!given.now)
          given.now = std::chrono::steady_clock::now;
        return std::move(given);
      }()) {}

void shared_probe::ask(answer then) {
  std::unique_lock lock{mutex_};
  const auto now = options_.now();
  const bool counts
      = last_ && now - known_ < (running_ ? options_.bound : options_.every);
  if (counts || (running_ && waiting_.size() >= most_waiting)) {
    const auto result = last_ ? *last_ : expected<done>{too_slow()};
    lock.unlock();
    return then(result);
  }
  if (running_ && now - began_ >= options_.bound) {
    lock.unlock();
    return then(too_slow());
  }
  waiting_.push_back(std::move(then));
  if (running_)
    return;
  running_ = true;
  began_ = now;
  const auto round = ++round_;
  lock.unlock();
  begin(round);
}

void shared_probe::begin(std::uint64_t round) {
  if (options_.after)
    options_.after(options_.bound, [weak = weak_from_this(), round] {
      if (const auto self = weak.lock())
        self->give_up(round);
    });
  look_([weak = weak_from_this(), round](const expected<done>& result) {
    if (const auto self = weak.lock())
      self->ended(round, result);
  });
}

void shared_probe::ended(std::uint64_t round, const expected<done>& result) {
  std::unique_lock lock{mutex_};
  if (!running_ || round != round_)
    return;
  running_ = false;
  last_ = result;
  known_ = options_.now();
  auto all = std::exchange(waiting_, {});
  lock.unlock();
  for (const auto& each : all)
    each(result);
}

// It goes on running, so that looks which hang do not pile up.
void shared_probe::give_up(std::uint64_t round) {
  std::unique_lock lock{mutex_};
  if (!running_ || round != round_)
    return;
  last_ = expected<done>{too_slow()};
  known_ = options_.now();
  auto all = std::exchange(waiting_, {});
  lock.unlock();
  for (const auto& each : all)
    each(too_slow());
}

} // namespace rental
