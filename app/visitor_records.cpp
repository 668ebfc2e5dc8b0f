#include "app/visitor_records.hpp"

#include "actors/booking/fair_use.hpp"
#include "app/database.hpp"
#include "base/mail_address.hpp"
#include "config/phone.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <utility>

namespace rental {
namespace {

using nlohmann::json;

constexpr std::size_t rows_at_once = 500;

std::string without_extension(const std::string& number) {
  return number.substr(0, number.find(" ext"));
}

bool holds(const std::string& text, const std::string& part) {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  };
  return !std::ranges::search(text, part, {}, lower, lower).empty();
}

/// Goes through a table in small transactions; `next` reads rows after the last
/// one and says how many there were.
expected<done>
each_page(store& rows,
          const std::function<expected<std::size_t>(visitor_store&)>& next) {
  std::size_t count = rows_at_once;
  while (count == rows_at_once) {
    auto read = run_job(rows, [&](store_session& session) -> expected<done> {
      auto found = next(session.visitors());
      if (!found)
        return found.error();
      count = *found;
      return done{};
    });
    if (!read)
      return read;
  }
  return done{};
}

expected<done> take_managers(store& rows, visitor_records& into) {
  return run_job(rows, [&](store_session& session) -> expected<done> {
    auto all = session.managers("", std::numeric_limits<int>::max());
    if (!all)
      return all.error();
    for (const auto& each : *all)
      into.managers[each.id] = each.key;
    return done{};
  });
}

void note_call(visitor_records& into, const std::string& agency,
               const std::string& call_id) {
  if (!call_id.empty())
    into.calls.emplace(agency, call_id);
}

expected<std::size_t> take_bookings(visitor_store& from, const person& who,
                                    std::string& last, visitor_records& into) {
  auto rows = from.bookings_after(last, rows_at_once);
  if (!rows)
    return rows.error();
  for (auto& row : *rows) {
    last = row.id;
    if (row.unreadable)
      into.unreadable.push_back("booking " + row.id);
    if (!who.is(row.who) && !who.has_number(row.caller))
      continue;
    note_call(into, into.managers[row.manager].agency, row.call_id);
    into.bookings.push_back(std::move(row));
  }
  return rows->size();
}

bool is_about(const callback_request& row, const person& who) {
  return who.is(row.who) || who.is_in(row.wanted)
         || (row.handled && who.is_in(row.handled->note));
}

expected<std::size_t> take_wishes(visitor_store& from, const person& who,
                                  std::int64_t& last, visitor_records& into) {
  auto rows = from.wishes_after(last, rows_at_once);
  if (!rows)
    return rows.error();
  for (auto& row : *rows) {
    last = row.id;
    if (row.unreadable)
      into.unreadable.push_back("call back " + std::to_string(row.id));
    // A message that was left in a call of the person's is the person's.
    if (!is_about(row, who) && !into.calls.contains({row.agency, row.call_id}))
      continue;
    note_call(into, row.agency, row.call_id);
    into.wishes.push_back(std::move(row));
  }
  return rows->size();
}

/// "booked:<booking id>", "copy:<booking id>:<event id>", "lead:<row id>".
bool is_about(const outbox_mail& mail, const std::set<std::string>& bookings,
              const std::set<std::string>& wishes) {
  if (wishes.contains(mail.key))
    return true;
  for (std::size_t from = 0; from < mail.key.size();) {
    const auto to = std::min(mail.key.find(':', from), mail.key.size());
    if (bookings.contains(mail.key.substr(from, to - from)))
      return true;
    from = to + 1;
  }
  return false;
}

expected<std::size_t> take_mails(visitor_store& from, const person& who,
                                 const std::set<std::string>& bookings,
                                 const std::set<std::string>& wishes,
                                 std::int64_t& last, visitor_records& into) {
  auto rows = from.mails_after(last, rows_at_once);
  if (!rows)
    return rows.error();
  for (auto& row : *rows) {
    last = row.id;
    if (row.unreadable)
      into.unreadable.push_back("mail " + std::to_string(row.id));
    if (is_about(row, bookings, wishes) || who.is_in(row.text)
        || who.is_in(row.to))
      into.mails.push_back(std::move(row));
  }
  return rows->size();
}

expected<done> take_mails(store& rows, const person& who,
                          visitor_records& into) {
  std::set<std::string> bookings, wishes;
  for (const auto& row : into.bookings)
    bookings.insert(row.id);
  for (const auto& row : into.wishes)
    wishes.insert(row.kind + ":" + std::to_string(row.id));
  std::int64_t last = 0;
  return each_page(rows, [&](visitor_store& from) {
    return take_mails(from, who, bookings, wishes, last, into);
  });
}

expected<done> take_answers(store& rows, visitor_records& into) {
  return run_job(rows, [&](store_session& session) -> expected<done> {
    const auto add = [&](auto found) -> expected<done> {
      if (!found)
        return found.error();
      into.answers.insert(into.answers.end(), found->begin(), found->end());
      return done{};
    };
    auto& from = session.visitors();
    for (const auto& [agency, call] : into.calls)
      if (auto added = add(from.answers_in(agency, call)); !added)
        return added;
    for (const auto& row : into.bookings) {
      auto found = from.answers_about(row.id);
      // Those of the call are there already.
      if (found && row.call_id.empty())
        if (auto added = add(std::move(found)); !added)
          return added;
    }
    return done{};
  });
}

json time_or_null(const std::optional<instant>& time) {
  return time ? json(to_iso_utc(*time)) : json(nullptr);
}

} // namespace

