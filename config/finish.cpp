#include "config/finish.hpp"

#include "config/phone.hpp"
#include "config/values.hpp"
#include "config/variables.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <tuple>

namespace rental::config {
namespace {

bool is_loopback_url(const std::string& url) {
  auto read = read_url(url);
  return read && read->loopback();
}

expected<done> check_binding(call_binding& binding, const settings& all) {
  if (!binding.assistant_id && !binding.number && !binding.phone_number_id
      && !binding.shared_secret)
    return line("needs at least one of assistant_id, number, phone_number_id "
                "and secret");
  if (binding.previous_secret && !binding.shared_secret)
    return line("secret_previous needs a secret beside it");
  if (binding.number) {
    auto number = to_e164(*binding.number, all.phone_region);
    if (!number)
      return line("number: must be a phone number, e.g. \"+14055550142\"");
    binding.number = *number;
  }
  if (binding.manager)
    binding.manager = normalise_user_id(*binding.manager, all.phone_region);
  return done{};
}

/// A secret that proves one agency must not prove another, nor the operator.
expected<done> check_own_secrets(const settings& all, const std::string& file) {
  for (std::size_t i = 0; i < all.bindings.size(); ++i)
    for (const auto& own :
         {all.bindings[i].shared_secret, all.bindings[i].previous_secret}) {
      if (!own)
        continue;
      const auto where = file + ": binding " + std::to_string(i + 1) + ": ";
      if (std::ranges::find(all.vapi.secrets, *own) != all.vapi.secrets.end())
        return line(where
                    + "its secret is VAPI_SECRET; give it one of its own "
                      "or none");
      for (const auto& other : all.bindings)
        if (other.agency != all.bindings[i].agency
            && (other.shared_secret == own || other.previous_secret == own))
          return line(where + "its secret belongs to another agency as well");
    }
  return done{};
}

/// A call must not belong to two agencies, so nothing may be bound twice.
expected<done> check_bindings(settings& all, const std::string& file) {
  std::set<std::tuple<std::string, std::string, std::string, std::string>> seen;
  for (std::size_t i = 0; i < all.bindings.size(); ++i) {
    auto& binding = all.bindings[i];
    auto where = file + ": binding " + std::to_string(i + 1) + ": ";
    if (auto checked = check_binding(binding, all); !checked)
      return line(where + checked.error().detail);
    auto secret_text = binding.shared_secret.value_or(secret{}).reveal();
    if (!seen.emplace(binding.assistant_id.value_or(""),
                      binding.number.value_or(""),
                      binding.phone_number_id.value_or(""), secret_text)
             .second)
      return line(where + "is the same as an earlier one");
  }
  return done{};
}

expected<done> check_properties(settings& all, const std::string& file) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < all.properties.size(); ++i) {
    auto& property = all.properties[i];
    auto where = file + ": property " + std::to_string(i + 1) + ": ";
    if (property.match.empty() || property.manager.empty())
      return line(where + "needs match and manager");
    std::ranges::transform(
        property.match, property.match.begin(),
        [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    property.manager = normalise_user_id(property.manager, all.phone_region);
    if (!seen.insert(property.agency + '\n' + property.match).second)
      return line(where + "has the match of an earlier one");
  }
  return done{};
}

expected<done> check_hmac(const hmac_settings& hmac, const std::string& file) {
  auto holds = [&](const char* part) {
    return hmac.payload_format.find(part) != std::string::npos;
  };
  if (holds("{timestamp}") && !hmac.include_timestamp)
    return line(file
                + ": hmac.payload_format holds {timestamp}, so "
                  "hmac.include_timestamp must be true");
  if (holds("{svix-id}") && hmac.message_id_header.empty())
    return line(file
                + ": hmac.payload_format holds {svix-id}, so "
                  "hmac.message_id_header must be set");
  for (const auto& key : hmac.secrets)
    if (hmac.secret_is_base64 && !base64_size(key.reveal()))
      return line("VAPI_HMAC_SECRET (environment): must be base64, since "
                  "hmac.secret_is_base64 is true");
  return done{};
}

expected<done> check_rest(const settings& all, const std::string& file) {
  if (!zone::find("America/Chicago"))
    return line("the machine has no time zone database; install tzdata");
  if (all.graph_gate.start > all.graph_gate.most)
    return line(file
                + ": graph.concurrent_start must not be more than "
                  "graph.concurrent_most");
  if (!all.smtp.url.empty() && all.smtp.from.empty())
    return line("SMTP_FROM (environment): must be set along with SMTP_URL: the "
                "address that mails come from");
  if (all.clock_start
      && !(is_loopback_url(all.microsoft.login_url)
           && is_loopback_url(all.microsoft.graph_url)))
    return line("CLOCK_START (environment): is for tests only and refused "
                "unless MICROSOFT_LOGIN_URL and MICROSOFT_GRAPH_URL are of "
                "this machine");
  return done{};
}

void derive(settings& all) {
  if (all.public_url.empty())
    all.public_url = "http://localhost:" + std::to_string(all.port);
  if (all.microsoft.redirect_uri.empty())
    all.microsoft.redirect_uri = all.public_url + "/calendar/auth/callback";
  // Render's own proxies reach us in its private network.
  if (all.on_render && all.limits.trusted_proxies == "loopback")
    all.limits.trusted_proxies = "loopback, private";
  all.loopback = is_loopback_address(all.bind_address).value_or(false);
  all.local_url = is_loopback_url(all.public_url)
                  && is_loopback_url(all.microsoft.redirect_uri);
  all.missing.clear();
  if (all.master_key.empty())
    all.missing.emplace_back("MASTER_KEY");
  if (all.admin_token.empty())
    all.missing.emplace_back("ADMIN_TOKEN");
  if (!all.has_webhook_secret())
    all.missing.emplace_back(
        "a webhook secret (VAPI_SECRET or VAPI_HMAC_SECRET)");
  all.development_mode = all.loopback && all.local_url && !all.missing.empty();
}

bool is_guid(const std::string& text) {
  if (text.size() != 36)
    return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-'
             : !std::isxdigit(static_cast<unsigned char>(text[i])))
      return false;
  }
  return true;
}

