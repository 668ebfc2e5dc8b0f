#include "tools/booking-load/tally.hpp"

#include <algorithm>

namespace rental::load {
namespace {

std::uint64_t micros(std::chrono::microseconds span) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, span.count()));
}

} // namespace

void tally::count(const std::string& tool, said what,
                  std::chrono::microseconds due, std::chrono::microseconds sent,
                  std::chrono::microseconds done,
                  std::chrono::microseconds expected_interval) {
  ++answers;
  ++outcomes[static_cast<std::size_t>(what)];
  ++by_tool[tool][to_string(what)];
  latency[tool].record_corrected(micros(done - due), micros(expected_interval));
  service_time[tool].record(micros(done - sent));
  const auto second = static_cast<std::size_t>(
      std::chrono::duration_cast<std::chrono::seconds>(
          std::max(done, std::chrono::microseconds{0}))
          .count());
  if (seconds.size() <= second)
    seconds.resize(second + 1);
  ++seconds[second].answers;
  if (promises_viewing(what))
    ++seconds[second].promises;
}

histogram tally::all() const {
  histogram sum;
  for (const auto& [tool, each] : latency)
    sum.add(each);
  return sum;
}

} // namespace rental::load
