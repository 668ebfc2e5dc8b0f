#include "storage/session.hpp"

#include <utility>

namespace rental {
namespace {

using text = std::string;
using number = long long;

#define BOOKING_COLUMNS                                                        \
  "SELECT id, manager, starts_at, ends_at, address, address_key, visitor,"     \
  " call_id, state, event_id, etag, transaction_id, moves, reason,"            \
  " mailbox, created_at, updated_at, ical_uid, version, overlaps FROM "        \
  "bookings "

seal_owner visitor_of(const std::string& booking_id) {
  return {"visitor", booking_id};
}

seal_owner address_of(const std::string& booking_id) {
  return {"address", booking_id};
}

/// Queries, and what their rows are opened with.
struct booking_reader {
  connection& db;
  const vault& seals;
  unreadable_rows& unopened;
};

void open_visitor(booking& row, const text& sealed,
                  const booking_reader& with) {
  auto who = with.seals.open(sealed, visitor_of(row.id), 5);
  if (!who) {
    row.unreadable = true;
    return with.unopened.note("visitor", row.id);
  }
  row.who = {(*who)[0].reveal(), (*who)[1].reveal(), (*who)[2].reveal()};
  row.caller = (*who)[3].reveal();
  row.code = (*who)[4].reveal();
}

void open_address(booking& row, const text& key, const booking_reader& with) {
  if (key.empty()) // in clear
    return;
  auto opened
      = with.seals.open(std::exchange(row.address, {}), address_of(row.id), 1);
  if (!opened) {
    row.unreadable = true;
    return with.unopened.note("address", row.id);
  }
  row.address = (*opened)[0].reveal();
}

template <class Row>
booking read_booking(const Row& row, const booking_reader& with) {
  booking out;
  text address_key, visitor, state;
  number starts = 0, ends = 0, created = 0, updated = 0, overlapping = 0;
  std::tie(out.id, out.manager, starts, ends, out.address, address_key, visitor,
           out.call_id, state, out.event_id, out.etag, out.transaction_id,
           out.moves, out.reason, out.mailbox, created, updated, out.ical_uid,
           out.version, overlapping)
      = row;
  open_visitor(out, visitor, with);
  open_address(out, address_key, with);
  out.slot = {from_unix(starts), from_unix(ends)};
  out.state = booking_state_from(state).value_or(booking_state::failed);
  out.created_at = from_unix(created);
  out.updated_at = from_unix(updated);
  out.overlaps = overlapping != 0;
  return out;
}

template <class... In>
expected<std::vector<booking>> read_bookings(const booking_reader& from,
                                             const char* sql, const In&... in) {
  return guarded([&]() -> expected<std::vector<booking>> {
    std::vector<booking> all;
    for (const auto& row :
         from.db.select<text, number, number, number, text, text, text, text,
                        text, text, text, text, text, text, text, number,
                        number, text, number, number>(sql, in...))
      all.push_back(read_booking(row, from));
    return all;
  });
}

expected<std::vector<booking>>
only_readable(expected<std::vector<booking>> rows) {
  if (rows)
    std::erase_if(*rows, [](const auto& row) { return row.unreadable; });
  return rows;
}

/// "None" would be untrue where there is one that cannot be read.
expected<std::vector<booking>>
readable_or_failure(expected<std::vector<booking>> rows) {
  const bool any = rows && !rows->empty();
  rows = only_readable(std::move(rows));
  if (any && rows->empty())
    return failure{errc::sealed, "the booking does not open"};
  return rows;
}

} // namespace

expected<done> sqlite_session::hold(const booking& row) {
  return guarded([&]() -> expected<done> {
    auto visitor = seals_.seal(
        visitor_of(row.id),
        {row.who.name, row.who.phone, row.who.email, row.caller, row.code});
    auto address = seals_.seal(address_of(row.id), {row.address});
    db_.run(
        "INSERT INTO bookings (id, manager, starts_at, ends_at, address,"
        " address_key, visitor, visitor_key, phone_hash, caller_hash,"
        " code_hash, call_id, state, event_id, etag, transaction_id,"
        " moves, reason, mailbox, created_at, updated_at) VALUES (:id, "
        ":manager,"
        " :starts_at, :ends_at, :address, :address_key, :visitor,"
        " :visitor_key, :phone_hash, :caller_hash, :code_hash, :call_id,"
        " 'held', '', '', :transaction_id, :moves, '', :mailbox, :created_at,"
        " :updated_at)",
        row.id, row.manager, to_unix(row.slot.start), to_unix(row.slot.end),
        address.text, address.key_id, visitor.text, visitor.key_id,
        seals_.phone_hash(row.manager, row.who.phone),
        seals_.phone_hash(row.manager, row.caller),
        seals_.phone_hash(row.manager, row.code), row.call_id,
        row.transaction_id, row.moves, row.mailbox, to_unix(row.created_at),
        to_unix(row.updated_at));
    return done{};
  });
}

/// What it means that a guarded UPDATE touched no row.
expected<done> sqlite_session::changed_booking(long long rows,
                                               const std::string& id) {
  if (rows != 0)
    return done{};
  auto found
      = db_.select<text>("SELECT state FROM bookings WHERE id = :id", id);
  if (found.empty())
    return errc::unknown_booking;
  return failure{errc::changed, "the booking is " + std::get<0>(found.front())};
}

expected<done> sqlite_session::mark_writing(const std::string& id,
                                            const std::string& transaction_id,
                                            instant now) {
  return guarded([&] {
    auto rows = db_.run("UPDATE bookings SET state = 'writing',"
                        " transaction_id = :transaction_id, updated_at = :now,"
                        " version = version + 1"
                        " WHERE id = :id AND state IN ('held', 'writing')",
                        transaction_id, to_unix(now), id);
    return changed_booking(rows, id);
  });
}

expected<done> sqlite_session::confirm(const std::string& id,
                                       const event_ref& event, instant now) {
  return guarded([&] {
    auto rows = db_.run(
        "UPDATE bookings SET state = 'confirmed', event_id = :event_id,"
        " etag = :etag, ical_uid = :ical_uid, reason = '',"
        " updated_at = :now, version = version + 1"
        " WHERE id = :id AND (state = 'confirmed'"
        " OR (state = 'writing' AND reason <> 'withdrawing'))",
        event.id, event.etag, event.ical_uid, to_unix(now), id);
    return changed_booking(rows, id);
  });
}

#define PUT_STATE                                                              \
  "UPDATE bookings SET state = :state, reason = :reason, updated_at = :now,"   \
  " version = version + 1 WHERE id = :id AND state IN "

static const char* put_state_sql(booking_state to) {
  switch (to) {
  case booking_state::failed:
    return PUT_STATE "('held', 'writing')";
  case booking_state::writing:
    return PUT_STATE "('writing')";
  case booking_state::cancelling:
    return PUT_STATE "('confirmed')";
  case booking_state::cancelled:
    return PUT_STATE "('confirmed', 'cancelling')";
  case booking_state::held:
  case booking_state::confirmed:
    break;
  }
  return PUT_STATE "('')";
}

expected<done> sqlite_session::put_booking_state(const std::string& id,
                                                 booking_state state,
                                                 const std::string& reason,
                                                 instant now) {
  return guarded([&] {
    auto rows = db_.run(put_state_sql(state), to_string(state), reason,
                        to_unix(now), id);
    return changed_booking(rows, id);
  });
}

expected<done> sqlite_session::follow_event(const std::string& id,
                                            std::int64_t version,
                                            const event_ref& event,
                                            const time_slot& to, instant now) {
  return guarded([&] {
    auto rows = db_.run(
        "UPDATE bookings SET starts_at = :starts_at, ends_at = :ends_at,"
        " event_id = :event_id, etag = :etag, ical_uid = :ical_uid,"
        " overlaps = EXISTS (SELECT 1 FROM bookings AS other"
        "  WHERE other.active AND other.manager = bookings.manager"
        "  AND other.id <> bookings.id AND other.moves <> bookings.id"
        "  AND other.ends_at > :from AND other.starts_at < :until),"
        " updated_at = :now, version = version + 1"
        " WHERE id = :id AND state = 'confirmed' AND version = :version",
        to_unix(to.start), to_unix(to.end), event.id, event.etag,
        event.ical_uid, to_unix(to.start), to_unix(to.end), to_unix(now), id,
        version);
    return changed_booking(rows, id);
  });
}

expected<done> sqlite_session::end_noticed(const std::string& id,
                                           std::int64_t version,
                                           const std::string& reason,
                                           instant now) {
  return guarded([&] {
    auto rows = db_.run("UPDATE bookings SET state = 'cancelled',"
                        " reason = :reason, updated_at = :now,"
                        " version = version + 1 WHERE id = :id"
                        " AND state = 'confirmed' AND version = :version",
                        reason, to_unix(now), id, version);
    return changed_booking(rows, id);
  });
}

expected<done> sqlite_session::revive(const std::string& id,
                                      std::int64_t version,
                                      const event_ref& event,
                                      const time_slot& at, instant now) {
  return guarded([&] {
    auto rows = db_.run(
        "UPDATE bookings SET state = 'confirmed', reason = '', overlaps = 0,"
        " starts_at = :starts_at, ends_at = :ends_at, event_id = :event_id,"
        " etag = :etag, ical_uid = :ical_uid, updated_at = :now,"
        " version = version + 1"
        " WHERE id = :id AND state = 'cancelled' AND version = :version",
        to_unix(at.start), to_unix(at.end), event.id, event.etag,
        event.ical_uid, to_unix(now), id, version);
    return changed_booking(rows, id);
  });
}

expected<booking> sqlite_session::booking_by_id(const std::string& id) {
  auto found = read_bookings({db_, seals_, unopened_},
                             BOOKING_COLUMNS "WHERE id = :id", id);
  if (!found)
    return found.error();
  if (found->empty())
    return errc::unknown_booking;
  if (found->front().unreadable)
    return failure{errc::sealed, "the booking does not open"};
  return std::move(found->front());
}

expected<std::vector<booking>>
sqlite_session::active_bookings(std::int64_t manager, time_slot window) {
  return read_bookings({db_, seals_, unopened_},
                       BOOKING_COLUMNS
                       "WHERE active AND manager = :manager"
                       " AND ends_at > :from AND starts_at < :to"
                       " ORDER BY starts_at",
                       manager, to_unix(window.start), to_unix(window.end));
}

expected<std::vector<booking>> sqlite_session::bookings(std::int64_t manager,
                                                        std::size_t limit) {
  // What was cancelled does not push out what is to come.
  auto rows = read_bookings({db_, seals_, unopened_},
                            BOOKING_COLUMNS
                            "WHERE manager = :manager ORDER BY active DESC,"
                            " starts_at DESC, created_at DESC LIMIT :limit",
                            manager, limit);
  if (rows)
    std::ranges::stable_sort(*rows, std::ranges::greater{},
                             [](const booking& row) { return row.slot.start; });
  return rows;
}

expected<std::vector<booking>> sqlite_session::bookings_in(std::int64_t manager,
                                                           time_slot window,
                                                           std::size_t limit) {
  // No viewing lasts longer than a day: the index is by start.
  return read_bookings({db_, seals_, unopened_},
                       BOOKING_COLUMNS
                       "WHERE manager = :manager AND starts_at > :least"
                       " AND starts_at < :to AND ends_at > :from"
                       " ORDER BY starts_at, created_at LIMIT :limit",
                       manager, to_unix(window.start) - 86'400,
                       to_unix(window.end), to_unix(window.start), limit);
}

expected<std::vector<booking>>
sqlite_session::bookings_after(const std::string& id, std::size_t limit) {
  return read_bookings(
      {db_, seals_, unopened_},
      BOOKING_COLUMNS "WHERE id > :id ORDER BY id LIMIT :limit", id, limit);
}

expected<std::vector<booking>>
sqlite_session::bookings_of_call(std::int64_t manager,
                                 const std::string& call_id) {
  if (call_id.empty())
    return std::vector<booking>{};
  return only_readable(read_bookings(
      {db_, seals_, unopened_},
      BOOKING_COLUMNS "WHERE active AND manager = :manager"
                      " AND call_id = :call_id ORDER BY created_at, starts_at",
      manager, call_id));
}

expected<std::vector<booking>>
sqlite_session::bookings_of_phone(std::int64_t manager,
                                  const std::string& phone, instant now) {
  if (phone.empty())
    return std::vector<booking>{};
  const auto hash = seals_.phone_hash(manager, phone);
  return readable_or_failure(read_bookings(
      {db_, seals_, unopened_},
      BOOKING_COLUMNS "WHERE active AND manager = :manager AND ends_at > :now"
                      " AND (phone_hash = :phone OR caller_hash = :caller)"
                      " ORDER BY starts_at",
      manager, to_unix(now), hash, hash));
}

expected<std::vector<booking>>
sqlite_session::bookings_of_code(std::int64_t manager, const std::string& code,
                                 instant now) {
  if (code.empty())
    return std::vector<booking>{};
  return readable_or_failure(read_bookings(
      {db_, seals_, unopened_},
      BOOKING_COLUMNS "WHERE active AND manager = :manager AND ends_at > :now"
                      " AND code_hash = :hash ORDER BY starts_at",
      manager, to_unix(now), seals_.phone_hash(manager, code)));
}

expected<std::vector<booking>>
sqlite_session::lost_bookings(std::int64_t manager, const std::string& phone,
                              const std::string& code, instant now) {
  // A hash that no row has, where nobody is named.
  const auto hash = [&](const std::string& text) {
    return text.empty() ? std::string{"-"} : seals_.phone_hash(manager, text);
  };
  // No viewing lasts longer than a day: the index is by start.
  return only_readable(read_bookings(
      {db_, seals_, unopened_},
      BOOKING_COLUMNS "WHERE manager = :manager AND starts_at > :least"
                      " AND ends_at > :now AND state = 'cancelled'"
                      " AND reason IN ('deleted in Outlook',"
                      " 'cancelled in Outlook') AND event_id <> ''"
                      " AND (phone_hash = :phone OR caller_hash = :caller"
                      " OR code_hash = :code) ORDER BY starts_at",
      manager, to_unix(now) - 86'400, to_unix(now), hash(phone), hash(phone),
      hash(code)));
}

expected<std::vector<booking>>
sqlite_session::unfinished(std::int64_t manager) {
  // One that does not open blocks its time until its key is back.
  return only_readable(read_bookings(
      {db_, seals_, unopened_},
      BOOKING_COLUMNS "WHERE state IN ('held', 'writing', 'cancelling')"
                      " AND (:all = 0 OR manager = :manager)"
                      " ORDER BY created_at",
      manager, manager));
}

} // namespace rental
