#pragma once

#include "tools/microsoft-sim/json.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Requests and answers as plain values: what the simulator's logic sees of
/// HTTP. Only server.cpp knows sockets.
namespace rental::sim {

/// Names and values in the order of arrival. Names of headers are compared
/// without regard to case, names of query parameters with regard to it.
using fields = std::vector<std::pair<std::string, std::string>>;

struct request {
  std::string method;
  /// As received: path and query, still percent-encoded.
  std::string target;
  /// Decoded, without the query.
  std::string path;
  /// Decoded path segments: "/v1.0/me" is {"v1.0", "me"}.
  std::vector<std::string> segments;
  fields query;
  fields headers;
  std::string body;

  /// First header of that name, empty if there is none.
  std::string_view header(std::string_view name) const;

  /// Every value of a header that may be repeated.
  std::vector<std::string_view> headers_named(std::string_view name) const;

  /// First query parameter of that name.
  std::optional<std::string> parameter(std::string_view name) const;

  /// True if the Content-Type is `type`, whatever its parameters.
  bool has_content_type(std::string_view type) const;
};

struct response {
  int status = 200;
  fields headers;
  std::string body;

  /// Replaces the header if it is there already.
  void set(std::string_view name, std::string_view value);

  void erase(std::string_view name);

  std::string_view header(std::string_view name) const;
};

/// What happens to the connection while the answer is written.
struct wire_plan {
  enum class cut_at { none, before_headers, mid_body, reset, reset_mid_body };
  enum class stall_at { none, before_headers, mid_body };
  cut_at cut = cut_at::none;
  stall_at stall = stall_at::none;
};

struct answer {
  response content;
  wire_plan wire;
};

/// Thrown by whoever refuses a request; the engine turns it into the answer.
struct refusal {
  response content;
};

response json_response(int status, const json& body);
response html_response(int status, std::string body);
response redirect(std::string_view location);

/// Fills target, path, segments and query from a request target.
void set_target(request& into, std::string_view target);

bool equal_ignoring_case(std::string_view a, std::string_view b);
std::string lower(std::string_view text);

} // namespace rental::sim
