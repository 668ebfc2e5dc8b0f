// The operator's pages and plots: what they show, and that nothing that people
// wrote becomes markup.
#include "fronts/console/console_pages.hpp"
#include "fronts/console/refusals.hpp"
#include "http/pages/embedded.hpp"
#include "http/pages/plot.hpp"

#include <date/date.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rental::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

constexpr auto hostile = R"("><script>alert('x')</script>{{tools}}&amp;)";
const instant now = from_unix(1'795'356'000); // Sunday, 22 November 2026

manager_record pete() {
  manager_record row;
  row.id = 3;
  row.key = {"default", "pete_admin"};
  row.account = "pete@contoso.example";
  row.zone = "America/Chicago";
  row.state = connection_state::needs_reconnect;
  row.state_reason = "the grant was revoked";
  row.updated_at = now - 3h;
  return row;
}

operator_view some_view() {
  operator_view view;
  view.frame = {"csrf-token", true, true, now};
  view.rows.managers = {pete()};
  view.rows.names[3] = "pete_admin";
  view.rows.counts.managers[connection_state::needs_reconnect] = 1;
  callback_request wish;
  wish.id = 12;
  wish.manager = 3;
  wish.who = {"Jane Smith", "+14055550199", ""};
  wish.address = "9 Elm Street";
  wish.wanted = "Tuesday at ten";
  wish.reason = "provider_unavailable";
  wish.created_at = now - 5min;
  view.rows.wishes = {wish};
  outbox_mail mail;
  mail.manager = 3;
  mail.key = "wish:12";
  mail.attempts = 2;
  mail.last_error = "throttled";
  mail.created_at = now - 49h;
  view.rows.mails = {mail};
  view.heard = {{"9 elm street", "I can offer Tuesday."}};
  view.refusals = {{"A time that was taken", 4}};
  view.tools = R"({"tools":["get_availability"]})";
  for (int i = 0; i < 60; ++i)
    view.load.push_back({now + i * 1min, std::uint32_t(i == 40 ? 9 : 0),
                         std::uint32_t(i == 40), i == 40 ? 0.25 : 0});
  return view;
}

manager_week some_week() {
  manager_week week;
  week.manager = pete();
  week.tz = *zone::find("America/Chicago");
  week.first = date::local_days{date::year{2026} / 11 / 23};
  booking row;
  row.slot.start = from_unix(1'795'356'000 + 2 * 86400 + 6 * 3600);
  row.slot.end = row.slot.start + 30min;
  row.address = "9 Elm Street";
  row.who = {"Jane Smith", "+14055550199", ""};
  row.state = booking_state::confirmed;
  week.bookings = {row};
  return week;
}

std::string between(const std::string& text, const std::string& from,
                    const std::string& to) {
  const auto begin = text.find(from);
  return begin == text.npos ? ""
                            : text.substr(begin, text.find(to, begin) - begin);
}

TEST(OperatorPages, SayWhetherDeadGrantsAreMailed) {
  auto view = some_view();
  manager_view one{view.frame, some_week(), {}};
  one.week.manager = pete();
  for (const auto& body : {render(view).body, render(one).body}) {
    EXPECT_THAT(body, HasSubstr("SMTP_URL is not set"));
    EXPECT_THAT(body, Not(HasSubstr("14 days later")));
  }
  view.frame.can_mail = one.frame.can_mail = true;
  for (const auto& body : {render(view).body, render(one).body}) {
    EXPECT_THAT(body, HasSubstr("14 days later"));
    EXPECT_THAT(body, Not(HasSubstr("SMTP_URL")));
  }
  view.rows.counts.managers = {{connection_state::connected, 1}};
  EXPECT_THAT(render(view).body, Not(HasSubstr("14 days later")));
}

TEST(OperatorPages, TheHomePageShowsEverything) {
  const auto out = render(some_view());
  EXPECT_EQ(out.status, 200u);
  for (const char* text : {"id=\"connections\"",
                           "id=\"wishes\"",
                           "id=\"outbox\"",
                           "id=\"refusals\"",
                           "id=\"hear\"",
                           "id=\"tools\"",
                           "id=\"load\"",
                           "id=\"sign-out\"",
                           "pete_admin",
                           "/admin/managers/3",
                           "needs reconnect",
                           "the grant was revoked",
                           "3 hours ago",
                           "Jane Smith",
                           "+14055550199",
                           "5 minutes ago",
                           "Tuesday at ten",
                           "/admin/wishes/12/done",
                           "2 attempts",
                           "throttled",
                           "2 days ago",
                           "I can offer Tuesday.",
                           "A time that was taken",
                           "get_availability",
                           "csrf-token",
                           "1 needs reconnect"})
    EXPECT_THAT(out.body, HasSubstr(text));
  EXPECT_THAT(out.body, Not(HasSubstr("id=\"week\"")));
  EXPECT_EQ(out.body.find("<h1>"), out.body.rfind("<h1>"));
}

TEST(OperatorPages, AnEmptyServiceSaysWhatToDo) {
  operator_view view;
  view.frame.now = now;
  const auto body = render(view).body;
  for (const char* text :
       {"No calendar is connected yet", "Nobody waits for a call back",
        "Every mail was sent", "Nothing was refused", "No calendar is"})
    EXPECT_THAT(body, HasSubstr(text));
  EXPECT_THAT(body, Not(HasSubstr("sign-out")));
  view.find = "zoe";
  EXPECT_THAT(render(view).body, HasSubstr("No manager's id contains that"));
}

TEST(OperatorPages, WhatPeopleWroteIsNoMarkup) {
  auto view = some_view();
  view.find = view.tools = view.frame.csrf = hostile;
  view.rows.managers[0].key.user_id = view.rows.names[3] = hostile;
  view.rows.managers[0].account = hostile;
  auto& wish = view.rows.wishes[0];
  wish.who = {hostile, hostile, hostile};
  wish.address = wish.wanted = wish.reason = hostile;
  view.rows.mails[0].last_error = hostile;
  view.heard = {{hostile, hostile}};
  view.week = some_week();
  auto& row = view.week->bookings[0];
  row.who.name = row.address = row.who.phone = row.reason = hostile;
  row.state = booking_state::failed;
  for (const auto& out :
       {render(view), render(manager_view{view.frame, *view.week, view.heard}),
        render(link_view{view.frame, hostile, hostile, now}),
        admin_sign_in_page(401, hostile, hostile)}) {
    EXPECT_THAT(out.body, Not(HasSubstr("<script>")));
    EXPECT_THAT(out.body, Not(HasSubstr("\"\">")));
    EXPECT_THAT(out.body, HasSubstr("&lt;script&gt;"));
  }
}

TEST(OperatorPages, OnlyThePlotsSkipTheEscaping) {
  for (const char* name :
       {"admin.mustache", "admin_bar.mustache", "admin_hear.mustache",
        "admin_link.mustache", "admin_manager.mustache",
        "admin_sign_in.mustache", "admin_week.mustache"}) {
    std::string text{embedded_file(name).value_or("")};
    ASSERT_NE(text, "") << name;
    if (const auto plot = text.find("{{{svg}}}"); plot != text.npos)
      text.erase(plot, 9);
    for (const char* dangerous : {"{{{", "{{&", "<script>", "style="})
      EXPECT_EQ(text.find(dangerous), text.npos) << name << dangerous;
  }
}

TEST(OperatorPages, ScriptsComeFromFilesOfThisHostAlone) {
  for (const auto& [key, value] : render(some_view()).headers)
    if (key == "Content-Security-Policy") {
      EXPECT_THAT(value, HasSubstr("script-src 'self'"));
      EXPECT_THAT(value, Not(HasSubstr("unsafe")));
    } else if (key == "Cache-Control") {
      EXPECT_EQ(value, "no-store");
    }
}

TEST(OperatorPages, AWeekHasSevenDaysInTheManagersZone) {
  const auto body
      = render(manager_view{{"", false, false, now}, some_week(), {}}).body;
  for (const char* text :
       {"id=\"week\"", "day-2026-11-23", "day-2026-11-29", "2:00 pm",
        "Jane Smith", "+14055550199", "9 Elm Street", "booked",
        "America/Chicago", "/admin/managers/3?week=2026-11-16",
        "/admin/managers/3?week=2026-11-30"})
    EXPECT_THAT(body, HasSubstr(text));
  EXPECT_THAT(between(body, "day-2026-11-24", "day-2026-11-25"),
              HasSubstr("Jane Smith"));
  EXPECT_THAT(between(body, "day-2026-11-23", "day-2026-11-24"),
              HasSubstr("Nothing"));
}

TEST(OperatorPages, MidnightBelongsToTheDayThatBegins) {
  auto week = some_week();
  // Monday's midnight in Chicago is six in the morning in UTC.
  week.bookings[0].slot.start = week.tz.start_of_day(week.first);
  const auto body
      = render(manager_view{{"", false, false, now}, week, {}}).body;
  EXPECT_THAT(between(body, "day-2026-11-23", "day-2026-11-24"),
              HasSubstr("12:00 am"));
}

TEST(OperatorPages, SayHowLongAgo) {
  EXPECT_EQ(ago(now, now), "just now");
  EXPECT_EQ(ago(now + 9s, now), "just now");
  EXPECT_EQ(ago(now - 60s, now), "1 minute ago");
  EXPECT_EQ(ago(now - 59min, now), "59 minutes ago");
  EXPECT_EQ(ago(now - 47h, now), "47 hours ago");
  EXPECT_EQ(ago(now - 48h, now), "2 days ago");
}

TEST(Plot, SaysInWordsWhatItDraws) {
  std::vector<double> values(60, 0);
  values[50] = 12;
  values[59] = 3;
  const auto svg = plot_svg({"plot-x", "Calls & more", " ms", values});
  EXPECT_THAT(svg, HasSubstr("role=\"img\""));
  EXPECT_THAT(svg, HasSubstr("aria-labelledby=\"plot-x-title plot-x-desc\""));
  EXPECT_THAT(svg, HasSubstr(">Calls &amp; more</title>"));
  EXPECT_THAT(svg, HasSubstr("Highest: 12 ms, 9 minutes ago. Now: 3 ms."));
  // Two bars, the highest as high as the plot.
  EXPECT_EQ(svg.find("<rect", svg.find("<rect", svg.find("<rect") + 1) + 1),
            svg.npos);
  EXPECT_THAT(svg, HasSubstr("x=\"500\" y=\"24.0\" width=\"8\" "
                             "height=\"100.0\""));
  EXPECT_THAT(svg, HasSubstr("x=\"590\" y=\"99.0\""));
  EXPECT_THAT(svg, Not(HasSubstr("style")));
}

TEST(Plot, NothingIsNoBar) {
  for (const std::vector<double>& values :
       {std::vector<double>(60, 0), std::vector<double>{}}) {
    const auto svg = plot_svg({"p", "Calls", "", values});
    EXPECT_THAT(svg, Not(HasSubstr("<rect")));
    EXPECT_THAT(svg, HasSubstr("Nothing in the last"));
    EXPECT_THAT(svg, testing::EndsWith("</svg>"));
  }
}

TEST(Refusals, AreCountedByReasonMostFrequentFirst) {
  metrics numbers;
  numbers.count("peterental_booking_refused_total", {{"result", "too_soon"}});
  numbers.count("peterental_webhook_refused_total", {{"reason", "wrong"}}, 3);
  const auto all = refusals_in(numbers);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].count, 3u);
  EXPECT_THAT(all[0].why, HasSubstr("wrong credentials"));
  EXPECT_EQ(all[1].count, 1u);
  EXPECT_THAT(all[1].why, HasSubstr("notice"));
}

} // namespace
} // namespace rental::test
