#include "actors/calendar/token_keeper.hpp"

#include "base/redact.hpp"
#include "log/log.hpp"

#include <algorithm>

namespace rental {
namespace {

using namespace std::chrono_literals;

/// Without it there is nothing that could be done for the manager.
constexpr std::string_view calendar_scope = "Calendars.ReadWrite";

std::chrono::milliseconds pause_after(int failures, const failure& why) {
  const auto backoff = 1000ms * (1 << std::min(failures, 6));
  return std::clamp<std::chrono::milliseconds>(
      std::max(backoff, why.retry_after), 1s, 1h);
}

} // namespace

bool token_keeper::fresh() const {
  return !rejected_ && !doubted_
         && context_.manager.tokens.expires_at
                > context_.now() + refresh_margin;
}

bool token_keeper::alive() const {
  return !rejected_ && context_.manager.tokens.expires_at > context_.now() + 10s
         && !context_.manager.tokens.access_token.empty();
}

void token_keeper::with_token(on_token then) {
  const auto& row = context_.manager;
  if (row.state == connection_state::needs_reconnect)
    return then(errc::needs_reconnect);
  if (row.state == connection_state::disconnected
      || row.tokens.refresh_token.empty())
    return then(errc::not_connected);
  if (fresh() && !unsaved_)
    return then(row.tokens.access_token);
  waiting_.push_back(std::move(then));
  if (!running_)
    start();
}

void token_keeper::start() {
  if (context_.steady_now() < not_before_)
    return settle_or_use_old(last_failure_);
  running_ = true;
  if (unsaved_)
    return keep(*unsaved_);
  context_.count("token_refresh", "started");
  context_.deps.identity->refresh(
      context_.manager.tokens.refresh_token,
      context_.in(context_.deps.options.graph_timeout),
      context_.expect<token_grant>(
          [this](expected<token_grant> grant) { on_grant(std::move(grant)); }));
}

void token_keeper::on_grant(expected<token_grant> grant) {
  if (!grant)
    return on_refused(grant.error());
  auto tokens = std::move(grant->tokens);
  if (tokens.refresh_token.empty())
    tokens.refresh_token = context_.manager.tokens.refresh_token;
  if (tokens.scope.empty())
    tokens.scope = context_.manager.tokens.scope;
  keep(std::move(tokens));
}

void token_keeper::keep(token_set tokens) {
  unsaved_ = tokens;
  context_.transact<done>(
      [id = context_.manager.id, tokens,
       now = context_.now()](store_session& session) {
        return session.put_tokens(id, tokens, now);
      },
      [this, tokens](expected<done> saved) {
        if (!saved)
          return on_refused(saved.error());
        unsaved_.reset();
        rejected_ = doubted_ = false;
        failures_ = 0;
        context_.manager.tokens = tokens;
        context_.count("token_refresh", "ok");
        health_.tokens_work();
        settle(tokens.access_token);
      });
}

void token_keeper::on_refused(const failure& why) {
  context_.count("token_refresh", to_string(why.code));
  if (why.code == errc::needs_reconnect)
    return on_dead(why);
  ++failures_;
  last_failure_ = why;
  not_before_ = context_.in(pause_after(failures_, why));
  if (why.code == errc::operator_fault)
    log::error(
        "token.operator_fault",
        {{"manager", redact_id(context_.manager.key.user_id)},
         {"reason", why.detail},
         {"next", "check MICROSOFT_CLIENT_ID and MICROSOFT_CLIENT_SECRET; "
                  "peterental doctor tells more"}});
  else
    log::warn("token.refresh_failed",
              {{"manager", redact_id(context_.manager.key.user_id)},
               {"reason", to_string(why)}});
  if (why.code != errc::storage)
    health_.tokens_fail(why.detail);
  settle_or_use_old(why);
}

void token_keeper::on_dead(const failure& why) {
  // Another process may have rotated the token meanwhile: then the loser's
  // refusal says nothing about the winner's grant.
  context_.transact<manager_record>(
      [id = context_.manager.id](store_session& session) {
        return session.manager_by_id(id);
      },
      [this, why](expected<manager_record> row) {
        if (row && !row->tokens.refresh_token.empty()
            && row->tokens.refresh_token
                   != context_.manager.tokens.refresh_token) {
          context_.adopt(std::move(*row));
          health_.reset();
          running_ = false;
          return fresh() ? settle(context_.manager.tokens.access_token)
                         : start();
        }
        condemn(why.detail);
        settle(why);
      });
}

void token_keeper::condemn(const std::string& reason) {
  if (context_.manager.state == connection_state::needs_reconnect)
    return;
  log::warn("token.needs_reconnect",
            {{"manager", redact_id(context_.manager.key.user_id)},
             {"reason", reason},
             {"next", "the manager has to connect the calendar again"}});
  health_.grant_died(reason);
}

// A new token that did not help says that the next one may not either.
bool token_keeper::may_renew() {
  const auto now = context_.steady_now();
  if (now < next_renewal_)
    return false;
  renewals_ = now < next_renewal_ + 1h ? renewals_ + 1 : 1;
  next_renewal_ = now
                  + std::min<std::chrono::seconds>(
                      1s * (1 << std::min(renewals_, 12)), 1h);
  return true;
}

void token_keeper::doubt(const secret& token, errc why) {
  if (token != context_.manager.tokens.access_token || !may_renew())
    return;
  was_unauthorized_ = why == errc::unauthorized;
  if (was_unauthorized_)
    rejected_ = true;
  else
    doubted_ = true;
}

void token_keeper::worked(const secret& token) {
  if (!was_unauthorized_ || token != context_.manager.tokens.access_token)
    return;
  was_unauthorized_ = false;
  renewals_ = 0;
  next_renewal_ = {};
}

void token_keeper::weigh(const failure& why) {
  log::warn("graph.refused",
            {{"manager", redact_id(context_.manager.key.user_id)},
             {"reason", to_string(why)}});
  if (!allows(calendar_scope))
    condemn("scope missing: " + std::string{calendar_scope});
}

bool token_keeper::allows(std::string_view scope) const {
  const auto& granted = context_.manager.tokens.scope;
  return granted.empty() || grants_scope(granted, scope);
}

void token_keeper::reset() {
  rejected_ = doubted_ = false;
  renewals_ = 0;
  next_renewal_ = {};
  failures_ = 0;
  not_before_ = {};
  unsaved_.reset();
}

void token_keeper::settle_or_use_old(const failure& why) {
  if (alive() && why.code != errc::storage)
    settle(context_.manager.tokens.access_token);
  else
    settle(why);
}

void token_keeper::settle(expected<secret> outcome) {
  running_ = false;
  auto waiting = std::move(waiting_);
  waiting_.clear();
  for (auto& then : waiting)
    then(outcome);
}

} // namespace rental
