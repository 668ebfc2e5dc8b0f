// Who is to be called back: messages that were left, callers who were put off,
// and the word of somebody that it is done.
#pragma once

#include "actors/actors.hpp"
#include "actors/ledger.hpp"
#include "base/clock.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <memory>

namespace rental {

struct callbacks_deps {
  std::shared_ptr<const clock> time;
  ledger_actor ledger;
};

struct callbacks_state {
  static inline const char* name = "callbacks";

  caf::result<callback_answer> keep(const callback_order& order);
  caf::result<callback_list> list(const callback_query& which);
  caf::result<callback_list> end(const callback_done& what);

  callbacks_actor::pointer self = nullptr;
  callbacks_deps deps;
};

/// Spawn with `system.spawn(callbacks, deps)`.
callbacks_actor::behavior_type
callbacks(callbacks_actor::stateful_pointer<callbacks_state> self,
          callbacks_deps deps);

} // namespace rental
