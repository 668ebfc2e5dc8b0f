#pragma once

#include "tools/microsoft-sim/mailbox.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <vector>

namespace rental::sim {

/// What the directory says about a person.
struct profile {
  std::string email;
  std::string name;
  std::string oid;
  /// Windows or IANA name, or empty: a mailbox that was never opened.
  std::string time_zone = "UTC";
  std::vector<std::string> work_days{"monday", "tuesday", "wednesday",
                                     "thursday", "friday"};
  std::chrono::seconds work_from = std::chrono::hours{9};
  std::chrono::seconds work_until = std::chrono::hours{17};
  /// What stands beside the hours: null (the mailbox's own zone), the name of
  /// another, or a whole timeZone object, rules included.
  json work_zone;
  bool has_mailbox = true;
  /// The `mail` property is null for some accounts.
  bool has_mail_address = true;
  /// Scopes that consent does not grant although they were asked for.
  std::set<std::string> withheld_scopes;
  /// Scopes that an administrator granted for everybody: in every token, asked
  /// for or not.
  std::set<std::string> extra_scopes;

  /// The zone all-day events lie in: time_zone, or UTC if there is none.
  std::string zone_or_utc() const;
};

/// Reads what a control request says about an account into `into`. Throws
/// std::invalid_argument if it makes no sense.
void read_profile(profile& into, const json& from);

json to_json(const profile& from);

/// A person: profile, calendar and the requests in flight. Thread-safe.
class account {
public:
  explicit account(profile initial) : profile_{std::move(initial)} {}

  profile about() const {
    std::lock_guard lock{mutex_};
    return profile_;
  }

  void change(const json& patch) {
    std::lock_guard lock{mutex_};
    read_profile(profile_, patch);
  }

  /// Has this account accepted all of these scopes before?
  bool consented_to(const std::set<std::string>& scopes) const;

  void consent_to(const std::set<std::string>& scopes);

  mailbox calendar;

private:
  mutable std::mutex mutex_;
  profile profile_;
  std::set<std::string> consented_;
};

using account_ptr = std::shared_ptr<account>;

/// Everybody. Thread-safe.
class directory {
public:
  directory() { reset(); }

  /// By address, without regard to case; null if unknown.
  account_ptr find(std::string_view email) const;

  /// Adds the account, or changes the one that is there.
  account_ptr add_or_change(const json& described);

  /// Those who live here, in the order of arrival.
  std::vector<account_ptr> all() const;

  /// Back to the four of the beginning, with empty calendars.
  void reset();

private:
  account_ptr find_locked(std::string_view email) const;

  mutable std::shared_mutex mutex_;
  std::vector<account_ptr> accounts_;
  std::map<std::string, account_ptr, std::less<>> by_email_;
};

} // namespace rental::sim
