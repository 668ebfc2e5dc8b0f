#include "actors/letters/outlook_mail.hpp"

#include "actors/letters/letter.hpp"
#include "voice/words/write.hpp"

#include <algorithm>

namespace rental {

outbox_mail collision_mail(const booking& one, const booking& other,
                           const zone& tz, instant now) {
  letter content;
  content.lead = "Two viewings are at the same time in your calendar now. Both "
                 "stand, and both visitors expect you.";
  for (const auto* row : {&one, &other}) {
    content.facts.emplace_back("Property", row->address);
    content.facts.emplace_back("When", write_when(row->slot.start, tz));
    content.facts.emplace_back("Visitor", row->who.name);
    content.facts.emplace_back("Phone", row->who.phone);
    content.facts.emplace_back("Call", row->call_id);
  }
  content.close = "Move or delete one of the two events if that was not meant.";
  const auto [first, second] = std::minmax(one.id, other.id);
  const auto start = std::max(one.slot.start, other.slot.start);
  return mail_of("collision:" + first + ":" + second + ":"
                     + std::to_string(to_unix(start)),
                 one.manager, "Two viewings at one time: " + one.address,
                 content, now);
}

outbox_mail copy_mail(const booking& row, const calendar_event& copy,
                      const zone& tz, instant now) {
  letter content;
  content.lead = "Your calendar holds a copy of a viewing. The copy keeps its "
                 "time busy; the viewing itself stays as it was booked.";
  content.facts.emplace_back("Property", row.address);
  content.facts.emplace_back("Viewing", write_when(row.slot.start, tz));
  if (copy.is_timed())
    content.facts.emplace_back("Copy", write_when(copy.when.start, tz));
  content.facts.emplace_back("Visitor", row.who.name);
  content.facts.emplace_back("Call", row.call_id);
  content.close = "Delete the copy if you do not need it. To move the viewing, "
                  "move its own event.";
  return mail_of("copy:" + row.id + ":" + copy.id, row.manager,
                 "A copy of a viewing: " + row.address, content, now);
}

outbox_mail taken_back_mail(const booking& row, const zone& tz, instant now) {
  letter content;
  content.lead = "Our records had lost a viewing that stands in your calendar. "
                 "It was taken back from there, at the time of its event.";
  content.facts.emplace_back("Property", row.address);
  content.facts.emplace_back("When", write_when(row.slot.start, tz));
  content.facts.emplace_back("Visitor", row.who.name);
  content.facts.emplace_back("Phone", row.who.phone);
  content.facts.emplace_back("Call", row.call_id);
  content.close = "Nothing has to be done. If it was cancelled lately, delete "
                  "its event.";
  return mail_of("taken-back:" + row.id, row.manager,
                 "A viewing was taken back: " + row.address, content, now);
}

outbox_mail not_restored_mail(const booking& row, const zone& tz, instant now) {
  letter content;
  content.lead = "You took the event of a viewing back out of the bin, but its "
                 "time is not free any more. The viewing stays cancelled.";
  content.facts.emplace_back("Property", row.address);
  content.facts.emplace_back("When", write_when(row.slot.start, tz));
  content.facts.emplace_back("Visitor", row.who.name);
  content.facts.emplace_back("Phone", row.who.phone);
  content.facts.emplace_back("Call", row.call_id);
  content.close = "Move the event to a free time and the viewing is booked "
                  "again, or delete it and call the visitor.";
  return mail_of("not-restored:" + row.id + ":"
                     + std::to_string(to_unix(row.updated_at)),
                 row.manager, "A viewing that is not booked: " + row.address,
                 content, now);
}

outbox_mail all_day_mail(const booking& row, const zone& tz, instant now) {
  letter content;
  content.lead = "You made the event of a viewing an all-day one. Visitors are "
                 "still told the time that was booked.";
  content.facts.emplace_back("Property", row.address);
  content.facts.emplace_back("When", write_when(row.slot.start, tz));
  content.facts.emplace_back("Visitor", row.who.name);
  content.facts.emplace_back("Phone", row.who.phone);
  content.facts.emplace_back("Call", row.call_id);
  content.close = "Give the event a time again, or call the visitor.";
  return mail_of(
      "all-day:" + row.id + ":" + std::to_string(to_unix(row.slot.start)),
      row.manager, "A viewing without a time: " + row.address, content, now);
}

} // namespace rental
