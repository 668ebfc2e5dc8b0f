#include "fronts/console/console_front.hpp"

#include "actors/calls.hpp"
#include "fronts/admin_session.hpp"
#include "fronts/api/callback_json.hpp"
#include "fronts/authorize.hpp"
#include "fronts/connect/connect_links.hpp"
#include "fronts/console/refusals.hpp"
#include "http/access/ended_sessions.hpp"
#include "http/message/path_number.hpp"
#include "http/message/problem.hpp"
#include "http/message/status_for.hpp"
#include "http/pages/pages.hpp"

#include <date/date.h>

#include <algorithm>
#include <sstream>

namespace rental {
namespace {

using namespace std::chrono_literals;

constexpr auto look_every = 1s;
/// Even if nothing happened: ages grow.
constexpr auto news_every = 30s;
/// So that proxies, and we, notice when the other end has gone.
constexpr auto sign_every = 15s;
/// Then the browser comes again, and has to be signed in still.
constexpr auto longest_stream = 10min;

/// "2026-11-23"; nothing when it is no date.
std::optional<date::local_days> day_in(std::string_view text) {
  std::istringstream in{std::string{text}};
  date::local_days day;
  in >> date::parse("%F", day);
  const date::year_month_day parts{day};
  if (in.fail() || !parts.ok() || parts.year() < date::year{2000}
      || parts.year() > date::year{2037})
    return std::nullopt;
  return day;
}

http_out trouble(const http_in& in, const failure& why) {
  if (!wants_page(in))
    return problem(why, in.request_id);
  if (why.code == errc::unknown_manager || why.code == errc::not_found)
    return not_found_page(in.request_id);
  return error_page(in.request_id);
}

http_out back_to(std::string path) {
  return redirect_out(std::move(path), 303);
}

} // namespace

void console_front_state::take(const http_in& in, const responder& respond) {
  const std::string_view path = in.path;
  if (path == "/admin")
    return home(in, respond);
  if (path == "/admin/live")
    return live(in, respond);
  if (path == "/admin/connect-links")
    return link(in, respond);
  if (in.method == "GET") {
    if (const auto id = number_in(path, "/admin/managers/", ""))
      return manager(in, respond, *id);
  } else if (const auto id
             = number_in(path, "/admin/managers/", "/disconnect")) {
    return disconnect(in, respond, *id);
  } else if (const auto wish = number_in(path, "/admin/wishes/", "/done")) {
    return told(in, respond, *wish);
  } else if (const auto mail = number_in(path, "/admin/mails/", "/again")) {
    return again(in, respond, *mail);
  }
  respond(trouble(in, failure{errc::not_found, "there is nothing here", {}}));
}

operator_frame console_front_state::frame_for(const http_in& in) const {
  operator_frame frame;
  frame.can_link = deps.options.keys && deps.options.time;
  frame.can_mail = deps.can_mail;
  if (const auto session = admin_session_of(deps.options, in)) {
    frame.csrf = session->csrf;
    frame.signed_in = true;
  }
  if (deps.options.time)
    frame.now = deps.options.time->now();
  return frame;
}

// A phone number is looked for as it is kept; anything else as it was typed.
std::string console_front_state::written_form(const std::string& find) const {
  if (find.empty() || !deps.options.normalise_id)
    return find;
  auto number = deps.options.normalise_id(find);
  return number.starts_with('+') ? number : find;
}

void console_front_state::home(const http_in& in, const responder& respond) {
  auto view = std::make_shared<operator_view>();
  view->frame = frame_for(in);
  view->find = std::string{in.parameter("find")}.substr(0, 128);
  view->tools = deps.tools;
  if (deps.options.numbers) {
    view->refusals = refusals_in(*deps.options.numbers);
    view->load = deps.options.numbers->last_hour();
  }
  ask<overview>(
      self, deps.overview, front_timeout,
      [=, this](expected<overview> found) {
        if (!found)
          return respond(trouble(in, found.error()));
        view->rows = std::move(*found);
        if (view->rows.managers.size() != 1)
          return show(respond, view);
        ask<manager_week>(
            self, deps.overview, front_timeout,
            [=, this](expected<manager_week> week) {
              if (week)
                view->week = std::move(*week);
              show(respond, view);
            },
            atom::week_v, week_query{view->rows.managers[0].id, std::nullopt});
      },
      atom::overview_v, overview_query{written_form(view->find), 100});
}

void console_front_state::show(const responder& respond,
                               std::shared_ptr<operator_view> view) {
  const auto whom = preview_targets(view->rows, view->heard_more);
  hear(whom, [=](std::vector<heard_sentence> heard) {
    view->heard = std::move(heard);
    respond(render(*view));
  });
}

std::vector<console_front_state::preview_target>
console_front_state::preview_targets(const overview& rows, bool& more) const {
  std::vector<preview_target> whom;
  for (const auto& row : rows.managers)
    if (row.state != connection_state::disconnected)
      whom.push_back({row.key.user_id, row.key, {}});
  more = whom.size() > deps.most_heard || rows.more;
  whom.resize(std::min(whom.size(), deps.most_heard));
  more = more || deps.properties.size() > deps.most_heard;
  for (const auto& each : deps.properties) {
    if (whom.size() >= 2 * deps.most_heard)
      break;
    whom.push_back({each.match, {each.agency, each.manager}, each.match});
  }
  return whom;
}

void console_front_state::hear(
    const std::vector<preview_target>& whom,
    std::function<void(std::vector<heard_sentence>)> then) {
  if (whom.empty())
    return then({});
  struct listening {
    std::vector<heard_sentence> heard;
    std::size_t open = 0;
  };
  auto all = std::make_shared<listening>();
  all->open = whom.size();
  for (const auto& each : whom)
    all->heard.push_back({each.label, {}});
  for (std::size_t i = 0; i < whom.size(); ++i)
    preview(whom[i], [all, i, then](std::string sentence) {
      all->heard[i].sentence = std::move(sentence);
      if (--all->open == 0)
        then(std::move(all->heard));
    });
}

void console_front_state::preview(const preview_target& whom,
                                  std::function<void(std::string)> then) {
  const auto until = self->clock().now() + deps.openings_budget;
  const auto silence = [then](const failure& why) {
    then(why.code == errc::unknown_manager
             ? "There is no such manager: nobody can be offered anything."
             : "The calendar did not answer in time. A caller would be offered "
               "a call back.");
  };
  ask<calendar_ref>(
      self, deps.directory, deps.openings_budget,
      [=, this, address = whom.address](expected<calendar_ref> found) {
        if (!found)
          return silence(found.error());
        ask<openings_answer>(
            self, found->calendar, deps.openings_budget + slack,
            [=](expected<openings_answer> answer) {
              if (answer)
                then(answer->sentence);
              else
                silence(answer.error());
            },
            atom::openings_v, openings_query{address, {}, until});
      },
      atom::find_v, query_about(whom.whose));
}

void console_front_state::manager(const http_in& in, const responder& respond,
                                  std::int64_t id) {
  ask<manager_week>(
      self, deps.overview, front_timeout,
      [=, this](expected<manager_week> found) {
        if (!found)
          return respond(trouble(in, found.error()));
        auto view = std::make_shared<manager_view>();
        view->frame = frame_for(in);
        view->week = std::move(*found);
        const auto& row = view->week.manager;
        std::vector<preview_target> whom;
        if (row.state != connection_state::disconnected)
          whom.push_back({row.key.user_id, row.key, {}});
        hear(whom, [=](std::vector<heard_sentence> heard) {
          view->heard = std::move(heard);
          respond(render(*view));
        });
      },
      atom::week_v, week_query{id, day_in(in.parameter("week"))});
}

void console_front_state::disconnect(const http_in& in,
                                     const responder& respond,
                                     std::int64_t id) {
  ask<manager_week>(
      self, deps.overview, front_timeout,
      [=, this](expected<manager_week> found) {
        if (!found)
          return respond(trouble(in, found.error()));
        ask<connection_status>(
            self, deps.connector, front_timeout,
            [=](expected<connection_status> now) {
              respond(now ? back_to("/admin/managers/" + std::to_string(id))
                          : trouble(in, now.error()));
            },
            atom::disconnect_v, found->manager.key);
      },
      atom::week_v, week_query{id, std::nullopt});
}

void console_front_state::link(const http_in& in,
                               const responder& respond) const {
  auto form = parse_query(in.body);
  link_request wish;
  wish.user_id = form["user_id"];
  wish.agency = form["agency"];
  const auto made = make_link(deps.options, wish);
  if (!made)
    return respond(wants_page(in)
                       ? render(trouble_page{status_for(made.error().code),
                                             "No link was made",
                                             made.error().detail,
                                             {},
                                             "/admin",
                                             "To the operator's page",
                                             in.request_id})
                       : problem(made.error(), in.request_id));
  respond(render(link_view{frame_for(in), made->inside.user_id, made->url,
                           made->inside.expires_at}));
}

void console_front_state::told(const http_in& in, const responder& respond,
                               std::int64_t id) {
  auto what = read_done(in.body, true, "operator");
  if (!what)
    return respond(trouble(in, what.error()));
  what->id = id;
  ask<callback_list>(
      self, deps.callbacks, front_timeout,
      [=](expected<callback_list> ended) {
        respond(ended ? back_to("/admin#wishes") : trouble(in, ended.error()));
      },
      atom::told_v, *what);
}

void console_front_state::again(const http_in& in, const responder& respond,
                                std::int64_t id) {
  ask<store_outcome>(
      self, deps.overview, front_timeout,
      [=](expected<store_outcome> queued) {
        if (!queued)
          return respond(trouble(in, queued.error()));
        // One that was sent meanwhile is not in the list any more.
        const bool gone
            = queued->result || queued->result.error().code == errc::changed;
        respond(gone ? back_to("/admin#outbox")
                     : trouble(in, queued->result.error()));
      },
      atom::again_v, id);
}

void console_front_state::live(const http_in& in, const responder& respond) {
  std::erase_if(streams_, [](const auto& x) { return !x.out->send(":\n\n"); });
  if (streams_.size() >= deps.most_streams)
    return respond(problem(failure{errc::unavailable,
                                   "too many pages are live; load the page "
                                   "again instead",
                                   30s},
                           in.request_id));
  http_out out{200,
               {{"Content-Type", "text/event-stream"},
                {"Cache-Control", "no-store"},
                {"X-Accel-Buffering", "no"}},
               "retry: 3000\n\n"};
  out.more = std::make_shared<byte_stream>();
  const auto now = self->clock().now();
  const auto session = admin_session_of(deps.options, in);
  streams_.push_back(
      {out.more, now + longest_stream, session ? session->csrf : ""});
  respond(std::move(out));
  if (std::exchange(ticking_, true))
    return;
  last_news_ = last_sign_ = now;
  if (deps.options.numbers)
    told_changes_ = deps.options.numbers->changes();
  self->delayed_send(self, look_every, atom::tick_v);
}

void console_front_state::tick() {
  const auto now = self->clock().now();
  const auto changes
      = deps.options.numbers ? deps.options.numbers->changes() : 0;
  std::string news;
  if (changes != told_changes_ || now - last_news_ >= news_every) {
    news = "event: changed\ndata: " + std::to_string(changes) + "\n\n";
    told_changes_ = changes;
    last_news_ = last_sign_ = now;
  } else if (now - last_sign_ >= sign_every) {
    news = ":\n\n";
    last_sign_ = now;
  }
  std::erase_if(streams_, [&](const sse_client& each) {
    const bool signed_out = deps.options.ended && !each.session.empty()
                            && deps.options.ended->has(each.session);
    return signed_out || now >= each.ends
           || (!news.empty() && !each.out->send(news));
  });
  ticking_ = !streams_.empty();
  if (ticking_)
    self->delayed_send(self, look_every, atom::tick_v);
}

console_front_actor::behavior_type
console_front(console_front_actor::stateful_pointer<console_front_state> self,
              console_front_deps deps) {
  self->state.self = self;
  self->state.deps = std::move(deps);
  return {
      [self](const http_in& in, const responder& respond) {
        self->state.take(in, respond);
      },
      [self](atom::tick) { self->state.tick(); },
  };
}

} // namespace rental