void notice_addresses(settings& all) {
  auto url = read_url(all.public_url);
  auto local = url && url->loopback();
  auto note = [&](const char* text) { all.notices.emplace_back(text); };
  if (url && !url->secure && !local)
    note("PUBLIC_URL is http: Microsoft redirects to https only, and "
         "everything travels in clear");
  if (!all.loopback && local)
    note("PUBLIC_URL is of this machine although BIND_ADDRESS is not: links "
         "and the redirect URI will not work from elsewhere");
  if (!all.microsoft.redirect_uri.ends_with("/calendar/auth/callback"))
    note("MICROSOFT_REDIRECT_URI does not end in /calendar/auth/callback, "
         "where this service answers");
}

void notice_mail(settings& all) {
  if (all.smtp.url.empty() && !all.smtp.from.empty())
    all.notices.emplace_back("SMTP_FROM is set, but SMTP_URL is not: no mail "
                             "leaves by SMTP");
}

void notice_secrets(settings& all) {
  constexpr std::size_t least = 16;
  if (is_guid(all.microsoft.client_secret.reveal()))
    all.notices.emplace_back("MICROSOFT_CLIENT_SECRET looks like the secret's "
                             "id; the secret's value is needed");
  auto is_short = [](const secret& text) {
    return !text.empty() && text.reveal().size() < least;
  };
  if (is_short(all.admin_token))
    all.notices.emplace_back("ADMIN_TOKEN is shorter than 16 characters");
  if (std::ranges::any_of(all.vapi.secrets, is_short)
      || std::ranges::any_of(all.vapi.hmac.secrets, is_short)
      || std::ranges::any_of(all.bindings, [&](const call_binding& binding) {
           return is_short(binding.shared_secret.value_or(secret{}))
                  || is_short(binding.previous_secret.value_or(secret{}));
         }))
    all.notices.emplace_back("a webhook secret is shorter than 16 characters");
  if (all.clock_start)
    all.notices.emplace_back("CLOCK_START is set: the clock is not the real "
                             "one");
}

/// A misspelt variable would otherwise just not work.
void notice_strangers(settings& all, const environment& env) {
  for (const auto& entry : env) {
    const auto& name = entry.first;
    if (!name.starts_with("MICROSOFT_") && !name.starts_with("VAPI_")
        && !name.starts_with("SMTP_"))
      continue;
    auto is_it = [&](const variable& known) {
      return name == known.name
             || (known.is_secret && name == std::string{known.name} + "_FILE");
    };
    if (std::ranges::none_of(variables(), is_it))
      all.notices.push_back(name + " is not a variable of this service");
  }
}

} // namespace

expected<done> finish(settings& all, const environment& env,
                      const std::string& file) {
  if (auto checked = check_bindings(all, file); !checked)
    return checked;
  if (auto checked = check_own_secrets(all, file); !checked)
    return checked;
  if (auto checked = check_properties(all, file); !checked)
    return checked;
  if (auto checked = check_hmac(all.vapi.hmac, file); !checked)
    return checked;
  if (auto checked = check_rest(all, file); !checked)
    return checked;
  derive(all);
  notice_addresses(all);
  notice_secrets(all);
  notice_mail(all);
  notice_strangers(all, env);
  return done{};
}

} // namespace rental::config
