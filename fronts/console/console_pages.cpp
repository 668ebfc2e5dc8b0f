#include "fronts/console/console_pages.hpp"

#include "fronts/item_words.hpp"
#include "http/pages/embedded.hpp"
#include "http/pages/plot.hpp"
#include "http/pages/templates.hpp"

#include <date/date.h>

#include <algorithm>

namespace rental {
namespace {

namespace mustache = kainjow::mustache;

mustache::data empty_list() {
  return mustache::data{mustache::data::type::list};
}

mustache::partial part(const char* name) {
  return {[name] { return std::string{embedded_file(name).value_or("")}; }};
}

mustache::data frame_of(const operator_frame& frame, std::string title) {
  mustache::data data;
  data.set("title", std::move(title));
  data.set("csrf", frame.csrf);
  data.set("signed_in", frame.signed_in);
  data.set("can_link", frame.can_link);
  data.set("can_mail", frame.can_mail);
  data.set("now", date::format("%H:%M UTC", frame.now));
  data.set("admin_bar", part("admin_bar.mustache"));
  data.set("admin_hear", part("admin_hear.mustache"));
  data.set("admin_week", part("admin_week.mustache"));
  return data;
}

std::string words(std::string text) {
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string several(std::size_t count, const char* what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

const char* class_of(connection_state state) {
  switch (state) {
  case connection_state::connected:
    return "good";
  case connection_state::degraded:
  case connection_state::needs_reconnect:
    return "bad";
  case connection_state::disconnected:
    break;
  }
  return "quiet";
}

const char* class_of(booking_state state) {
  if (state == booking_state::confirmed)
    return "good";
  return state == booking_state::failed ? "bad" : "quiet";
}

const char* word_of(booking_state state) {
  switch (state) {
  case booking_state::held:
  case booking_state::writing:
    return "being booked";
  case booking_state::confirmed:
    return "booked";
  case booking_state::cancelling:
    return "being cancelled";
  case booking_state::cancelled:
    return "cancelled";
  case booking_state::failed:
    break;
  }
  return "not booked";
}

/// "9:30 am".
std::string clock_text(local_time t) {
  const date::hh_mm_ss<std::chrono::seconds> clock{
      t - date::floor<date::days>(t)};
  const auto hour = clock.hours().count();
  const auto minute = std::to_string(100 + clock.minutes().count()).substr(1);
  return std::to_string(hour % 12 == 0 ? 12 : hour % 12) + ":" + minute
         + (hour < 12 ? " am" : " pm");
}

void put_manager(mustache::data& data, const manager_record& row, instant now) {
  data.set("id", std::to_string(row.id));
  data.set("user_id", row.key.user_id);
  data.set("agency", row.key.agency);
  data.set("state", words(to_string(row.state)));
  data.set("state_class", class_of(row.state));
  data.set("connected", row.state != connection_state::disconnected);
  data.set("dead", row.state == connection_state::needs_reconnect);
  put_text(data, "account", row.account);
  data.set("zone", row.zone.empty() ? "default time zone" : row.zone);
  put_text(data, "reason", row.state_reason);
  const auto unreadable = unreadable_items_from(row.calendar_note);
  data.set("unreadable", as_lines(words_of(unreadable)));
  data.set("has_unreadable", !unreadable.empty());
  data.set("since", ago(row.updated_at, now));
}

void put_managers(mustache::data& data, const operator_view& view) {
  auto rows = empty_list();
  for (const auto& row : view.rows.managers) {
    mustache::data item;
    put_manager(item, row, view.frame.now);
    rows.push_back(item);
  }
  std::string counts;
  for (const auto& [state, count] : view.rows.counts.managers)
    counts += (counts.empty() ? "" : ", ") + std::to_string(count) + " "
              + words(to_string(state));
  data.set("counts", counts);
  data.set("any_dead", view.rows.counts.managers.contains(
                           connection_state::needs_reconnect));
  data.set("managers", rows);
  data.set("has_managers", !view.rows.managers.empty());
  data.set("more", view.rows.more);
  data.set("shown", std::to_string(view.rows.managers.size()));
  put_text(data, "find", view.find);
}

std::string name_of(const overview& rows, std::int64_t manager) {
  const auto found = rows.names.find(manager);
  return found == rows.names.end() ? std::to_string(manager) : found->second;
}

const char* kind_in_words(const std::string& kind) {
  if (kind == "message")
    return "left a message";
  return kind == "lead" ? "was put off" : "wants a viewing";
}

std::string mailed_in_words(const callback_request& wish, instant now) {
  if (wish.mailed_at)
    return "mailed " + ago(*wish.mailed_at, now);
  return wish.manager == 0 ? "nobody is mailed: no manager is known"
                           : "not mailed yet";
}

void put_wishes(mustache::data& data, const operator_view& view) {
  auto rows = empty_list();
  for (const auto& wish : view.rows.wishes) {
    mustache::data item;
    item.set("id", std::to_string(wish.id));
    item.set("csrf", view.frame.csrf);
    item.set("who", wish.unreadable
                        ? "Cannot be read (row " + std::to_string(wish.id) + ")"
                    : wish.who.name.empty() ? "Somebody"
                                            : wish.who.name);
    put_text(item, "phone", wish.who.phone);
    put_text(item, "email", wish.who.email);
    put_text(item, "address", wish.address);
    put_text(item, "wanted", wish.wanted);
    item.set("manager", wish.manager == 0 ? "agency " + wish.agency
                                          : name_of(view.rows, wish.manager));
    item.set("reason", words(wish.reason));
    item.set("kind", kind_in_words(wish.kind));
    item.set("since", ago(wish.created_at, view.frame.now));
    item.set("mailed", mailed_in_words(wish, view.frame.now));
    rows.push_back(item);
  }
  data.set("wishes", rows);
  data.set("has_wishes", !view.rows.wishes.empty());
}

/// What a mail is about, from its key: "booked:<id>" -> "booked".
std::string kind_of(const outbox_mail& mail) {
  return words(mail.key.substr(0, mail.key.find(':')));
}

void put_mails(mustache::data& data, const operator_view& view) {
  auto rows = empty_list();
  for (const auto& mail : view.rows.mails) {
    mustache::data item;
    item.set("id", std::to_string(mail.id));
    item.set("csrf", view.frame.csrf);
    item.set("ended", mail.state == "failed" || mail.state == "unknown");
    item.set("what", kind_of(mail));
    item.set("state", mail.state);
    item.set("state_class", mail.state == "queued" || mail.state == "sending"
                                ? "quiet"
                                : "bad");
    item.set("manager", name_of(view.rows, mail.manager));
    item.set("attempts", several(std::size_t(mail.attempts), "attempt"));
    put_text(item, "error", mail.last_error);
    item.set("since", ago(mail.created_at, view.frame.now));
    rows.push_back(item);
  }
  data.set("mails", rows);
  data.set("has_mails", !view.rows.mails.empty());
}

void put_heard(mustache::data& data, const std::vector<heard_sentence>& heard,
               bool more) {
  auto rows = empty_list();
  for (const auto& each : heard) {
    mustache::data item;
    item.set("who", each.who);
    item.set("sentence", each.sentence);
    rows.push_back(item);
  }
  data.set("heard", rows);
  data.set("has_heard", !heard.empty());
  data.set("heard_more", more);
}

void put_refusals(mustache::data& data, const operator_view& view) {
  auto rows = empty_list();
  for (const auto& each : view.refusals) {
    mustache::data item;
    item.set("why", each.why);
    item.set("count", std::to_string(each.count));
    rows.push_back(item);
  }
  data.set("refusals", rows);
  data.set("has_refusals", !view.refusals.empty());
}

void put_load(mustache::data& data, const std::vector<load_minute>& load) {
  plot calls{"plot-calls", "Tool calls per minute", "", {}};
  plot p95{"plot-p95", "Answered within, 95 of 100 tool calls", " ms", {}};
  plot bookings{"plot-bookings", "Viewings booked per minute", "", {}};
  for (const auto& minute : load) {
    calls.values.push_back(minute.calls);
    p95.values.push_back(minute.p95 * 1000);
    bookings.values.push_back(minute.bookings);
  }
  auto rows = empty_list();
  for (const auto* each : {&calls, &p95, &bookings}) {
    mustache::data item;
    item.set("title", each->title);
    item.set("svg", plot_svg(*each));
    rows.push_back(item);
  }
  data.set("plots", rows);
}

mustache::data booking_of(const booking& row, const zone& tz) {
  mustache::data item;
  item.set("time", clock_text(tz.to_local(row.slot.start)));
  item.set("state", word_of(row.state));
  item.set("state_class", class_of(row.state));
  item.set("who", row.unreadable ? "Cannot be read" : row.who.name);
  put_text(item, "phone", row.who.phone);
  item.set("address", row.address);
  put_text(item, "reason",
           row.state == booking_state::confirmed ? "" : words(row.reason));
  return item;
}

void put_week(mustache::data& data, const manager_week& week) {
  auto days = empty_list();
  for (int i = 0; i < 7; ++i) {
    const auto day = week.first + date::days{i};
    auto rows = empty_list();
    bool any = false;
    for (const auto& row : week.bookings)
      if (week.tz.local_day(row.slot.start) == day) {
        rows.push_back(booking_of(row, week.tz));
        any = true;
      }
    mustache::data item;
    item.set("day_id", date::format("day-%F", day));
    item.set("day", date::format("%a %e %b", day));
    item.set("has_bookings", any);
    item.set("bookings", rows);
    days.push_back(item);
  }
  data.set("days", days);
  data.set("week_shown", true);
  data.set("week_zone", week.tz.name());
  data.set("week_path", "/admin/managers/" + std::to_string(week.manager.id));
  data.set("week_from", date::format("%e %b", week.first));
  data.set("week_to", date::format("%e %b %Y", week.first + date::days{6}));
  data.set("week_before", date::format("%F", week.first - date::days{7}));
  data.set("week_after", date::format("%F", week.first + date::days{7}));
}

} // namespace

std::string ago(instant then, instant now) {
  using namespace std::chrono;
  const auto span = now - then;
  const auto said = [](auto count, const char* what) {
    return several(std::size_t(count), what) + " ago";
  };
  if (span < minutes{1})
    return "just now";
  if (span < hours{1})
    return said(duration_cast<minutes>(span).count(), "minute");
  if (span < hours{48})
    return said(duration_cast<hours>(span).count(), "hour");
  return said(span / hours{24}, "day");
}

http_out render(const operator_view& view) {
  auto data = frame_of(view.frame, "Operator's page");
  put_managers(data, view);
  put_wishes(data, view);
  put_mails(data, view);
  put_heard(data, view.heard, view.heard_more);
  put_refusals(data, view);
  put_load(data, view.load);
  data.set("tools", view.tools);
  data.set("week_shown", false);
  if (view.week)
    put_week(data, *view.week);
  return scripted_page_out(200, fill_template("admin.mustache", data));
}

http_out render(const manager_view& view) {
  auto data = frame_of(view.frame, view.week.manager.key.user_id);
  put_manager(data, view.week.manager, view.frame.now);
  put_heard(data, view.heard, false);
  put_week(data, view.week);
  return scripted_page_out(200, fill_template("admin_manager.mustache", data));
}

http_out render(const link_view& view) {
  auto data = frame_of(view.frame, "Connect link");
  data.set("user_id", view.user_id);
  data.set("url", view.url);
  data.set("until", date::format("%e %b %Y, %H:%M UTC", view.until));
  return scripted_page_out(200, fill_template("admin_link.mustache", data));
}

http_out admin_sign_in_page(unsigned status, std::string_view next,
                            std::string_view problem) {
  mustache::data data;
  data.set("title", "Sign in");
  data.set("next", std::string{next});
  put_text(data, "problem", std::string{problem});
  return page_out(status, fill_template("admin_sign_in.mustache", data));
}

} // namespace rental
