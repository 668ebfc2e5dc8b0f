// POST /vapi/webhook and GET /vapi/tools: who may, and what a body says, is
// judged on the server's threads; what needs a calendar goes to VAPI_FRONT.
#pragma once

#include "fronts/front.hpp"
#include "http/access/webhook_auth.hpp"
#include "http/server/router.hpp"
#include "messages/type_ids.hpp"
#include "vapi/server_message.hpp"

#include <memory>
#include <string>
#include <vector>

namespace rental {

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

struct webhook_options {
  webhook_auth_options auth;
  std::shared_ptr<const clock> time;
  std::shared_ptr<metrics> numbers;
  access_limits limits;
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

/// Adds both to the routes. Who cannot show a credential has no body read.
void add_voice(router& routes, webhook_options options, vapi_front_actor front,
               std::vector<std::string> tool_names,
               const std::string& public_url);

} // namespace rental

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(rental::webhook_job)
