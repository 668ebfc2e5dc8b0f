#include "app/vapi_push.hpp"

#include "app/vapi_account.hpp"
#include "base/network.hpp"
#include "config/values.hpp"
#include "json/read_json.hpp"
#include "net/curl_client.hpp"
#include "vapi/account_plan.hpp"
#include "vapi/tool_definitions.hpp"

#include <algorithm>
#include <array>
#include <iomanip>
#include <optional>
#include <ostream>

namespace rental {
namespace {

using nlohmann::json;
using step = account_change::step;

/// VAPI's largest page of tools; of credentials nobody has many.
constexpr std::size_t tools_page = 1000;
constexpr std::size_t credentials_page = 100;
constexpr std::size_t longest_line = 2000;
constexpr std::size_t longest_place = 200;

std::string webhook_of(const settings& all) {
  return all.public_url + "/vapi/webhook";
}

bool is_private(const config::web_url& url) {
  const bool is_address = url.host.find(':') != url.host.npos;
  const bool is_bare_name = !is_address && url.host.find('.') == url.host.npos;
  return is_bare_name || url.host.ends_with(".local")
         || url.host.ends_with(".internal")
         || is_in(private_networks(), url.host);
}

bool is_this_machine(const config::web_url& url) {
  return url.loopback() || url.host == "0.0.0.0" || url.host == "::";
}

/// Why VAPI cannot call the service at its PUBLIC_URL; empty: it can.
std::string why_out_of_reach(const settings& all, const environment& env) {
  const std::string advice
      = "VAPI calls the service over the Internet: set PUBLIC_URL to the "
        "https:// address at which it is reached from there, such as "
        "https://calendar.example.com";
  const auto is_set = [&](const char* name) {
    const auto found = env.find(name);
    return found != env.end() && !found->second.empty();
  };
  const auto url = config::read_url(all.public_url);
  if (!url || (!is_set("PUBLIC_URL") && !is_set("RENDER_EXTERNAL_URL")))
    return "PUBLIC_URL is not set. " + advice;
  if (is_this_machine(*url))
    return "PUBLIC_URL (" + all.public_url + ") means this machine itself. "
           + advice;
  if (is_private(*url))
    return "PUBLIC_URL (" + all.public_url
           + ") is an address of a private network. " + advice;
  return {};
}

/// What of the settings is missing or does not fit; empty: nothing.
std::string what_is_wrong(const settings& all, const environment& env,
                          const std::string& assistant) {
  if (auto why = why_out_of_reach(all, env); !why.empty())
    return why;
  if (!config::read_url(all.public_url)->secure)
    return "PUBLIC_URL is http, and callers' data and the secret would travel "
           "in clear: put in an https:// address";
  if (all.vapi.secrets.empty() && all.vapi.hmac.secrets.empty())
    return "neither VAPI_SECRET nor VAPI_HMAC_SECRET is set: VAPI could not "
           "prove that it is VAPI; make one with `openssl rand -base64 32`";
  if (all.vapi.private_key.empty())
    return "VAPI_PRIVATE_KEY is not set: take the private key from VAPI's "
           "dashboard, API Keys";
  const auto own = std::ranges::any_of(all.bindings, [&](const auto& each) {
    return !assistant.empty() && each.assistant_id == assistant
           && each.shared_secret;
  });
  if (own)
    return "a binding of the settings file gives this assistant a secret of "
           "its own, and the tools of this account have VAPI_SECRET: set it up "
           "in its own account (docs/setup-vapi.md)";
  return {};
}

json signing_plan(const hmac_settings& hmac) {
  constexpr std::array digests{"sha256", "sha512", "sha1"};
  const auto is_hex = hmac.signature_encoding == hmac_options::encoding::hex;
  json plan{{"type", "hmac"},
            {"secretKey", hmac.secrets.front().reveal()},
            {"algorithm", digests[static_cast<std::size_t>(hmac.algorithm)]},
            {"signatureHeader", hmac.signature_header},
            {"timestampHeader", hmac.timestamp_header},
            {"includeTimestamp", hmac.include_timestamp},
            {"payloadFormat", hmac.payload_format},
            {"signatureEncoding", is_hex ? "hex" : "base64"},
            {"secretIsBase64", hmac.secret_is_base64}};
  if (!hmac.signature_prefix.empty())
    plan["signaturePrefix"] = hmac.signature_prefix;
  if (!hmac.message_id_header.empty())
    plan["messageIdHeader"] = hmac.message_id_header;
  return plan;
}

json authentication_plan(const vapi_settings& vapi) {
  if (!vapi.hmac.secrets.empty())
    return signing_plan(vapi.hmac);
  return {{"type", "bearer"},
          {"token", vapi.secrets.front().reveal()},
          {"headerName", "Authorization"},
          {"bearerPrefixEnabled", true}};
}

/// What VAPI has of what is needed.
struct account_state {
  json credentials;
  json tools;
  json assistant;
  const json* credential = nullptr;
  /// As many as definitions; null where there is none.
  std::vector<const json*> own_tools;
};

class push {
public:
  push(const command_context& context, const vapi_push_options& options,
       const settings& all, const vapi_words& words, vapi_account& account)
      : context_(context), options_(options), all_(all), words_(words),
        account_(account),
        definitions_(
            read_json(render_tool_definitions(known_tools(), webhook_of(all)))
                .value()["tools"]) {}

