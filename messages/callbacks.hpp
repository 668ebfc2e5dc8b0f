// Callers who are to be called back: what is kept of them, and the list that
// somebody works off. As in payloads.hpp: whitelisted, never leaves the
// process.
#pragma once

#include "domain/callback.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace rental {

/// Keeps a message, or a caller who was put off. `wish.manager` 0: it could not
/// be known whose it is, so that it is the operator's of `wish.agency`.
struct callback_order {
  callback_request wish;
};

struct callback_answer {
  enum class kind {
    kept,
    /// The same was kept in this call before; of a lead: anything was.
    kept_before,
    /// So many were kept in this call that this one was not.
    too_many,
  };
  kind what = kind::kept;
};

/// Somebody says that a call back is done.
struct callback_done {
  std::int64_t id = 0;
  std::string by;
  std::string note;
};

struct callback_list {
  std::vector<callback_request> rows;
  /// Ids of the managers that they belong to, by row.
  std::map<std::int64_t, std::string> names;
};

} // namespace rental

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::callback_query)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::callback_order)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::callback_answer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::callback_done)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::callback_list)
