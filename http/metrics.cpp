#include "http/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <mutex>

namespace rental {
namespace {

/// Help texts; a family that is missing here is exported under its name alone.
const std::map<std::string, std::string>& help_texts() {
  static const std::map<std::string, std::string> texts{
      {"peterental_http_requests_total", "HTTP requests by route and status"},
      {"peterental_http_request_seconds", "Time to answer an HTTP request"},
      {"peterental_http_connections", "Open connections"},
      {"peterental_tool_requests_total", "Tool calls by tool and outcome"},
      {"peterental_tool_seconds", "Time to answer a tool call"},
      {"peterental_webhook_messages_total", "Server messages by kind"},
      {"peterental_webhook_refused_total",
       "Refused webhook requests by reason"},
      {"peterental_rate_limited_total",
       "Requests that came too often, by the limit that stopped them"},
      {"peterental_foreign_user_id_total",
       "Tool calls that named a manager outside the call's agency"},
      {"peterental_tool_requests_in_flight", "Tool calls being worked on"},
      {"peterental_connect_total", "Sign-ins of managers by outcome"},
      {"peterental_build_info", "Version of the program; always 1"},
  };
  return texts;
}

/// From a cached answer to the longest that VAPI waits.
prometheus::Histogram::BucketBoundaries buckets() {
  return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
          0.25,   0.5,   1,      2.5,   5,    10,    20};
}

prometheus::Labels labels_of(const metrics::labels& which) {
  prometheus::Labels result;
  for (const auto& [key, value] : which)
    result.emplace(key, value);
  return result;
}

} // namespace

struct metrics::impl {
  template <class T, class Build>
  prometheus::Family<T>&
  family(std::map<std::string, prometheus::Family<T>*>& known, const char* name,
         Build build) {
    const std::lock_guard guard{mutex};
    auto& slot = known[name];
    if (slot == nullptr) {
      auto help = help_texts().find(name);
      slot = &build()
                  .Name(name)
                  .Help(help == help_texts().end() ? name : help->second)
                  .Register(registry);
    }
    return *slot;
  }

  prometheus::Gauge& gauge(const char* name, const labels& which) {
    return family(gauges, name, prometheus::BuildGauge).Add(labels_of(which));
  }

  prometheus::Registry registry;
  std::mutex mutex;
  std::map<std::string, prometheus::Family<prometheus::Counter>*> counters;
  std::map<std::string, prometheus::Family<prometheus::Gauge>*> gauges;
  std::map<std::string, prometheus::Family<prometheus::Histogram>*> histograms;
};

metrics::metrics() : impl_(std::make_unique<impl>()) {}

metrics::~metrics() = default;

void metrics::count(const char* family, labels which, double by) {
  impl_->family(impl_->counters, family, prometheus::BuildCounter)
      .Add(labels_of(which))
      .Increment(by);
}

void metrics::set(const char* family, labels which, double value) {
  impl_->gauge(family, which).Set(value);
}

void metrics::add(const char* family, labels which, double by) {
  impl_->gauge(family, which).Increment(by);
}

void metrics::observe(const char* family, labels which, double seconds) {
  impl_->family(impl_->histograms, family, prometheus::BuildHistogram)
      .Add(labels_of(which), buckets())
      .Observe(seconds);
}

std::string metrics::text() const {
  return prometheus::TextSerializer{}.Serialize(impl_->registry.Collect());
}

} // namespace rental
