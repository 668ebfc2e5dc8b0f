#include "tools/microsoft-sim/graph_errors.hpp"

#include "tools/microsoft-sim/time_text.hpp"

namespace rental::sim {

response to_response(const graph_refusal& from, const stamp& by) {
  auto date = instant_text(by.now);
  date.pop_back();
  json error{{"code", from.code},
             {"message", from.message},
             {"innerError",
              {{"date", date},
               {"request-id", by.request_id},
               {"client-request-id", by.client_request_id}}}};
  for (auto& [name, value] : from.extra.items()) {
    if (name == "innerError")
      error[name].update(value);
    else
      error[name] = value;
  }
  auto result = json_response(from.status, {{"error", error}});
  for (auto& [name, value] : from.headers)
    result.set(name, value);
  return result;
}

std::string identity_description(const identity_refusal& from,
                                 const stamp& by) {
  return "AADSTS" + std::to_string(from.number) + ": " + from.text
         + "\r\nTrace ID: " + by.request_id + "\r\nCorrelation ID: "
         + by.client_request_id + "\r\nTimestamp: " + identity_time(by.now);
}

response to_response(const identity_refusal& from, const stamp& by) {
  json body{{"error", from.error},
            {"error_description", identity_description(from, by)},
            {"error_codes", {from.number}},
            {"timestamp", identity_time(by.now)},
            {"trace_id", by.request_id},
            {"correlation_id", by.client_request_id},
            {"error_uri", "https://login.microsoftonline.com/error?code="
                              + std::to_string(from.number)}};
  if (!from.suberror.empty())
    body["suberror"] = from.suberror;
  auto result = json_response(from.status, body);
  result.set("Cache-Control", "no-store, no-cache");
  for (auto& [name, value] : from.headers)
    result.set(name, value);
  return result;
}

graph_refusal not_found() {
  return {404, "ErrorItemNotFound",
          "The specified object was not found in the store."};
}

graph_refusal property_failure(std::string message) {
  return {400, "ErrorPropertyValidationFailure",
          "At least one property failed validation. " + std::move(message)};
}

} // namespace rental::sim
