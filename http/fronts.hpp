// The front ends: from HTTP requests to messages between actors and back.
// Whatever needs no actor (credentials, parsing, acknowledgements) is done on
// the server's threads; each front-end actor only asks other actors, with a
// deadline for every question, and never blocks.
#pragma once

#include "actors/actors.hpp"
#include "crypto/keyring.hpp"
#include "domain/clock.hpp"
#include "domain/phone_reading.hpp"
#include "domain/secret.hpp"
#include "http/door_limits.hpp"
#include "http/metrics.hpp"
#include "http/router.hpp"
#include "http/webhook_auth.hpp"
#include "vapi/server_message.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace rental {

/// How much longer than its own deadline a calendar is waited for.
constexpr std::chrono::milliseconds slack{500};

/// A webhook request that was let in and understood.
struct webhook_job {
  server_message message;
  std::string request_id;
  webhook_proof proof;
};

/// VAPI_FRONT: runs the tool calls of a message and answers all of them.
using vapi_front_actor
    = caf::typed_actor<caf::reacts_to<webhook_job, responder>,
                       caf::reacts_to<atom::tick>>;

/// OAUTH_FRONT and ADMIN_FRONT: one message per request.
using front_actor = caf::typed_actor<caf::reacts_to<http_in, responder>>;

// -- VAPI ---------------------------------------------------------------------

struct vapi_front_deps {
  directory_actor directory;
  std::shared_ptr<metrics> numbers;
  /// How long a caller waits for openings, and for a booking, before there is
  /// an honest answer.
  std::chrono::milliseconds openings_budget{6000};
  std::chrono::milliseconds booking_budget{10000};
  door_limits limits;
  /// The number in what a line or a caller gives. Empty: taken as it is.
  std::function<phone_reading(std::string_view)> read_phone;
  callbacks_actor callbacks = {};
  /// Whose a message is that nobody's agency is known of.
  std::string agency = "default";
};

struct vapi_front_state;

/// Spawn with `system.spawn(vapi_front, deps)`.
vapi_front_actor::behavior_type
vapi_front(vapi_front_actor::stateful_pointer<vapi_front_state> self,
           vapi_front_deps deps);

struct webhook_options {
  webhook_auth_options auth;
  std::shared_ptr<const clock> time;
  std::shared_ptr<metrics> numbers;
  door_limits limits;
};

/// The handler of POST /vapi/webhook: 401 for wrong credentials, and 429 for
/// too many of them; 400 {"error"} for what is no message. A credential that
/// asks too often hears so: 200 with a sentence per tool call, 429 where there
/// is none. Everything that needs no calendar is answered at once, the rest
/// goes to `front`. When the front fails after a tool call id is known, the
/// answer is still 200 with a sentence per id.
http_handler vapi_webhook(webhook_options options, vapi_front_actor front);

/// The handler of GET /vapi/tools.
http_handler vapi_tools(std::vector<std::string> names,
                        const std::string& public_url);

// -- browser and operator -----------------------------------------------------

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
  door_limits limits;
  /// Sessions that were ended before their time; null: nobody remembers them.
  std::shared_ptr<ended_sessions> ended = nullptr;
};

struct oauth_front_deps {
  connector_actor connector;
  front_options options;
  /// Where an administrator approves the app for a whole organisation.
  std::string admin_consent_url = {};
};

struct oauth_front_state;

/// /calendar/connect and below, /calendar/connect-links, /calendar/auth/start,
/// callback, status and disconnect.
front_actor::behavior_type
oauth_front(front_actor::stateful_pointer<oauth_front_state> self,
            oauth_front_deps deps);

struct admin_front_deps {
  directory_actor directory;
  front_options options;
  callbacks_actor callbacks = {};
  overview_actor overview = {};
  std::chrono::milliseconds openings_budget{6000};
  std::chrono::milliseconds booking_budget{10000};
  properties_actor properties = {};
};

struct admin_front_state;

/// GET /calendar/availability, GET and POST /calendar/events, and what is below
/// /calendar/callbacks, /calendar/mails and /calendar/properties.
front_actor::behavior_type
admin_front(front_actor::stateful_pointer<admin_front_state> self,
            admin_front_deps deps);

/// MANAGER_FRONT: the page of a manager who has just connected.
using manager_front_actor = front_actor::extend<
    // Internal: time to look after test viewings that did not end well.
    caf::reacts_to<atom::tick>>;

struct manager_front_deps {
  directory_actor directory;
  connector_actor connector;
  front_options options;
  std::chrono::milliseconds openings_budget{6000};
  std::chrono::milliseconds booking_budget{10000};
};

struct manager_front_state;

/// /calendar/connected and below. What it does, it does for the manager of the
/// session's cookie, whatever else a request says.
manager_front_actor::behavior_type
manager_front(manager_front_actor::stateful_pointer<manager_front_state> self,
              manager_front_deps deps);

/// A handler that sends the request to `front`; its death answers 500.
http_handler to_front(front_actor front);

/// Adds the webhook, the tools and /calendar/*.
struct front_handles {
  vapi_front_actor vapi;
  front_actor oauth;
  front_actor admin;
  front_actor manager;
};
/// `operator_gate` judges who may use the API, before a body is read.
void add_fronts(router& routes, const front_handles& fronts,
                webhook_options webhook, std::vector<std::string> tool_names,
                const std::string& public_url,
                const http_gate& operator_gate = {});

} // namespace rental

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::webhook_job)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::http_in)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::responder)
