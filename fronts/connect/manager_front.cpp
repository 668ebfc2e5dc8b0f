#include "fronts/connect/manager_front.hpp"

#include "actors/calls.hpp"
#include "crypto/random.hpp"
#include "fronts/authorize.hpp"
#include "fronts/connect/connect_entry.hpp"
#include "fronts/connect/connect_results.hpp"
#include "fronts/item_words.hpp"
#include "http/message/json_text.hpp"
#include "http/message/problem.hpp"
#include "http/pages/pages.hpp"
#include "voice/sentences/sentences.hpp"

#include <nlohmann/json.hpp>

namespace rental {
namespace {

constexpr std::string_view hear_path = "/calendar/connected/hear";
/// Longer than the calendar itself waits for Microsoft.
constexpr std::chrono::seconds mailbox_timeout{4};
constexpr auto unread
    = "Your calendar could not be read just now, so nothing is offered. That "
      "passes by itself; look again in a minute.";
constexpr auto ended
    = "Microsoft has ended the connection. Ask for a new link to connect your "
      "calendar anew.";

/// For the script: a problem; for people: a page.
http_out refuse(const http_in& in, trouble_page page, std::string_view code) {
  if (in.path == hear_path)
    return problem(page.status, page.title, code, in.request_id);
  page.reference = in.request_id;
  return render(page);
}

http_out closed_page(const http_in& in) {
  return refuse(in,
                {401,
                 "This page is closed",
                 "It is open for an hour, in the browser that connected the "
                 "calendar. Closing it changes nothing.",
                 {"To come here again, ask whoever sent you the link for a new "
                  "one: each works once."},
                 {},
                 {},
                 {}},
                "unauthorized");
}

http_out not_connected_page(const http_in& in, connection_state state) {
  trouble_page page{409,
                    "Your calendar is not connected any more",
                    "Callers are told so and can leave a message.",
                    {"To connect it again, ask whoever sent you the link for a "
                     "new one: each works once."},
                    {},
                    {},
                    {}};
  if (state == connection_state::needs_reconnect)
    page.what = "Microsoft ended the connection, for instance after a change "
                "of password. Callers are told so and can leave a message.";
  return refuse(in, std::move(page), "not_connected");
}

http_out wrong_form_page(const http_in& in) {
  return refuse(in,
                {403,
                 "This did not come from our page",
                 "For your safety nothing was done. The page may have been "
                 "open for too long, or a newer one took its place.",
                 {"Go back to your calendar and use the button there."},
                 "/calendar/connected",
                 "Back to your calendar",
                 {}},
                "forbidden");
}

http_out later_page(const http_in& in) {
  return refuse(in,
                {503,
                 "This does not work just now",
                 "It is not your fault. Nothing was changed.",
                 {"Try again in a minute."},
                 "/calendar/connected",
                 "Try again",
                 {}},
                "unavailable");
}

} // namespace

void manager_front_state::take(const http_in& in, const responder& respond) {
  const auto session = session_of(deps.options, in);
  if (!session)
    return respond(closed_page(in));
  if (in.method == "POST" && !carries_token(in, session->csrf))
    return respond(wrong_form_page(in));
  ask<connection_status>(
      self, deps.connector, front_timeout,
      [=, this](expected<connection_status> found) {
        if (!found)
          return respond(later_page(in));
        if (!found->authorized)
          return respond(not_connected_page(in, found->state));
        if (found->account != session->account)
          return respond(closed_page(in));
        go_on(std::make_shared<const manager_request>(
            manager_request{in, respond, *session, std::move(*found)}));
      },
      atom::status_v, session->manager);
}

void manager_front_state::go_on(const manager_request_ptr& asked) {
  const auto& in = asked->in;
  if (in.path == "/calendar/connected")
    return show(asked);
  if (in.path == hear_path)
    return hear(asked);
  if (in.path == "/calendar/connected/test-viewing")
    return test(asked);
  if (in.method == "POST")
    return disconnect(asked);
  confirm_disconnect(asked);
}

// What the mailbox says is read again, and shown as it is then.
void manager_front_state::show(const manager_request_ptr& asked) {
  read_mailbox(asked->session.manager, [asked, this] {
    ask<connection_status>(
        self, deps.connector, front_timeout,
        [asked, this](expected<connection_status> found) {
          show_status(asked, found ? *found : asked->status);
        },
        atom::status_v, asked->session.manager);
  });
}

void manager_front_state::read_mailbox(const manager_key& manager,
                                       std::function<void()> then) {
  find(manager, [this, then](expected<calendar_ref> found) {
    if (!found)
      return then();
    ask<probe_result>(
        self, found->calendar, mailbox_timeout,
        [then](expected<probe_result>) { then(); }, atom::mailbox_v);
  });
}

void manager_front_state::show_status(const manager_request_ptr& asked,
                                      const connection_status& now) {
  listen(asked->session.manager,
         [asked, now](std::string heard, std::string note) {
           connected_page page;
           page.account = now.account;
           page.user_id = asked->session.manager.user_id;
           page.zone = now.zone;
           page.zone_said = now.zone_said;
           page.zone_is_default = now.zone_is_default;
           page.hours = hours_in_lines(now.hours);
           page.hours_are_default = now.hours_are_default;
           page.unreadable = words_of(now.unreadable);
           page.cannot_mail
               = now.missing_scopes.find("Mail.Send") != std::string::npos;
           page.heard = std::move(heard);
           page.heard_note = std::move(note);
           page.csrf = asked->session.csrf;
           page.attempt = random_token(16);
           asked->respond(render(page));
         });
}

void manager_front_state::hear(const manager_request_ptr& asked) {
  listen(asked->session.manager, [asked](std::string heard, std::string note) {
    nlohmann::ordered_json body{{"sentence", heard}, {"note", note}};
    asked->respond(json_out(200, json_text_of(body)));
  });
}

void manager_front_state::listen(
    const manager_key& manager,
    std::function<void(std::string heard, std::string note)> then) {
  find(manager, [=, this](expected<calendar_ref> found) {
    if (!found)
      return then(sentence::calendar_unreadable(""), unread);
    const auto until = self->clock().now() + deps.openings_budget;
    ask<openings_answer>(
        self, found->calendar, deps.openings_budget,
        [=](expected<openings_answer> answer) {
          if (!answer)
            return then(sentence::calendar_unreadable(""), unread);
          const auto state = answer->state;
          then(answer->sentence, state == openings_state::readable     ? ""
                                 : state == openings_state::unreadable ? unread
                                                                       : ended);
        },
        atom::openings_v, openings_query{{}, {}, until});
  });
}

void manager_front_state::find(
    const manager_key& manager,
    std::function<void(expected<calendar_ref>)> then) {
  ask<calendar_ref>(self, deps.directory, front_timeout, std::move(then),
                    atom::find_v, query_about(manager));
}

void manager_front_state::confirm_disconnect(
    const manager_request_ptr& asked) const {
  asked->respond(render(confirm_page{
      "Disconnect this calendar?",
      "Callers can then no longer book viewings with "
          + asked->session.manager.user_id
          + ", until somebody connects a calendar again. Viewings that are "
            "booked stay in the calendar of "
          + asked->status.account + ".",
      "/calendar/connected/disconnect", "Yes, disconnect", asked->session.csrf,
      "/calendar/connected"}));
}

void manager_front_state::disconnect(const manager_request_ptr& asked) {
  ask<connection_status>(
      self, deps.connector, front_timeout,
      [=, this](expected<connection_status> now) {
        if (!now)
          return asked->respond(later_page(asked->in));
        auto out = render(notice_page{
            "Your calendar is disconnected",
            "What Microsoft gave us to use it has been deleted. Viewings that "
            "are booked stay in your calendar; callers are told that no "
            "calendar is connected.",
            {"To connect it again, ask whoever sent you the link for a new "
             "one: each works once.",
             "To take back the permission itself, remove PeteRental Calendar "
             "from your Microsoft account under My Apps."},
            {},
            {}});
        out.headers.emplace_back("Set-Cookie", close_session(deps.options));
        end_session(deps.options, asked->session,
                    [asked, out = std::move(out)] { asked->respond(out); });
      },
      atom::disconnect_v, asked->session.manager);
}

manager_front_actor::behavior_type
manager_front(manager_front_actor::stateful_pointer<manager_front_state> self,
              manager_front_deps deps) {
  self->state.self = self;
  self->state.deps = std::move(deps);
  return {
      [self](const http_in& in, const responder& respond) {
        self->state.take(in, respond);
      },
      [self](atom::tick) { self->state.tick(); },
  };
}

void add_manager_page(router& routes, const front_actor& front) {
  routes.add("GET", "/calendar/connected", to_front(front));
  routes.add("GET", "/calendar/connected/hear", to_front(front));
  routes.add("POST", "/calendar/connected/test-viewing", to_front(front));
  for (const auto* method : {"GET", "POST"})
    routes.add(method, "/calendar/connected/disconnect", to_front(front));
}

} // namespace rental
