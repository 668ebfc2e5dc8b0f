#include "http/router.hpp"

#include "http/pages.hpp"
#include "http/problem.hpp"

#include <algorithm>

namespace rental {
namespace {

void put_allowed(std::string& allowed, const std::string& method) {
  allowed += (allowed.empty() ? "" : ", ") + method;
  if (method == "GET")
    allowed += ", HEAD";
}

} // namespace

bool wants_page(const http_in& request) {
  return request.header("accept").find("text/html") != std::string_view::npos;
}

void router::add(std::string method, std::string path, http_handler handler) {
  routes_.push_back({std::move(method), std::move(path), std::move(handler)});
}

void router::guard(http_filter filter) {
  filter_ = std::move(filter);
}

bool router::matches(const route& candidate, std::string_view path) const {
  std::string_view pattern = candidate.path;
  if (!pattern.ends_with('*'))
    return path == pattern;
  pattern.remove_suffix(1);
  return path.starts_with(pattern);
}

void router::handle(http_in request, responder respond) const {
  if (filter_)
    if (auto answer = filter_(request))
      return respond(std::move(*answer));
  std::string allowed;
  for (const auto& candidate : routes_) {
    if (!matches(candidate, request.path))
      continue;
    if (candidate.method == request.method)
      return candidate.handler(std::move(request), std::move(respond));
    put_allowed(allowed, candidate.method);
  }
  if (allowed.empty())
    return respond(wants_page(request)
                       ? not_found_page(request.request_id)
                       : problem(404, "there is nothing here", "not_found",
                                 request.request_id));
  auto out = problem(405, "this address does not take that method",
                     "method_not_allowed", request.request_id);
  out.headers.emplace_back("Allow", std::move(allowed));
  respond(std::move(out));
}

} // namespace rental
