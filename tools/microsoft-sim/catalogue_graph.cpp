#include "tools/microsoft-sim/catalogue.hpp"

#include <algorithm>
#include <array>

namespace rental::sim {

namespace {

struct graph_failure {
  const char* name;
  int status;
  const char* code;
  const char* message;
  const char* retry_after = "";
};

constexpr auto failed_validation = "At least one property failed validation.";

constexpr std::array graph_failures{
    graph_failure{"token_expired", 401, "InvalidAuthenticationToken",
                  "Lifetime validation failed, the token is expired."},
    graph_failure{"token_malformed", 401, "InvalidAuthenticationToken",
                  "CompactToken parsing failed with error code: 80049217"},
    graph_failure{"claims_challenge", 401, "InvalidAuthenticationToken",
                  "Continuous access evaluation resulted in a challenge: "
                  "TokenIssuedBeforeRevocationTimestamp"},
    graph_failure{"scope_missing", 403, "ErrorAccessDenied",
                  "Access is denied. Check credentials and try again."},
    graph_failure{"forbidden", 403, "Authorization_RequestDenied",
                  "Insufficient privileges to complete the operation."},
    graph_failure{"send_as_denied", 403, "ErrorSendAsDenied",
                  "The user account which was used to submit this request does "
                  "not have the right to send mail on behalf of the specified "
                  "sending account."},
    graph_failure{"submission_blocked", 403, "ErrorMessageSubmissionBlocked",
                  "Cannot send mail. Follow the instructions in your Inbox to "
                  "verify your account."},
    graph_failure{"no_mailbox", 404, "MailboxNotEnabledForRESTAPI",
                  "The mailbox is either inactive, soft-deleted, or is hosted "
                  "on-premise."},
    graph_failure{"event_not_found", 404, "ErrorItemNotFound",
                  "The specified object was not found in the store."},
    graph_failure{"bad_request_property", 400, "RequestBodyRead",
                  "The property 'startTime' does not exist on type "
                  "'microsoft.graph.event'."},
    graph_failure{"bad_datetime", 400, "ErrorPropertyValidationFailure",
                  failed_validation},
    graph_failure{"start_after_end", 400, "ErrorPropertyValidationFailure",
                  failed_validation},
    graph_failure{"timezone_not_supported", 400,
                  "TimeZoneNotSupportedException",
                  "A valid TimeZone value must be specified."},
    graph_failure{"bad_id", 400, "ErrorInvalidIdMalformed", "Id is malformed."},
    graph_failure{"not_organizer", 400, "ErrorInvalidRequest",
                  "You need to be an organizer to cancel a meeting."},
    graph_failure{"duplicate_transaction", 409, "ErrorDuplicateTransactionId",
                  "The TransactionId specified in the request has already been "
                  "used to create a different event."},
    graph_failure{"etag_mismatch", 412, "ErrorIrresolvableConflict",
                  "The change key passed in the request does not match the "
                  "current change key for the item."},
    graph_failure{"too_many_attendees", 400, "ErrorInvalidRecipients",
                  "At least one recipient isn't valid."},
    graph_failure{"throttled_mailbox_concurrency", 429, "ApplicationThrottled",
                  "Application is over its MailboxConcurrency limit.", "1"},
    graph_failure{"throttled_request_rate", 429, "ApplicationThrottled",
                  "Application is over its RequestRate limit.", "57"},
    graph_failure{"throttled_generic", 429, "TooManyRequests",
                  "Please retry again later.", "2.128"},
    graph_failure{"throttled_no_header", 429, "UnknownError", ""},
    graph_failure{"mailbox_busy", 503, "ErrorServerBusy",
                  "The server cannot service this request right now.", "10"},
    graph_failure{"service_unavailable", 503, "serviceNotAvailable",
                  "The service is not available. Try again after a delay."},
    graph_failure{"mailbox_store_unavailable", 503,
                  "ErrorMailboxStoreUnavailable",
                  "The mailbox database is temporarily unavailable."},
    graph_failure{"internal_error", 500, "ErrorInternalServerError",
                  "An internal server error occurred. The operation failed."},
    graph_failure{"gateway_timeout", 504, "UnknownError", ""},
    graph_failure{"delta_expired", 410, "syncStateNotFound",
                  "The sync state generation is not found."},
    graph_failure{"subscription_validation_failed", 400, "ValidationError",
                  "Subscription validation request failed."},
    graph_failure{"quota_send", 429, "ErrorExceededMessageLimit",
                  "Cannot send mail. Too many messages were sent."},
};

constexpr auto claims_challenge
    = R"(Bearer realm="", authorization_uri="https://login.microsoftonline.com)"
      R"(/common/oauth2/authorize", error="insufficient_claims", claims=)"
      R"("eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ==")";

known_failure of_graph(const graph_failure& from, const stamp& by) {
  std::string_view name = from.name;
  graph_refusal refused{from.status, from.code, from.message};
  if (*from.retry_after)
    refused.headers.emplace_back("Retry-After", from.retry_after);
  if (from.status == 401)
    refused.headers.emplace_back("WWW-Authenticate", name == "claims_challenge"
                                                         ? claims_challenge
                                                         : bearer_challenge);
  if (name == "duplicate_transaction")
    refused.extra["@event.existingEventId"] = "AAMkAGI1AAAt9AHjAAA=";
  if (name == "throttled_generic")
    refused.extra["innerError"] = {
        {"code", "429"}, {"message", "Please retry after"}, {"status", "429"}};
  return {known_failure::place::graph, {}, to_response(refused, by), {}, false};
}

known_failure answering(response content) {
  return {known_failure::place::graph, {}, std::move(content), {}, false};
}

known_failure batch_item_throttled() {
  json throttled{
      {"error",
       {{"code", "ApplicationThrottled"},
        {"message", "Application is over its MailboxConcurrency limit."}}}};
  return answering(json_response(
      200,
      {{"responses",
        {{{"id", "1"}, {"status", 200}, {"body", {{"value", json::array()}}}},
         {{"id", "2"},
          {"status", 429},
          {"headers", {{"Retry-After", "1"}}},
          {"body", throttled}}}}}));
}

known_failure connection_reset_after_send() {
  auto result = answering({});
  result.wire.cut = wire_plan::cut_at::reset;
  result.after = true;
  return result;
}

} // namespace

