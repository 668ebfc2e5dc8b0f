#include "app/token_file.hpp"

#include "config/iso_time.hpp"
#include "config/phone.hpp"
#include "crypto/encode.hpp"
#include "microsoft/identity_api.hpp"

#include <nlohmann/json.hpp>

#include <set>

namespace rental {
namespace {

using nlohmann::json;

constexpr auto masked = "***";

/// The text of a member; "" when it is absent, null or no text.
std::string text_of(const json& object, const char* name) {
  auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>()
                                                     : std::string{};
}

bool fits_a_header(const std::string& token) {
  return token.find_first_of(" \t\r\n") == token.npos;
}

std::string problem_of(const json& entry, const token_entry& read) {
  if (!entry.is_object())
    return "is not an object";
  if (read.user_id.empty())
    return "has no user id";
  const auto& refresh = read.record.tokens.refresh_token.reveal();
  if (refresh.empty())
    return "has no refresh token: the manager has to connect the calendar anew";
  if (refresh == masked)
    return "is masked: export with --reveal";
  if (!fits_a_header(refresh)
      || !fits_a_header(read.record.tokens.access_token.reveal()))
    return "has a token with blanks in it";
  return {};
}

std::string note_of(const json& entry, const token_entry& read) {
  auto missing = missing_scopes(read.record.tokens.scope);
  if (!missing.empty())
    return "lacks " + missing
           + ": the manager has to connect the calendar anew";
  if (!read_instant(text_of(entry, "expires_at")))
    return "has no readable expires_at: refreshed at first use";
  return {};
}

/// Tokens of work accounts are JWTs that name the mailbox (tid, oid). Nothing
/// is judged by it but whether two ids share one; others stay unknown until the
/// manager signs in.
void read_mailbox(const std::string& access_token, manager_record& record) {
  const auto first = access_token.find('.');
  const auto second = access_token.find('.', first + 1);
  if (first == access_token.npos || second == access_token.npos)
    return;
  const auto payload
      = base64url_decode(access_token.substr(first + 1, second - first - 1));
  const auto claims = json::parse(payload.value_or(""), nullptr, false);
  if (!claims.is_object() || text_of(claims, "oid").empty()
      || text_of(claims, "tid").empty())
    return;
  record.tenant_id = text_of(claims, "tid");
  record.object_id = text_of(claims, "oid");
}

token_entry read_entry(const std::string& key, const json& entry,
                       std::string_view phone_region, instant now) {
  token_entry read;
  auto inner = entry.is_object() ? text_of(entry, "user_id") : std::string{};
  read.user_id = normalise_user_id(key.empty() ? inner : key, phone_region);
  if (entry.is_object()) {
    auto& record = read.record;
    record.account = text_of(entry, "calendar_email");
    record.state = connection_state::connected;
    record.tokens.access_token = secret{text_of(entry, "access_token")};
    record.tokens.refresh_token = secret{text_of(entry, "refresh_token")};
    read_mailbox(record.tokens.access_token.reveal(), record);
    record.tokens.scope = text_of(entry, "scope");
    record.tokens.expires_at
        = read_instant(text_of(entry, "expires_at")).value_or(instant{});
    record.created_at
        = read_instant(text_of(entry, "created_at")).value_or(now);
    record.updated_at = now;
  }
  read.problem = problem_of(entry, read);
  if (read.problem.empty())
    read.note = note_of(entry, read);
  return read;
}

failure not_such_a_file(const std::string& why) {
  return {errc::bad_request, "not a calendar_tokens.json: " + why, {}};
}

/// Without an offset, as the replaced app wrote and read it.
std::string naive(instant t) {
  auto text = to_iso_utc(t);
  text.pop_back();
  return text;
}

json entry_of(const manager_record& record, bool reveal) {
  auto shown = [&](const secret& token) {
    return reveal || token.empty() ? token.reveal() : std::string{masked};
  };
  return {{"user_id", record.key.user_id},
          {"access_token", shown(record.tokens.access_token)},
          {"refresh_token", shown(record.tokens.refresh_token)},
          {"expires_at", naive(record.tokens.expires_at)},
          {"token_type", "Bearer"},
          {"scope", record.tokens.scope},
          {"calendar_email", record.account},
          {"created_at", naive(record.created_at)},
          {"updated_at", naive(record.updated_at)}};
}

} // namespace

expected<std::vector<token_entry>>
parse_token_file(std::string_view text, std::string_view phone_region,
                 instant now) {
  auto root = json::parse(text, nullptr, false);
  if (root.is_discarded())
    return not_such_a_file("not JSON, or cut short");
  if (!root.is_object() || !root.contains("tokens"))
    return not_such_a_file("there is no \"tokens\"");
  const auto& tokens = root["tokens"];
  if (!tokens.is_object())
    return not_such_a_file("\"tokens\" is not an object");
  std::vector<token_entry> entries;
  std::set<std::string> seen;
  for (const auto& [key, value] : tokens.items()) {
    auto entry = read_entry(key, value, phone_region, now);
    if (entry.problem.empty() && !seen.insert(entry.user_id).second)
      entry.problem = "is the same manager as an earlier entry";
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::string format_token_file(std::span<const manager_record> managers,
                              bool reveal, instant now) {
  auto tokens = json::object();
  for (const auto& record : managers)
    if (!record.tokens.refresh_token.empty())
      tokens[record.key.user_id] = entry_of(record, reveal);
  json root
      = {{"last_updated", naive(now)},
         {"metadata", {{"total_users", tokens.size()}, {"version", "1.0"}}}};
  root["tokens"] = std::move(tokens);
  return root.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

} // namespace rental
