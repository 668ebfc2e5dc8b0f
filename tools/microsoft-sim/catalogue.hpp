#pragma once

#include "tools/microsoft-sim/graph_errors.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rental::sim {

/// One known way in which Microsoft's services fail.
struct known_failure {
  enum class place { callback, token, graph };
  place where = place::graph;
  /// For callbacks: the query of the redirect, without the state. `code` among
  /// them is replaced by a fresh one.
  fields callback;
  /// For the others: the whole answer.
  response content;
  wire_plan wire;
  /// The operation is carried out, and then this is answered.
  bool after = false;
};

/// The failure of that name, with the ids and the time of `by`.
std::optional<known_failure> find_failure(std::string_view name,
                                          const stamp& by);

/// Every name, in a stable order.
std::vector<std::string> failure_names();

/// The two halves of the catalogue.
std::optional<known_failure> find_identity_failure(std::string_view name,
                                                   const stamp& by);
std::optional<known_failure> find_graph_failure(std::string_view name,
                                                const stamp& by);
std::vector<std::string> identity_failure_names();
std::vector<std::string> graph_failure_names();

} // namespace rental::sim
