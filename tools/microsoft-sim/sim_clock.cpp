#include "tools/microsoft-sim/sim_clock.hpp"

namespace rental::sim {

using namespace std::chrono;

sys_seconds sim_clock::real() const {
  return floor<seconds>(system_clock::now());
}

sys_seconds sim_clock::now() const {
  std::lock_guard lock{mutex_};
  return frozen_ ? frozen_at_ : real() + offset_;
}

void sim_clock::set(sys_seconds instant) {
  std::lock_guard lock{mutex_};
  offset_ = instant - real();
  frozen_at_ = instant;
}

void sim_clock::advance(seconds by) {
  std::lock_guard lock{mutex_};
  offset_ += by;
  frozen_at_ += by;
}

void sim_clock::freeze(bool stopped) {
  std::lock_guard lock{mutex_};
  if (stopped && !frozen_)
    frozen_at_ = real() + offset_;
  if (!stopped && frozen_)
    offset_ = frozen_at_ - real();
  frozen_ = stopped;
}

void sim_clock::reset() {
  std::lock_guard lock{mutex_};
  offset_ = {};
  frozen_ = false;
}

} // namespace rental::sim
