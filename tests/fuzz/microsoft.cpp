// An answer of Microsoft, or of a gateway on the way. The first line of an
// input is the status and, after a blank, Retry-After; the rest is the body.
#include "crypto/encode.hpp"
#include "microsoft/callback_errors.hpp"
#include "microsoft/graph_errors.hpp"
#include "microsoft/graph_json.hpp"
#include "microsoft/id_token.hpp"
#include "microsoft/token_errors.hpp"
#include "microsoft/token_grants.hpp"
#include "net/retry_after.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <string>

namespace rental::fuzz {
namespace {

using nlohmann::json;

const instant now = from_unix(1'795'356'000);

void check_failure(const failure& why) {
  require(why.retry_after.count() >= 0, "nobody waits a negative time");
  require(why.retry_after <= longest_retry_after, "nobody waits for ever");
  for (const char c : why.detail)
    require(c >= 0x20 && c < 0x7f, "a detail is printable ASCII");
}

template <class T>
void check_bad(const expected<T>& result) {
  if (!result)
    require(result.error().code == errc::bad_answer,
            "what cannot be read is a bad answer");
}

void check_calendar(const std::string& body) {
  const auto page = read_event_page(body);
  check_bad(page);
  if (page)
    for (const auto& event : page->events)
      require(!event.id.empty() || event.flaw,
              "every event has an id, or a flaw");
  check_bad(read_event(body));
  check_bad(read_account(body));
  const auto mailbox = read_settings(body, instant{});
  check_bad(mailbox);
  if (mailbox && mailbox->hours)
    for (const auto& day : *mailbox->hours)
      require(!day
                  || (day->from >= std::chrono::minutes{0}
                      && day->from < day->to
                      && day->to <= std::chrono::hours{24}),
              "hours are within a day");
}

void check_errors(long status, const std::string& wait,
                  const std::string& body) {
  std::map<std::string, std::string> headers;
  if (!wait.empty())
    headers["retry-after"] = wait;
  const auto slow = parse_retry_after(wait, now);
  require(!slow || (slow->count() >= 0 && *slow <= longest_retry_after),
          "Retry-After is bounded");
  for (const auto& code : graph_error_codes(body))
    require(code.size() <= 64, "a code is cut");
  check_failure(classify_graph_error(status, headers, body, now));
  check_failure(classify_token_error(status, headers, body, now));
  (void)classify_callback_error(body, wait, body);
}

void check_tokens(const std::string& body) {
  const auto grant = read_token_grant(body, now);
  check_bad(grant);
  if (grant)
    require(!grant->tokens.access_token.empty(), "a grant has a token");
  check_bad(read_id_token(secret{body}, "client", "nonce", now));
  // The claims behind the encoding, where no mutation would ever get.
  const auto token = "e30." + base64url_encode(body) + ".c2ln";
  const auto claims = read_id_token(secret{token}, "client", "nonce", now);
  if (claims || claims.error().code != errc::expired)
    check_bad(claims);
}

void check_writing(const std::string& text) {
  event_draft draft;
  draft.booking_id = draft.subject = draft.html_body = text;
  draft.location = draft.attendee_email = draft.attendee_name = text;
  draft.when = {now, now + std::chrono::minutes{30}};
  require(json::accept(event_json(draft)), "an event is JSON");
  require(json::accept(move_json(draft.when, {text})), "a move is JSON");
  require(json::accept(mail_json({text, text, text})), "a mail is JSON");
}

void run(std::string_view input) {
  auto line = first_line(input);
  long status = 0;
  while (!line.empty() && line[0] >= '0' && line[0] <= '9' && status < 1000) {
    status = status * 10 + (line[0] - '0');
    line.remove_prefix(1);
  }
  if (!line.empty())
    line.remove_prefix(1);
  const std::string body{input};
  check_calendar(body);
  check_errors(status, std::string{line}, body);
  check_tokens(body);
  check_writing(body);
}

} // namespace
} // namespace rental::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  rental::fuzz::run(rental::fuzz::text_of(data, size));
  return 0;
}
