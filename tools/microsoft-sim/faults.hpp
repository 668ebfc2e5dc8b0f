#pragma once

#include "tools/microsoft-sim/operations.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace rental::sim {

/// What a fault may look at.
struct fault_facts {
  operation what;
  std::string account;
  /// Of a paged list, from 1.
  int page = 1;
};

/// What a fault does; see README.md for the JSON.
struct fault_action {
  int fault_id = 0;
  int latency_ms = 0;
  /// A name of the catalogue.
  std::string error_name;
  std::optional<int> status;
  std::optional<std::string> body;
  fields headers;
  /// Seconds and spelling of Retry-After: "integer", "fraction", "date" or
  /// "absent".
  std::optional<double> retry_after;
  std::string retry_after_form = "integer";
  /// The operation is carried out first.
  bool after = false;
  wire_plan wire;
  bool invalid_json = false;
  bool html = false;
  bool empty = false;
  bool truncate = false;
  bool gzip = false;
  bool drop_id = false;

  /// True if it puts an answer of its own in the place of the real one.
  bool replaces() const;
};

/// The faults that were ordered, in order; the first that fits a request
/// strikes. Thread-safe.
class fault_box {
public:
  fault_box();
  ~fault_box();

  /// Reads one fault; its id comes back. Throws std::invalid_argument if the
  /// JSON is not understood to the last name.
  int add(const json& described);

  /// The faults with what is left of them.
  json list() const;

  bool remove(int id);
  void clear();

  /// The fault that strikes this request, used up by one. `too_early` tells
  /// that the request came before an enforced Retry-After was over.
  std::optional<fault_action> take(const request& from,
                                   const fault_facts& facts, bool& too_early);

private:
  struct rule;

  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<rule>> rules_;
  int last_id_ = 0;
  std::mt19937 dice_{20261122};
};

} // namespace rental::sim
