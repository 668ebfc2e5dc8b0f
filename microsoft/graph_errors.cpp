#include "microsoft/graph_errors.hpp"

#include "microsoft/json_fields.hpp"
#include "net/retry_after.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace rental {
namespace {

using namespace std::chrono_literals;

/// Codes that say more than the status of a 4xx answer.
struct decisive_code {
  const char* name;
  errc meaning;
};
constexpr std::array decisive = {
    decisive_code{"ErrorDuplicateTransactionId", errc::provider_refused},
    decisive_code{"ErrorIrresolvableConflict", errc::changed},
    decisive_code{"ErrorItemNotFound", errc::not_found},
    decisive_code{"MailboxNotEnabledForRESTAPI", errc::no_mailbox},
    decisive_code{"MailboxNotSupportedForRESTAPI", errc::no_mailbox},
    decisive_code{"MailboxNotHostedInExchangeOnline", errc::no_mailbox},
    decisive_code{"ErrorNonExistentMailbox", errc::no_mailbox},
};

const decisive_code* find_decisive(const std::vector<std::string>& codes) {
  for (const auto& known : decisive)
    for (const auto& code : codes)
      if (equal_any_case(code, known.name))
        return &known;
  return nullptr;
}

errc errc_by_graph_status(long status) {
  switch (status) {
  case 401:
    return errc::unauthorized;
  case 403:
    return errc::forbidden;
  case 404:
    return errc::not_found;
  case 408:
    return errc::provider_unavailable;
  case 412:
    return errc::changed;
  case 429:
    return errc::throttled;
  default:
    if (status >= 500)
      return errc::provider_unavailable;
    return status >= 400 ? errc::provider_refused : errc::bad_answer;
  }
}

/// A 4xx whose status alone does not settle what is meant.
bool needs_a_reason(long status) {
  return status >= 400 && status < 500 && status != 401 && status != 408
         && status != 429;
}

} // namespace

std::vector<std::string> graph_error_codes(std::string_view body) {
  const auto answer = parse_or_null(body);
  std::vector<std::string> codes;
  const auto* level = member_any_case(answer, "error");
  // Errors nest two or three deep; the bound is for what is not an error.
  for (int depth = 0; level != nullptr && depth < 8; ++depth) {
    const auto* code = member_any_case(*level, "code");
    if (code != nullptr && code->is_string()) {
      auto text = clean_code(code->get<std::string>());
      if (!text.empty())
        codes.push_back(std::move(text));
    }
    level = member_any_case(*level, "innererror");
  }
  return codes;
}

bool is_unexplained(long status, std::string_view body) {
  return needs_a_reason(status) && graph_error_codes(body).empty();
}

failure classify_graph_error(long status,
                             const std::map<std::string, std::string>& headers,
                             std::string_view body, instant now) {
  const auto codes = graph_error_codes(body);
  const auto* known = find_decisive(codes);
  const auto http = "HTTP " + std::to_string(status);
  failure result{errc_by_graph_status(status), http,
                 retry_after_of(headers, now)};
  if (known != nullptr && needs_a_reason(status)) {
    result.code = known->meaning;
    result.detail = known->name + (" (" + http + ')');
  } else if (!codes.empty()) {
    result.detail = codes.front() + " (" + http + ')';
  } else if (needs_a_reason(status)) {
    result.code = errc::bad_answer;
    result.detail = http + " without a reason";
  }
  // The limit of mails per minute, not of requests.
  if (status == 429 && !codes.empty()
      && equal_any_case(codes.front(), "ErrorExceededMessageLimit"))
    result.retry_after
        = std::max<std::chrono::milliseconds>(result.retry_after, 1min);
  return result;
}

} // namespace rental
