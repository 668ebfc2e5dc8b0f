#include "config/variables.hpp"

#include "base/mail_address.hpp"
#include "config/iso_time.hpp"
#include "config/values.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace rental::config {
namespace {

using outcome = expected<done>;

template <class T, class Set>
outcome set_or_fail(expected<T> value, Set set) {
  if (!value)
    return value.error();
  set(*std::move(value));
  return done{};
}

outcome port(settings& all, const std::string& text) {
  return set_or_fail(read_integer(text, 1, 65535), [&](auto value) {
    all.port = static_cast<std::uint16_t>(value);
  });
}

outcome bind_address(settings& all, const std::string& text) {
  auto address = text == "localhost" ? std::string{"127.0.0.1"} : text;
  if (!is_loopback_address(address))
    return must_be("an IPv4 or IPv6 address, e.g. 127.0.0.1, 0.0.0.0 or ::");
  all.bind_address = address;
  return done{};
}

outcome public_url(settings& all, const std::string& text) {
  return set_or_fail(read_url(text),
                     [&](web_url url) { all.public_url = url.text; });
}

/// PUBLIC_URL goes first, whatever the order of the all_variables.
outcome render_url(settings& all, const std::string& text) {
  auto url = read_url(text);
  if (!url)
    return url.error();
  if (all.public_url.empty())
    all.public_url = url->text;
  return done{};
}

outcome database_url(settings& all, const std::string& text) {
  for (std::string_view scheme : {"sqlite3://", "postgresql://", "postgres://"})
    if (text.starts_with(scheme) && text.size() > scheme.size()) {
      all.database_url = secret{text};
      return done{};
    }
  return must_be("sqlite3://PATH, postgresql://... or postgres://...");
}

outcome client_id(settings& all, const std::string& text) {
  return set_or_fail(read_secret(text), [&](const secret& id) {
    all.microsoft.client_id = id.reveal();
  });
}

outcome client_secret(settings& all, const std::string& text) {
  return set_or_fail(read_secret(text), [&](secret value) {
    all.microsoft.client_secret = std::move(value);
  });
}

outcome tenant(settings& all, const std::string& text) {
  auto fits
      = [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '.'; };
  if (!std::ranges::all_of(text, fits))
    return must_be("common, organizations, consumers, a tenant's GUID or a "
                   "domain");
  all.microsoft.tenant = text;
  return done{};
}

outcome redirect_uri(settings& all, const std::string& text) {
  return set_or_fail(read_url(text), [&](const web_url&) {
    // Microsoft compares it byte by byte: keep it as it was given.
    all.microsoft.redirect_uri = text;
  });
}

/// Secrets travel there: in clear only on this machine.
outcome safe_url(std::string& target, const std::string& text) {
  auto url = read_url(text);
  if (!url)
    return url.error();
  if (!url->secure && !url->loopback())
    return must_be("https:// (http:// only for this machine)");
  target = url->text;
  return done{};
}

outcome login_url(settings& all, const std::string& text) {
  return safe_url(all.microsoft.login_url, text);
}

outcome graph_url(settings& all, const std::string& text) {
  return safe_url(all.microsoft.graph_url, text);
}

outcome shared_secret(settings& all, const std::string& text) {
  return set_or_fail(read_secret(text), [&](secret value) {
    all.vapi.secrets.push_back(std::move(value));
  });
}

outcome hmac_secret(settings& all, const std::string& text) {
  return set_or_fail(read_secret(text), [&](secret value) {
    all.vapi.hmac.secrets.push_back(std::move(value));
  });
}

outcome api_url(settings& all, const std::string& text) {
  return safe_url(all.vapi.api_url, text);
}

outcome private_key(settings& all, const std::string& text) {
  return set_or_fail(read_secret(text), [&](secret value) {
    all.vapi.private_key = std::move(value);
  });
}

outcome admin_token(settings& all, const std::string& text) {
  return set_or_fail(read_secret(text),
                     [&](secret value) { all.admin_token = std::move(value); });
}

outcome master_key(settings& all, const std::string& text) {
  return set_or_fail(check_master_key(text),
                     [&](done) { all.master_key = secret{text}; });
}

outcome smtp_url(settings& all, const std::string& text) {
  auto value = read_secret(text);
  const auto begin = text.starts_with("smtp://")    ? 7u
                     : text.starts_with("smtps://") ? 8u
                                                    : 0u;
  const auto at = text.rfind('@');
  const auto host = at == text.npos ? begin : at + 1;
  if (!value || begin == 0 || host >= text.size()
      || text.find_first_of("?#") != text.npos || text[host] == ':'
      || text[host] == '/')
    return must_be("smtp://USER:PASSWORD@HOST:PORT or smtps://..., with @ / ? "
                   "and # in the password written as %40 %2F %3F %23");
  all.smtp.url = *std::move(value);
  return done{};
}

outcome smtp_from(settings& all, const std::string& text) {
  if (!read_mailbox_name(text))
    return must_be("an e-mail address, e.g. viewings@example.com or Viewings "
                   "<viewings@example.com>");
  all.smtp.from = text;
  return done{};
}

template <class Enum, std::size_t N>
outcome choose(Enum& target, const std::string& given,
               const std::array<Enum, N>& choices) {
  std::string names;
  for (auto choice : choices) {
    if (given == to_string(choice)) {
      target = choice;
      return done{};
    }
    names += std::string{names.empty() ? "" : ", "} + to_string(choice);
  }
  return must_be("one of " + names);
}

outcome level(settings& all, const std::string& given) {
  using enum log_level;
  return choose(all.log.level, given,
                std::array{trace, debug, info, warn, error});
}

outcome format(settings& all, const std::string& given) {
  return choose(all.log.format, given,
                std::array{log_format::json, log_format::text});
}

/// Render sets it to "true" in everything that runs there.
outcome render(settings& all, const std::string& text) {
  if (text != "true" && text != "false")
    return must_be("true or false; Render sets it by itself");
  all.on_render = text == "true";
  return done{};
}

outcome clock_start(settings& all, const std::string& text) {
  auto start = read_instant(text);
  if (!start)
    return must_be("an ISO 8601 time such as 2026-11-22T15:00:00Z");
  all.clock_start = *start;
  return done{};
}

constexpr auto all_variables = std::to_array<variable>({
    {"PORT", false, port},
    {"BIND_ADDRESS", false, bind_address},
    {"PUBLIC_URL", false, public_url},
    {"RENDER_EXTERNAL_URL", false, render_url},
    {"DATABASE_URL", true, database_url},
    {"MICROSOFT_CLIENT_ID", false, client_id},
    {"MICROSOFT_CLIENT_SECRET", true, client_secret},
    {"MICROSOFT_TENANT_ID", false, tenant},
    {"MICROSOFT_REDIRECT_URI", false, redirect_uri},
    {"MICROSOFT_LOGIN_URL", false, login_url},
    {"MICROSOFT_GRAPH_URL", false, graph_url},
    {"VAPI_SECRET", true, shared_secret},
    {"VAPI_SECRET_PREVIOUS", true, shared_secret},
    {"VAPI_HMAC_SECRET", true, hmac_secret},
    {"VAPI_HMAC_SECRET_PREVIOUS", true, hmac_secret},
    {"VAPI_PRIVATE_KEY", true, private_key},
    {"VAPI_API_URL", false, api_url},
    {"ADMIN_TOKEN", true, admin_token},
    {"MASTER_KEY", true, master_key},
    {"SMTP_URL", true, smtp_url},
    {"SMTP_FROM", false, smtp_from},
    {"LOG_LEVEL", false, level},
    {"LOG_FORMAT", false, format},
    {"RENDER", false, render},
    {"CLOCK_START", false, clock_start},
});

const std::string* find(const environment& env, const std::string& name) {
  auto found = env.find(name);
  return found == env.end() || found->second.empty() ? nullptr : &found->second;
}

/// The variable's value, or that of the file which NAME_FILE names.
expected<std::optional<std::string>> value_of(const environment& env,
                                              const variable& what) {
  const std::string name{what.name};
  auto direct = find(env, name);
  auto file = what.is_secret ? find(env, name + "_FILE") : nullptr;
  if (direct && file)
    return line(name + " and " + name
                + "_FILE (environment): only one of the two may be set");
  if (direct)
    return std::optional{*direct};
  if (!file)
    return std::optional<std::string>{};
  auto text = read_text_file(*file, true);
  if (!text)
    return line(name + "_FILE (environment): cannot read " + one_line(*file)
                + ": " + text.error().detail);
  if (text->empty())
    return line(name + "_FILE (environment): " + one_line(*file) + " is empty");
  return std::optional{*std::move(text)};
}

} // namespace

std::span<const variable> variables() {
  return all_variables;
}

expected<done> apply_variables(const environment& env, settings& all) {
  for (const auto& entry : all_variables) {
    auto value = value_of(env, entry);
    if (!value)
      return value.error();
    if (!*value)
      continue;
    if (auto applied = entry.apply(all, **value); !applied)
      return line(std::string{entry.name}
                  + (entry.is_secret ? "" : "=\"" + one_line(**value) + "\"")
                  + " (environment): " + applied.error().detail);
  }
  return done{};
}

} // namespace rental::config
