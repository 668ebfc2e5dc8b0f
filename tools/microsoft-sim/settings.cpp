#include "tools/microsoft-sim/settings.hpp"

#include <stdexcept>

namespace rental::sim {

namespace {

/// The one list of names: calls `visit(name, member)` for each setting.
template <class Settings, class Visitor>
void for_each_setting(Settings& in, Visitor visit) {
  visit("client_id", in.client_id);
  visit("client_secret", in.client_secret);
  visit("app_name", in.app_name);
  visit("client_secret_expired", in.client_secret_expired);
  visit("tenant_id", in.tenant_id);
  visit("tenant_domain", in.tenant_domain);
  visit("redirect_uris", in.redirect_uris);
  visit("expires_in", in.expires_in);
  visit("expires_in_as_string", in.expires_in_as_string);
  visit("strict_rotation", in.strict_rotation);
  visit("omit_rotated_token", in.omit_rotated_token);
  visit("remember_consent", in.remember_consent);
  visit("auto_sign_in", in.auto_sign_in);
  visit("page_size", in.page_size);
  visit("mailbox_concurrency", in.mailbox_concurrency);
  visit("concurrency_per_app", in.concurrency_per_app);
  visit("concurrency_retry_after", in.concurrency_retry_after);
  visit("mails_per_minute", in.mails_per_minute);
  visit("duplicate_transaction_status", in.duplicate_transaction_status);
  visit("delete_frees_transaction_id", in.delete_frees_transaction_id);
  visit("refuse_unknown_properties", in.refuse_unknown_properties);
  visit("list_lag_ms", in.list_lag_ms);
  visit("latency_ms", in.latency_ms);
  visit("latency_jitter_ms", in.latency_jitter_ms);
  visit("public_url", in.public_url);
}

} // namespace

json to_json(const settings& from) {
  json result = json::object();
  for_each_setting(
      from, [&](const char* name, auto& value) { result[name] = value; });
  return result;
}

void settings_box::change(const json& patch) {
  if (!patch.is_object())
    throw std::invalid_argument{"settings: a JSON object is needed"};
  std::lock_guard lock{mutex_};
  auto known = to_json(current_);
  for (auto& [name, value] : patch.items()) {
    if (!known.contains(name))
      throw std::invalid_argument{"settings: unknown name '" + name + "'"};
    if (known[name].type_name() != std::string_view{value.type_name()})
      throw std::invalid_argument{"settings: '" + name + "' must be a "
                                  + known[name].type_name()};
    known[name] = value;
  }
  if (known["page_size"] < 1)
    throw std::invalid_argument{"settings: 'page_size' must be at least 1"};
  for_each_setting(current_, [&](const char* name, auto& value) {
    known[name].get_to(value);
  });
}

} // namespace rental::sim
