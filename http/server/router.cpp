#include "http/server/router.hpp"

#include "http/message/problem.hpp"
#include "http/pages/pages.hpp"

#include <algorithm>

namespace rental {
namespace {

void put_allowed(std::string& allowed, const std::string& method) {
  allowed += (allowed.empty() ? "" : ", ") + method;
  if (method == "GET")
    allowed += ", HEAD";
}

http_out nowhere(const http_in& request, std::string allowed) {
  if (allowed.empty())
    return wants_page(request) ? not_found_page(request.request_id)
                               : problem(404, "there is nothing here",
                                         "not_found", request.request_id);
  auto out = problem(405, "this address does not take that method",
                     "method_not_allowed", request.request_id);
  out.headers.emplace_back("Allow", std::move(allowed));
  return out;
}

} // namespace

bool wants_page(const http_in& request) {
  return request.header("accept").find("text/html") != std::string_view::npos;
}

void router::add(std::string method, std::string path, http_handler handler,
                 route_entry entry) {
  routes_.push_back({std::move(method), std::move(path), std::move(handler),
                     std::move(entry)});
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

admission router::admit(http_in& request) const {
  admission result;
  if (filter_)
    if ((result.refusal = filter_(request)))
      return result;
  std::string allowed;
  for (const auto& candidate : routes_) {
    if (!matches(candidate, request.path))
      continue;
    if (candidate.method != request.method) {
      put_allowed(allowed, candidate.method);
      continue;
    }
    result.handler = &candidate.handler;
    result.body_limit = candidate.entry.body_limit;
    if (candidate.entry.gate) {
      auto verdict = candidate.entry.gate(request);
      result.refusal = std::move(verdict.refusal);
      result.proven = verdict.proven;
    }
    return result;
  }
  result.refusal = nowhere(request, std::move(allowed));
  return result;
}

void router::handle(http_in request, responder respond) const {
  auto in = admit(request);
  if (in.refusal)
    return respond(std::move(*in.refusal));
  (*in.handler)(std::move(request), std::move(respond));
}

} // namespace rental
