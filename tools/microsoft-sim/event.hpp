#pragma once

#include "tools/microsoft-sim/recurrence.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rental::sim {

/// When an event begins or ends: wall-clock time and the zone as it was given.
struct zoned_time {
  local_seconds local{};
  /// Windows or IANA name; always one that iana_name() knows.
  std::string zone = "UTC";
  /// The same as an instant.
  sys_seconds utc{};
};

/// Wall-clock time in a zone that iana_name() knows.
zoned_time zoned(local_seconds local, std::string zone);

/// An event as a mailbox stores it: a single instance, a series master, or an
/// exception of a series. Immutable once stored; changing means replacing.
struct event {
  std::uint64_t number = 0;
  /// The number that it was made with, for the iCalUId: `number` changes when
  /// the mailbox moves.
  std::uint64_t first_number = 0;
  /// Counts the changes; changeKey and the etag come from it.
  std::uint64_t version = 1;
  sys_seconds created{};
  sys_seconds modified{};
  /// Everything that does not depend on who asks, as Graph writes it: subject,
  /// body, showAs, attendees, location, isCancelled, organizer ...
  json properties = json::object();
  bool all_day = false;
  zoned_time start;
  zoned_time end;
  std::optional<recurrence> repeats;
  /// By the date in the pattern; a null pointer is a removed occurrence.
  std::map<local_days, std::shared_ptr<const event>> exceptions;
  /// Extended properties by normalised id.
  std::map<std::string, std::string> extended;
  std::string transaction_id;
  /// Digest of the request that created it, to tell a repetition.
  std::string content_digest;
  bool by_human = false;
  /// Members that Graph shows as they stand here, whatever the event is: items
  /// that something else has spoiled. What is named in `hidden` is not shown.
  json spoiled = json::object();
  std::vector<std::string> hidden;
  bool deleted = false;
  /// Another calendar of the mailbox; empty: the default one.
  std::string calendar;
};

using event_ptr = std::shared_ptr<const event>;

enum class event_type { single_instance, occurrence, exception, series_master };

/// One line of a calendar: an event, or one date of a series.
struct instance {
  event_ptr data;
  event_type type = event_type::single_instance;
  /// Set for occurrences and exceptions.
  event_ptr master;
  local_days date{};
  zoned_time start;
  zoned_time end;
};

/// How one event is named. The two spellings of an id, the ordinary and the
/// immutable one, both carry this.
struct event_key {
  std::uint64_t number = 0;
  /// Date of an occurrence.
  std::optional<local_days> date;
};

std::string encode_id(const event_key& key, bool immutable);

/// nullopt if no mailbox could ever have made this id.
std::optional<event_key> decode_id(std::string_view id);

event_key key_of(const instance& from);

std::string change_key(const event& from);

/// `W/"..."`
std::string etag(const event& from);

/// Instants of the wall-clock times; an all-day event lies from midnight to
/// midnight in `all_day_zone`.
sys_seconds starts_at(const instance& of, const std::string& all_day_zone);
sys_seconds ends_at(const instance& of, const std::string& all_day_zone);

sys_seconds starts_at(const event& of, const std::string& all_day_zone);
sys_seconds ends_at(const event& of, const std::string& all_day_zone);

/// The event itself as one instance.
instance as_instance(event_ptr of);

/// The occurrence of a series on a date, without looking at its exceptions.
instance occurrence_on(const event_ptr& master, local_days date);

} // namespace rental::sim
