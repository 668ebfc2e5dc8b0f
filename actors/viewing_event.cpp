#include "actors/viewing_event.hpp"

#include <string>
#include <string_view>

namespace rental {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    default:
      if (static_cast<unsigned char>(c) >= 0x20)
        out += c;
    }
  }
  return out;
}

void add_line(std::string& html, std::string_view label,
              std::string_view value) {
  if (!value.empty())
    html.append("<p><b>")
        .append(label)
        .append("</b> ")
        .append(escaped(value))
        .append("</p>");
}

} // namespace

event_draft draft_of(const booking& row) {
  event_draft draft;
  draft.booking_id = row.id;
  draft.transaction_id = row.transaction_id;
  draft.when = row.slot;
  draft.subject = "Property Viewing: " + row.address;
  draft.location = row.address;
  draft.attendee_email = row.who.email;
  draft.attendee_name = row.who.name;
  add_line(draft.html_body, "Visitor:", row.who.name);
  add_line(draft.html_body, "Phone:", row.who.phone);
  add_line(draft.html_body, "E-mail:", row.who.email);
  add_line(draft.html_body, "Property:", row.address);
  add_line(draft.html_body, "Call:", row.call_id);
  add_line(draft.html_body, "Booking:", row.id);
  draft.html_body
      += "<p>To move or cancel the viewing, call again from the same "
         "phone, or tell your e-mail address and the code <b>"
         + row.code + "</b>.</p>";
  return draft;
}

} // namespace rental
