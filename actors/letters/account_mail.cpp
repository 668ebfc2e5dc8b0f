#include "actors/letters/account_mail.hpp"

#include "voice/words/write.hpp"

#include <kainjow/mustache.hpp>

#include <utility>

namespace rental {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

constexpr const char* account_html = R"(<!doctype html>
<html lang="en"><body style="font-family:sans-serif;line-height:1.5">
<p>{{happened}}</p>
{{#some}}<p>{{booked}}</p>
<ul>{{#viewings}}<li>{{line}}</li>{{/viewings}}</ul>{{/some}}
<p>{{to_do}}</p>
</body></html>
)";

constexpr const char* account_text = R"({{{happened}}}

{{#some}}{{{booked}}}
{{#viewings}}- {{{line}}}
{{/viewings}}
{{/some}}{{{to_do}}}
)";

struct account_letter {
  const char* to_whom;
  std::string to;
  std::string subject;
  std::string happened;
  std::string booked;
  std::string to_do;
};

outbox_mail account_mail_of(const account_change& what,
                            const account_letter& words, const zone& tz,
                            instant now) {
  data viewings{data::type::list};
  for (const auto& row : what.viewings) {
    data item;
    item.set("line", row.address + ", " + write_when(row.slot.start, tz));
    viewings.push_back(item);
  }
  data all;
  all.set("happened", words.happened);
  all.set("some", !what.viewings.empty());
  all.set("booked", words.booked);
  all.set("viewings", viewings);
  all.set("to_do", words.to_do);
  outbox_mail mail;
  mail.key = "account:" + std::to_string(what.manager) + ":"
             + std::to_string(to_unix(now)) + ":" + words.to_whom;
  mail.manager = what.manager;
  mail.to = words.to;
  mail.subject = words.subject;
  mail.text = mustache{account_text}.render(all);
  mail.html = mustache{account_html}.render(all);
  mail.created_at = mail.not_before = now;
  return mail;
}

} // namespace

outbox_mail former_account_mail(const account_change& what, const zone& tz,
                                instant now) {
  return account_mail_of(
      what,
      {"former", what.former_account,
       "Another calendar is connected for " + what.user_id,
       "The calendar of " + what.account + " was connected for " + what.user_id
           + " just now. Before that it was yours, " + what.former_account
           + ": it is neither read nor written any more.",
       what.moved_over
           ? "These viewings are being written to the calendar of "
                 + what.account
                 + ". Their events in your calendar are not looked after any "
                   "more; please delete them there once the new ones are in:"
           : "These viewings stay as they are in your calendar, and callers "
             "are not offered their times. Changes that are made to them in "
             "your calendar are not noticed any more:",
       "If this was not meant, ask whoever runs this service for a new link "
       "and connect your own calendar again."},
      tz, now);
}

outbox_mail new_account_mail(const account_change& what, const zone& tz,
                             instant now) {
  const auto before = what.former_account.empty()
                          ? std::string{"another account"}
                          : what.former_account;
  return account_mail_of(
      what,
      {"new", what.account, "Your calendar is connected for " + what.user_id,
       "Viewings for " + what.user_id + " are booked into your calendar, "
           + what.account + ", from now on. Before, " + before
           + " was connected.",
       what.moved_over
           ? "These viewings were booked before and are being written to your "
             "calendar:"
           : "These viewings were booked before. Their events stay in the "
             "calendar of "
                 + before
                 + ", and callers are not offered their times. When a visitor "
                   "wants to change one, you are told and decide:",
       "If this was not meant, connect the other account again; ask whoever "
       "runs this service for a new link."},
      tz, now);
}

} // namespace rental
