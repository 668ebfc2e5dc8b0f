#include "actors/mail/grant_checker.hpp"

#include "actors/letters/reconnect_mail.hpp"
#include "base/redact.hpp"
#include "log/log.hpp"

#include <utility>

namespace rental {
namespace {

using namespace std::chrono_literals;

// A refresh takes up to graph_timeout; the calendar may have to be woken.
constexpr auto probe_timeout = 30s;

struct due_with_callers {
  due_mail_to due;
  std::vector<callback_request> asked;
};

expected<std::optional<due_with_callers>> take_due(store_session& session,
                                                   instant now) {
  auto due = session.take_reminder(now);
  if (!due)
    return due.error();
  if (!*due)
    return std::optional<due_with_callers>{};
  auto asked = session.wishes((*due)->manager.id, true);
  if (!asked)
    return asked.error();
  std::erase_if(*asked, [died = (*due)->what.died_at](const auto& wish) {
    return wish.created_at < died;
  });
  return std::optional{due_with_callers{std::move(**due), std::move(*asked)}};
}

// Whether the server may have the mail although we do not know.
bool may_have_left(errc code) {
  return code == errc::timeout || code == errc::network
         || code == errc::internal;
}

} // namespace

void grant_checker_state::start() {
  // A mail that was being sent when the process ended may have left.
  mailing_ = true;
  transact<done>(
      self, deps.ledger,
      [](store_session& session) {
        return session.settle_interrupted_reminders();
      },
      [this](expected<done> settled) {
        if (!settled)
          log::warn("reconnect.unreadable",
                    {{"reason", to_string(settled.error())}});
        mailing_ = false;
        self->send(self, atom::tick_v);
      });
}

void grant_checker_state::look() {
  self->delayed_send(self, deps.every, atom::tick_v);
  if (to_probe_.empty() && probing_ == 0 && !finding_)
    find_probes();
  if (mailing_)
    return;
  mailing_ = true;
  if (deps.mail)
    mail_next();
  else
    complain();
}

// -- proofs -------------------------------------------------------------------

void grant_checker_state::find_probes() {
  finding_ = true;
  transact<std::vector<manager_key>>(
      self, deps.ledger,
      [now = deps.time->now(), pause = deps.probe_again,
       most = deps.probes_per_look](store_session& session) {
        return session.take_probes(now, now + pause, most);
      },
      [this](expected<std::vector<manager_key>> found) {
        finding_ = false;
        if (!found)
          return log::warn("probe.unreadable",
                           {{"reason", to_string(found.error())}});
        to_probe_.assign(found->begin(), found->end());
        while (!to_probe_.empty() && probing_ < deps.probes_at_once)
          probe_next();
      });
}

void grant_checker_state::probe_next() {
  if (to_probe_.empty())
    return;
  const auto whom = std::move(to_probe_.front());
  to_probe_.pop_front();
  ++probing_;
  probe(whom);
}

void grant_checker_state::probe(const manager_key& whom) {
  ask<calendar_ref>(
      self, deps.directory, 20s,
      [this](expected<calendar_ref> found) {
        if (!found)
          return on_probed(found.error());
        ask<probe_result>(
            self, found->calendar, probe_timeout,
            [this](expected<probe_result> answer) {
              on_probed(answer ? answer->alive : answer.error());
            },
            atom::refresh_v);
      },
      atom::find_v, query_about(whom));
}

void grant_checker_state::on_probed(const expected<done>& alive) {
  --probing_;
  if (deps.count)
    deps.count("probe", alive ? "alive" : to_string(alive.error().code));
  probe_next();
  const bool died = !alive && alive.error().code == errc::needs_reconnect;
  if (died && deps.mail && !std::exchange(mailing_, true))
    mail_next();
}

// -- mails --------------------------------------------------------------------

void grant_checker_state::mail_next() {
  transact<std::optional<due_with_callers>>(
      self, deps.ledger,
      [now = deps.time->now()](store_session& session) {
        return take_due(session, now);
      },
      [this](expected<std::optional<due_with_callers>> due) {
        if (due && *due)
          return send((*due)->due, (*due)->asked);
        mailing_ = false;
        if (!due)
          log::warn("reconnect.unreadable",
                    {{"reason", to_string(due.error())}});
        else if (deps.gauge)
          deps.gauge("reconnect_mails_waiting", 0);
      });
}

void grant_checker_state::send(const due_mail_to& due,
                               const std::vector<callback_request>& asked) {
  const auto& who = due.manager;
  const auto until = deps.time->now() + reminder_link_life;
  const auto found = zone::find(who.zone);
  deps.mail->send(reconnect_mail(due, deps.link(who, until), until,
                                 found ? *found : deps.default_zone, deps.heard,
                                 asked),
                  std::chrono::steady_clock::now() + deps.mail_timeout,
                  jobs.expect<done>(grant_checker_actor{self},
                                    [this, due](expected<done> sent) {
                                      on_sent(due, sent);
                                    }));
}

void grant_checker_state::on_sent(const due_mail_to& due,
                                  const expected<done>& sent) {
  if (deps.count)
    deps.count("reconnect_mails", sent ? "sent" : to_string(sent.error().code));
  const std::string_view outcome = sent ? "sent" : to_string(sent.error().code);
  log::info("reconnect.mailed",
            {{"manager", redact_id(due.manager.key.user_id)},
             {"day", std::to_string(due.what.day)},
             {"outcome", std::string{outcome}}});
  if (sent)
    return put_state(due, "sent", "");
  const auto& why = sent.error();
  if (may_have_left(why.code))
    return put_state(due, "unknown", to_string(why));
  if (why.code == errc::provider_refused)
    return put_state(due, "failed", to_string(why));
  if (why.code == errc::bad_request)
    return put_state(due, "failed",
                     due.manager.account.empty()
                         ? "the manager's address is not known"
                         : to_string(why));
  put_off(due, why);
}

// The server is out of reach, or out of order, for the others as well.
void grant_checker_state::put_off(const due_mail_to& due, const failure& why) {
  log::warn("reconnect.not_mailed", {{"reason", to_string(why)}});
  transact<done>(
      self, deps.ledger,
      [id = due.what.id, error = to_string(why), now = deps.time->now(),
       pause = deps.mail_again](store_session& session) {
        return session.put_off_reminder(id, error, now, now + pause);
      },
      [this](expected<done>) { mailing_ = false; });
}

void grant_checker_state::put_state(const due_mail_to& due, const char* state,
                                    const std::string& error) {
  transact<done>(
      self, deps.ledger,
      [id = due.what.id, text = std::string{state}, error,
       now = deps.time->now()](store_session& session) {
        return session.put_reminder_state(id, text, error, now);
      },
      [this](expected<done> stored) {
        if (stored)
          return mail_next();
        // The row stays `sending`; the next start calls it unknown.
        mailing_ = false;
        log::error("reconnect.state_not_stored",
                   {{"reason", to_string(stored.error())}});
      });
}

void grant_checker_state::complain() {
  transact<std::size_t>(
      self, deps.ledger,
      [now = deps.time->now()](store_session& session) {
        return session.count_due_reminders(now);
      },
      [this, now = deps.time->now()](expected<std::size_t> count) {
        mailing_ = false;
        if (!count)
          return;
        if (deps.gauge)
          deps.gauge("reconnect_mails_waiting", static_cast<double>(*count));
        if (*count == 0 || (complained_ && now < *complained_ + 24h))
          return;
        complained_ = now;
        if (deps.count)
          deps.count("reconnect_mails", "no_mail_server");
        log::warn(
            "reconnect.no_mail_server",
            {{"managers", std::to_string(*count)},
             {"reason", "their calendars have to be connected again, but "
                        "reminders cannot be mailed: SMTP_URL is not set"},
             {"next", "set SMTP_URL and SMTP_FROM, or send each manager a "
                      "link from `peterental connect-link`"}});
      });
}

grant_checker_actor::behavior_type
grant_checker(grant_checker_actor::stateful_pointer<grant_checker_state> self,
              grant_checker_deps deps) {
  self->state.self = self;
  self->state.deps = std::move(deps);
  self->state.start();
  return {
      [self](atom::tick) { self->state.look(); },
      [self](atom::finished, std::uint64_t id, const job_result& result) {
        self->state.jobs.finish(id, result);
      },
  };
}

} // namespace rental
