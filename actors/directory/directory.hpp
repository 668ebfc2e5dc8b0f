// The directory: whose calendar a call is about, and where that calendar is.
#pragma once

#include "actors/directory/calendar.hpp"
#include "actors/directory/property_routing.hpp"

#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace rental {

/// Facts of a call that decide about its agency, and perhaps its manager. Empty
/// fields match anything. One with a secret of its own matches only what that
/// secret has proved; one without never matches what the secret of another
/// agency has proved.
struct agency_binding {
  std::string assistant_id;
  std::string phone_number_id;
  /// Dialled number, E.164.
  std::string number;
  std::string agency;
  /// Empty: the agency only.
  std::string manager;
  bool has_own_secret = false;
};

struct directory_options {
  /// In the order of the settings; the first that applies counts.
  std::vector<agency_binding> bindings;
  /// Beside those of the database, and before them.
  std::vector<property_owner> properties;
  /// How often it is looked whether the homes of the database changed.
  std::chrono::milliseconds look_at_homes_every{1000};
  std::string default_agency = "default";
  /// How often unfinished rows are looked for.
  std::chrono::seconds reconcile_every{30};
  /// Stored answers are swept when they are older.
  std::chrono::hours keep_answers{7 * 24};
  /// And mails that were sent longer ago; others stay.
  std::chrono::hours keep_sent_mail{7 * 24};
  /// And sign-ins that ended longer ago.
  std::chrono::hours keep_sign_ins{24};
  /// And viewings that ended longer ago, wishes and mails that are older; 0:
  /// never.
  std::chrono::hours keep_visitors{400 * 24};
  /// Connected managers whose calendars are read soon after the start, so that
  /// viewings that the database lost are taken back; 0: none. Those of the
  /// others are read with their next call.
  std::size_t compared_at_start = 0;
  /// One written form for ids: phone numbers as E.164.
  std::function<std::string(std::string_view)> normalise_id;
};

struct directory_state {
  static inline const char* name = "directory";

  caf::result<calendar_ref> find(const manager_query& asked);
  /// The same, as soon as the homes are known.
  caf::result<calendar_ref> find_once_ready(const manager_query& query);
  void changed(const manager_key& key);
  /// A calendar ended. One that failed starts again at once, so that what it
  /// had in hand is ended; one that fails again soon waits for its next caller
  /// or for the timer.
  void ended(const caf::down_msg& how);
  /// Wakes the calendars with unfinished rows; sweeps; re-arms the timer.
  void reconcile();
  /// Takes over the homes of the database when they changed; re-arms the timer.
  void look_at_homes();
  /// Ends every calendar.
  void stop(const caf::error& reason);

  /// What a look-up in the ledger found.
  struct resolution {
    std::map<manager_key, std::int64_t> looked_up;
    std::optional<manager_record> chosen;
    /// Nobody was named; `chosen` is the agency's only manager.
    bool by_default = false;
    /// Nobody in the agency ever connected a calendar.
    bool nobody_connected = false;
  };

  directory_actor::pointer self = nullptr;
  directory_options options;
  property_routes routes;
  calendar_deps deps;
  pending_jobs jobs;

private:
  /// Instead of a row id.
  static constexpr std::int64_t nobody = 0;
  static constexpr std::int64_t nobody_connected = -1;

  bool applies(std::size_t i, const manager_query& query) const;
  /// The home that is meant where none is named; empty: it cannot be told.
  std::string only_home_for(const manager_query& query,
                            const std::string& agency,
                            const std::string& bound) const;
  std::string agency_of(const manager_query& query,
                        std::string& bound_manager) const;
  /// Whom a query names.
  struct named_managers {
    /// The first that exists counts.
    std::vector<manager_key> keys;
    /// Otherwise the agency's only manager will do.
    bool no_other = false;
  };
  /// errc::ambiguous_property when its address may mean homes of several
  /// managers, errc::not_shown when it is one that is not shown.
  expected<named_managers> candidates(const manager_query& query,
                                      const std::string& agency,
                                      const std::string& bound);
  /// The manager's row, or why there is none: nobody or nobody_connected. Or
  /// nothing when the ledger has to be asked.
  std::optional<std::int64_t>
  from_memory(const std::vector<manager_key>& wanted, const std::string& agency,
              bool may_default) const;
  /// The caller as a manager of the agency; nothing when the query does not
  /// ask.
  std::optional<manager_key> caller_key(const manager_query& query,
                                        const std::string& agency) const;
  bool is_shared(const std::optional<manager_key>& caller) const;
  static caf::error not_found(std::int64_t row, bool will_connect);
  void remember(const resolution& found, const std::string& agency);
  void count_foreign(const manager_query& query, const std::string& agency,
                     const std::string& bound) const;
  calendar_ref wake(const manager_record& row);
  void wake_again(std::int64_t manager);
  /// Finds the calendars that are to be read after the start, then reads some
  /// at each reconcile.
  void compare();
  void compare_some();

  /// Row ids by key; 0 = known not to exist.
  std::map<manager_key, std::int64_t> known_;
  /// The only manager of an agency; nobody = several; nobody_connected.
  std::map<std::string, std::int64_t> only_;
  std::unordered_map<std::int64_t, calendar_ref> awake_;
  /// When the calendars that failed last did so.
  std::unordered_map<std::int64_t, instant> failed_at_;
  /// Until the homes were looked at once, whoever asks waits.
  bool homes_known_ = false;
  bool homes_readable_ = true;
  std::int64_t homes_version_ = -1;
  std::vector<std::function<void()>> waiting_;
  bool comparing_ = false;
  std::vector<std::int64_t> to_compare_;
  /// Changed rows so far: a look-up that began before one may be stale.
  std::uint64_t changes_ = 0;
};

/// Spawn with `system.spawn(directory, options, deps)`.
directory_actor::behavior_type
directory(directory_actor::stateful_pointer<directory_state> self,
          directory_options options, calendar_deps deps);

} // namespace rental
