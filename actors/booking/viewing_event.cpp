#include "actors/booking/viewing_event.hpp"

#include "voice/words/say.hpp"
#include "voice/words/write.hpp"

#include <kainjow/mustache.hpp>

namespace rental {
namespace {

constexpr const char* body_form = R"(<p>Hello{{#name}} {{name}}{{/name}},</p>
<p>this is your viewing of <b>{{address}}</b>.</p>
<table>
<tr><td>Where</td><td><b>{{address}}</b></td></tr>
<tr><td>When</td><td><b>{{when}}</b>, as it was booked; should it be moved, the time of this event counts</td></tr>
{{#host}}<tr><td>With</td><td>{{host}}</td></tr>
{{/host}}{{#phone}}<tr><td>Your number</td><td>{{phone}}</td></tr>
{{/phone}}</table>
<p>To move or cancel the viewing, call {{#firm_phone}}<b>{{firm_phone}}</b>{{/firm_phone}}{{^firm_phone}}again{{/firm_phone}}{{#by_phone}} from the phone that it was booked with. From any other phone, tell{{/by_phone}}{{^by_phone}} and tell{{/by_phone}} your e-mail address and the code <b>{{code}}</b>.</p>
{{#signed}}<p>{{firm_name}}{{#firm_phone}}<br>{{firm_phone}}{{/firm_phone}}</p>
{{/signed}})";

std::string host_of(const invitation_host& host) {
  if (host.name.empty() || host.card.name.empty())
    return host.name.empty() ? host.card.name : host.name;
  return host.name + ", " + host.card.name;
}

} // namespace

event_draft draft_of(const booking& row, const invitation_host& host) {
  event_draft draft;
  draft.booking_id = row.id;
  draft.transaction_id = row.transaction_id;
  draft.when = row.slot;
  const auto address = write_address(row.address);
  draft.subject = "Property Viewing: " + address;
  draft.location = address;
  draft.attendee_email = row.who.email;
  draft.attendee_name = row.who.name;
  kainjow::mustache::data all;
  const auto put = [&all](const char* name, const std::string& text) {
    if (!text.empty())
      all.set(name, text);
  };
  put("name", say_name(row.who.name));
  put("address", address);
  put("when", write_when(row.slot.start, host.tz));
  put("host", host_of(host));
  // "number withheld" is no number of theirs.
  if (row.who.phone.find_first_of("0123456789") != std::string::npos)
    put("phone", row.who.phone);
  all.set("by_phone", has_own_number(row));
  put("code", row.code);
  put("firm_name", host.card.name);
  put("firm_phone", host.card.phone);
  all.set("signed", !host.card.name.empty() || !host.card.phone.empty());
  draft.html_body = kainjow::mustache::mustache{body_form}.render(all);
  return draft;
}

} // namespace rental
