#include "base/redact.hpp"
#include "config/load.hpp"

#include <array>

namespace rental {
namespace {

using lines = std::vector<std::pair<std::string, std::string>>;

std::string mask(const secret& text) {
  return text.empty() ? "(not set)" : "(set)";
}

std::string mask(const std::vector<secret>& texts, std::size_t which) {
  return texts.size() > which ? "(set)" : "(not set)";
}

/// Hides the password and everything behind "?", where one may stand too.
std::string mask_url(const std::string& url) {
  auto text = url;
  if (auto query = text.find('?'); query != text.npos)
    text.replace(query, text.npos, "?***");
  auto begin = text.find("://");
  auto at = text.rfind('@');
  if (begin == text.npos || at == text.npos)
    return text;
  auto colon = text.find(':', begin + 3);
  if (colon < at)
    text.replace(colon + 1, at - colon - 1, "***");
  return text;
}

/// The user of a mail server is often half of a secret, too.
std::string mask_mail_url(const std::string& url) {
  const auto begin = url.find("://");
  const auto at = url.rfind('@');
  if (begin == url.npos)
    return "(not set)";
  return at == url.npos ? url
                        : url.substr(0, begin + 3) + "***" + url.substr(at);
}

std::string yes(bool value) {
  return value ? "true" : "false";
}

template <class Duration>
std::string count(Duration value) {
  return std::to_string(value.count());
}

std::string two(std::int64_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string clock(std::chrono::minutes at) {
  return two(at.count() / 60) + ":" + two(at.count() % 60);
}

void add_variables(lines& out, const settings& all) {
  const auto& ms = all.microsoft;
  const auto& hmac = all.vapi.hmac;
  out.insert(
      out.end(),
      {{"PORT", std::to_string(all.port)},
       {"BIND_ADDRESS", all.bind_address},
       {"PUBLIC_URL", all.public_url},
       {"DATABASE_URL", mask_url(all.database_url.reveal())},
       {"MICROSOFT_CLIENT_ID",
        ms.client_id.empty() ? "(not set)" : ms.client_id},
       {"MICROSOFT_CLIENT_SECRET", mask(ms.client_secret)},
       {"MICROSOFT_TENANT_ID", ms.tenant},
       {"MICROSOFT_REDIRECT_URI", ms.redirect_uri},
       {"MICROSOFT_LOGIN_URL", ms.login_url},
       {"MICROSOFT_GRAPH_URL", ms.graph_url},
       {"VAPI_SECRET", mask(all.vapi.secrets, 0)},
       {"VAPI_SECRET_PREVIOUS", mask(all.vapi.secrets, 1)},
       {"VAPI_HMAC_SECRET", mask(hmac.secrets, 0)},
       {"VAPI_HMAC_SECRET_PREVIOUS", mask(hmac.secrets, 1)},
       {"VAPI_PRIVATE_KEY", mask(all.vapi.private_key)},
       {"VAPI_API_URL", all.vapi.api_url},
       {"ADMIN_TOKEN", mask(all.admin_token)},
       {"MASTER_KEY", mask(all.master_key)},
       {"SMTP_URL", mask_mail_url(all.smtp.url.reveal())},
       {"SMTP_FROM", all.smtp.from.empty() ? "(not set)" : all.smtp.from},
       {"LOG_LEVEL", to_string(all.log.level)},
       {"LOG_FORMAT", to_string(all.log.format)},
       {"RENDER", yes(all.on_render)},
       {"CLOCK_START",
        all.clock_start ? to_iso_utc(*all.clock_start) : "(not set)"}});
}

void add_rules(lines& out, const settings& all) {
  const auto& rules = all.rules;
  constexpr std::array days = {"sunday",   "monday", "tuesday", "wednesday",
                               "thursday", "friday", "saturday"};
  out.insert(out.end(),
             {{"rules.slot_minutes", count(rules.slot)},
              {"rules.grid_minutes", count(rules.grid)},
              {"rules.notice_minutes", count(rules.notice)},
              {"rules.horizon_days", std::to_string(rules.horizon_days)},
              {"rules.buffer_before_minutes", count(rules.buffer_before)},
              {"rules.buffer_after_minutes", count(rules.buffer_after)},
              {"rules.tentative_blocks", yes(rules.tentative_blocks)}});
  for (std::size_t i = 0; i < days.size(); ++i) {
    const auto& day = rules.hours[i];
    out.emplace_back(std::string{"hours."} + days[i],
                     day ? clock(day->from) + "-" + clock(day->to) : "closed");
  }
  out.insert(
      out.end(),
      {{"hours.default_zone", all.default_zone.name()},
       {"hours.use_mailbox_hours", to_string(all.mailbox_hours)},
       {"firm.name", all.firm.name},
       {"firm.phone", all.firm.phone},
       {"availability.cache_seconds", count(all.availability_cache)},
       {"retention.visitors_days", std::to_string(all.keep_visitors_days)},
       {"budgets.openings_seconds", count(all.budgets.openings)},
       {"budgets.booking_seconds", count(all.budgets.booking)},
       {"graph.concurrent_per_mailbox",
        std::to_string(all.graph_gate.per_mailbox)},
       {"graph.concurrent_start", std::to_string(all.graph_gate.start)},
       {"graph.concurrent_most", std::to_string(all.graph_gate.most)},
       {"phones.default_region", all.phone_region}});
}

/// As TOML writes it.
std::string on_one_line(const std::string& text) {
  std::string line;
  for (const char c : text)
    line += c == '\n'   ? "\\n"
            : c == '\r' ? "\\r"
            : c == '\t' ? "\\t"
                        : std::string{c};
  return line;
}

void add_hmac(lines& out, const hmac_settings& hmac) {
  constexpr std::array digests = {"sha256", "sha512", "sha1"};
  auto hex = hmac.signature_encoding == hmac_options::encoding::hex;
  out.insert(
      out.end(),
      {{"hmac.algorithm", digests[static_cast<std::size_t>(hmac.algorithm)]},
       {"hmac.signature_header", hmac.signature_header},
       {"hmac.timestamp_header", hmac.timestamp_header},
       {"hmac.signature_prefix", hmac.signature_prefix},
       {"hmac.include_timestamp", yes(hmac.include_timestamp)},
       {"hmac.payload_format", on_one_line(hmac.payload_format)},
       {"hmac.message_id_header", hmac.message_id_header},
       {"hmac.signature_encoding", hex ? "hex" : "base64"},
       {"hmac.secret_is_base64", yes(hmac.secret_is_base64)},
       {"hmac.window_seconds", count(hmac.window)}});
}

void add_limits(lines& out, const limit_settings& limits) {
  auto add = [&](const std::string& name, const limit_setting& limit) {
    out.emplace_back("limits." + name + "_per_minute",
                     std::to_string(limit.per_minute));
    out.emplace_back("limits." + name + "_at_once",
                     std::to_string(limit.at_once));
  };
  add("webhook", limits.webhook);
  add("requests", limits.requests);
  add("sign_ins", limits.sign_ins);
  add("failures", limits.failures);
  out.emplace_back("limits.codes_per_day",
                   std::to_string(limits.codes_per_day));
  out.emplace_back("limits.codes_at_once",
                   std::to_string(limits.codes_at_once));
  out.emplace_back("limits.viewings_per_call",
                   std::to_string(limits.uses.viewings_per_call));
  out.emplace_back("limits.viewings_per_caller",
                   std::to_string(limits.uses.viewings_per_caller));
  out.emplace_back("limits.invitations_per_email",
                   std::to_string(limits.uses.invitations_per_email));
  out.emplace_back("limits.trusted_proxies", limits.trusted_proxies);
}

void add_server(lines& out, const server_settings& server) {
  out.insert(
      out.end(),
      {{"server.keep_alive_seconds", count(server.keep_alive)},
       {"server.connections_per_address",
        std::to_string(server.connections_per_address)},
       {"server.memory_mebibytes", std::to_string(server.memory_mebibytes)}});
}

void add_tables(lines& out, const settings& all) {
  for (std::size_t i = 0; i < all.bindings.size(); ++i) {
    const auto& binding = all.bindings[i];
    auto at = "bindings[" + std::to_string(i) + "].";
    if (binding.assistant_id)
      out.emplace_back(at + "assistant_id", *binding.assistant_id);
    if (binding.number)
      out.emplace_back(at + "number", redact_phone(*binding.number));
    if (binding.phone_number_id)
      out.emplace_back(at + "phone_number_id", *binding.phone_number_id);
    if (binding.shared_secret)
      out.emplace_back(at + "secret", mask(*binding.shared_secret));
    if (binding.previous_secret)
      out.emplace_back(at + "secret_previous", mask(*binding.previous_secret));
    out.emplace_back(at + "agency", binding.agency);
    if (binding.manager)
      out.emplace_back(at + "manager", redact_id(*binding.manager));
  }
  for (std::size_t i = 0; i < all.properties.size(); ++i) {
    const auto& property = all.properties[i];
    auto at = "properties[" + std::to_string(i) + "].";
    out.emplace_back(at + "match", property.match);
    out.emplace_back(at + "agency", property.agency);
    out.emplace_back(at + "manager", redact_id(property.manager));
  }
}

} // namespace

std::vector<std::pair<std::string, std::string>> describe(const settings& all) {
  lines out;
  add_variables(out, all);
  add_rules(out, all);
  add_hmac(out, all.vapi.hmac);
  add_limits(out, all.limits);
  add_server(out, all.server);
  add_tables(out, all);
  return out;
}

} // namespace rental