std::optional<known_failure> find_graph_failure(std::string_view name,
                                                const stamp& by) {
  auto at = std::find_if(graph_failures.begin(), graph_failures.end(),
                         [name](auto& entry) { return name == entry.name; });
  if (at != graph_failures.end())
    return of_graph(*at, by);
  if (name == "bad_gateway_html")
    return answering(html_response(
        502, "<html><body><h1>502 Bad Gateway</h1></body></html>"));
  if (name == "proxy_forbidden_html")
    return answering(
        html_response(403, "<html><body><h1>403 Forbidden</h1></body></html>"));
  if (name == "batch_item_throttled")
    return batch_item_throttled();
  if (name == "connection_reset_after_send")
    return connection_reset_after_send();
  if (name == "duplicate_transaction_same_content")
    return answering(json_response(
        201, {{"id", "AAMkAGI1AAAt9AHjAAA="},
              {"transactionId", "7e163156-7762-4beb-a1c6-729ea81755a7"},
              {"subject", "Viewing"}}));
  return std::nullopt;
}

std::vector<std::string> graph_failure_names() {
  std::vector<std::string> names;
  for (auto& entry : graph_failures)
    names.emplace_back(entry.name);
  for (auto name :
       {"bad_gateway_html", "proxy_forbidden_html", "batch_item_throttled",
        "connection_reset_after_send", "duplicate_transaction_same_content"})
    names.emplace_back(name);
  return names;
}

} // namespace rental::sim
