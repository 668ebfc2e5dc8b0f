// Front ends on the deterministic scheduler, with hand-written actors behind
// them that record what they are asked.
#pragma once

#include "crypto/keyring.hpp"
#include "fronts/api/calendar_api.hpp"
#include "fronts/connect/connect_front.hpp"
#include "fronts/connect/manager_front.hpp"
#include "fronts/voice/vapi_front.hpp"
#include "tests/support/actor_test.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_response_promise.hpp>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace rental::test {

/// What the fake calendar was asked and how it answers.
struct calendar_script {
  std::vector<openings_query> openings;
  std::vector<booking_order> orders;
  std::vector<find_query> finds;
  int lists = 0;
  int warmed = 0;
  /// Conversations that are over.
  std::vector<std::string> ended;
  /// Answers by address; none: the request stays open.
  std::map<std::string, openings_answer> answers;
  std::optional<booking_outcome> outcome;
  errc book_error = errc::internal;
  bool silent = false;
  booking_list list;
  /// Events that were asked for, and whether they are there, in turn (the last
  /// answer stays).
  std::vector<std::string> looks;
  std::vector<std::optional<bool>> sightings;
  /// Orders to cancel; `outcome` is for the others then.
  std::optional<booking_outcome> cancelled;
  /// Requests that wait; atom::idle with a number answers one. (A promise works
  /// only within its actor.)
  std::vector<
      std::pair<caf::typed_response_promise<openings_answer>, openings_answer>>
      parked;
  bool park = false;
};
using calendar_script_ptr = std::shared_ptr<calendar_script>;

inline calendar_actor::behavior_type fake_calendar(calendar_actor::pointer self,
                                                   calendar_script_ptr script) {
  return {
      [=](atom::openings,
          const openings_query& query) -> caf::result<openings_answer> {
        script->openings.push_back(query);
        auto promise = self->make_response_promise<openings_answer>();
        auto found = script->answers.find(query.address);
        if (script->silent)
          script->parked.emplace_back(promise, openings_answer{});
        else if (found == script->answers.end())
          promise.deliver(caf::make_error(errc::internal));
        else if (script->park)
          script->parked.emplace_back(promise, found->second);
        else
          promise.deliver(found->second);
        return promise;
      },
      [=](atom::book,
          const booking_order& order) -> caf::result<booking_outcome> {
        script->orders.push_back(order);
        if (script->silent)
          return self->make_response_promise<booking_outcome>();
        if (order.kind == order_kind::cancel && script->cancelled)
          return *script->cancelled;
        if (script->outcome)
          return *script->outcome;
        return caf::make_error(script->book_error);
      },
      [=](atom::appointment,
          const find_query& query) -> caf::result<found_bookings> {
        script->finds.push_back(query);
        return found_bookings{};
      },
      [=](atom::bookings) -> caf::result<booking_list> {
        ++script->lists;
        return script->list;
      },
      [=](atom::look, const event_query& query) {
        script->looks.push_back(query.event_id);
        const auto i = std::min(script->looks.size(), script->sightings.size());
        return event_sighting{i == 0 ? std::nullopt : script->sightings[i - 1]};
      },
      [=](atom::warm) { ++script->warmed; },
      [=](atom::ended, const std::string& conversation) {
        script->ended.push_back(conversation);
      },
      [](atom::changed) {},
      [](atom::mail, const outgoing_mail&) { return mail_result{}; },
      [](atom::refresh) { return probe_result{}; },
      [](atom::mailbox) { return probe_result{}; },
      [](atom::reconcile) {},
      [](atom::finished, std::uint64_t, const job_result&) {},
      [](atom::overdue, std::uint64_t) {},
      [=](atom::idle, std::uint64_t i) {
        auto& [promise, answer] = script->parked.at(i);
        promise.deliver(answer);
      },
  };
}

struct directory_script {
  std::vector<manager_query> queries;
  std::optional<calendar_ref> found;
  errc error = errc::unknown_manager;
};
using directory_script_ptr = std::shared_ptr<directory_script>;

inline directory_actor::behavior_type
fake_directory(directory_actor::pointer, directory_script_ptr script) {
  return {
      [=](atom::find, const manager_query& query) -> caf::result<calendar_ref> {
        script->queries.push_back(query);
        if (script->found)
          return *script->found;
        return caf::make_error(script->error);
      },
      [](atom::changed, const manager_key&) {},
      [](atom::reconcile) {},
      [](atom::tick) {},
      [](atom::finished, std::uint64_t, const job_result&) {},
  };
}

struct connector_script {
  std::vector<connect_request> begun;
  std::vector<connect_callback> callbacks;
  std::vector<manager_key> asked;
  std::vector<manager_key> forgotten;
  expected<connect_redirect> redirect = connect_redirect{
      "https://login.test/authorize?state=s", "cookie-value"};
  expected<connect_result> result = connect_result{};
  expected<connection_status> status = connection_status{};
  /// Disconnecting fails with it; none: it answers `status`.
  std::optional<errc> forget;
  std::vector<connect_keep> kept;
  /// Links that have connected a calendar.
  bool link_used = false;
};
using connector_script_ptr = std::shared_ptr<connector_script>;

