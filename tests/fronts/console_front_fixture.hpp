// CONSOLE_FRONT behind its routes, and an operator's browser.
#pragma once

#include "fronts/admin_session.hpp"
#include "fronts/console/console_front.hpp"
#include "tests/fronts/front_fixture.hpp"

namespace rental::test {

struct overview_script {
  overview rows;
  manager_week week;
  std::vector<overview_query> looks;
  std::vector<week_query> weeks;
  std::vector<std::int64_t> again;
  std::vector<callback_done> told;
};

inline callbacks_actor::behavior_type
fake_callbacks(callbacks_actor::pointer,
               std::shared_ptr<overview_script> script) {
  return {
      [](atom::keep, const callback_order&) { return callback_answer{}; },
      [](atom::callbacks, const callback_query&) { return callback_list{}; },
      [=](atom::told, const callback_done& what) {
        script->told.push_back(what);
        return callback_list{{callback_request{}}, {}};
      },
  };
}

inline overview_actor::behavior_type
fake_overview(overview_actor::pointer,
              std::shared_ptr<overview_script> script) {
  return {
      [=](atom::overview, const overview_query& query) {
        script->looks.push_back(query);
        return script->rows;
      },
      [=](atom::week, const week_query& query) -> caf::result<manager_week> {
        script->weeks.push_back(query);
        if (query.manager != script->week.manager.id)
          return caf::make_error(errc::unknown_manager);
        return script->week;
      },
      [=](atom::again, std::int64_t id) {
        script->again.push_back(id);
        return store_outcome{done{}};
      },
      [](atom::tick) {},
  };
}

class operator_front_test : public front_test {
protected:
  operator_front_test() {
    options.public_url = "https://calendar.test";
    options.admin_tokens = {secret{"admin-token"}};
    options.keys = *keyring::parse(
        secret{"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="});
    options.time = time;
    options.numbers = std::make_shared<metrics>(time);
    script->week.manager.id = 3;
    script->week.manager.key = {"default", "pete_admin"};
    script->week.manager.state = connection_state::connected;
    script->week.first = date::local_days{date::year{2026} / 11 / 23};
    script->rows.managers = {script->week.manager};
  }

  void TearDown() override {
    handler = {};
    routes.reset();
    front_test::TearDown();
  }

  http_handler door() {
    console_front_deps deps;
    deps.overview = spawn(fake_overview, script);
    deps.directory = directory_handle;
    deps.connector = spawn(fake_connector, connector);
    deps.callbacks = spawn(fake_callbacks, script);
    deps.options = options;
    deps.properties = {{"9 elm", "default", "pete_admin"}};
    deps.tools = "{\"tools\":[]}";
    deps.most_streams = 2;
    front = spawn(console_front, std::move(deps));
    routes = std::make_shared<router>();
    add_operator(*routes, options, front);
    return [r = routes](http_in in, responder respond) {
      r->handle(std::move(in), std::move(respond));
    };
  }

  /// As a browser asks.
  static http_in a_get(const std::string& target) {
    return test::a_get(target, {{"accept", "text/html"}});
  }

  static http_in a_form(const std::string& path, const std::string& body) {
    return test::a_form(path, body, {{"accept", "text/html"}});
  }

  http_in signed_in(http_in in) const {
    in.cookies = parse_cookies(cookie.substr(0, cookie.find(';')));
    return in;
  }

  /// Signs in and keeps the cookie.
  http_out sign_in(const std::string& token = "admin-token",
                   const std::string& next = "") {
    auto out = answered(
        handler, a_form("/admin/sign-in", "token=" + token + "&next=" + next));
    cookie = header_of(out, "Set-Cookie");
    return out;
  }

  std::string csrf() {
    return admin_session_of(options, signed_in(a_get("/admin")))
        .value_or(admin_session{})
        .csrf;
  }

  std::shared_ptr<manual_clock> time
      = std::make_shared<manual_clock>(from_unix(1'795'356'000));
  std::shared_ptr<overview_script> script = std::make_shared<overview_script>();
  connector_script_ptr connector = std::make_shared<connector_script>();
  front_options options;
  console_front_actor front;
  std::shared_ptr<router> routes;
  http_handler handler;
  std::string cookie;
};

} // namespace rental::test
