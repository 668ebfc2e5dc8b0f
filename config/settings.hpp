// Every setting of the service, with its default. Plain data: load.hpp fills
// and checks it, describe() shows it. config/peterental.example.toml documents
// every option for the operator.
#pragma once

#include "base/hmac_options.hpp"
#include "base/secret.hpp"
#include "base/time.hpp"
#include "base/zone.hpp"
#include "domain/fair_use.hpp"
#include "domain/firm.hpp"
#include "domain/mailbox_hours.hpp"
#include "domain/property.hpp"
#include "domain/rules.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rental {

/// Our registration with Microsoft and where Microsoft is.
struct microsoft_settings {
  /// MICROSOFT_CLIENT_ID; empty when not set (check_for_serving refuses).
  std::string client_id;
  /// MICROSOFT_CLIENT_SECRET, the secret's value (not its id).
  secret client_secret;
  /// MICROSOFT_TENANT_ID: common, organizations, consumers, a GUID or a domain.
  std::string tenant = "common";
  /// MICROSOFT_REDIRECT_URI, else PUBLIC_URL/calendar/auth/callback.
  std::string redirect_uri;
  /// MICROSOFT_LOGIN_URL and MICROSOFT_GRAPH_URL, without a slash at the end.
  std::string login_url = "https://login.microsoftonline.com";
  std::string graph_url = "https://graph.microsoft.com/v1.0";
};

/// How VAPI signs its requests, and with what.
struct hmac_settings : hmac_options {
  /// VAPI_HMAC_SECRET first, then VAPI_HMAC_SECRET_PREVIOUS: each is accepted,
  /// so that the secret can be changed while calls come in. Empty: no HMAC.
  std::vector<secret> secrets;
};

/// Who may call the webhook, and how VAPI itself is reached.
struct vapi_settings {
  /// VAPI_SECRET first, then VAPI_SECRET_PREVIOUS: each is accepted, as
  /// X-Vapi-Secret or as Bearer. Empty: no shared secret.
  std::vector<secret> secrets;
  hmac_settings hmac;
  /// VAPI_API_URL, without a slash at the end, and VAPI_PRIVATE_KEY: where
  /// `peterental vapi push` sets up the account, and with what right.
  std::string api_url = "https://api.vapi.ai";
  secret private_key;
};

/// Mail that cannot leave from a manager's own mailbox.
struct smtp_settings {
  /// SMTP_URL: smtp://USER:PASSWORD@HOST:PORT or smtps://...; empty: no mail
  /// by SMTP.
  secret url;
  /// SMTP_FROM, its form checked (base/mail_address.hpp); set when `url` is.
  std::string from;
};

enum class log_level { trace, debug, info, warn, error };
enum class log_format { json, text };
const char* to_string(log_level level) noexcept;
const char* to_string(log_format format) noexcept;

struct log_settings {
  log_level level = log_level::info;
  log_format format = log_format::json;
};

/// How long a caller is kept waiting before an honest answer. VAPI hangs up on
/// a tool after 20 s.
struct budget_settings {
  std::chrono::seconds openings{6};
  std::chrono::seconds booking{10};
};

/// Requests to Graph at the same time. The limit over all mailboxes begins at
/// `start`, halves when Microsoft complains and grows slowly up to `most`.
struct graph_gate_settings {
  /// For one mailbox; Exchange refuses the fifth.
  int per_mailbox = 4;
  int start = 16;
  int most = 64;
};

/// How often somebody may ask: `at_once` requests, and then as many as
/// `per_minute` gives back; 0 per minute: no limit.
struct limit_setting {
  int per_minute = 0;
  int at_once = 1;
};