template <class T>
caf::result<T> as_result(const expected<T>& value) {
  if (value)
    return *value;
  return to_caf(value.error());
}

inline http_in a_get(const std::string& target, string_map headers = {}) {
  http_in in;
  in.method = "GET";
  const auto query = target.find('?');
  in.path = target.substr(0, query);
  if (query != std::string::npos)
    in.query = parse_query(target.substr(query + 1));
  in.headers = std::move(headers);
  if (auto i = in.headers.find("cookie"); i != in.headers.end())
    in.cookies = parse_cookies(i->second);
  return in;
}

inline http_in a_post(const std::string& target, const std::string& body = "",
                      string_map headers = {}) {
  auto in = a_get(target, std::move(headers));
  in.method = "POST";
  in.body = body;
  return in;
}

inline http_in a_form(const std::string& target, const std::string& body,
                      string_map headers = {}) {
  headers["content-type"] = "application/x-www-form-urlencoded";
  return a_post(target, body, std::move(headers));
}

inline const string_map with_token{{"authorization", "Bearer admin-token"}};

inline connector_actor::behavior_type
fake_connector(connector_actor::pointer, connector_script_ptr script) {
  return {
      [=](atom::begin, const connect_request& request) {
        script->begun.push_back(request);
        return as_result(script->redirect);
      },
      [=](atom::complete, const connect_callback& callback) {
        script->callbacks.push_back(callback);
        return as_result(script->result);
      },
      [=](atom::keep, const connect_keep& word) {
        script->kept.push_back(word);
        return as_result(script->result);
      },
      [=](atom::look, const link_query&) {
        return link_state{script->link_used};
      },
      [=](atom::status, const manager_key& key) {
        script->asked.push_back(key);
        return as_result(script->status);
      },
      [=](atom::disconnect, const manager_key& key) {
        script->forgotten.push_back(key);
        if (script->forget)
          return as_result(expected<connection_status>{*script->forget});
        return as_result(script->status);
      },
      [](atom::finished, std::uint64_t, const job_result&) {},
  };
}

/// What came back through a responder.
using reply_ptr = std::shared_ptr<std::optional<http_out>>;

class front_test : public actor_test {
protected:
  front_test() {
    directory->found.emplace();
    directory->found->key = {"default", "pete_admin"};
    directory->found->id = 1;
    directory->found->calendar = spawn(fake_calendar, calendar);
    directory_handle = spawn(fake_directory, directory);
  }

  /// Releases the scripts' handles before the actor system goes.
  void TearDown() override {
    calendar->parked.clear();
    directory->found.reset();
    directory_handle = nullptr;
  }

  static std::pair<responder, reply_ptr> listen() {
    auto reply = std::make_shared<std::optional<http_out>>();
    return {responder{[reply](http_out out) { *reply = std::move(out); }},
            reply};
  }

  /// What a front of people needs; the time stands still.
  static front_options production() {
    front_options options;
    options.public_url = "https://calendar.test";
    options.admin_tokens = {secret{"admin-token"}};
    options.normalise_id = [](std::string_view id) {
      return id == "14055550142" ? "+14055550142" : std::string{id};
    };
    options.numbers = std::make_shared<metrics>();
    options.keys = *keyring::parse(
        secret{"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="});
    return options;
  }

  /// Hands a request to a handler; nothing is processed yet.
  reply_ptr send(const http_handler& handler, http_in in) {
    auto [respond, reply] = listen();
    in.request_id = "req-1";
    handler(std::move(in), std::move(respond));
    return reply;
  }

  /// The same, and runs everything.
  http_out answered(const http_handler& handler, http_in in) {
    auto reply = send(handler, std::move(in));
    sched.run();
    EXPECT_TRUE(reply->has_value()) << "no answer";
    return reply->value_or(http_out{0, {}, {}});
  }

  /// What a browser that got these answers, oldest first, sends back.
  static std::string cookies_after(std::initializer_list<http_out> answers) {
    std::map<std::string, std::string> jar;
    for (const auto& out : answers)
      for (const auto& [key, value] : out.headers)
        if (key == "Set-Cookie") {
          const auto equals = value.find('=');
          const auto name = value.substr(0, equals);
          if (value.find("Max-Age=0") != std::string::npos)
            jar.erase(name);
          else
            jar[name] = value.substr(equals + 1, value.find(';') - equals - 1);
        }
    std::string all;
    for (const auto& [name, value] : jar)
      all += (all.empty() ? "" : "; ") + name + "=" + value;
    return all;
  }

  /// The value of a form's hidden field.
  static std::string field_in(const std::string& html,
                              const std::string& name) {
    const auto mark = "name=\"" + name + "\" value=\"";
    const auto from = html.find(mark);
    if (from == std::string::npos)
      return {};
    const auto begin = from + mark.size();
    return html.substr(begin, html.find('"', begin) - begin);
  }

  static std::string header_of(const http_out& out, std::string_view name) {
    for (const auto& [key, value] : out.headers)
      if (key == name)
        return value;
    return {};
  }

  calendar_script_ptr calendar = std::make_shared<calendar_script>();
  directory_script_ptr directory = std::make_shared<directory_script>();
  directory_actor directory_handle;
};

} // namespace rental::test
