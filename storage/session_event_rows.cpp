#include "storage/session_event_rows.hpp"

#include "storage/session.hpp"

#include <charconv>
#include <optional>

namespace rental {
namespace {

using number = long long;

constexpr auto format = "1";
constexpr std::size_t fields_of_a_row = 15;

/// The owner's parts, as text that lives long enough.
struct binding {
  std::string manager;
  std::string database;
  seal_owner owner() const { return {"event row", manager, database}; }
};

binding binding_of(const vault& seals, std::int64_t manager) {
  const auto id = std::to_string(manager);
  return {id, seals.keyed_hash({"event row", id})};
}

std::optional<instant> instant_in(const std::string& written) {
  number seconds = 0;
  const auto* end = written.data() + written.size();
  const auto read = std::from_chars(written.data(), end, seconds);
  if (read.ec != std::errc{} || read.ptr != end)
    return std::nullopt;
  return from_unix(seconds);
}

} // namespace

std::string sqlite_event_rows::seal(const booking& row) {
  const auto starts = std::to_string(to_unix(row.slot.start));
  const auto ends = std::to_string(to_unix(row.slot.end));
  const auto created = std::to_string(to_unix(row.created_at));
  return seals_
      .seal(binding_of(seals_, row.manager).owner(),
            {format, row.id, starts, ends, created, row.address, row.who.name,
             row.who.phone, row.who.email, row.caller, row.code, row.call_id,
             row.transaction_id, row.event_id, row.mailbox})
      .text;
}

expected<booking> sqlite_event_rows::open(std::int64_t manager,
                                          const std::string& text) {
  const auto bound = binding_of(seals_, manager);
  auto opened = seals_.open(text, bound.owner(), fields_of_a_row);
  if (!opened)
    return opened.error();
  const auto at = [&](std::size_t i) -> const std::string& {
    return (*opened)[i].reveal();
  };
  const auto starts = instant_in(at(2));
  const auto ends = instant_in(at(3));
  const auto created = instant_in(at(4));
  if (at(0) != format || !starts || !ends || !created)
    return failure{errc::sealed, "an event's row of another form"};
  booking row;
  row.manager = manager;
  row.id = at(1);
  row.slot = {*starts, *ends};
  row.created_at = row.updated_at = *created;
  row.address = at(5);
  row.who = {at(6), at(7), at(8)};
  row.caller = at(9);
  row.code = at(10);
  row.call_id = at(11);
  row.transaction_id = at(12);
  row.event_id = at(13);
  row.mailbox = at(14);
  return row;
}

expected<done> sqlite_event_rows::take_back(const booking& row, instant now) {
  return guarded([&]() -> expected<done> {
    if (!db_.select<number>("SELECT 1 FROM bookings WHERE id = :id", row.id)
             .empty())
      return failure{errc::changed, "the booking is known"};
    if (auto held = rows_.hold(row); !held)
      return held;
    if (auto marked = rows_.mark_writing(row.id, row.transaction_id, now);
        !marked)
      return marked;
    return rows_.confirm(row.id, {row.event_id, row.etag, row.ical_uid}, now);
  });
}

} // namespace rental
