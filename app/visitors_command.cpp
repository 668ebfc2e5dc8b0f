#include "app/visitors_command.hpp"

#include "app/database.hpp"
#include "app/visitor_records.hpp"
#include "base/mail_address.hpp"
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
  for (const auto& [manager, key] : found.managers)
    for (const auto& name : names)
      if (auto erased = from.erase_uses(manager, name); !erased)
        return erased;
  return done{};
}

bool still_waits(const outbox_mail& mail) {
  return mail.state == "queued" || mail.state == "sending";
}

/// Everything or nothing, save the mails that wait, which are counted: the
/// viewings are looked at again, as they are now.
expected<done> erase(store& rows, const visitor_records& found,
                     const person& who, instant now,
                     std::size_t& mails_waiting) {
  return run_job(rows, [&](store_session& session) -> expected<done> {
    auto& visitors = session.visitors();
    mails_waiting = 0;
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
    for (const auto& row : found.mails) {
      const auto erased = visitors.erase_mail(row.id);
      if (!erased && erased.error().code == errc::changed)
        ++mails_waiting;
      else if (!gone(erased))
        return erased;
    }
    for (const auto& [agency, call] : found.calls)
      if (auto erased = visitors.erase_answers_in(agency, call); !erased)
        return erased;
    return erase_uses(visitors, found, who);
  });
}

/// Which viewings are in the way, and what to do about them.
void complain_of_coming(const command_context& context,
                        const visitor_records& found,
                        const std::vector<booking>& coming) {
  context.err << "peterental: nothing is erased, since a viewing is still to "
                 "come:\n";
  for (const auto& row : coming) {
    const auto manager = found.managers.find(row.manager);
    context.err << "  booking " << row.id << " at "
                << to_iso_utc(row.slot.start) << ", " << to_string(row.state);
    if (manager != found.managers.end())
      context.err << ", of " << manager->second.user_id << " (agency "
                  << manager->second.agency << ")";
    context.err << "\n";
  }
  context.err << "Cancel it first (DELETE /calendar/events/BOOKING_ID?user_id="
                 "USER_ID, by phone, or in Outlook), or wait until it is over; "
                 "then repeat this\n";
}

/// What to say of options that name nobody; empty when they do.
std::string what_is_wrong(const settings& all,
                          const visitors_options& options) {
  if (options.phone.empty() && options.email.empty())
    return "say who is meant with --phone or --email";
  if (!options.phone.empty() && !to_e164(options.phone, all.phone_region))
    return "--phone is no telephone number; write it as +14055550142";
  if (!options.email.empty() && !is_mail_address(options.email))
    return "--email is no e-mail address; write it as jane@example.org";
  return {};
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

/// Says so on `err`; whether something was left.
bool complain_of_waiting(const command_context& context, std::size_t mails) {
  if (mails == 0)
    return false;
  context.err << "peterental: erased, save " << mails
              << (mails == 1 ? " mail that waits" : " mails that wait")
              << " to be sent: repeat this once they have left; what cannot be "
                 "sent is listed at PUBLIC_URL/admin\n";
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
  if (const auto why = what_is_wrong(*all, options); !why.empty()) {
    context.err << "peterental: " << why << "\n";
    return exit_usage;
  }
  auto opened = open_existing_database(*all);
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
          {"mails_waiting", std::ranges::count_if(found.mails, still_waits)},
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
    std::size_t waiting = 0;
    if (may)
      erased = erase(*at.db.rows, found, at.who, now, waiting);
    if (may)
      report["mails_waiting"] = waiting;
    report["erased"] = may && erased;
    context.out << report.dump(2, ' ', false, json::error_handler_t::replace)
                << "\n";
    if (!erased)
      return context.fail(erased.error());
    if (!coming.empty()) {
      complain_of_coming(context, found, coming);
      return int{exit_failed};
    }
    const bool unreadable = complain_of_unreadable(context, found);
    if (unreadable || complain_of_waiting(context, waiting))
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