bool person::has_number(const std::string& number) const {
  const auto bare = without_extension(number);
  return !phone.empty() && !bare.empty()
         && to_e164(bare, region).value_or(bare) == phone;
}

bool person::is(const visitor& who) const {
  return has_number(who.phone)
         || (!email.empty() && same_mail_address(who.email, email));
}

bool person::is_in(const std::string& text) const {
  return (!phone.empty() && holds(text, phone))
         || (!email.empty() && holds(text, email));
}

expected<visitor_records> find_visitor(store& rows, const person& who) {
  visitor_records all;
  auto read = take_managers(rows, all);
  std::string last_booking;
  if (read)
    read = each_page(rows, [&](visitor_store& from) {
      return take_bookings(from, who, last_booking, all);
    });
  std::int64_t last_wish = 0;
  if (read)
    read = each_page(rows, [&](visitor_store& from) {
      return take_wishes(from, who, last_wish, all);
    });
  if (read)
    read = take_mails(rows, who, all);
  if (read)
    read = take_answers(rows, all);
  if (!read)
    return read.error();
  return all;
}

std::vector<std::string> use_names_of(const visitor_records& found,
                                      const person& who) {
  std::vector<std::string> numbers, emails, calls;
  if (!who.phone.empty())
    numbers.push_back(who.phone);
  if (!who.email.empty())
    emails.push_back(who.email);
  for (const auto& row : found.bookings) {
    // As they are written in the row, which is how they were counted.
    for (const auto& number : {row.who.phone, row.caller})
      if (who.has_number(number) && number != who.phone)
        numbers.push_back(number);
  }
  for (const auto& [agency, call] : found.calls)
    calls.push_back(call);
  return names_of_person(numbers, emails, calls);
}

json booking_json(const booking& row) {
  return {{"booking_id", row.id},
          {"manager", row.manager},
          {"event_id", row.event_id},
          {"state", to_string(row.state)},
          {"start_time", to_iso_utc(row.slot.start)},
          {"end_time", to_iso_utc(row.slot.end)},
          {"property_address", row.address},
          {"name", row.who.name},
          {"phone", row.who.phone},
          {"email", row.who.email},
          {"called_from", row.caller},
          {"call_id", row.call_id},
          {"reason", row.reason},
          {"created_at", to_iso_utc(row.created_at)}};
}

json wish_json(const callback_request& row) {
  return {{"wish_id", row.id},
          {"manager", row.manager},
          {"property_address", row.address},
          {"wanted", row.wanted},
          {"name", row.who.name},
          {"phone", row.who.phone},
          {"email", row.who.email},
          {"call_id", row.call_id},
          {"reason", row.reason},
          {"created_at", to_iso_utc(row.created_at)},
          {"agency", row.agency},
          {"kind", row.kind},
          {"mailed_at", time_or_null(row.mailed_at)},
          {"handled_at",
           row.handled ? json(to_iso_utc(row.handled->at)) : json(nullptr)},
          {"handled_by", row.handled ? row.handled->by : ""},
          {"handled_note", row.handled ? row.handled->note : ""}};
}

json mail_json(const outbox_mail& row) {
  const bool of_two = row.key.starts_with("collision:");
  return {{"mail_id", row.id},
          {"manager", row.manager},
          {"state", row.state},
          {"to", row.to},
          {"subject", of_two ? "Two viewings at one time" : row.subject},
          {"text", of_two ? "" : row.text},
          {"created_at", to_iso_utc(row.created_at)}};
}

json answer_json(const stored_answer& row) {
  return {{"booking_id", row.booking_id},
          {"sentence", row.answer},
          {"created_at", to_iso_utc(row.created_at)}};
}

} // namespace rental
