// Identity and Graph clients against the simulator over sockets. The two share
// no code, so that they cannot agree on a mistake.
#include "crypto/hash.hpp"
#include "microsoft/graph_client.hpp"
#include "microsoft/identity_client.hpp"
#include "net/curl_client.hpp"
#include "net/url.hpp"
#include "tests/net/waiting.hpp"
#include "tools/microsoft-sim/simulator.hpp"

#include <gtest/gtest.h>

using namespace rental;
using namespace rental::test;
using namespace std::chrono_literals;
using rental::sim::json;

namespace {

constexpr const char* pete = "pete@contoso.example";
constexpr instant now = from_unix(1795338000); // 2026-11-22T09:00:00Z
constexpr time_slot tuesday{now + 48h, now + 72h};

sim::simulator_options at_nine() {
  sim::simulator_options options;
  options.clock_start = "2026-11-22T09:00:00Z";
  return options;
}

class WithSimulator : public ::testing::Test {
protected:
  WithSimulator() {
    microsoft_.start();
    identity_ = std::make_unique<identity_client>(
        identity_options{microsoft_.base_url(),
                         "common",
                         settings_.client_id,
                         secret{settings_.client_secret},
                         redirect_uri,
                         {}},
        http_, clock_);
    graph_options options;
    options.base_url = microsoft_.graph_url();
    options.page_size = 10;
    options.retries.base = 20ms;
    graph_ = std::make_unique<graph_client>(options, gate_, http_, clock_);
  }

  graph_call call(const std::string& account = pete) {
    const auto tokens
        = microsoft_.control("POST", "/tokens", {{"account", account}});
    return {secret{tokens.at("access_token").get<std::string>()}, in(10s), 1,
            urgency::caller};
  }

  /// Runs one call and waits for what it answers.
  template <class T, class... Args, class... Given>
  expected<T> run(void (graph_client::*what)(Args...), graph_call with,
                  Given... given) {
    awaited<expected<T>> answer;
    (graph_.get()->*what)(std::move(with), std::move(given)...,
                          answer.callback());
    return answer.get();
  }

  expected<calendar_event> create(const event_draft& draft) {
    return run<calendar_event>(&graph_client::create_event, call(), draft);
  }
  expected<std::vector<calendar_event>> view(time_slot window = tuesday) {
    return run<std::vector<calendar_event>>(&graph_client::calendar_view,
                                            call(), window);
  }
  expected<std::optional<calendar_event>> find(const std::string& booking) {
    auto all = run<std::vector<calendar_event>>(&graph_client::find_events,
                                                call(), booking);
    if (!all)
      return all.error();
    return all->empty() ? std::nullopt : std::optional{all->front()};
  }

  static event_draft draft_of(const std::string& booking) {
    event_draft draft;
    draft.booking_id = booking;
    draft.transaction_id = "t-" + booking;
    draft.when = {tuesday.start + 6h, tuesday.start + 6h + 30min};
    draft.subject = "Property Viewing: 12 High St";
    draft.html_body = "<p>Jo Bloggs</p>";
    draft.location = "12 High St";
    draft.attendee_email = "jo@visitor.example";
    draft.attendee_name = "Jo Bloggs";
    return draft;
  }

  void add_event(json event) {
    event["account"] = pete;
    microsoft_.control("POST", "/events", event);
  }

  void fault(const std::string& operation, const json& action) {
    microsoft_.control("DELETE", "/faults");
    microsoft_.control(
        "POST", "/faults",
        {{"match", {{"operation", operation}}}, {"action", action}});
  }

  expected<http_reply> fetch(const std::string& url) {
    awaited<expected<http_reply>> answer;
    http_.send({"GET", url, {}, {}, in(10s)}, answer.callback());
    return answer.get();
  }

  static constexpr const char* redirect_uri
      = "http://localhost:8080/calendar/auth/callback";
  sim::settings settings_;
  sim::simulator microsoft_{at_nine()};
  manual_clock clock_{now};
  curl_client http_;
  graph_gate gate_{http_, http_};
  std::unique_ptr<identity_client> identity_;
  std::unique_ptr<graph_client> graph_;
};

std::string query_value(const std::string& url, const std::string& name) {
  const auto query = '&' + parse_url(url)->query + '&';
  const auto at = query.find('&' + name + '=');
  if (at == std::string::npos)
    return {};
  const auto begin = at + name.size() + 2;
  return query.substr(begin, query.find('&', begin) - begin);
}

} // namespace

