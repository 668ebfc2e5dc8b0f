#include "tools/microsoft-sim/http.hpp"

#include "tools/microsoft-sim/url.hpp"

#include <algorithm>

namespace rental::sim {

namespace {

char lower_char(char c) {
  return c >= 'A' && c <= 'Z' ? char(c + 32) : c;
}

} // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return lower_char(x) == lower_char(y);
  });
}

std::string lower(std::string_view text) {
  std::string result{text};
  std::transform(result.begin(), result.end(), result.begin(), lower_char);
  return result;
}

std::string_view request::header(std::string_view name) const {
  for (auto& [key, value] : headers)
    if (equal_ignoring_case(key, name))
      return value;
  return {};
}

std::vector<std::string_view>
request::headers_named(std::string_view name) const {
  std::vector<std::string_view> result;
  for (auto& [key, value] : headers)
    if (equal_ignoring_case(key, name))
      result.push_back(value);
  return result;
}

std::optional<std::string> request::parameter(std::string_view name) const {
  for (auto& [key, value] : query)
    if (key == name)
      return value;
  return std::nullopt;
}

bool request::has_content_type(std::string_view type) const {
  auto value = header("Content-Type");
  value = value.substr(0, value.find(';'));
  while (!value.empty() && value.back() == ' ')
    value.remove_suffix(1);
  return equal_ignoring_case(value, type);
}

void response::set(std::string_view name, std::string_view value) {
  for (auto& [key, old] : headers) {
    if (equal_ignoring_case(key, name)) {
      old = value;
      return;
    }
  }
  headers.emplace_back(name, value);
}

void response::erase(std::string_view name) {
  std::erase_if(headers, [name](auto& field) {
    return equal_ignoring_case(field.first, name);
  });
}

std::string_view response::header(std::string_view name) const {
  for (auto& [key, value] : headers)
    if (equal_ignoring_case(key, name))
      return value;
  return {};
}

response json_response(int status, const json& body) {
  response result{
      status, {}, body.dump(-1, ' ', false, json::error_handler_t::replace)};
  result.set("Content-Type", "application/json; charset=utf-8");
  return result;
}

response html_response(int status, std::string body) {
  response result{status, {}, std::move(body)};
  result.set("Content-Type", "text/html; charset=utf-8");
  return result;
}

response redirect(std::string_view location) {
  response result{302, {}, {}};
  result.set("Location", location);
  result.set("Cache-Control", "no-store, no-cache");
  return result;
}

void set_target(request& into, std::string_view target) {
  into.target = target;
  auto path = target.substr(0, target.find('?'));
  into.path.clear();
  into.segments.clear();
  for (std::size_t at = 0; at < path.size();) {
    auto next = std::min(path.find('/', at + 1), path.size());
    auto segment = percent_decode(path.substr(at + 1, next - at - 1));
    into.path += '/' + segment;
    into.segments.push_back(std::move(segment));
    at = next;
  }
  into.query.clear();
  if (path.size() < target.size())
    into.query = parse_form(target.substr(path.size() + 1));
}

} // namespace rental::sim
