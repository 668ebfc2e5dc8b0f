#include "actors/mail/mailer.hpp"

#include "actors/letters/outbox_mail.hpp"
#include "log/log.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace rental {
namespace {

using namespace std::chrono_literals;
using letters = std::vector<mailer_state::letter>;

constexpr std::size_t most_at_once = 50;

struct outbox_view {
  letters due;
  std::optional<instant> oldest;
};

expected<outbox_view> read_outbox(store_session& session, instant now) {
  auto due = session.due_mail(now, most_at_once);
  if (!due)
    return due.error();
  auto oldest = session.oldest_mail();
  if (!oldest)
    return oldest.error();
  outbox_view result{{}, *oldest};
  for (auto& mail : *due) {
    auto manager = session.manager_by_id(mail.manager);
    if (!manager)
      return manager.error();
    result.due.push_back({std::move(mail), manager->key, manager->account});
  }
  return result;
}

/// The call back that a mail tells of; 0: none.
std::int64_t wish_of(const std::string& key) {
  std::int64_t id = 0;
  for (const std::string_view prefix : {"wish:", "message:", "lead:"})
    if (key.starts_with(prefix))
      std::from_chars(key.data() + prefix.size(), key.data() + key.size(), id);
  return id;
}

const std::string& recipient_of(const mailer_state::letter& what) {
  return what.mail.to.empty() ? what.account : what.mail.to;
}

std::string mail_name(const mailer_state::letter& what) {
  return std::to_string(what.mail.id);
}

} // namespace

void mailer_state::start() {
  // A mail that was being sent when the process ended may have left.
  busy_ = true;
  transact<done>(
      self, deps.ledger,
      [now = deps.time->now()](store_session& session) {
        return session.settle_interrupted_mail(now);
      },
      [this](expected<done> settled) {
        if (!settled)
          log::warn("outbox.unreadable",
                    {{"reason", to_string(settled.error())}});
        busy_ = false;
        self->send(self, atom::tick_v);
      });
}

void mailer_state::look() {
  if (leaving_)
    return self->quit(*leaving_);
  self->delayed_send(self, deps.every, atom::tick_v);
  if (!busy_)
    read();
}

void mailer_state::read() {
  busy_ = true;
  const auto now = deps.time->now();
  transact<outbox_view>(
      self, deps.ledger,
      [now](store_session& session) { return read_outbox(session, now); },
      [this, now](expected<outbox_view> found) {
        if (!found) {
          busy_ = false;
          return log::warn("outbox.unreadable",
                           {{"reason", to_string(found.error())}});
        }
        if (deps.gauge) {
          const auto age = found->oldest ? now - *found->oldest : 0s;
          deps.gauge("outbox_oldest_seconds", static_cast<double>(age.count()));
        }
        more_ = found->due.size() == most_at_once;
        waiting_.assign(std::make_move_iterator(found->due.begin()),
                        std::make_move_iterator(found->due.end()));
        next();
      });
}

void mailer_state::next() {
  if (waiting_.empty()) {
    busy_ = false;
    // A backlog is not worked off at the pace of the timer.
    if (std::exchange(more_, false))
      read();
    return;
  }
  const auto what = std::move(waiting_.front());
  waiting_.pop_front();
  mark_sending(what);
}

void mailer_state::mark_sending(const letter& what) {
  in_hand_ = true;
  const auto now = deps.time->now();
  transact<done>(
      self, deps.ledger,
      [id = what.mail.id, now](store_session& session) {
        return session.put_mail_state(id, {"sending", "", now, now});
      },
      [this, what = letter{what}](expected<done> marked) mutable {
        if (marked && !leaving_) {
          ++what.mail.attempts;
          return hand_over(what);
        }
        if (marked) // nothing was said to anybody yet
          return put_state(what, {"queued", "the service was stopping",
                                  deps.time->now(), deps.time->now()});
        // The database is ill: nothing leaves that it does not know of.
        more_ = false;
        on_stored();
      });
}

void mailer_state::hand_over(const letter& what) {
  const bool again = what.mail.unsure > 0;
  const auto sent = again ? marked_again(what.mail) : what.mail;
  outgoing_mail out{what.mail.to, sent.subject, sent.html, mail_id(what.mail),
                    again};
  const auto send = [this, what,
                     out = std::move(out)](expected<calendar_ref> ref) {
    if (!ref)
      return on_failed(what, ref.error(), false);
    ask<mail_result>(
        self, ref->calendar, 60s,
        [this, what](expected<mail_result> answer) {
          if (!answer)
            return on_failed(
                what, {errc::internal, to_string(answer.error()), {}}, false);
          if (!answer->sent)
            return on_failed(what, answer->sent.error(), false);
          on_sent(what, answer->was_there ? "found_sent" : "sent");
        },
        atom::mail_v, out);
  };
  ask<calendar_ref>(self, deps.directory, 20s, send, atom::find_v,
                    query_about(what.from));
}

