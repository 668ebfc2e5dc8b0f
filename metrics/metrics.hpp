// The numbers of the service, as Prometheus reads them. Names and labels never
// hold personal data.
#pragma once

#include "base/clock.hpp"
#include "metrics/load_history.hpp"

#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rental {

/// Counters, gauges and histograms. Thread-safe. A family springs into being
/// with its first use; its help text comes from a table in the source. Label
/// values that a stranger could have chosen are checked here, whoever calls:
/// see metrics/metric_labels.hpp.
class metrics {
public:
  using labels = std::initializer_list<std::pair<const char*, std::string>>;

  /// Without a clock there is no load history.
  explicit metrics(std::shared_ptr<const clock> time = nullptr);
  metrics(const metrics&) = delete;
  metrics& operator=(const metrics&) = delete;
  ~metrics();

  /// Adds to a counter, e.g. ("peterental_tool_requests_total", {{"tool",
  /// "get_availability"}, {"outcome", "ok"}}).
  void count(const char* family, labels which = {}, double by = 1);
  /// Sets a gauge.
  void set(const char* family, labels which, double value);
  /// Adds to a gauge.
  void add(const char* family, labels which, double by);
  /// Puts a duration in seconds into a histogram.
  void observe(const char* family, labels which, double seconds);

  /// Everything in the text exposition format.
  std::string text() const;

  // -- for the operator's page ------------------------------------------------

  /// The values of a counter by one of its labels, other labels added up.
  std::map<std::string, double> counted(const char* family,
                                        const char* label) const;
  /// The last hour; empty without a clock.
  std::vector<load_minute> last_hour() const;
  /// Grows whenever something happened that the operator's page shows.
  std::uint64_t changes() const;

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

/// Makes the series whose first step matters, so that a rate over them sees it:
/// Prometheus takes a counter that appears with 1 as one that never moved.
void begin_at_zero(metrics& numbers);

} // namespace rental
