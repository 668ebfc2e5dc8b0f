#pragma once

#include "tools/microsoft-sim/http.hpp"
#include "tools/microsoft-sim/zones.hpp"

#include <string>

namespace rental::sim {

/// What every answer carries to be found again in a log.
struct stamp {
  std::string request_id;
  std::string client_request_id;
  sys_seconds now{};
};

/// Thrown where Graph says no.
struct graph_refusal {
  int status = 400;
  std::string code;
  std::string message;
  /// Members of the error object besides code, message and innerError.
  json extra = json::object();
  fields headers{};
};

/// Graph's WWW-Authenticate.
constexpr auto bearer_challenge
    = R"(Bearer realm="", authorization_uri="https://login.microsoftonline.com)"
      R"(/common/oauth2/authorize", client_id="00000003-0000-0000-c000-)"
      R"(000000000000")";

/// The answer in Graph's shape.
response to_response(const graph_refusal& from, const stamp& by);

/// Thrown where the identity platform says no.
struct identity_refusal {
  int status = 400;
  std::string error;
  /// The AADSTS number.
  int number = 0;
  std::string text;
  std::string suberror{};
  fields headers{};
};

/// The answer in the shape of the token endpoint.
response to_response(const identity_refusal& from, const stamp& by);

/// `AADSTSnnn: text` with the three lines of ids that Microsoft adds.
std::string identity_description(const identity_refusal& from, const stamp& by);

/// The refusals that several places need.
graph_refusal not_found();
graph_refusal property_failure(std::string message);

} // namespace rental::sim
