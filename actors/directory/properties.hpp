// The property directory, for whoever looks after it: lists, adds, changes and
// removes homes. Whose calls they decide about: actors/directory/directory.hpp.
#pragma once

#include "actors/actors.hpp"
#include "actors/directory/property_book.hpp"
#include "actors/ledger.hpp"
#include "base/clock.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <memory>

namespace rental {

struct properties_deps {
  std::shared_ptr<const clock> time;
  ledger_actor ledger;
};

struct properties_state {
  static inline const char* name = "properties";

  caf::result<property_page> list(const property_filter& which);
  caf::result<property_answer> look(const std::string& id);
  caf::result<property_answer> keep(const property_order& order);
  caf::result<property_answer> remove(const std::string& id);

  properties_actor::pointer self = nullptr;
  properties_deps deps;
  /// Used by jobs of the ledger alone, which run one after another.
  std::shared_ptr<address_memory> memory = std::make_shared<address_memory>();
};

/// Spawn with `system.spawn(properties, deps)`.
properties_actor::behavior_type
properties(properties_actor::stateful_pointer<properties_state> self,
           properties_deps deps);

} // namespace rental
