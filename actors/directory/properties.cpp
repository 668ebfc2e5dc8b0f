#include "actors/directory/properties.hpp"

#include <utility>

namespace rental {

caf::result<property_page>
properties_state::list(const property_filter& which) {
  auto promise = self->make_response_promise<property_page>();
  transact<property_page>(
      self, deps.ledger,
      [which](store_session& session) {
        return session.properties().find(which);
      },
      into(promise));
  return promise;
}

caf::result<property_answer> properties_state::look(const std::string& id) {
  auto promise = self->make_response_promise<property_answer>();
  transact<property_answer>(
      self, deps.ledger,
      [id](store_session& session) { return look_at_property(session, id); },
      into(promise));
  return promise;
}

caf::result<property_answer>
properties_state::keep(const property_order& order) {
  auto promise = self->make_response_promise<property_answer>();
  transact<property_answer>(
      self, deps.ledger,
      [order, memory = memory, now = deps.time->now()](store_session& session) {
        return keep_property(session, order, *memory, now);
      },
      into(promise));
  return promise;
}

caf::result<property_answer> properties_state::remove(const std::string& id) {
  auto promise = self->make_response_promise<property_answer>();
  transact<property_answer>(
      self, deps.ledger,
      [id](store_session& session) { return remove_property(session, id); },
      into(promise));
  return promise;
}

properties_actor::behavior_type
properties(properties_actor::stateful_pointer<properties_state> self,
           properties_deps deps) {
  self->state.self = self;
  self->state.deps = std::move(deps);
  return {
      [self](atom::properties, const property_filter& which) {
        return self->state.list(which);
      },
      [self](atom::look, const std::string& id) {
        return self->state.look(id);
      },
      [self](atom::keep, const property_order& order) {
        return self->state.keep(order);
      },
      [self](atom::remove, const std::string& id) {
        return self->state.remove(id);
      },
  };
}

} // namespace rental
