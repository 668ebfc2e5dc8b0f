// The property directory: what is asked of it and what it answers. As in
// payloads.hpp: whitelisted, never leaves the process.
#pragma once

#include "domain/property.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <string>

namespace rental {

/// Adds a home, or changes one.
struct property_order {
  /// Empty: a new one, of `agency`.
  std::string id;
  std::string agency;
  property_change what;
};

/// One home, as it is now; of a removed one as it was.
struct property_answer {
  property_record row;
  /// Its manager has a row, and so has connected a calendar at some time.
  bool manager_known = false;
};

} // namespace rental

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::property_filter)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::property_page)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::property_order)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::property_answer)
