#include "tools/microsoft-sim/control.hpp"
#include "tools/microsoft-sim/time_text.hpp"
#include "tools/microsoft-sim/url.hpp"

#include <algorithm>

namespace rental::sim {

namespace {

using std::chrono::days;

constexpr std::size_t shown_accounts = 25;

constexpr auto calendar_style = R"(
body{font:16px/1.45 system-ui,sans-serif;max-width:60rem;margin:1rem auto;
padding:0 1rem;color:#1b1b1b}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #ddd;
vertical-align:top}
th{font-weight:600}.muted{color:#555}.gone{text-decoration:line-through}
.ours{background:#eef6ee}nav a{margin-right:1rem})";

std::string cell(const std::string& text) {
  return "<td>" + html_escape(text) + "</td>";
}

std::string day_of(const instance& item, const std::string& zone) {
  auto local = to_local(starts_at(item, zone), *iana_name(zone));
  auto day = std::chrono::floor<days>(local);
  return http_date(sys_seconds{day.time_since_epoch()}).substr(0, 11);
}

std::string hours_of(const instance& item, const std::string& zone) {
  if (item.data->all_day)
    return "all day";
  auto clock = [&](sys_seconds instant) {
    return graph_time(to_local(instant, *iana_name(zone))).substr(11, 5);
  };
  return clock(starts_at(item, zone)) + " \u2013 " + clock(ends_at(item, zone));
}

std::string guests_of(const event& data) {
  std::string result;
  for (auto& guest : data.properties.value("attendees", json::array()))
    result += (result.empty() ? "" : ", ")
              + guest["emailAddress"]["address"].get<std::string>();
  return result;
}

std::string row(const instance& item, const std::string& zone) {
  auto& properties = item.data->properties;
  auto kind = properties.value("isCancelled", false) ? " class=\"gone\""
              : item.data->by_human                  ? ""
                                                     : " class=\"ours\"";
  return std::string{"<tr"} + kind + ">" + cell(day_of(item, zone))
         + cell(hours_of(item, zone)) + cell(properties.value("subject", ""))
         + cell(properties["location"].value("displayName", ""))
         + cell(properties.value("showAs", "")) + cell(guests_of(*item.data))
         + "</tr>\n";
}

std::string calendar_of(const account& who, sys_seconds from) {
  auto about = who.about();
  auto zone = about.zone_or_utc();
  auto items = who.calendar.view(from, from + days{14}, zone);
  std::stable_sort(items.begin(), items.end(), [&](auto& a, auto& b) {
    return starts_at(a, zone) < starts_at(b, zone);
  });
  auto html = "<h2>" + html_escape(about.name) + " <span class=\"muted\">"
              + html_escape(about.email) + ", "
              + html_escape(about.time_zone.empty() ? "no time zone"
                                                    : about.time_zone)
              + (about.has_mailbox ? "" : ", no mailbox") + "</span></h2>\n";
  if (items.empty())
    return html + "<p class=\"muted\">Nothing in these two weeks.</p>\n";
  html += "<table><thead><tr><th>Day</th><th>Time</th><th>Subject</th>"
          "<th>Where</th><th>Shown as</th><th>Guests</th></tr></thead>"
          "<tbody>\n";
  for (auto& item : items)
    html += row(item, zone);
  return html + "</tbody></table>\n";
}

} // namespace

response show_page(world& in, const request& from) {
  auto now = in.clock.now();
  auto begin = parse_instant(from.parameter("from").value_or(""))
                   .value_or(std::chrono::floor<days>(now));
  auto wanted = from.parameter("account").value_or("");
  std::string html
      = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width,"
        "initial-scale=1\"><title>Simulated calendars</title><style>"
        + std::string{calendar_style}
        + "</style></head><body>\n<h1>Simulated calendars"
          "</h1>\n<p class=\"muted\">The simulator's clock says "
        + http_date(now)
        + ". Each calendar is shown in its owner's time zone; what an "
          "application booked is green.</p>\n"
          "<nav><a href=\"/_control/events\">events as JSON</a>"
          "<a href=\"/_control/invitations\">invitations</a>"
          "<a href=\"/_control/mails\">mails</a>"
          "<a href=\"/_control/stats\">counters</a></nav>\n";
  std::size_t shown = 0;
  for (auto& who : in.people.all()) {
    if (!wanted.empty() && !equal_ignoring_case(who->about().email, wanted))
      continue;
    if (++shown > shown_accounts)
      break;
    html += calendar_of(*who, begin);
  }
  return html_response(200, html + "</body></html>\n");
}

} // namespace rental::sim
