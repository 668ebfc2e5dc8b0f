#include "app/vapi_account.hpp"

#include "app/fetch.hpp"
#include "config/values.hpp"
#include "domain/clock.hpp"
#include "net/retry_after.hpp"
#include "net/url.hpp"

#include <algorithm>
#include <ostream>
#include <set>
#include <thread>

namespace rental {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

constexpr int most_tries = 4;
constexpr milliseconds usual_wait{2000};
constexpr milliseconds longest_wait{30'000};

std::string member_text(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>()
                                                     : std::string{};
}

milliseconds wait_of(const http_reply& reply) {
  const auto asked = retry_after_of(reply.headers, system_clock{}.now());
  return reply.headers.contains("retry-after") ? asked : usual_wait;
}

std::string seconds(milliseconds wait) {
  return std::to_string((wait.count() + 999) / 1000) + " s";
}

/// The rest of a list begins with the oldest of this page.
std::string oldest_of(const json& page) {
  std::string oldest;
  for (const auto& each : page)
    if (const auto at = member_text(each, "createdAt");
        oldest.empty() || at < oldest)
      oldest = at;
  return oldest;
}

bool may_be_done(const std::string& method, errc code) {
  return method != "GET"
         && (code == errc::timeout || code == errc::network
             || code == errc::provider_unavailable);
}

/// Says so when it is not known whether `method` did its work.
failure with_doubt(failure why, const std::string& method) {
  if (may_be_done(method, why.code))
    why.detail += "; whether it was done is not known";
  return why;
}

} // namespace

vapi_account::vapi_account(http_client& http, std::ostream& notes,
                           const vapi_settings& to, milliseconds patience)
    : http_(http), notes_(notes), url_(to.api_url), patience_(patience),
      key_(to.private_key), hidden_(to.secrets) {
  hidden_.push_back(key_);
  hidden_.insert(hidden_.end(), to.hmac.secrets.begin(), to.hmac.secrets.end());
}

expected<json> vapi_account::list(const std::string& kind, std::size_t page) {
  auto all = json::array();
  std::set<std::string> seen;
  std::vector<name_value> query{{"limit", std::to_string(page)}};
  while (true) {
    auto answer = ask("GET", join_url("", kind, query), nullptr);
    if (!answer)
      return answer.error();
    if (!answer->is_array())
      return failure{
          errc::bad_answer, "VAPI answers GET /" + kind + " with no list", {}};
    const auto before = all.size();
    for (const auto& each : *answer)
      if (each.is_object() && seen.insert(member_text(each, "id")).second)
        all.push_back(each);
    if (answer->size() < page)
      return all;
    if (all.size() == before)
      return failure{errc::bad_answer,
                     "VAPI has more of GET /" + kind
                         + " than it shows: delete what is not used",
                     {}};
    query = {{"limit", std::to_string(page)},
             {"createdAtLe", oldest_of(*answer)}};
  }
}

expected<json> vapi_account::get(const std::string& kind,
                                 const std::string& id) {
  auto answer = ask("GET", "/" + kind + "/" + percent_encode(id), nullptr);
  if (!answer && answer.error().code == errc::not_found)
    return failure{errc::not_found,
                   "VAPI knows no " + kind + " " + config::one_line(id)
                       + ": take its id from the dashboard, and a "
                         "VAPI_PRIVATE_KEY of its organization",
                   {}};
  return answer;
}

expected<json> vapi_account::create(const std::string& kind, const json& body) {
  auto answer = ask("POST", "/" + kind, &body);
  if (answer && member_text(*answer, "id").empty())
    return failure{
        errc::bad_answer, "VAPI answers POST /" + kind + " without an id", {}};
  return answer;
}

expected<json> vapi_account::update(const std::string& kind,
                                    const std::string& id, const json& body) {
  return ask("PATCH", "/" + kind + "/" + percent_encode(id), &body);
}

expected<json> vapi_account::ask(const std::string& method,
                                 const std::string& path, const json* body) {
  const auto what = method + " " + path;
  for (int tries = 1;; ++tries) {
    auto reply = send(method, path, body);
    if (!reply)
      return with_doubt(unanswered(reply.error()), method);
    const auto wait = wait_of(*reply);
    if (reply->status == 429 && tries < most_tries && wait <= longest_wait) {
      notes_ << "VAPI asks to slow down; waiting " << seconds(wait) << "\n"
             << std::flush;
      std::this_thread::sleep_for(wait);
      continue;
    }
    if (reply->status < 200 || reply->status > 299)
      return with_doubt(refused(what, *reply), method);
    auto answer = json::parse(reply->body, nullptr, false);
    if (answer.is_discarded())
      return failure{errc::bad_answer,
                     "VAPI's answer to " + what
                         + " is no JSON: is VAPI_API_URL right?",
                     {}};
    return answer;
  }
}

expected<http_reply> vapi_account::send(const std::string& method,
                                        const std::string& path,
                                        const json* body) {
  http_request request;
  request.method = method;
  request.url = url_ + path;
  request.headers.emplace_back("Authorization", "Bearer " + key_.reveal());
  request.headers.emplace_back("Accept", "application/json");
  if (body) {
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = body->dump();
  }
  return fetch(http_, std::move(request), patience_);
}

failure vapi_account::unanswered(const failure& why) const {
  const auto ends = why.code == errc::timeout
                        ? " does not answer within " + seconds(patience_)
                        : " cannot be reached";
  return {why.code,
          url_ + ends + " (" + to_string(why)
              + "): check name resolution, firewall and VAPI_API_URL",
          {}};
}

failure vapi_account::refused(const std::string& what,
                              const http_reply& reply) const {
  const auto said = words_of(reply);
  switch (reply.status) {
  case 401:
  case 403:
    return {errc::unauthorized,
            "VAPI refuses the key" + said
                + ": put the private key of the organization (dashboard, API "
                  "Keys), not the public one, into VAPI_PRIVATE_KEY",
            {}};
  case 404:
    return {errc::not_found, "VAPI does not know " + what + said, {}};
  case 429:
    return {errc::throttled,
            "VAPI asks to slow down: wait " + seconds(wait_of(reply)) + said,
            wait_of(reply)};
  default:
    break;
  }
  if (reply.status >= 500)
    return {errc::provider_unavailable,
            "VAPI fails at " + what + " with status "
                + std::to_string(reply.status) + said,
            {}};
  return {errc::provider_refused,
          "VAPI refuses " + what + " with status "
              + std::to_string(reply.status) + said,
          {}};
}

/// "message" is a text or a list of them.
std::string vapi_account::words_of(const http_reply& reply) const {
  const auto body = json::parse(reply.body, nullptr, false);
  if (!body.is_object() || !body.contains("message"))
    return {};
  std::string words;
  for (const auto& each : body["message"].is_array()
                              ? body["message"]
                              : json::array({body["message"]}))
    if (each.is_string())
      words += (words.empty() ? "" : ", ") + each.get<std::string>();
  for (const auto& hidden : hidden_)
    for (auto at = words.find(hidden.reveal());
         !hidden.empty() && at != words.npos; at = words.find(hidden.reveal()))
      words.replace(at, hidden.reveal().size(), "***");
  std::ranges::replace_if(
      words, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  return words.empty() ? words : " (\"" + words.substr(0, 400) + "\")";
}

} // namespace rental
