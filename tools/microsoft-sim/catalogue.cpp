#include "tools/microsoft-sim/catalogue.hpp"

namespace rental::sim {

std::optional<known_failure> find_failure(std::string_view name,
                                          const stamp& by) {
  auto found = find_identity_failure(name, by);
  return found ? found : find_graph_failure(name, by);
}

std::vector<std::string> failure_names() {
  auto names = identity_failure_names();
  for (auto& name : graph_failure_names())
    names.push_back(std::move(name));
  return names;
}

} // namespace rental::sim
