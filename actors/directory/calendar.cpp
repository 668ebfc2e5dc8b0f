#include "actors/directory/calendar.hpp"

#include "base/redact.hpp"
#include "log/log.hpp"

#include <typeinfo>
#include <utility>

namespace rental {
namespace {

constexpr std::string_view mail_scope = "Mail.Send";

} // namespace

void calendar_context::adopt(manager_record row) {
  manager = std::move(row);
  const auto found = zone::find(manager.zone);
  zone_is_known = bool{found};
  tz = found ? *found : deps.options.default_zone;
  rules = rules_of(manager, deps.options.rules, deps.options.mailbox_hours, tz);
}

void calendar_context::adopt_mailbox(const manager_record& row) {
  auto changed = manager;
  changed.zone = row.zone;
  changed.hours = row.hours;
  changed.hours_zone = row.hours_zone;
  changed.mailbox_read_at = row.mailbox_read_at;
  adopt(std::move(changed));
}

void calendar_context::later(std::chrono::milliseconds span,
                             std::function<void()> then) {
  self->delayed_send(self, span, atom::finished_v, jobs.park(std::move(then)),
                     pending_jobs::due());
}

void calendar_state::reload() {
  core.transact<manager_record>(
      [id = core.manager.id](store_session& session) {
        return session.manager_by_id(id);
      },
      [this](expected<manager_record> row) {
        if (!row)
          return log::error("calendar.reload",
                            {{"reason", to_string(row.error())}});
        core.adopt(std::move(*row));
        health.reset();
        tokens.reset();
        openings.drop();
        bookings.reconcile();
      });
}

caf::result<booking_list> calendar_state::list() {
  auto promise = core.self->make_response_promise<booking_list>();
  auto tell = core.owed.owe(promise);
  core.transact<booking_list>(
      [id = core.manager.id](store_session& session) -> expected<booking_list> {
        auto rows = session.bookings(id, 500);
        if (!rows)
          return rows.error();
        auto wishes = session.wishes(id, false);
        if (!wishes)
          return wishes.error();
        return booking_list{std::move(*rows), std::move(*wishes), {}};
      },
      [this, tell](expected<booking_list> found) {
        if (found)
          found->tz = core.tz;
        tell(std::move(found));
      });
  return promise;
}

caf::result<mail_result> calendar_state::send(const outgoing_mail& mail) {
  if (mail.to.empty() && core.manager.unreadable
      && core.manager.account.empty())
    return mail_result{
        failure{errc::sealed, "the manager's address does not open", {}}};
  auto promise = core.self->make_response_promise<mail_result>();
  if (!tokens.allows(mail_scope)) {
    promise.deliver(mail_result{
        failure{errc::scope_missing, "the grant does not hold Mail.Send", {}}});
    return promise;
  }
  std::function<void(mail_result)> tell
      = [owed = core.owed.owe(promise)](mail_result how) mutable {
          owed(std::move(how));
        };
  if (!mail.look_first || !may_read_mail())
    post(mail, std::move(tell));
  else
    look_for(mail, std::move(tell));
  return promise;
}

// Nobody asks a manager for it, but an administrator may have granted it.
bool calendar_state::may_read_mail() const {
  const auto& granted = core.manager.tokens.scope;
  return grants_scope(granted, "Mail.Read")
         || grants_scope(granted, "Mail.ReadWrite");
}

void calendar_state::look_for(const outgoing_mail& mail,
                              std::function<void(mail_result)> tell) {
  graph.run<bool>(
      urgency::background,
      [this, id = mail.id](graph_call call, reply<bool> then) {
        core.deps.graph->find_mail(std::move(call), id, std::move(then));
      },
      [this, mail, tell = std::move(tell)](expected<bool> found) {
        // What cannot be seen is sent: twice is better than not at all.
        if (found && *found)
          tell(mail_result{done{}, true});
        else
          post(mail, tell);
      });
}

void calendar_state::post(const outgoing_mail& mail,
                          std::function<void(mail_result)> tell) {
  graph.run<done>(
      urgency::background,
      [this, mail](graph_call call, reply<done> then) {
        core.deps.graph->send_mail(
            std::move(call),
            {mail.to.empty() ? core.manager.account : mail.to, mail.subject,
             mail.html, mail.id},
            std::move(then));
      },
      [tell = std::move(tell)](expected<done> sent) {
        tell(mail_result{std::move(sent)});
      });
}

caf::result<event_sighting> calendar_state::look(const event_query& query) {
  auto promise = core.self->make_response_promise<event_sighting>();
  auto tell = core.owed.owe(promise);
  graph.run<calendar_event>(
      urgency::caller,
      [this, id = query.event_id](graph_call call, reply<calendar_event> then) {
        core.deps.graph->get_event(std::move(call), id, std::move(then));
      },
      [tell = std::move(tell)](expected<calendar_event> seen) mutable {
        event_sighting sighting;
        if (seen)
          sighting.there = !seen->cancelled;
        else if (seen.error().code == errc::not_found)
          sighting.there = false;
        tell(sighting);
      });
  return promise;
}

caf::result<probe_result> calendar_state::prove() {
  auto promise = core.self->make_response_promise<probe_result>();
  tokens.with_token(
      [this, tell = core.owed.owe(promise)](expected<secret> token) {
        tell(probe_result{token ? expected<done>{done{}} : token.error()});
        if (token && health.is_doubtful())
          openings.look_again();
      });
  return promise;
}

caf::result<probe_result> calendar_state::renew() {
  auto promise = core.self->make_response_promise<probe_result>();
  mailbox.renew(
      [tell = core.owed.owe(promise)] { tell(probe_result{done{}}); });
  return promise;
}

void calendar_state::rest() {
  core.self->delayed_send(core.self, core.deps.options.idle_after, atom::idle_v,
                          requests);
}

void calendar_state::on_idle(std::uint64_t seen) {
  if (seen == requests && bookings.idle() && core.jobs.size() == 0)
    core.self->quit(caf::exit_reason::normal);
  else
    rest();
}

void calendar_state::leave(const failure& why) {
  bookings.fail_all(why);
  core.owed.fail_all(why);
}

// What an exception says may be anybody's data: its type has to do.
caf::error calendar_state::fail(const std::exception_ptr& thrown) {
  std::string kind = "unknown";
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& error) {
    kind = typeid(error).name();
  } catch (...) {
  }
  core.count("calendar", "threw");
  log::error("calendar.threw",
             {{"manager", redact_id(core.manager.key.user_id)},
              {"exception", kind},
              {"next", "a bug: please report it; the calendar "
                       "starts anew"}});
  const failure why{errc::internal, "the calendar's actor failed", {}};
  bookings.abandon();
  core.owed.fail_all(why);
  return to_caf(why);
}

