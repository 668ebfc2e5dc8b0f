// What the ledger is asked to do with the database.
#pragma once

#include "base/expected.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <functional>

namespace rental {

class store_session;

/// Work for the ledger, see store_job (actors/ledger.hpp).
struct store_work {
  std::function<expected<done>(store_session&)> run;
};

} // namespace rental

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::store_work)
