#include "actors/mailer.hpp"

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
    result.due.push_back({std::move(mail), manager->key});
  }
  return result;
}

// Whether the failure proves that no mail has left.
bool surely_not_sent(errc code) {
  switch (code) {
  case errc::timeout:
  case errc::network:
  case errc::provider_unavailable:
  case errc::bad_answer:
  case errc::internal:
    return false;
  default:
    return true;
  }
}

std::int64_t wish_of(const std::string& key) {
  constexpr std::string_view prefix = "wish:";
  std::int64_t id = 0;
  if (key.starts_with(prefix))
    std::from_chars(key.data() + prefix.size(), key.data() + key.size(), id);
  return id;
}

} // namespace

void mailer_state::start() {
  // A mail that was being sent when the process ended may have left.
  busy_ = true;
  transact<done>(
      self, deps.ledger,
      [](store_session& session) { return session.settle_interrupted_mail(); },
      [this](expected<done> settled) {
        if (!settled)
          log::warn("outbox.unreadable",
                    {{"reason", to_string(settled.error())}});
        busy_ = false;
        self->send(self, atom::tick_v);
      });
}

void mailer_state::look() {
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
  transact<done>(
      self, deps.ledger,
      [id = what.mail.id, due = what.mail.not_before](store_session& session) {
        return session.put_mail_state(id, "sending", "", due);
      },
      [this, what](expected<done> marked) {
        if (marked)
          hand_over(what);
        else {
          // The database is ill: nothing leaves that it does not know of.
          more_ = false;
          next();
        }
      });
}

void mailer_state::hand_over(const letter& what) {
  const auto send = [this, what](expected<calendar_ref> ref) {
    if (!ref)
      return put_back(what, ref.error());
    ask<mail_result>(
        self, ref->calendar, 60s,
        [this, what](expected<mail_result> answer) {
          on_result(what,
                    answer ? answer->sent
                           : expected<done>{failure{
                               errc::internal, to_string(answer.error()), {}}});
        },
        atom::mail_v,
        outgoing_mail{what.mail.to, what.mail.subject, what.mail.html});
  };
  ask<calendar_ref>(self, deps.directory, 20s, send, atom::find_v,
                    query_about(what.from));
}

void mailer_state::on_result(const letter& what, const expected<done>& sent) {
  const auto now = deps.time->now();
  if (sent) {
    if (deps.count)
      deps.count("mail", "sent");
    return put_state(what, "sent", "", now);
  }
  const auto& why = sent.error();
  if (deps.count)
    deps.count("mail", to_string(why.code));
  log::warn("mail.not_sent", {{"mail", std::to_string(what.mail.id)},
                              {"reason", to_string(why)}});
  if (!surely_not_sent(why.code))
    return put_state(what, "unknown", to_string(why), now);
  if (why.code == errc::provider_refused || why.code == errc::forbidden)
    return put_state(what, "failed", to_string(why), now);
  put_back(what, why);
}

void mailer_state::put_back(const letter& what, const failure& why) {
  const auto backoff
      = std::chrono::seconds{1 << std::min(what.mail.attempts, 6)};
  const auto asked = std::chrono::ceil<std::chrono::seconds>(why.retry_after);
  const auto pause = std::max(std::min(backoff, deps.longest_pause), asked);
  put_state(what, "queued", to_string(why), deps.time->now() + pause);
}

void mailer_state::put_state(const letter& what, const char* state,
                             const std::string& error, instant not_before) {
  const auto told
      = std::string_view{state} == "sent" ? wish_of(what.mail.key) : 0;
  transact<done>(
      self, deps.ledger,
      [id = what.mail.id, text = std::string{state}, error, not_before, told,
       now = deps.time->now()](store_session& session) -> expected<done> {
        if (told != 0)
          if (auto marked = session.mark_wish_told(told, now); !marked)
            return marked;
        return session.put_mail_state(id, text, error, not_before);
      },
      [this](expected<done> stored) {
        // The row stays `sending`; the next start calls it unknown.
        if (!stored)
          log::error("mail.state_not_stored",
                     {{"reason", to_string(stored.error())}});
        next();
      });
}

mailer_actor::behavior_type
mailer(mailer_actor::stateful_pointer<mailer_state> self, mailer_deps deps) {
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