  int run();

private:
  expected<done> read();
  expected<done> read_assistant();
  expected<done> carry_out();
  expected<std::string> carry_out(const account_change& change);
  expected<json> send(const account_change& change);
  void print(const account_change& change, const std::string& id);
  void print_sum() const;
  int fail(const failure& why) const;

  std::size_t count(step which) const {
    return counts_[static_cast<std::size_t>(which)];
  }

  const command_context& context_;
  const vapi_push_options& options_;
  const settings& all_;
  const vapi_words& words_;
  vapi_account& account_;
  json definitions_;
  account_state has_;
  std::array<std::size_t, 3> counts_{};
  bool is_writing_ = false;
};

expected<done> push::read() {
  auto credentials = account_.list("credential", credentials_page);
  if (!credentials)
    return credentials.error();
  has_.credentials = *std::move(credentials);
  auto credential = own_credential(has_.credentials);
  if (!credential)
    return credential.error();
  has_.credential = *credential;
  auto tools = account_.list("tool", tools_page);
  if (!tools)
    return tools.error();
  has_.tools = *std::move(tools);
  for (const auto name : known_tools()) {
    auto own = own_tool(has_.tools, name);
    if (!own)
      return own.error();
    has_.own_tools.push_back(*own);
  }
  return options_.assistant.empty() ? done{} : read_assistant();
}

expected<done> push::read_assistant() {
  auto assistant = account_.get("assistant", options_.assistant);
  if (!assistant)
    return assistant.error();
  has_.assistant = *std::move(assistant);
  return check_assistant(has_.assistant, has_.tools, definitions_);
}

expected<done> push::carry_out() {
  assistant_needs needs;
  needs.server_url = webhook_of(all_);
  auto credential = carry_out(
      credential_change(authentication_plan(all_.vapi), has_.credential));
  if (!credential)
    return credential.error();
  needs.credential_id = *credential;
  for (std::size_t i = 0; i < definitions_.size(); ++i) {
    const auto change
        = tool_change(definitions_[i], has_.own_tools[i], needs.credential_id);
    auto id = carry_out(change);
    if (!id)
      return id.error();
    needs.tools.push_back({*std::move(id), change.name});
  }
  if (options_.assistant.empty())
    return done{};
  auto assistant = carry_out(assistant_change(has_.assistant, needs));
  if (!assistant)
    return assistant.error();
  return done{};
}

/// The id of the thing afterwards; of what is only planned, a word for it.
expected<std::string> push::carry_out(const account_change& change) {
  auto id = change.id.empty() ? "(new " + change.kind + ")" : change.id;
  if (options_.yes && change.what != step::keep) {
    is_writing_ = true;
    auto answer = send(change);
    if (!answer)
      return failure{answer.error().code,
                     change.kind + " " + words_.shown(change.name) + ": "
                         + answer.error().detail,
                     {}};
    if (change.what == step::create)
      id = (*answer)["id"].get<std::string>();
  }
  print(change, id);
  return id;
}

expected<json> push::send(const account_change& change) {
  return change.what == step::create
             ? account_.create(change.kind, change.body)
             : account_.update(change.kind, change.id, change.body);
}

void push::print(const account_change& change, const std::string& id) {
  constexpr std::array planned{"create", "change", "leave"};
  constexpr std::array did{"created", "changed", "left"};
  const auto which = static_cast<std::size_t>(change.what);
  ++counts_[which];
  auto& out = context_.out;
  out << std::left << std::setw(8) << (options_.yes ? did : planned)[which]
      << change.kind << " " << words_.shown(change.name);
  if (id != "(new " + change.kind + ")")
    out << " " << words_.shown(id, longest_place);
  out << "\n";
  for (const auto& [where, from, to] : change.differences)
    out << "          " << words_.shown(where, longest_place) << ": "
        << (from.empty() ? "" : words_.shown(from) + " -> ") << words_.shown(to)
        << "\n";
  out << std::flush;
}

void push::print_sum() const {
  auto& out = context_.out;
  if (options_.yes)
    out << count(step::create) << " created, " << count(step::update)
        << " changed, " << count(step::keep) << " left as they were\n";
  else
    out << count(step::create) << " to create, " << count(step::update)
        << " to change, " << count(step::keep) << " to leave as they are\n";
  if (options_.assistant.empty())
    out << "No assistant was named: --assistant ID gives it the tools and the "
           "server messages\n";
  if (!options_.yes && count(step::create) + count(step::update) > 0)
    out << "Nothing is changed yet; repeat this with --yes\n";
}

/// Says what was done until then, and how to go on.
int push::fail(const failure& why) const {
  const auto changed = count(step::create) + count(step::update);
  auto detail = why.detail;
  if (!is_writing_)
    detail += "; nothing was changed";
  else
    detail += "; done before: " + std::to_string(changed)
              + (changed == 1 ? " change" : " changes")
              + ", as listed; the same command does the rest";
  return context_.fail(
      {why.code, words_.shown(detail, longest_line), why.retry_after});
}

int push::run() {
  context_.out << words_.shown("VAPI at " + all_.vapi.api_url + ", webhook "
                                   + webhook_of(all_),
                               longest_line)
               << "\n";
  if (auto ready = read(); !ready)
    return fail(ready.error());
  if (auto carried = carry_out(); !carried)
    return fail(carried.error());
  print_sum();
  return exit_fine;
}

} // namespace

int push_to_vapi(const command_context& context,
                 const vapi_push_options& options) {
  const auto all = context.load();
  if (!all)
    return exit_configuration;
  const vapi_words words{*all};
  const auto wrong = [&](const std::string& why, int status) {
    context.err << "peterental: " << words.shown(why, longest_line) << "\n";
    return status;
  };
  if (!options.assistant.empty() && !is_vapi_id(options.assistant))
    return wrong("--assistant: " + words.shown(options.assistant)
                     + " is no id: take it from the dashboard (1 to 100 "
                       "letters, digits, - and _)",
                 exit_usage);
  if (const auto why = what_is_wrong(*all, context.env, options.assistant);
      !why.empty())
    return wrong(why, exit_configuration);
  curl_client http;
  vapi_account account{http, context.err, words, all->vapi,
                       std::chrono::seconds{options.timeout}};
  return push{context, options, *all, words, account}.run();
}

} // namespace rental
