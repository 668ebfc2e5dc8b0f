// Asking an actor, the same way everywhere: a finite time-out and always two
// handlers, since a missing one ends the asking actor (CAF 0.17).
#pragma once

#include "messages/error.hpp"

#include <caf/actor_clock.hpp>
#include <caf/error.hpp>

#include <chrono>
#include <utility>

namespace rental {

/// Sends a request and calls `then` with the answer or the failure, in the
/// context of `self`. A dead or null receiver is errc::unavailable, no answer
/// within `timeout` errc::timeout.
template <class T, class Self, class Handle, class Then, class... Ts>
void ask(Self* self, const Handle& whom, std::chrono::milliseconds timeout,
         Then then, Ts&&... xs) {
  self->request(whom, timeout, std::forward<Ts>(xs)...)
      .then([then](T& answer) mutable { then(expected<T>{std::move(answer)}); },
            [then](caf::error& why) mutable {
              then(expected<T>{from_caf(why)});
            });
}

} // namespace rental
