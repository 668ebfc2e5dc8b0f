#include "base/clock.hpp"

namespace rental {

instant system_clock::now() const {
  return std::chrono::floor<std::chrono::seconds>(
      std::chrono::system_clock::now());
}

shifted_clock::shifted_clock(instant start)
    : shift_(start - system_clock{}.now()) {}

instant shifted_clock::now() const {
  return system_clock{}.now() + shift_;
}

} // namespace rental
