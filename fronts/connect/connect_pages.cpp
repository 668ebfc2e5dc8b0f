#include "fronts/connect/connect_pages.hpp"

#include "http/pages/templates.hpp"

namespace rental {

namespace mustache = kainjow::mustache;

http_out render(const connect_page& page) {
  mustache::data data;
  data.set("title", "Connect your calendar");
  data.set("user_id", page.user_id);
  put_text(data, "account", page.account);
  data.set("start", page.start);
  return page_out(200, fill_template("connect.mustache", data));
}

http_out render(const choice_page& page) {
  mustache::data data;
  data.set("title", "Another account than before");
  data.set("user_id", page.user_id);
  data.set("account", page.account);
  put_text(data, "former", page.former);
  data.set("viewings", page.viewings == 1
                           ? "One viewing"
                           : std::to_string(page.viewings) + " viewings");
  data.set("csrf", page.csrf);
  put_text(data, "switch_to", page.switch_to);
  return page_out(200, fill_template("choice.mustache", data));
}

http_out render(const connected_page& page) {
  mustache::data data;
  data.set("title", "Connected");
  data.set("account", page.account);
  data.set("user_id", page.user_id);
  data.set("zone", page.zone);
  put_text(data, "zone_said", page.zone_said);
  data.set("zone_is_default", page.zone_is_default);
  data.set("hours", as_lines(page.hours));
  data.set("hours_are_default", page.hours_are_default);
  data.set("unreadable", as_lines(page.unreadable));
  data.set("has_unreadable", !page.unreadable.empty());
  data.set("cannot_mail", page.cannot_mail);
  data.set("heard", page.heard);
  data.set("heard_note", page.heard_note);
  data.set("csrf", page.csrf);
  data.set("attempt", page.attempt);
  return scripted_page_out(200, fill_template("connected.mustache", data));
}

http_out render(const test_page& page) {
  mustache::data data;
  mustache::data steps{mustache::data::type::list};
  for (const auto& step : page.steps) {
    mustache::data item;
    item.set("line", step.what);
    item.set("good", step.good);
    steps.push_back(item);
  }
  data.set("title", page.title);
  data.set("fine", page.status == 200);
  data.set("steps", steps);
  data.set("summary", page.summary);
  put_text(data, "reference", page.status == 200 ? "" : page.reference);
  return page_out(page.status, fill_template("test_viewing.mustache", data));
}

http_out render(const confirm_page& page) {
  mustache::data data;
  data.set("title", page.title);
  data.set("what", page.what);
  data.set("action", page.action);
  data.set("button", page.button);
  data.set("csrf", page.csrf);
  put_text(data, "back", page.back);
  return page_out(200, fill_template("confirm.mustache", data));
}

} // namespace rental