/// Requests of this machine itself (loopback, not forwarded) are held to
/// `failures` alone.
struct limit_settings {
  /// Webhook requests of one credential.
  limit_setting webhook{12'000, 2'000};
  /// Everything but the webhook and the health checks, by client address.
  limit_setting requests{3'000, 500};
  /// Sign-ins begun, by client address.
  limit_setting sign_ins{20, 20};
  /// Wrong credentials, by client address.
  limit_setting failures{30, 30};
  /// Viewings and invitations of one call, caller and e-mail address.
  use_limits uses;
  /// Tries of a booking's code, by e-mail address and by caller: so many
  /// freely, then with pauses that grow until so many a day are left.
  int codes_per_day = 50;
  int codes_at_once = 10;
  /// Whose X-Forwarded-For is believed; see base/network.hpp for the form.
  std::string trusted_proxies = "loopback";
};

/// The HTTP server itself.
struct server_settings {
  /// How long a connection may be silent between requests. Longer than any
  /// proxy keeps one, or the proxy sends a request into a closing connection.
  std::chrono::seconds keep_alive{130};
  /// At the same time, from one address (of IPv6: one /64) that is not a
  /// trusted proxy; behind such a proxy, requests of one client.
  int connections_per_address = 256;
  /// For all requests and answers that are held at the same time.
  int memory_mebibytes = 160;
};

/// Says to which agency, and perhaps manager, a call belongs. At least one of
/// the first four is set; a call has to match every one that is set. An agency
/// with a secret of its own stands apart: see `shared_secret`.
struct call_binding {
  std::optional<std::string> assistant_id;
  /// The dialled number, E.164.
  std::optional<std::string> number;
  /// VAPI's id of the dialled number.
  std::optional<std::string> phone_number_id;
  /// The webhook secret of this agency; accepted beside VAPI_SECRET. Whoever
  /// knows it reaches this agency alone, whatever the request says; and this
  /// binding is reached by nobody else, not even with VAPI_SECRET.
  std::optional<secret> shared_secret;
  /// The one before, accepted as well while it is being changed.
  std::optional<secret> previous_secret;
  std::string agency = "default";
  /// Normalised id (config/phone.hpp).
  std::optional<std::string> manager;
};

/// America/Chicago, as in the replaced app; UTC on a machine without tzdata,
/// which load_settings refuses.
zone fallback_zone();

/// All of it. A value; share it as const.
struct settings {
  std::uint16_t port = 8080;
  /// IPv4 or IPv6 literal.
  std::string bind_address = "127.0.0.1";
  /// Where browsers and VAPI reach us; without a slash at the end.
  std::string public_url = "http://localhost:8080";
  /// sqlite3://PATH or postgresql://...; may hold a password.
  secret database_url{"sqlite3://data/peterental.db"};
  microsoft_settings microsoft;
  vapi_settings vapi;
  /// ADMIN_TOKEN; empty when not set.
  secret admin_token;
  /// MASTER_KEY as given, its form checked: base64 of 32 bytes, or
  /// "id:key,id:key" with the current key first. Empty when not set.
  secret master_key;
  smtp_settings smtp;
  log_settings log;
  /// CLOCK_START; tests only.
  std::optional<instant> clock_start;

  booking_rules rules;
  /// Who invites visitors.
  rental::firm firm;
  /// For mailboxes whose zone is empty or unknown.
  zone default_zone = fallback_zone();
  /// What the mailbox's own hours are to `rules.hours`.
  mailbox_hours_use mailbox_hours = mailbox_hours_use::narrow;
  /// Region in which a phone number without "+" is read (ISO 3166, "US").
  std::string phone_region = "US";
  std::chrono::seconds availability_cache{300};
  /// For how many days viewings that are over, wishes and mails are kept; 0:
  /// for ever.
  int keep_visitors_days = 400;
  budget_settings budgets;
  graph_gate_settings graph_gate;
  limit_settings limits;
  server_settings server;
  /// RENDER: every request has come through Render's edge (base/network.hpp).
  bool on_render = false;
  std::vector<call_binding> bindings;
  std::vector<property_owner> properties;

  // -- computed by load_settings ----------------------------------------------
  /// Whether BIND_ADDRESS can be reached from this machine only.
  bool loopback = true;
  /// Whether PUBLIC_URL and the redirect URI are of this machine: then nothing
  /// in front of it lets others in.
  bool local_url = true;
  /// On loopback, with such addresses, and without at least one of MASTER_KEY,
  /// ADMIN_TOKEN and a webhook secret: what is missing is not demanded of
  /// callers.
  bool development_mode = true;
  /// What is missing for production, in the operator's words.
  std::vector<std::string> missing;
  /// Things that are allowed but look wrong; one line each, no secrets.
  std::vector<std::string> notices;

  /// Whether any webhook secret is set: shared, HMAC or of a binding.
  bool has_webhook_secret() const;
};

} // namespace rental
