// Answering a promise with what came out of the ledger.
#pragma once

#include "domain/expected.hpp"
#include "messages/error.hpp"

#include <caf/typed_response_promise.hpp>

#include <utility>

namespace rental {

/// For transact: delivers the value or the failure.
template <class T>
auto answer_with(caf::typed_response_promise<T> promise) {
  return [promise](expected<T> found) mutable {
    if (found)
      promise.deliver(std::move(*found));
    else
      promise.deliver(to_caf(found.error()));
  };
}

} // namespace rental