calendar_actor::behavior_type
calendar(calendar_actor::stateful_pointer<calendar_state> self,
         calendar_deps deps, manager_record row) {
  auto& state = self->state;
  state.core.self = self;
  state.core.deps = std::move(deps);
  state.core.adopt(std::move(row));
  state.health.reset();
  state.mailbox.on_change = [&state] { state.openings.drop(); };
  if (state.health.is_doubtful())
    state.openings.look_again();
  state.rest();
  // The queue opens when the manager's clock is known.
  state.mailbox.freshen([&state] { state.bookings.reconcile(); });
  self->set_exit_handler([self](const caf::exit_msg& msg) {
    self->state.leave({errc::unavailable, "the service is stopping", {}});
    self->quit(msg.reason);
  });
  self->set_exception_handler(
      [self](std::exception_ptr& thrown) { return self->state.fail(thrown); });
  return {
      [self](atom::openings, const openings_query& query) {
        ++self->state.requests;
        return self->state.openings.answer(query);
      },
      [self](atom::book, const booking_order& order) {
        ++self->state.requests;
        return self->state.bookings.take(order);
      },
      [self](atom::appointment, const find_query& query) {
        ++self->state.requests;
        return self->state.bookings.find(query);
      },
      [self](atom::bookings) { return self->state.list(); },
      [self](atom::look, const event_query& query) {
        ++self->state.requests;
        return self->state.look(query);
      },
      [self](atom::warm) {
        ++self->state.requests;
        self->state.openings.view(urgency::background,
                                  [](expected<view_ptr>) {});
      },
      [self](atom::ended, const std::string& conversation) {
        self->state.openings.offers.settle(conversation);
      },
      [self](atom::changed) { self->state.reload(); },
      [self](atom::mail, const outgoing_mail& mail) {
        return self->state.send(mail);
      },
      [self](atom::refresh) { return self->state.prove(); },
      [self](atom::mailbox) {
        ++self->state.requests;
        return self->state.renew();
      },
      [self](atom::reconcile) { self->state.bookings.reconcile(); },
      [self](atom::finished, std::uint64_t id, const job_result& result) {
        self->state.core.jobs.finish(id, result);
      },
      [self](atom::overdue, std::uint64_t number) {
        self->state.bookings.overdue(number);
      },
      [self](atom::idle, std::uint64_t seen) { self->state.on_idle(seen); },
  };
}

} // namespace rental
