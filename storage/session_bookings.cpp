#include "storage/session.hpp"

namespace rental {
namespace {

using text = std::string;
using number = long long;

#define BOOKING_COLUMNS                                                        \
  "SELECT id, manager, starts_at, ends_at, address, visitor, call_id, state,"  \
  " event_id, etag, transaction_id, moves, reason, created_at, updated_at"     \
  " FROM bookings "

seal_owner visitor_of(const std::string& booking_id) {
  return {"visitor", booking_id};
}

template <class Row>
expected<booking> read_booking(const Row& row, const vault& seals) {
  booking out;
  text visitor, state;
  number starts = 0, ends = 0, created = 0, updated = 0;
  std::tie(out.id, out.manager, starts, ends, out.address, visitor, out.call_id,
           state, out.event_id, out.etag, out.transaction_id, out.moves,
           out.reason, created, updated)
      = row;
  auto who = seals.open(visitor, visitor_of(out.id), 5);
  if (!who)
    return who.error();
  out.who = {(*who)[0].reveal(), (*who)[1].reveal(), (*who)[2].reveal()};
  out.caller = (*who)[3].reveal();
  out.code = (*who)[4].reveal();
  out.slot = {from_unix(starts), from_unix(ends)};
  out.state = booking_state_from(state).value_or(booking_state::failed);
  out.created_at = from_unix(created);
  out.updated_at = from_unix(updated);
  return out;
}

template <class... In>
expected<std::vector<booking>> read_bookings(connection& db, const vault& seals,
                                             const char* sql, const In&... in) {
  return guarded([&]() -> expected<std::vector<booking>> {
    std::vector<booking> all;
    for (const auto& row :
         db.select<text, number, number, number, text, text, text, text, text,
                   text, text, text, text, number, number>(sql, in...)) {
      auto found = read_booking(row, seals);
      if (!found)
        return found.error();
      all.push_back(std::move(*found));
    }
    return all;
  });
}

} // namespace

expected<done> sqlite_session::hold(const booking& row) {
  return guarded([&]() -> expected<done> {
    auto visitor = seals_.seal(
        visitor_of(row.id),
        {row.who.name, row.who.phone, row.who.email, row.caller, row.code});
    db_.run("INSERT INTO bookings (id, manager, starts_at, ends_at, address,"
            " visitor, visitor_key, phone_hash, caller_hash, code_hash,"
            " call_id, state, event_id, etag, transaction_id, moves, reason,"
            " created_at, updated_at) VALUES (:id, :manager, :starts_at,"
            " :ends_at, :address, :visitor, :visitor_key, :phone_hash,"
            " :caller_hash, :code_hash, :call_id, 'held', '', '',"
            " :transaction_id, :moves, '', :created_at, :updated_at)",
            row.id, row.manager, to_unix(row.slot.start), to_unix(row.slot.end),
            row.address, visitor.text, visitor.key_id,
            seals_.phone_hash(row.manager, row.who.phone),
            seals_.phone_hash(row.manager, row.caller),
            seals_.phone_hash(row.manager, row.code), row.call_id,
            row.transaction_id, row.moves, to_unix(row.created_at),
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
                        " transaction_id = :transaction_id, updated_at = :now"
                        " WHERE id = :id AND state IN ('held', 'writing')",
                        transaction_id, to_unix(now), id);
    return changed_booking(rows, id);
  });
}

expected<done> sqlite_session::confirm(const std::string& id,
                                       const std::string& event_id,
                                       const std::string& etag, instant now) {
  return guarded([&] {
    auto rows = db_.run("UPDATE bookings SET state = 'confirmed',"
                        " event_id = :event_id, etag = :etag,"
                        " updated_at = :now"
                        " WHERE id = :id AND state IN ('writing', 'confirmed')",
                        event_id, etag, to_unix(now), id);
    return changed_booking(rows, id);
  });
}

expected<done> sqlite_session::put_booking_state(const std::string& id,
                                                 booking_state state,
                                                 const std::string& reason,
                                                 instant now) {
  return guarded([&] {
    auto rows = db_.run("UPDATE bookings SET state = :state, reason = :reason,"
                        " updated_at = :now WHERE id = :id",
                        to_string(state), reason, to_unix(now), id);
    return changed_booking(rows, id);
  });
}

expected<done> sqlite_session::move_booking(const std::string& id,
                                            const time_slot& to, instant now) {
  return guarded([&] {
    auto rows = db_.run("UPDATE bookings SET starts_at = :starts_at,"
                        " ends_at = :ends_at, updated_at = :now"
                        " WHERE id = :id AND active",
                        to_unix(to.start), to_unix(to.end), to_unix(now), id);
    return changed_booking(rows, id);
  });
}

expected<booking> sqlite_session::booking_by_id(const std::string& id) {
  auto found = read_bookings(db_, seals_, BOOKING_COLUMNS "WHERE id = :id", id);
  if (!found)
    return found.error();
  if (found->empty())
    return errc::unknown_booking;
  return std::move(found->front());
}

expected<std::vector<booking>>
sqlite_session::active_bookings(std::int64_t manager, time_slot window) {
  return read_bookings(db_, seals_,
                       BOOKING_COLUMNS
                       "WHERE active AND manager = :manager"
                       " AND ends_at > :from AND starts_at < :to"
                       " ORDER BY starts_at",
                       manager, to_unix(window.start), to_unix(window.end));
}

expected<std::vector<booking>> sqlite_session::bookings(std::int64_t manager,
                                                        std::size_t limit) {
  return read_bookings(db_, seals_,
                       BOOKING_COLUMNS
                       "WHERE manager = :manager"
                       " ORDER BY starts_at DESC, created_at DESC LIMIT :limit",
                       manager, limit);
}

expected<std::vector<booking>> sqlite_session::bookings_in(std::int64_t manager,
                                                           time_slot window,
                                                           std::size_t limit) {
  // No viewing lasts longer than a day: the index is by start.
  return read_bookings(db_, seals_,
                       BOOKING_COLUMNS
                       "WHERE manager = :manager AND starts_at > :least"
                       " AND starts_at < :to AND ends_at > :from"
                       " ORDER BY starts_at, created_at LIMIT :limit",
                       manager, to_unix(window.start) - 86'400,
                       to_unix(window.end), to_unix(window.start), limit);
}

expected<std::vector<booking>>
sqlite_session::bookings_of_call(std::int64_t manager,
                                 const std::string& call_id) {
  if (call_id.empty())
    return std::vector<booking>{};
  return read_bookings(db_, seals_,
                       BOOKING_COLUMNS
                       "WHERE active AND manager = :manager"
                       " AND call_id = :call_id ORDER BY created_at, starts_at",
                       manager, call_id);
}

expected<std::vector<booking>>
sqlite_session::bookings_of_phone(std::int64_t manager,
                                  const std::string& phone, instant now) {
  if (phone.empty())
    return std::vector<booking>{};
  return read_bookings(
      db_, seals_,
      BOOKING_COLUMNS "WHERE active AND manager = :manager AND ends_at > :now"
                      " AND (phone_hash = :hash OR caller_hash = :hash)"
                      " ORDER BY starts_at",
      manager, to_unix(now), seals_.phone_hash(manager, phone));
}

expected<std::vector<booking>>
sqlite_session::bookings_of_code(std::int64_t manager, const std::string& code,
                                 instant now) {
  if (code.empty())
    return std::vector<booking>{};
  return read_bookings(db_, seals_,
                       BOOKING_COLUMNS
                       "WHERE active AND manager = :manager AND ends_at > :now"
                       " AND code_hash = :hash ORDER BY starts_at",
                       manager, to_unix(now), seals_.phone_hash(manager, code));
}

expected<std::vector<booking>>
sqlite_session::unfinished(std::int64_t manager) {
  return read_bookings(db_, seals_,
                       BOOKING_COLUMNS
                       "WHERE state IN ('held', 'writing', 'cancelling')"
                       " AND (:manager = 0 OR manager = :manager)"
                       " ORDER BY created_at",
                       manager);
}

} // namespace rental