void mailer_state::hand_to_smtp(const letter& what, const failure& why) {
  log::info("mail.by_smtp",
            {{"mail", mail_name(what)}, {"reason", to_string(why)}});
  const auto mail = what.mail.unsure > 0 ? marked_again(what.mail) : what.mail;
  deps.smtp->send(
      {recipient_of(what), mail.subject,
       mail.text.empty() ? mail.subject : mail.text, mail.html, mail_id(mail)},
      std::chrono::steady_clock::now() + deps.smtp_timeout,
      jobs.expect<done>(mailer_actor{self}, [this, what](expected<done> sent) {
        if (sent)
          on_sent(what, "sent_by_smtp");
        else
          on_failed(what, sent.error(), true);
      }));
}

void mailer_state::on_sent(const letter& what, const char* how) {
  if (deps.count)
    deps.count("mail", how);
  const auto now = deps.time->now();
  put_state(what, {"sent", "", now, now});
}

void mailer_state::on_failed(const letter& what, const failure& why,
                             bool by_smtp) {
  if (deps.count)
    deps.count("mail", to_string(why.code));
  log::warn("mail.not_sent",
            {{"mail", mail_name(what)}, {"reason", to_string(why)}});
  const auto fate = fate_of({why, by_smtp, deps.smtp != nullptr,
                             what.mail.attempts, what.mail.unsure},
                            deps.longest_pause);
  switch (fate.next) {
  case mail_fate::step::by_smtp: {
    auto doubtful = what;
    doubtful.mail.unsure += fate.unsure;
    return hand_to_smtp(doubtful, why);
  }
  case mail_fate::step::failed:
    return give_up(what, "failed", why);
  case mail_fate::step::unknown:
    return give_up(what, "unknown", why);
  case mail_fate::step::queue:
    break;
  }
  rest(what.mail.manager);
  const auto now = deps.time->now();
  put_state(what,
            {"queued", to_string(why), now + fate.pause, now, fate.unsure});
}

void mailer_state::give_up(const letter& what, const char* state,
                           const failure& why) {
  log::error("mail.given_up",
             {{"mail", mail_name(what)},
              {"state", state},
              {"reason", to_string(why)},
              {"next", "see what stands in the way, then press \"Send again\" "
                       "on the operator's page"}});
  const auto now = deps.time->now();
  put_state(what, {state, to_string(why), now, now,
                   std::string_view{state} != "failed"});
}

// What failed for one mail of a mailbox would fail for the others.
void mailer_state::rest(std::int64_t manager) {
  std::erase_if(waiting_, [manager](const letter& each) {
    return each.mail.manager == manager;
  });
}

void mailer_state::put_state(const letter& what, mail_change change) {
  const auto told = change.state == "sent" ? wish_of(what.mail.key) : 0;
  transact<done>(
      self, deps.ledger,
      [id = what.mail.id, change, told](store_session& session) {
        // Whoever erased the call back meanwhile does not stop the mail's end.
        if (told != 0)
          (void)session.mark_wish_mailed(told, change.now);
        return session.put_mail_state(id, change);
      },
      [this](expected<done> stored) {
        // The row stays `sending`; the next start sends it again.
        if (!stored)
          log::error("mail.state_not_stored",
                     {{"reason", to_string(stored.error())}});
        on_stored();
      });
}

void mailer_state::on_stored() {
  in_hand_ = false;
  if (leaving_)
    return self->quit(*leaving_);
  next();
}

void mailer_state::leave(const caf::error& reason) {
  leaving_ = reason;
  waiting_.clear();
  more_ = false;
  if (!in_hand_)
    return self->quit(reason);
  self->delayed_send(self, deps.farewell, atom::tick_v);
}

mailer_actor::behavior_type
mailer(mailer_actor::stateful_pointer<mailer_state> self, mailer_deps deps) {
  self->state.self = self;
  self->state.deps = std::move(deps);
  self->set_exit_handler(
      [self](const caf::exit_msg& msg) { self->state.leave(msg.reason); });
  self->state.start();
  return {
      [self](atom::tick) { self->state.look(); },
      [self](atom::finished, std::uint64_t id, const job_result& result) {
        self->state.jobs.finish(id, result);
      },
  };
}

} // namespace rental
