// The numbers of the service, as Prometheus reads them. Names and labels never
// hold personal data.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace rental {

/// Counters, gauges and histograms. Thread-safe. A family springs into being
/// with its first use; its help text comes from a table in the source.
class metrics {
public:
  using labels = std::initializer_list<std::pair<const char*, std::string>>;

  metrics();
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

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace rental
