// Which door a request goes to.
#pragma once

#include "http/responder.hpp"

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

/// Finds the handler by method and path. Filled before the server starts, then
/// only read: thread-safe from there on.
class router {
public:
  /// Routes an exact path, or every path below it when it ends with "*".
  /// A route for GET answers HEAD as well.
  void add(std::string method, std::string path, http_handler handler);

  /// Sets the filter that every request passes first.
  void guard(http_filter filter);

  /// Hands the request to its handler; unknown paths are answered with 404 (a
  /// page for browsers), known paths with another method with 405 and Allow.
  void handle(http_in request, responder respond) const;

private:
  struct route {
    std::string method;
    std::string path;
    http_handler handler;
  };

  bool matches(const route& candidate, std::string_view path) const;

  http_filter filter_;
  std::vector<route> routes_;
};

} // namespace rental
