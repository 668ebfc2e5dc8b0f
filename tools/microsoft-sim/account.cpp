#include "tools/microsoft-sim/account.hpp"

#include "tools/microsoft-sim/crypto.hpp"
#include "tools/microsoft-sim/http.hpp"
#include "tools/microsoft-sim/time_text.hpp"

#include <algorithm>
#include <stdexcept>

namespace rental::sim {

namespace {

std::string account_text(const json& value, const std::string& name) {
  if (!value.is_string())
    throw std::invalid_argument{"account: '" + name + "' must be a string"};
  return value.get<std::string>();
}

bool flag_of(const json& value, const std::string& name) {
  if (!value.is_boolean())
    throw std::invalid_argument{"account: '" + name + "' must be a boolean"};
  return value.get<bool>();
}

std::chrono::seconds time_of(const json& value, const std::string& name) {
  auto time = parse_time_of_day(account_text(value, name));
  if (!time)
    throw std::invalid_argument{"account: '" + name + "' must be hh:mm"};
  return *time;
}

void read_hours(profile& into, const json& from) {
  if (!from.is_object())
    throw std::invalid_argument{"account: 'workingHours' must be an object"};
  for (auto& [name, value] : from.items()) {
    if (name == "startTime")
      into.work_from = time_of(value, name);
    else if (name == "endTime")
      into.work_until = time_of(value, name);
    else if (name == "timeZone")
      into.work_zone = value;
    else if (name == "daysOfWeek")
      into.work_days = value.get<std::vector<std::string>>();
    else
      throw std::invalid_argument{"workingHours: unknown name '" + name + "'"};
  }
}

std::string name_from(std::string_view email) {
  std::string result{email.substr(0, email.find('@'))};
  std::replace(result.begin(), result.end(), '.', ' ');
  if (!result.empty() && result[0] >= 'a' && result[0] <= 'z')
    result[0] = static_cast<char>(result[0] - 32);
  return result;
}

} // namespace

std::string profile::zone_or_utc() const {
  return iana_name(time_zone) ? time_zone : "UTC";
}

void read_profile(profile& into, const json& from) {
  profile changed = into;
  for (auto& [name, value] : from.items()) {
    if (name == "email")
      changed.email = account_text(value, name);
    else if (name == "name")
      changed.name = account_text(value, name);
    else if (name == "timeZone")
      changed.time_zone = account_text(value, name);
    else if (name == "workingHours")
      read_hours(changed, value);
    else if (name == "mailbox")
      changed.has_mailbox = flag_of(value, name);
    else if (name == "mailAddress")
      changed.has_mail_address = flag_of(value, name);
    else if (name == "withheldScopes")
      changed.withheld_scopes = value.get<std::set<std::string>>();
    else if (name == "extraScopes")
      changed.extra_scopes = value.get<std::set<std::string>>();
    else
      throw std::invalid_argument{"account: unknown name '" + name + "'"};
  }
  auto at = changed.email.find('@');
  if (at == 0 || at == std::string::npos)
    throw std::invalid_argument{"account: 'email' must be an address"};
  if (changed.name.empty())
    changed.name = name_from(changed.email);
  changed.oid = guid_of(lower(changed.email));
  into = std::move(changed);
}

json to_json(const profile& from) {
  return {{"email", from.email},
          {"name", from.name},
          {"oid", from.oid},
          {"timeZone", from.time_zone},
          {"workingHours",
           {{"daysOfWeek", from.work_days},
            {"startTime", time_of_day_text(from.work_from)},
            {"endTime", time_of_day_text(from.work_until)},
            {"timeZone", from.work_zone}}},
          {"mailbox", from.has_mailbox},
          {"mailAddress", from.has_mail_address},
          {"withheldScopes", from.withheld_scopes},
          {"extraScopes", from.extra_scopes}};
}

bool account::consented_to(const std::set<std::string>& scopes) const {
  std::lock_guard lock{mutex_};
  return std::includes(consented_.begin(), consented_.end(), scopes.begin(),
                       scopes.end());
}

void account::consent_to(const std::set<std::string>& scopes) {
  std::lock_guard lock{mutex_};
  consented_.insert(scopes.begin(), scopes.end());
}

account_ptr directory::find_locked(std::string_view email) const {
  auto found = by_email_.find(lower(email));
  return found == by_email_.end() ? nullptr : found->second;
}

account_ptr directory::find(std::string_view email) const {
  std::shared_lock lock{mutex_};
  return find_locked(email);
}

account_ptr directory::add_or_change(const json& described) {
  if (!described.is_object())
    throw std::invalid_argument{"account: a JSON object is needed"};
  std::unique_lock lock{mutex_};
  if (auto known = find_locked(described.value("email", ""))) {
    known->change(described);
    return known;
  }
  profile fresh;
  read_profile(fresh, described);
  auto added = std::make_shared<account>(fresh);
  accounts_.push_back(added);
  by_email_[lower(fresh.email)] = added;
  return added;
}

std::vector<account_ptr> directory::all() const {
  std::shared_lock lock{mutex_};
  return accounts_;
}

void directory::reset() {
  std::unique_lock lock{mutex_};
  accounts_.clear();
  by_email_.clear();
  lock.unlock();
  add_or_change({{"email", "pete@contoso.example"},
                 {"name", "Pete Wolkowski"},
                 {"timeZone", "Central Standard Time"}});
  add_or_change({{"email", "ana@contoso.example"},
                 {"name", "Ana Keller"},
                 {"timeZone", "Europe/Berlin"}});
  add_or_change({{"email", "nozone@contoso.example"},
                 {"name", "Noor Zoneless"},
                 {"timeZone", ""}});
  add_or_change({{"email", "nomailbox@contoso.example"},
                 {"name", "Max Nomailbox"},
                 {"timeZone", "GMT Standard Time"},
                 {"mailbox", false}});
}

} // namespace rental::sim