TEST_F(WithSimulator, SignsInThroughTheRedirects) {
  microsoft_.control("POST", "/auto-sign-in", {{"account", pete}});
  const std::string verifier(64, 'v');
  const auto page = fetch(identity_->authorize_url(
      {"state-1", "nonce-1", pkce_challenge(verifier), pete, ""}));
  ASSERT_TRUE(page);
  ASSERT_EQ(page->status, 302);
  const auto back = page->headers.at("location");
  EXPECT_EQ(query_value(back, "state"), "state-1");

  awaited<expected<token_grant>> redeemed;
  identity_->redeem(query_value(back, "code"), secret{verifier}, in(10s),
                    redeemed.callback());
  const auto grant = redeemed.get();
  ASSERT_TRUE(grant) << to_string(grant.error());
  EXPECT_EQ(missing_scopes(grant->tokens.scope), "");
  EXPECT_GT(grant->tokens.expires_at, now + 30min);
  const auto who = identity_->read_id_token(grant->id_token, "nonce-1");
  ASSERT_TRUE(who) << to_string(who.error());
  EXPECT_EQ(who->username, pete);
  EXPECT_FALSE(identity_->read_id_token(grant->id_token, "nonce-2"));

  awaited<expected<token_grant>> refreshed;
  identity_->refresh(grant->tokens.refresh_token, in(10s),
                     refreshed.callback());
  const auto fresh = refreshed.get();
  ASSERT_TRUE(fresh) << to_string(fresh.error());
  EXPECT_FALSE(fresh->tokens.refresh_token == grant->tokens.refresh_token);

  microsoft_.control("POST", "/revoke-refresh-tokens", {{"account", pete}});
  awaited<expected<token_grant>> revoked;
  identity_->refresh(fresh->tokens.refresh_token, in(10s), revoked.callback());
  EXPECT_EQ(revoked.get().error().code, errc::needs_reconnect);
}

TEST_F(WithSimulator, ChecksTheClient) {
  awaited<expected<done>> good;
  identity_->check_client(in(10s), good.callback());
  EXPECT_TRUE(good.get());
  identity_client wrong{{microsoft_.base_url(),
                         "common",
                         settings_.client_id,
                         secret{"wrong"},
                         redirect_uri,
                         {}},
                        http_,
                        clock_};
  awaited<expected<done>> bad;
  wrong.check_client(in(10s), bad.callback());
  EXPECT_EQ(bad.get().error().code, errc::operator_fault);
}

TEST_F(WithSimulator, ReadsWhoAndWhere) {
  const auto account = run<graph_account>(&graph_client::me, call());
  ASSERT_TRUE(account) << to_string(account.error());
  EXPECT_EQ(account->address, pete);
  const auto zone_of = [&](const char* email) {
    return run<mailbox_settings>(&graph_client::settings, call(email));
  };
  EXPECT_EQ(zone_of(pete)->time_zone, "Central Standard Time");
  EXPECT_TRUE(zone_of(pete)->hours);
  EXPECT_EQ(zone_of("ana@contoso.example")->time_zone, "Europe/Berlin");
  EXPECT_TRUE(zone_of("nozone@contoso.example"));
  EXPECT_EQ(zone_of("nomailbox@contoso.example").error().code,
            errc::no_mailbox);
}

TEST_F(WithSimulator, ReadsEveryPageOfEveryKind) {
  for (int i = 0; i < 23; ++i) {
    const auto start = tuesday.start + i * 30min;
    add_event({{"start", to_iso_utc(start)},
               {"end", to_iso_utc(start + 15min)},
               {"showAs", i % 2 == 0 ? "busy" : "free"}});
  }
  add_event({{"start", "2026-11-03T15:00:00Z"},
             {"end", "2026-11-03T16:00:00Z"},
             {"recurrence",
              {{"type", "weekly"}, {"days", json::array({"tuesday"})}}}});
  add_event({{"start", "2026-11-24"}, {"end", "2026-11-25"}, {"allDay", true}});
  const auto events = view();
  ASSERT_TRUE(events) << to_string(events.error());
  EXPECT_EQ(events->size(), 25u);
  const auto count = [&](auto test) {
    return std::count_if(events->begin(), events->end(), test);
  };
  EXPECT_EQ(count([](const auto& e) { return e.all_day; }), 1);
  EXPECT_EQ(count([](const auto& e) { return e.shown == show_as::free; }), 11);
  const instant series = from_unix(1795532400); // 2026-11-24T15:00:00Z
  EXPECT_EQ(count([&](const auto& e) {
              return !e.all_day && e.when == time_slot{series, series + 1h};
            }),
            1);
}

