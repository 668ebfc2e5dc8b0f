#include "app/vapi_account.hpp"

#include "app/fetch.hpp"
#include "base/clock.hpp"
#include "base/plain_text.hpp"
#include "json/read_json.hpp"
#include "net/retry_after.hpp"
#include "net/url.hpp"
#include "vapi/account_plan.hpp"

#include <algorithm>
#include <ostream>
#include <set>
#include <thread>

namespace rental {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int most_tries = 4;
constexpr milliseconds usual_wait{2000};
constexpr milliseconds longest_wait{30'000};
constexpr std::size_t longest_time = 40;
constexpr std::size_t longest_message = 400;

std::string member_text(const json& object, const char* name) {
  if (!object.is_object())
    return {};
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

bool is_time(std::string_view text) {
  return !text.empty() && text.size() <= longest_time
         && text.find_first_not_of("0123456789TZ:.+-") == text.npos;
}

/// The rest of a list begins with the oldest of this page.
std::string oldest_of(const json& page) {
  std::string oldest;
  for (const auto& each : page)
    if (const auto at = member_text(each, "createdAt");
        is_time(at) && (oldest.empty() || at < oldest))
      oldest = at;
  return oldest;
}

bool may_be_done(const std::string& method, errc code) {
  return method != "GET"
         && (code == errc::timeout || code == errc::network
             || code == errc::provider_unavailable || code == errc::bad_answer);
}

/// Says so when it is not known whether `method` did its work.
failure with_doubt(failure why, const std::string& method) {
  if (may_be_done(method, why.code))
    why.detail += "; whether it was done is not known";
  return why;
}

void hide(std::vector<secret>& all, const secret& one) {
  if (one.empty())
    return;
  const auto quoted = one_line_json(one.reveal());
  all.push_back(one);
  all.emplace_back(quoted.substr(1, quoted.size() - 2));
  all.emplace_back(percent_encode(one.reveal()));
}

} // namespace

vapi_words::vapi_words(const settings& all) {
  for (const auto& each :
       {all.vapi.private_key, all.admin_token, all.master_key, all.smtp.url,
        all.database_url, all.microsoft.client_secret})
    hide(hidden_, each);
  for (const auto& each : all.vapi.secrets)
    hide(hidden_, each);
  for (const auto& each : all.vapi.hmac.secrets)
    hide(hidden_, each);
  for (const auto& each : all.bindings) {
    hide(hidden_, each.shared_secret.value_or(secret{}));
    hide(hidden_, each.previous_secret.value_or(secret{}));
  }
}

std::string vapi_words::shown(std::string_view text, std::size_t most) const {
  return fit_to_show(text, hidden_, most);
}

struct vapi_account::listing {
  std::string kind;
  std::size_t page;
  json all = json::array();
  std::set<std::string> ids{};
  /// Where the next page begins; empty: at the newest.
  std::string from{};
};

vapi_account::vapi_account(http_client& http, std::ostream& notes,
                           const vapi_words& words, const vapi_settings& to,
                           milliseconds timeout, const vapi_limits& limits)
    : http_(http), notes_(notes), words_(words), url_(to.api_url),
      timeout_(timeout), limits_(limits), key_(to.private_key) {}

expected<json> vapi_account::list(const std::string& kind, std::size_t page) {
  const auto until = steady_clock::now() + limits_.list_time;
  listing found{kind, page};
  for (std::size_t pages = 1;; ++pages) {
    const auto more = next_page(found);
    if (!more)
      return more.error();
    if (!*more)
      return std::move(found.all);
    const bool late = steady_clock::now() >= until;
    if (late || pages >= limits_.pages)
      return failure{errc::bad_answer,
                     "VAPI's list GET /" + kind + " does not end: "
                         + (late ? seconds(limits_.list_time)
                                 : std::to_string(pages) + " pages")
                         + " were not enough; delete what is not used, or see "
                           "whether VAPI_API_URL is right",
                     {}};
  }
}

expected<bool> vapi_account::next_page(listing& of) {
  std::vector<name_value> query{{"limit", std::to_string(of.page)}};
  if (!of.from.empty())
    query.emplace_back("createdAtLe", of.from);
  auto answer = ask("GET", join_url("", of.kind, query), nullptr);
  if (!answer)
    return answer.error();
  const auto what = "GET /" + of.kind;
  if (!answer->is_array())
    return failure{
        errc::bad_answer, "VAPI answers " + what + " with no list", {}};
  const auto before = of.all.size();
  const auto oldest = oldest_of(*answer);
  for (std::size_t i = 0; i < answer->size(); ++i) {
    auto& each = (*answer)[i];
    auto id = id_of(each, of.kind,
                    "number " + std::to_string(i + 1) + " of " + what);
    if (!id)
      return id.error();
    if (of.ids.insert(*std::move(id)).second)
      of.all.push_back(std::move(each));
  }
  if (answer->size() < of.page)
    return false;
  const bool moves = !oldest.empty() && (of.from.empty() || oldest < of.from);
  if (!moves || of.all.size() == before)
    return failure{errc::bad_answer,
                   "VAPI has more of " + what
                       + " than it shows: delete what is not used",
                   {}};
  of.from = oldest;
  return true;
}

expected<std::string> vapi_account::id_of(const json& thing,
                                          const std::string& kind,
                                          const std::string& where) const {
  const auto id = thing.is_object() ? thing.value("id", json{}) : json{};
  if (id.is_string() && is_vapi_id(id.get_ref<const std::string&>()))
    return id.get<std::string>();
  const auto title = words_.shown(title_of(thing));
  return failure{errc::bad_answer,
                 "VAPI's " + kind + (title.empty() ? "" : " " + title) + " ("
                     + where + ") has "
                     + (id.is_null()
                            ? "no id"
                            : "the id " + words_.shown(one_line_json(id))
                                  + ", but an id is 1 to 100 letters, "
                                    "digits, - and _"),
                 {}};
}

expected<json> vapi_account::get(const std::string& kind,
                                 const std::string& id) {
  const auto path = "/" + kind + "/" + percent_encode(id);
  auto answer = ask("GET", path, nullptr);
  if (!answer && answer.error().code == errc::not_found)
    return failure{errc::not_found,
                   "VAPI knows no " + kind + " " + words_.shown(id, 100)
                       + ": take its id from the dashboard, and a "
                         "VAPI_PRIVATE_KEY of its organization",
                   {}};
  if (!answer)
    return answer;
  const auto its_id = id_of(*answer, kind, "GET " + path);
  if (!its_id)
    return its_id.error();
  if (ascii_lower(*its_id) != ascii_lower(id))
    return failure{errc::bad_answer,
                   "VAPI answers GET " + path + " with another " + kind + ", "
                       + words_.shown(*its_id, 100),
                   {}};
  return answer;
}

expected<json> vapi_account::create(const std::string& kind, const json& body) {
  auto answer = ask("POST", "/" + kind, &body);
  if (!answer)
    return answer;
  const auto id = id_of(*answer, kind, "made by POST /" + kind);
  if (!id)
    return with_doubt(id.error(), "POST");
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
    auto answer = read(what, reply->body);
    return answer ? std::move(answer) : with_doubt(answer.error(), method);
  }
}

/// Nothing may be mended or left out: much of it is sent back to VAPI.
expected<json> vapi_account::read(const std::string& what,
                                  const std::string& body) {
  bytes_read_ += body.size();
  if (bytes_read_ > limits_.bytes)
    return failure{
        errc::bad_answer,
        "VAPI has sent more than " + std::to_string(limits_.bytes / 1024)
            + " KiB up to the answer to " + what + ": delete what is not used",
        {}};
  json_options options;
  options.limits = {deepest_json + 1, body.size()};
  auto answer = json::accept(body) ? read_json(body, options) : std::nullopt;
  if (!answer)
    return failure{errc::bad_answer,
                   "VAPI's answer to " + what
                       + " is no JSON: is VAPI_API_URL right?",
                   {}};
  if (is_deeper(*answer))
    return failure{errc::bad_answer,
                   "VAPI's answer to " + what + " has more than "
                       + std::to_string(deepest_json)
                       + " brackets inside each other: make it simpler in the "
                         "dashboard, or see whether VAPI_API_URL is right",
                   {}};
  return *std::move(answer);
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
  return fetch(http_, std::move(request), timeout_);
}

failure vapi_account::unanswered(const failure& why) const {
  const auto ends = why.code == errc::timeout
                        ? " does not answer within " + seconds(timeout_)
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
  static constexpr json_shape message{"message", {}};
  json_options options;
  options.wanted = {&message, 1};
  const auto body = read_json(reply.body, options);
  if (!body || !body->is_object() || !body->contains("message"))
    return {};
  const auto& said = (*body)["message"];
  std::string words;
  for (const auto& each : said.is_array() ? said : json::array({said}))
    if (each.is_string())
      words += (words.empty() ? "" : ", ") + each.get<std::string>();
  return words.empty() ? words
                       : " (\"" + words_.shown(words, longest_message) + "\")";
}

} // namespace rental
