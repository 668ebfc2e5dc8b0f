// Connects rental::errc to caf::error.
#pragma once

#include "base/expected.hpp"

#include <caf/error.hpp>
#include <caf/make_message.hpp> // CAF_ERROR_CODE_ENUM needs it
#include <caf/result.hpp>
#include <caf/sec.hpp>

CAF_ERROR_CODE_ENUM(rental::errc, "rental")

namespace rental {

/// A failure as it travels between actors.
inline caf::error to_caf(const failure& why) {
  return caf::make_error(why.code, why.detail);
}

/// What an actor's error means to us: our own codes as they are, CAF's time-out
/// as errc::timeout, a dead receiver as errc::unavailable.
inline failure from_caf(const caf::error& err) {
  if (err.category() == caf::atom("rental")) {
    const auto& detail = err.context();
    return {static_cast<errc>(err.code()),
            detail.match_elements<std::string>() ? detail.get_as<std::string>(0)
                                                 : std::string{},
            {}};
  }
  if (err == caf::sec::request_timeout)
    return {errc::timeout, "an actor did not answer in time", {}};
  return {errc::unavailable, to_string(err), {}};
}

} // namespace rental