TEST_F(WithSimulator, BooksFindsMovesAndDeletes) {
  const auto draft = draft_of("b-1");
  const auto made = create(draft);
  ASSERT_TRUE(made) << to_string(made.error());
  EXPECT_EQ(made->when, draft.when);
  EXPECT_FALSE(made->etag.empty());

  const auto again = create(draft);
  ASSERT_TRUE(again) << to_string(again.error());
  EXPECT_EQ(again->id, made->id);
  const auto seen = view();
  ASSERT_TRUE(seen);
  ASSERT_EQ(seen->size(), 1u);
  EXPECT_EQ(seen->front().booking_id, "b-1");
  EXPECT_EQ(seen->front().transaction_id, "t-b-1");
  EXPECT_EQ(seen->front().shown, show_as::busy);

  const time_slot later{draft.when.start + 1h, draft.when.end + 1h};
  const auto moved
      = run<calendar_event>(&graph_client::move_event, call(), made->id,
                            made->etag, later, event_mark{"b-2"});
  ASSERT_TRUE(moved) << to_string(moved.error());
  EXPECT_EQ(moved->when, later);
  EXPECT_EQ(run<calendar_event>(&graph_client::move_event, call(), made->id,
                                made->etag, draft.when, event_mark{"b-2"})
                .error()
                .code,
            errc::changed);
  ASSERT_TRUE(find("b-1"));
  EXPECT_FALSE(*find("b-1")) << "it belongs to another booking now";
  const auto found = find("b-2");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->id, made->id);
  EXPECT_EQ((*found)->booking_id, "b-2");

  EXPECT_EQ(
      run<calendar_event>(&graph_client::get_event, call(), made->id)->when,
      later);
  // With the etag of before the move, then without, then what is gone.
  EXPECT_EQ(run<done>(&graph_client::delete_event, call(), made->id, made->etag)
                .error()
                .code,
            errc::changed);
  EXPECT_TRUE(
      run<done>(&graph_client::delete_event, call(), made->id, std::string{}));
  EXPECT_EQ(
      run<done>(&graph_client::delete_event, call(), made->id, std::string{})
          .error()
          .code,
      errc::not_found);
  EXPECT_EQ(run<calendar_event>(&graph_client::get_event, call(), made->id)
                .error()
                .code,
            errc::not_found);
  EXPECT_FALSE(*find("b-2"));
}

TEST_F(WithSimulator, SameTransactionWithOtherContentIsRefused) {
  ASSERT_TRUE(create(draft_of("b-1")));
  for (const int status : {400, 409}) {
    microsoft_.control("POST", "/settings",
                       {{"duplicate_transaction_status", status}});
    auto other = draft_of("b-1");
    other.subject = "Something else";
    const auto refused = create(other);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, errc::provider_refused);
    EXPECT_TRUE(
        refused.error().detail.starts_with("ErrorDuplicateTransactionId"));
  }
  EXPECT_EQ(view()->size(), 1u);
}

TEST_F(WithSimulator, UnknownWritesLeaveWhatTheyLeave) {
  struct unknown_write {
    json action;
    errc code;
    bool written;
  };
  const std::vector<unknown_write> cases{
      {{{"status", 503}, {"when", "before"}},
       errc::provider_unavailable,
       false},
      {{{"status", 503}, {"when", "after"}}, errc::provider_unavailable, true},
      {{{"cut", "before_headers"}, {"when", "after"}}, errc::network, true},
      {{{"cut", "mid_body"}, {"when", "after"}}, errc::network, true},
      {{{"cut", "reset"}, {"when", "after"}}, errc::network, true},
      {{{"invalid_json", true}}, errc::bad_answer, true},
      {{{"drop_id", true}}, errc::bad_answer, true},
      {{{"html", true}}, errc::bad_answer, true},
      {{{"empty", true}}, errc::bad_answer, true},
      {{{"stall", true}, {"when", "after"}}, errc::timeout, true}};
  for (std::size_t i = 0; i < cases.size(); ++i) {
    SCOPED_TRACE(cases[i].action.dump());
    const auto booking = "b-" + std::to_string(i);
    fault("createEvent", cases[i].action);
    auto with = call();
    if (cases[i].code == errc::timeout)
      with.until = in(300ms);
    const auto made = run<calendar_event>(&graph_client::create_event, with,
                                          draft_of(booking));
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, cases[i].code) << to_string(made.error());
    const auto found = find(booking);
    ASSERT_TRUE(found) << to_string(found.error());
    EXPECT_EQ(found->has_value(), cases[i].written);
    const auto repeated = create(draft_of(booking));
    ASSERT_TRUE(repeated) << to_string(repeated.error());
    if (*found) {
      EXPECT_EQ(repeated->id, (*found)->id);
    }
  }
}

