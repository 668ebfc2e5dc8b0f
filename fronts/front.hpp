// What the fronts share: from HTTP requests to messages between actors and
// back. Whatever needs no actor (credentials, parsing, acknowledgements) is
// done on the server's threads; each front-end actor only asks other actors,
// with a deadline for every question, and never blocks.
#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "crypto/keyring.hpp"
#include "http/access/access_limits.hpp"
#include "http/server/router.hpp"
#include "metrics/metrics.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// How much longer than its own deadline a calendar is waited for.
constexpr std::chrono::milliseconds slack{500};

/// One message per request.
using front_actor = caf::typed_actor<caf::reacts_to<http_in, responder>>;

class ended_sessions;

/// What the fronts of people share.
struct front_options {
  /// Links and cookies follow this alone, never the Host header.
  std::string public_url;
  /// Development mode: no credentials are asked for.
  bool open = false;
  std::vector<secret> admin_tokens;
  std::string agency = "default";
  /// One written form for manager ids. Empty: taken as they are.
  std::function<std::string(std::string_view)> normalise_id;
  std::shared_ptr<metrics> numbers;
  /// Seal links and cookies, and tell when these end.
  std::shared_ptr<const keyring> keys;
  std::shared_ptr<const clock> time;
  access_limits limits;
  /// Sessions that were ended before their time; null: nobody remembers them.
  std::shared_ptr<ended_sessions> ended = nullptr;
};

/// A handler that sends the request to `front`; its death answers 500.
http_handler to_front(front_actor front);

} // namespace rental

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::http_in)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::responder)
