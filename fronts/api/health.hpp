// What the operator's tools read: health, metrics, documents. They never
// call Microsoft.
#pragma once

#include "base/expected.hpp"
#include "base/secret.hpp"
#include "fronts/api/shared_probe.hpp"
#include "http/access/access_limits.hpp"
#include "http/server/router.hpp"
#include "metrics/metrics.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace rental {

struct operations_options {
  std::string public_url;
  /// Who may read /metrics. Empty together with `open`: everybody.
  std::vector<secret> admin_tokens;
  bool open = false;
  std::shared_ptr<metrics> numbers;
  access_limits limits;
  /// Called before the metrics are read, to set what is looked up only then.
  /// May be empty.
  std::function<void()> refresh = {};
  /// Whether requests can be served; the callback may run on any thread.
  /// Empty: always ready.
  shared_probe::look check_ready = {};
  /// Whether what does the work still moves. Empty: always.
  shared_probe::look check_alive = {};
  /// How both are asked, however many want to know.
  shared_probe::options probes = {};
};

/// Adds /, /health, /healthz, /readyz, /metrics, /openapi.json, /docs and
/// /assets/*.
void add_operations(router& routes, operations_options options);

} // namespace rental