TEST_F(WithSimulator, ReadsSurvivePassingFaults) {
  const auto form = [](const char* name) {
    return json{{"status", 429},
                {"retry_after", {{"seconds", 1}, {"form", name}}}};
  };
  for (const auto& action :
       {form("integer"), form("fraction"), form("date"), form("absent"),
        json{{"status", 503}}, json{{"status", 504}}, json{{"cut", "reset"}},
        json{{"cut", "mid_body"}}, json{{"gzip", true}},
        json{{"error_name", "bad_gateway_html"}}}) {
    fault("calendarView", action);
    const auto events = view();
    EXPECT_TRUE(events) << action.dump() << to_string(events.error());
  }
}

TEST_F(WithSimulator, UnreadableCalendarsFailClosed) {
  add_event(
      {{"start", "2026-11-24T15:00:00Z"}, {"end", "2026-11-24T16:00:00Z"}});
  for (const char* damage : {"html", "empty", "truncate", "invalid_json"}) {
    fault("calendarView", {{damage, true}});
    EXPECT_EQ(view().error().code, errc::bad_answer) << damage;
  }
  fault("calendarView", {{"error_name", "scope_missing"}});
  EXPECT_EQ(view().error().code, errc::forbidden);
}

TEST_F(WithSimulator, FailingSecondPageFailsTheRead) {
  for (int i = 0; i < 15; ++i)
    add_event(
        {{"start", "2026-11-24T15:00:00Z"}, {"end", "2026-11-24T16:00:00Z"}});
  microsoft_.control("POST", "/faults",
                     {{"match", {{"operation", "calendarView"}, {"page", 2}}},
                      {"action", {{"status", 410}}}});
  EXPECT_EQ(view().error().code, errc::provider_refused);
  EXPECT_EQ(view()->size(), 15u);
}

TEST_F(WithSimulator, ExpiredTokenIsUnauthorized) {
  auto with = call();
  microsoft_.control("POST", "/expire-access-tokens", {{"account", pete}});
  EXPECT_EQ(run<graph_account>(&graph_client::me, with).error().code,
            errc::unauthorized);
}

TEST_F(WithSimulator, GateKeepsBelowTheFourPerMailbox) {
  microsoft_.control("POST", "/settings", {{"latency_ms", 30}});
  const auto crowd = [&](graph_api& graph) {
    std::vector<awaited<expected<std::vector<calendar_event>>>> answers(24);
    for (auto& answer : answers)
      graph.calendar_view(call(), tuesday, answer.callback());
    for (auto& answer : answers)
      (void)answer.get();
  };
  crowd(*graph_);
  EXPECT_EQ(gate_.numbers().halved, 0u);

  gate_options careless_options;
  careless_options.per_mailbox = 24;
  graph_gate careless{http_, http_, careless_options};
  graph_options options;
  options.base_url = microsoft_.graph_url();
  graph_client graph{options, careless, http_, clock_};
  crowd(graph);
  EXPECT_GT(careless.numbers().halved, 0u) << "the simulator does not refuse";
}

TEST_F(WithSimulator, MailLandsInTheOutbox) {
  ASSERT_TRUE(run<done>(&graph_client::send_mail, call(),
                        graph_mail{pete, "New viewing", "<p>x</p>"}));
  const auto mails
      = microsoft_.control("GET", std::string{"/mails?account="} + pete);
  EXPECT_EQ(mails.size(), 1u) << mails.dump();
}
