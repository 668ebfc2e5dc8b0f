// Microsoft for actor tests: a calendar in memory that does what it is told,
// one scripted answer after another. Hand-written, inspected directly.
#pragma once

#include "microsoft/graph_api.hpp"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rental::test {

/// What the next call of an operation does instead of succeeding.
struct script {
  errc fails_with = errc::internal;
  /// Whether it happens all the same (an answer that got lost).
  bool happens = false;
  std::string detail;
};

/// Answers at once, unless `holding`: then when the test calls `let_go`.
class fake_graph final : public graph_api {
public:
  void me(graph_call call, reply<graph_account> on_reply) override {
    run<graph_account>("me", call, on_reply, [this] { return account; });
  }
  void settings(graph_call call, reply<mailbox_settings> on_reply) override {
    run<mailbox_settings>("settings", call, on_reply,
                          [this] { return mailbox; });
  }
  void calendar_view(graph_call call, time_slot window,
                     reply<std::vector<calendar_event>> on_reply) override {
    windows.push_back(window);
    run<std::vector<calendar_event>>(
        "view", call, on_reply, [this] { return listed.value_or(events); });
  }
  void create_event(graph_call call, event_draft draft,
                    reply<calendar_event> on_reply) override {
    drafts.push_back(draft);
    run<calendar_event>("create", call, on_reply, [this, draft] {
      for (const auto& x : events)
        if (x.booking_id == draft.booking_id)
          return x; // same transaction id: the event that exists
      calendar_event made;
      made.id = "event-" + std::to_string(++made_);
      made.etag = "etag-1";
      made.when = draft.when;
      made.booking_id = draft.booking_id;
      made.row = draft.row;
      made.transaction_id = draft.transaction_id;
      made.ical_uid = "uid-" + std::to_string(made_);
      events.push_back(made);
      if (after_create)
        after_create();
      return made;
    });
  }
  void find_events(graph_call call, std::string booking_id,
                   reply<std::vector<calendar_event>> on_reply) override {
    run<std::vector<calendar_event>>("find", call, on_reply, [=, this] {
      std::vector<calendar_event> found;
      for (const auto* list : {&events, &elsewhere})
        for (const auto& x : *list)
          if (x.booking_id == booking_id && !listed)
            found.push_back(x);
      return found;
    });
  }
  void get_event(graph_call call, std::string id,
                 reply<calendar_event> on_reply) override {
    run<calendar_event>("get", call, on_reply,
                        [this, id]() -> expected<calendar_event> {
                          if (const auto* x = with_id(id))
                            return *x;
                          return errc::not_found;
                        });
  }
  void move_event(graph_call call, std::string id, std::string etag,
                  time_slot to, event_mark mark,
                  reply<calendar_event> on_reply) override {
    run<calendar_event>("move", call, on_reply,
                        [=, this]() -> expected<calendar_event> {
                          happen(before_move);
                          auto* x = with_id(id);
                          if (!x)
                            return errc::not_found;
                          if (!etag.empty() && etag != x->etag)
                            return errc::changed;
                          x->when = to;
                          x->booking_id = mark.booking_id;
                          if (!mark.row.empty())
                            x->row = mark.row;
                          x->etag += "+";
                          return *x;
                        });
  }
  void delete_event(graph_call call, std::string id, std::string etag,
                    reply<done> on_reply) override {
    run<done>("delete", call, on_reply, [=, this]() -> expected<done> {
      happen(before_delete);
      const auto* x = with_id(id);
      if (!x)
        return errc::not_found;
      if (!etag.empty() && etag != x->etag)
        return errc::changed;
      for (auto* list : {&events, &elsewhere})
        std::erase_if(*list, [&](const auto& y) { return y.id == id; });
      return done{};
    });
  }
  void send_mail(graph_call call, graph_mail mail,
                 reply<done> on_reply) override {
    run<done>("mail", call, on_reply, [this, mail] {
      mails.push_back(mail);
      return done{};
    });
  }
  void find_mail(graph_call call, std::string mail_id,
                 reply<bool> on_reply) override {
    run<bool>("find_mail", call, on_reply, [this, mail_id] {
      for (const auto& mail : mails)
        if (mail.id == mail_id)
          return true;
      return false;
    });
  }

  void fail_next(const std::string& what, script how) {
    scripts[what].push_back(std::move(how));
  }
  std::size_t count(const std::string& what) const {
    std::size_t n = 0;
    for (const auto& x : calls)
      n += x == what;
    return n;
  }
  /// Lets every held answer go; returns how many there were.
  std::size_t let_go() {
    auto waiting = std::move(held);
    held.clear();
    for (auto& answer : waiting)
      answer();
    return waiting.size();
  }
  void add_event(time_slot when, show_as shown = show_as::busy) {
    calendar_event x;
    x.id = "human-" + std::to_string(++made_);
    x.when = when;
    x.shown = shown;
    events.push_back(x);
  }

