// Dispatches a request to its handler.
#pragma once

#include "http/server/responder.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// Whether a person with a browser is asking.
bool wants_page(const http_in& request);

/// Takes a request; answers through the responder, now or later, on any thread.
using http_handler = std::function<void(http_in, responder)>;

/// Looks at a request before it is routed; an answer ends it there.
using http_filter = std::function<std::optional<http_out>(http_in&)>;

/// What a header alone says of whoever sends it.
struct gate_verdict {
  /// An answer ends the request there; its body is not read.
  std::optional<http_out> refusal = std::nullopt;
  /// The credential is right. Else the body has to show that, or none is asked
  /// for.
  bool proven = false;
};
using http_gate = std::function<gate_verdict(const http_in&)>;

/// What most bodies may measure: forms and the API's orders are short.
inline constexpr std::size_t usual_body = 64 * 1024;

/// How a route is entered.
struct route_entry {
  std::size_t body_limit = usual_body;
  /// Judges the credential before the body is read. Empty: nobody is asked.
  http_gate gate = {};
};

/// Whether a request may come in, judged by its header, and how.
struct admission {
  std::optional<http_out> refusal = std::nullopt;
  /// Of the router; set unless it is refused.
  const http_handler* handler = nullptr;
  std::size_t body_limit = usual_body;
  bool proven = false;
};

/// Finds the handler by method and path. Filled before the server starts, then
/// only read: thread-safe from there on.
class router {
public:
  /// Routes an exact path, or every path below it when it ends with "*".
  /// A route for GET answers HEAD as well.
  void add(std::string method, std::string path, http_handler handler,
           route_entry entry = {});

  /// Sets the filter that every request passes first.
  void guard(http_filter filter);

  /// Judges a request by its header (the body is still empty): the filter, then
  /// the route, then the route's gate. Unknown paths are refused with 404 (a
  /// page for browsers), known paths with another method with 405 and Allow.
  admission admit(http_in& request) const;

  /// Admits the request and hands it to its handler.
  void handle(http_in request, responder respond) const;

private:
  struct route {
    std::string method;
    std::string path;
    http_handler handler;
    route_entry entry;
  };

  bool matches(const route& candidate, std::string_view path) const;

  http_filter filter_;
  std::vector<route> routes_;
};

} // namespace rental
