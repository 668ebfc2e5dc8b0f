#include "app/visitors_command.hpp"

#include "app/database.hpp"
#include "app/visitor_records.hpp"
#include "config/phone.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>
#include <ostream>
#include <utility>
#include <vector>

namespace rental {
namespace {

using nlohmann::json;

template <class Rows, class One>
json list_of(const Rows& rows, One one) {
  auto list = json::array();
  for (const auto& row : rows)
    list.push_back(one(row));
  return list;
}

bool is_coming(const booking& row, instant now) {
  const bool unfinished
      = is_active(row.state) && row.state != booking_state::confirmed;
  return unfinished || (is_active(row.state) && row.slot.end > now);
}

expected<done> erase_uses(visitor_store& from, const visitor_records& found,
                          const person& who) {
  const auto names = use_names_of(found, who);
  for (const auto& [manager, agency] : found.managers)
    for (const auto& name : names)
      if (auto erased = from.erase_uses(manager, name); !erased)
        return erased;
  return done{};
}

/// Everything or nothing: the viewings are looked at again, as they are now.
expected<done> erase(store& rows, const visitor_records& found,
                     const person& who, instant now) {
  return run_job(rows, [&](store_session& session) -> expected<done> {
    auto& visitors = session.visitors();
    const auto gone = [](const expected<done>& erased) {
      return erased || erased.error().code == errc::not_found
             || erased.error().code == errc::unknown_booking;
    };
    for (const auto& row : found.bookings)
      if (auto erased = visitors.erase_booking(row.id, now); !gone(erased))
        return erased;
    for (const auto& row : found.wishes)
      if (auto erased = visitors.erase_wish(row.id, now); !gone(erased))
        return erased;
    for (const auto& row : found.mails)
      if (auto erased = visitors.erase_mail(row.id); !gone(erased))
        return erased;
    for (const auto& [agency, call] : found.calls)
      if (auto erased = visitors.erase_answers_in(agency, call); !erased)
        return erased;
    return erase_uses(visitors, found, who);
  });
}

/// Which viewings are in the way, and what to do about them.
void complain_of_coming(const command_context& context,
                        const std::vector<booking>& coming) {
  context.err << "peterental: nothing is erased, since a viewing is still to "
                 "come:\n";
  for (const auto& row : coming)
    context.err << "  booking " << row.id << " at "
                << to_iso_utc(row.slot.start) << ", " << to_string(row.state)
                << ", of manager " << row.manager << "\n";
  context.err << "Cancel it first (DELETE /calendar/events/BOOKING_ID, by "
                 "phone, or in Outlook), or wait until it is over; then repeat "
                 "this\n";
}

person person_of(const settings& all, const visitors_options& options) {
  return {
      options.phone.empty()
          ? ""
          : to_e164(options.phone, all.phone_region).value_or(options.phone),
      options.email, all.phone_region};
}

/// Says so on `err`; whether something was left.
bool complain_of_unreadable(const command_context& context,
                            const visitor_records& found) {
  if (found.unreadable.empty())
    return false;
  context.err << "peterental: " << found.unreadable.size()
              << " rows do not open and may be the visitor's too; `peterental "
                 "doctor` tells more\n";
  return true;
}

/// Opens the database and finds the person; nothing after the failure was told.
struct search {
  settings all;
  database db;
  person who;
  visitor_records found;
};

int with_person(const command_context& context, const visitors_options& options,
                const std::function<int(search&)>& work) {
  auto all = context.load();
  if (!all)
    return exit_configuration;
  if (options.phone.empty() && options.email.empty()) {
    context.err << "peterental: say who is meant with --phone or --email\n";
    return exit_usage;
  }
  auto opened = open_database(*all);
  if (!opened)
    return context.fail(opened.error());
  auto who = person_of(*all, options);
  auto found = find_visitor(*opened->rows, who);
  if (!found)
    return context.fail(found.error());
  search ready{*std::move(all), *std::move(opened), std::move(who),
               *std::move(found)};
  return work(ready);
}

json report_of(const visitor_records& found,
               const std::vector<booking>& coming) {
  return {{"bookings", list_of(found.bookings, booking_json)},
          {"coming", list_of(coming, booking_json)},
          {"wishes", list_of(found.wishes, wish_json)},
          {"mails", found.mails.size()},
          {"answers", found.answers.size()},
          {"unreadable", found.unreadable}};
}

} // namespace

int export_visitor(const command_context& context,
                   const visitors_options& options) {
  return with_person(context, options, [&](search& at) {
    const auto& found = at.found;
    const json all{{"bookings", list_of(found.bookings, booking_json)},
                   {"wishes", list_of(found.wishes, wish_json)},
                   {"mails", list_of(found.mails, mail_json)},
                   {"answers", list_of(found.answers, answer_json)},
                   {"unreadable", found.unreadable}};
    context.out << all.dump(2, ' ', false, json::error_handler_t::replace)
                << "\n";
    return complain_of_unreadable(context, found) ? int{exit_failed}
                                                  : int{exit_fine};
  });
}

int erase_visitor(const command_context& context,
                  const visitors_options& options) {
  return with_person(context, options, [&](search& at) {
    const auto now = context.now.now();
    const auto& found = at.found;
    std::vector<booking> coming;
    for (const auto& row : found.bookings)
      if (is_coming(row, now))
        coming.push_back(row);
    auto report = report_of(found, coming);
    const bool may = coming.empty() && options.yes && !options.dry_run;
    expected<done> erased = done{};
    if (may)
      erased = erase(*at.db.rows, found, at.who, now);
    report["erased"] = may && erased;
    context.out << report.dump(2, ' ', false, json::error_handler_t::replace)
                << "\n";
    if (!erased)
      return context.fail(erased.error());
    if (!coming.empty()) {
      complain_of_coming(context, coming);
      return int{exit_failed};
    }
    if (complain_of_unreadable(context, found))
      return int{exit_failed};
    if (!may && !options.dry_run) {
      context.err << "peterental: nothing is erased yet; repeat this with "
                     "--yes\n";
      return int{exit_usage};
    }
    return int{exit_fine};
  });
}

} // namespace rental
