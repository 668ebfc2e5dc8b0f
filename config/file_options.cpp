#include "config/file_options.hpp"

#include "base/network.hpp"
#include "config/toml_file.hpp"
#include "config/values.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace rental::config {
namespace {

using outcome = expected<done>;
using apply_key = outcome (*)(settings&, const toml_entry&);

struct key_rule {
  const char* key;
  apply_key apply;
  bool is_secret = false;
};

expected<std::int64_t> integer(const toml_entry& entry, std::int64_t least,
                               std::int64_t most) {
  auto value = std::get_if<std::int64_t>(&entry.value);
  if (!value || *value < least || *value > most)
    return must_be("a whole number from " + std::to_string(least) + " to "
                   + std::to_string(most));
  return *value;
}

expected<std::string> text(const toml_entry& entry) {
  auto value = std::get_if<std::string>(&entry.value);
  auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
  if (!value || value->empty() || std::ranges::any_of(*value, is_control))
    return must_be("a text in quotes, not empty, on one line");
  return *value;
}

/// A number of minutes, seconds or anything else that counts.
template <auto Target, std::int64_t Least, std::int64_t Most>
outcome number(settings& all, const toml_entry& entry) {
  auto value = integer(entry, Least, Most);
  if (!value)
    return value.error();
  auto& target = Target(all);
  target = std::remove_reference_t<decltype(target)>(*value);
  return done{};
}

template <auto Target>
outcome flag(settings& all, const toml_entry& entry) {
  auto value = std::get_if<bool>(&entry.value);
  if (!value)
    return must_be("true or false");
  Target(all) = *value;
  return done{};
}

/// A text that may also be empty when `MayBeEmpty`.
template <auto Target, bool MayBeEmpty = false>
outcome words(settings& all, const toml_entry& entry) {
  auto plain = std::get_if<std::string>(&entry.value);
  if (MayBeEmpty && plain && plain->empty()) {
    Target(all).clear();
    return done{};
  }
  auto value = text(entry);
  if (!value)
    return value.error();
  Target(all) = *value;
  return done{};
}

/// The name of an HTTP header (RFC 9110, token), kept in lower case.
template <auto Target, bool MayBeEmpty = false>
outcome header(settings& all, const toml_entry& entry) {
  auto plain = std::get_if<std::string>(&entry.value);
  auto fits
      = [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_'; };
  if (!plain || (plain->empty() && !MayBeEmpty)
      || !std::ranges::all_of(*plain, fits))
    return must_be("the name of a header, e.g. \"x-signature\"");
  auto& target = Target(all);
  target = *plain;
  std::ranges::transform(target, target.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return done{};
}

template <std::size_t Day>
outcome day(settings& all, const toml_entry& entry) {
  auto plain = std::get_if<std::string>(&entry.value);
  auto hours = read_hours(plain ? *plain : "");
  if (!hours)
    return hours.error();
  all.rules.hours[Day] = *hours;
  return done{};
}

outcome grid(settings& all, const toml_entry& entry) {
  auto value = integer(entry, 5, 240);
  if (!value || 24 * 60 % *value != 0)
    return must_be("a whole number from 5 to 240 that divides a day, e.g. 15, "
                   "30 or 60");
  all.rules.grid = std::chrono::minutes{*value};
  return done{};
}

outcome default_zone(settings& all, const toml_entry& entry) {
  auto plain = std::get_if<std::string>(&entry.value);
  auto found = read_zone(plain ? *plain : "");
  if (!found)
    return found.error();
  all.default_zone = *found;
  return done{};
}

outcome region(settings& all, const toml_entry& entry) {
  auto value = text(entry);
  auto upper = [](unsigned char c) { return c >= 'A' && c <= 'Z'; };
  if (!value || value->size() != 2 || !std::ranges::all_of(*value, upper))
    return must_be("a country in two capital letters, e.g. \"US\"");
  all.phone_region = *value;
  return done{};
}

outcome algorithm(settings& all, const toml_entry& entry) {
  using enum hmac_options::hash;
  constexpr std::array<std::pair<const char*, hmac_options::hash>, 3> names{
      {{"sha256", sha256}, {"sha512", sha512}, {"sha1", sha1}}};
  auto plain = std::get_if<std::string>(&entry.value);
  for (auto [name, value] : names)
    if (plain && *plain == name) {
      all.vapi.hmac.algorithm = value;
      return done{};
    }
  return must_be(R"("sha256", "sha512" or "sha1")");
}

outcome encoding(settings& all, const toml_entry& entry) {
  auto plain = std::get_if<std::string>(&entry.value);
  if (!plain || (*plain != "hex" && *plain != "base64"))
    return must_be(R"("hex" or "base64")");
  all.vapi.hmac.signature_encoding = *plain == "hex"
                                         ? hmac_options::encoding::hex
                                         : hmac_options::encoding::base64;
  return done{};
}

/// Line breaks and tabs may stand between the parts: some sign
/// "{method}\n{url}".
outcome payload(settings& all, const toml_entry& entry) {
  auto value = std::get_if<std::string>(&entry.value);
  auto is_strange = [](unsigned char c) {
    return (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f;
  };
  if (!value || value->find("{body}") == std::string::npos
      || std::ranges::any_of(*value, is_strange))
    return must_be("a text that holds {body}, e.g. \"{timestamp}.{body}\"; "
                   "line breaks may stand in it");
  all.vapi.hmac.payload_format = *value;
  return done{};
}

template <class T>
T& element(std::vector<T>& list, std::size_t index) {
  if (list.size() <= index)
    list.resize(index + 1);
  return list[index];
}

outcome binding(settings& all, const toml_entry& entry) {
  element(all.bindings, entry.index);
  return done{};
}

template <auto Member>
outcome binding_text(settings& all, const toml_entry& entry) {
  auto value = text(entry);
  if (!value)
    return value.error();
  element(all.bindings, entry.index).*Member = *value;
  return done{};
}

using secret_member = std::optional<secret> call_binding::*;

outcome bind_secret(std::optional<secret>& target, const std::string& given) {
  if (target)
    return must_be("given once: either the secret or the file that holds it");
  auto value = read_secret(given);
  if (!value)
    return value.error();
  target = *value;
  return done{};
}

template <secret_member Member>
outcome binding_secret(settings& all, const toml_entry& entry) {
  auto value = text(entry);
  if (!value)
    return value.error();
  return bind_secret(element(all.bindings, entry.index).*Member, *value);
}

template <secret_member Member>
outcome binding_secret_file(settings& all, const toml_entry& entry) {
  auto path = text(entry);
  if (!path)
    return path.error();
  auto value = read_text_file(*path, true);
  if (!value)
    return must_be("a file that can be read (" + value.error().detail + ")");
  return bind_secret(element(all.bindings, entry.index).*Member, *value);
}

outcome proxies(settings& all, const toml_entry& entry) {
  auto value = text(entry);
  if (!value || !parse_networks(*value))
    return must_be("addresses or blocks such as \"10.0.0.0/8\", with commas "
                   "between them, or \"loopback\", \"private\", \"none\"");
  all.limits.trusted_proxies = *value;
  return done{};
}

// The first versions knew yes and no: the mailbox's hours or the firm's.
outcome mailbox_hours(settings& all, const toml_entry& entry) {
  if (const auto* replaces = std::get_if<bool>(&entry.value)) {
    all.mailbox_hours
        = *replaces ? mailbox_hours_use::replace : mailbox_hours_use::ignore;
    return done{};
  }
  auto value = text(entry);
  const auto use = value ? mailbox_hours_use_from(*value) : std::nullopt;
  if (!use)
    return must_be("\"narrow\", \"replace\" or \"ignore\"");
  all.mailbox_hours = *use;
  return done{};
}

outcome property(settings& all, const toml_entry& entry) {
  element(all.properties, entry.index);
  return done{};
}

template <auto Member>
outcome property_text(settings& all, const toml_entry& entry) {
  auto value = text(entry);
  if (!value)
    return value.error();
  element(all.properties, entry.index).*Member = *value;
  return done{};
}

#define RENTAL_AT(member)                                                      \
  [](settings & all) -> auto& {                                                \
    return all.member;                                                         \
  }

constexpr auto key_rules = std::to_array<key_rule>({
    {"rules.slot_minutes", number<RENTAL_AT(rules.slot), 5, 240>},
    {"rules.grid_minutes", grid},
    {"rules.notice_minutes", number<RENTAL_AT(rules.notice), 0, 20160>},
    {"rules.horizon_days", number<RENTAL_AT(rules.horizon_days), 1, 60>},
    {"rules.buffer_before_minutes",
     number<RENTAL_AT(rules.buffer_before), 0, 240>},
    {"rules.buffer_after_minutes",
     number<RENTAL_AT(rules.buffer_after), 0, 240>},
    {"rules.tentative_blocks", flag<RENTAL_AT(rules.tentative_blocks)>},
    {"hours.sunday", day<0>},
    {"hours.monday", day<1>},
    {"hours.tuesday", day<2>},
    {"hours.wednesday", day<3>},
    {"hours.thursday", day<4>},
    {"hours.friday", day<5>},
    {"hours.saturday", day<6>},
    {"hours.default_zone", default_zone},
    {"hours.use_mailbox_hours", mailbox_hours},
    {"firm.name", words<RENTAL_AT(firm.name), true>},
    {"firm.phone", words<RENTAL_AT(firm.phone), true>},
    {"availability.cache_seconds",
     number<RENTAL_AT(availability_cache), 0, 3600>},
    {"retention.visitors_days",
     number<RENTAL_AT(keep_visitors_days), 0, 36'500>},
    {"budgets.openings_seconds", number<RENTAL_AT(budgets.openings), 1, 19>},
    {"budgets.booking_seconds", number<RENTAL_AT(budgets.booking), 1, 19>},
    {"graph.concurrent_per_mailbox",
     number<RENTAL_AT(graph_gate.per_mailbox), 1, 4>},
    {"graph.concurrent_start", number<RENTAL_AT(graph_gate.start), 2, 256>},
    {"graph.concurrent_most", number<RENTAL_AT(graph_gate.most), 2, 256>},
    {"limits.webhook_per_minute",
     number<RENTAL_AT(limits.webhook.per_minute), 0, 1'000'000>},
    {"limits.webhook_at_once",
     number<RENTAL_AT(limits.webhook.at_once), 1, 1'000'000>},
    {"limits.requests_per_minute",
     number<RENTAL_AT(limits.requests.per_minute), 0, 1'000'000>},
    {"limits.requests_at_once",
     number<RENTAL_AT(limits.requests.at_once), 1, 1'000'000>},
    {"limits.sign_ins_per_minute",
     number<RENTAL_AT(limits.sign_ins.per_minute), 0, 10'000>},
    {"limits.sign_ins_at_once",
     number<RENTAL_AT(limits.sign_ins.at_once), 1, 10'000>},
    {"limits.failures_per_minute",
     number<RENTAL_AT(limits.failures.per_minute), 1, 10'000>},
    {"limits.failures_at_once",
     number<RENTAL_AT(limits.failures.at_once), 1, 10'000>},
    {"limits.codes_per_day",
     number<RENTAL_AT(limits.codes_per_day), 1, 10'000>},
    {"limits.codes_at_once", number<RENTAL_AT(limits.codes_at_once), 1, 1'000>},
    {"limits.viewings_per_call",
     number<RENTAL_AT(limits.uses.viewings_per_call), 0, 1'000>},
    {"limits.viewings_per_caller",
     number<RENTAL_AT(limits.uses.viewings_per_caller), 0, 1'000>},
    {"limits.invitations_per_email",
     number<RENTAL_AT(limits.uses.invitations_per_email), 0, 1'000>},
    {"limits.trusted_proxies", proxies},
    {"server.keep_alive_seconds",
     number<RENTAL_AT(server.keep_alive), 5, 3600>},
    {"server.connections_per_address",
     number<RENTAL_AT(server.connections_per_address), 1, 65'535>},
    {"server.memory_mebibytes",
     number<RENTAL_AT(server.memory_mebibytes), 32, 4096>},
    {"phones.default_region", region},
    {"hmac.algorithm", algorithm},
    {"hmac.signature_header", header<RENTAL_AT(vapi.hmac.signature_header)>},
    {"hmac.timestamp_header", header<RENTAL_AT(vapi.hmac.timestamp_header)>},
    {"hmac.signature_prefix",
     words<RENTAL_AT(vapi.hmac.signature_prefix), true>},
    {"hmac.include_timestamp", flag<RENTAL_AT(vapi.hmac.include_timestamp)>},
    {"hmac.payload_format", payload},
    {"hmac.message_id_header",
     header<RENTAL_AT(vapi.hmac.message_id_header), true>},
    {"hmac.signature_encoding", encoding},
    {"hmac.secret_is_base64", flag<RENTAL_AT(vapi.hmac.secret_is_base64)>},
    {"hmac.window_seconds", number<RENTAL_AT(vapi.hmac.window), 1, 3600>},
    {"bindings[]", binding},
    {"bindings[].assistant_id", binding_text<&call_binding::assistant_id>},
    {"bindings[].number", binding_text<&call_binding::number>},
    {"bindings[].phone_number_id",
     binding_text<&call_binding::phone_number_id>},
    {"bindings[].secret", binding_secret<&call_binding::shared_secret>, true},
    {"bindings[].secret_file",
     binding_secret_file<&call_binding::shared_secret>},
    {"bindings[].secret_previous",
     binding_secret<&call_binding::previous_secret>, true},
    {"bindings[].secret_previous_file",
     binding_secret_file<&call_binding::previous_secret>},
    {"bindings[].agency", binding_text<&call_binding::agency>},
    {"bindings[].manager", binding_text<&call_binding::manager>},
    {"properties[]", property},
    {"properties[].match", property_text<&property_owner::match>},
    {"properties[].agency", property_text<&property_owner::agency>},
    {"properties[].manager", property_text<&property_owner::manager>},
});

#undef RENTAL_AT

bool is_section(const std::string& key) {
  return std::ranges::any_of(key_rules, [&](const key_rule& rule) {
    return std::string_view{rule.key}.starts_with(key + ".");
  });
}

/// The keys that share the section of a wrong one; for the message.
std::string known_beside(const std::string& key) {
  auto section = key.substr(0, key.rfind('.') + 1);
  std::string names;
  for (const auto& rule : key_rules) {
    std::string_view name{rule.key};
    if (!section.empty() && name.starts_with(section))
      names.append(names.empty() ? "" : ", ")
          .append(name.substr(section.size()));
  }
  return names.empty() ? "known sections: rules, hours, firm, availability, "
                         "retention, budgets, graph, limits, server, phones, "
                         "hmac, bindings, properties"
                       : "known there: " + names;
}

std::string shown(const toml_entry& entry) {
  struct visitor {
    std::string operator()(const other_value& v) const { return v.what; }
    std::string operator()(bool v) const { return v ? "true" : "false"; }
    std::string operator()(std::int64_t v) const { return std::to_string(v); }
    std::string operator()(double v) const { return std::to_string(v); }
    std::string operator()(const std::string& v) const {
      return '"' + one_line(v) + '"';
    }
  };
  return std::visit(visitor{}, entry.value);
}

failure at(const std::string& path, const toml_entry& entry, std::string text) {
  return {errc::bad_request,
          path + ":" + std::to_string(entry.line) + ": " + std::move(text),
          {}};
}

expected<done> apply_entry(const std::string& path, const toml_entry& entry,
                           settings& all) {
  auto rule = std::ranges::find(key_rules, entry.key, &key_rule::key);
  if (rule == key_rules.end()) {
    if (is_section(entry.key) && entry.is_table())
      return done{};
    if (is_section(entry.key))
      return at(path, entry,
                entry.key + " = " + shown(entry) + ": must be a table");
    if (is_section(entry.key + "[]"))
      return at(path, entry,
                entry.key + ": must be written as [[" + entry.key + "]]");
    return at(path, entry,
              "unknown key " + one_line(entry.key) + "; "
                  + known_beside(entry.key));
  }
  auto applied = rule->apply(all, entry);
  if (applied)
    return applied;
  auto value = rule->is_secret ? "" : " = " + shown(entry);
  return at(path, entry, entry.key + value + ": " + applied.error().detail);
}

} // namespace

expected<done> apply_file(const std::string& path, settings& all) {
  auto entries = read_toml(path);
  if (!entries)
    return entries.error();
  for (const auto& entry : *entries)
    if (auto applied = apply_entry(path, entry, all); !applied)
      return applied;
  return done{};
}

std::vector<std::string> file_keys() {
  std::vector<std::string> keys;
  for (const auto& rule : key_rules)
    if (!std::string_view{rule.key}.ends_with("[]"))
      keys.emplace_back(rule.key);
  return keys;
}

} // namespace rental::config