  graph_account account{"id-1", "Pete", "pete@contoso.example"};
  mailbox_settings mailbox{"Central Standard Time", default_hours()};
  std::vector<calendar_event> events;
  /// Outside of every window that is read, or in another calendar of the
  /// mailbox; but there.
  std::vector<calendar_event> elsewhere;
  std::vector<std::string> calls;
  std::vector<std::string> tokens_used;
  std::vector<std::optional<zone>> clocks;
  std::vector<time_slot> windows;
  std::vector<event_draft> drafts;
  std::vector<graph_mail> mails;
  std::map<std::string, std::deque<script>> scripts;
  std::function<void()> after_create;
  /// Run once, just before.
  std::function<void()> before_move;
  std::function<void()> before_delete;
  /// What lists show instead of what is there: they lag.
  std::optional<std::vector<calendar_event>> listed;
  bool holding = false;
  std::deque<std::function<void()>> held;

private:
  static void happen(std::function<void()>& what) {
    if (auto once = std::exchange(what, nullptr))
      once();
  }
  calendar_event* with_id(const std::string& id) {
    for (auto* list : {&events, &elsewhere})
      for (auto& x : *list)
        if (x.id == id)
          return &x;
    return nullptr;
  }

  template <class T, class F>
  void run(const std::string& what, const graph_call& call, reply<T> on_reply,
           F f) {
    calls.push_back(what);
    tokens_used.push_back(call.access_token.reveal());
    clocks.push_back(call.clock);
    expected<T> answer = errc::internal;
    if (auto& waiting = scripts[what]; !waiting.empty()) {
      const auto how = waiting.front();
      waiting.pop_front();
      if (how.happens)
        (void)f();
      answer = failure{how.fails_with, how.detail, {}};
    } else {
      answer = f();
    }
    if (holding)
      held.push_back([on_reply, answer] { on_reply(answer); });
    else
      on_reply(std::move(answer));
  }

  int made_ = 0;
};

/// Hands out "access-2", "access-3", ... each with a rotated refresh token.
class fake_identity final : public identity_api {
public:
  explicit fake_identity(const clock& now) : now_(now) {}

  std::string scopes() const override { return "openid Calendars.ReadWrite"; }
  std::string authorize_url(const authorize_request& request) const override {
    asked = request;
    return "https://login.example/authorize?state=" + request.state;
  }
  void redeem(std::string code, secret verifier, deadline,
              reply<token_grant> on_reply) override {
    codes.push_back(code);
    verifiers.push_back(verifier.reveal());
    answer(std::move(on_reply));
  }
  void refresh(secret refresh_token, deadline,
               reply<token_grant> on_reply) override {
    refreshed_with.push_back(refresh_token.reveal());
    if (holding)
      held.push_back([this, on_reply] { answer(on_reply); });
    else
      answer(std::move(on_reply));
  }
  void check_client(deadline, reply<done> on_reply) override {
    on_reply(done{});
  }
  expected<id_claims> read_id_token(const secret&,
                                    const std::string& nonce) const override {
    if (nonce != asked.nonce)
      return errc::bad_answer;
    if (ahead)
      return failure{errc::expired, "id_token: expired", {}};
    return who;
  }
  std::optional<std::chrono::seconds>
  clock_ahead(const secret&) const override {
    return ahead;
  }
  void let_go() {
    auto waiting = std::move(held);
    held.clear();
    for (auto& f : waiting)
      f();
  }

  mutable authorize_request asked;
  /// Who signs in.
  id_claims who{"oid-1", "tid-1", "pete@contoso.example", "Pete"};
  /// Our clock is so wrong that a new id_token has expired.
  std::optional<std::chrono::seconds> ahead;
  std::vector<std::string> codes;
  std::vector<std::string> verifiers;
  std::vector<std::string> refreshed_with;
  std::deque<failure> failures;
  std::string granted_scope
      = "openid profile email offline_access User.Read Calendars.ReadWrite "
        "MailboxSettings.Read Mail.Send";
  bool rotates = true;
  bool holding = false;
  std::deque<std::function<void()>> held;

private:
  void answer(reply<token_grant> on_reply) {
    if (!failures.empty()) {
      const auto why = failures.front();
      failures.pop_front();
      return on_reply(why);
    }
    ++number_;
    token_grant grant;
    grant.tokens.access_token = secret{"access-" + std::to_string(number_)};
    if (rotates)
      grant.tokens.refresh_token = secret{"refresh-" + std::to_string(number_)};
    grant.tokens.expires_at = now_.now() + std::chrono::hours{1};
    grant.tokens.scope = granted_scope;
    grant.id_token = secret{"id-token"};
    on_reply(std::move(grant));
  }

  const clock& now_;
  int number_ = 1;
};

} // namespace rental::test
