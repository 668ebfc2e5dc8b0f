#include "actors/connect/connector.hpp"

#include "actors/calendar/mailbox_reader.hpp"
#include "actors/calendar/sign_in_verdict.hpp"
#include "base/redact.hpp"
#include "crypto/hash.hpp"
#include "crypto/random.hpp"
#include "log/log.hpp"
#include "microsoft/callback_errors.hpp"
#include "voice/words/say.hpp"

#include <utility>

namespace rental {
namespace {

connect_problem problem_of(sign_in_problem problem) {
  switch (problem) {
  case sign_in_problem::cancelled_or_admin_wall:
    return connect_problem::cancelled_or_admin_wall;
  case sign_in_problem::admin_consent_needed:
    return connect_problem::admin_consent_needed;
  case sign_in_problem::retry_later:
    return connect_problem::retry_later;
  case sign_in_problem::misconfigured:
    return connect_problem::misconfigured;
  case sign_in_problem::sign_in_again:
    return connect_problem::sign_in_again;
  }
  return connect_problem::retry_later;
}

connect_problem problem_of(errc code) {
  switch (code) {
  case errc::needs_reconnect:
  case errc::unauthorized:
  case errc::bad_answer:
    return connect_problem::sign_in_again;
  case errc::operator_fault:
  case errc::provider_refused:
    return connect_problem::misconfigured;
  case errc::no_mailbox:
    return connect_problem::no_mailbox;
  case errc::scope_missing:
  case errc::forbidden:
    return connect_problem::scopes_missing;
  case errc::storage:
  case errc::sealed:
    return connect_problem::storage_failed;
  default:
    return connect_problem::retry_later;
  }
}

expected<bool> put_unless_used(store_session& session,
                               const pending_sign_in& pending) {
  if (!pending.link_id.empty()) {
    auto used = session.is_link_used(pending.link_id);
    if (!used || *used)
      return used;
  }
  if (auto put = session.put_sign_in(pending); !put)
    return put.error();
  return false;
}

} // namespace

template <class T>
reply<T> connector_state::expect(std::function<void(expected<T>)> then) {
  return jobs.expect<T>(connector_actor{self}, std::move(then));
}

caf::result<connect_redirect>
connector_state::begin(const connect_request& request) {
  const auto state = random_token(32);
  const auto cookie = random_token(32);
  pending_sign_in pending;
  pending.state_hash = sha256_hex(state);
  pending.manager = request.manager;
  pending.nonce = random_token(32);
  pending.verifier = secret{random_token(48)};
  pending.cookie_hash = sha256_hex(cookie);
  pending.expected_account = request.expected_account;
  pending.link_id = request.link_id;
  pending.link_ends = request.link_ends;
  pending.expires_at = deps.time->now() + deps.options.sign_in_life;
  const connect_redirect answer{
      deps.identity->authorize_url({state, pending.nonce,
                                    pkce_challenge(pending.verifier.reveal()),
                                    request.expected_account,
                                    request.anew ? "login" : "select_account"}),
      cookie};
  auto promise = self->make_response_promise<connect_redirect>();
  transact<bool>(
      self, deps.ledger,
      [pending](store_session& session) {
        return put_unless_used(session, pending);
      },
      [promise, answer](expected<bool> used) mutable {
        if (!used)
          promise.deliver(to_caf(used.error()));
        else
          promise.deliver(*used ? connect_redirect{{}, {}, true} : answer);
      });
  return promise;
}

caf::result<link_state> connector_state::look_at_link(const link_query& query) {
  auto promise = self->make_response_promise<link_state>();
  transact<bool>(
      self, deps.ledger,
      [id = query.link_id](store_session& session) {
        return session.is_link_used(id);
      },
      [promise](expected<bool> used) mutable {
        if (used)
          promise.deliver(link_state{*used});
        else
          promise.deliver(to_caf(used.error()));
      });
  return promise;
}

caf::result<connect_result>
connector_state::complete(const connect_callback& callback) {
  auto job = std::make_shared<sign_in_in_hand>();
  job->promise = self->make_response_promise<connect_result>();
  job->callback = callback;
  if (callback.state.empty()) {
    end(job, connect_problem::incomplete, "no state");
    return job->promise;
  }
  // The state is used up before anything else happens, whatever follows.
  transact<std::optional<pending_sign_in>>(
      self, deps.ledger,
      [hash = sha256_hex(callback.state), now = deps.time->now()](
          store_session& session) { return session.take_sign_in(hash, now); },
      [this, job](expected<std::optional<pending_sign_in>> found) {
        check_browser(job, std::move(found));
      });
  return job->promise;
}

bool connector_state::claim(const sign_in_ptr& job,
                            expected<std::optional<pending_sign_in>> found) {
  if (!found) {
    end_on(job, found.error());
    return false;
  }
  if (!*found) {
    end(job, connect_problem::bad_state);
    return false;
  }
  job->pending = std::move(**found);
  job->result.manager = job->pending.manager;
  job->result.expected_account = job->pending.expected_account;
  const bool same_browser = constant_time_equal(
      sha256_hex(job->callback.cookie), job->pending.cookie_hash);
  if (!same_browser)
    end(job, connect_problem::other_browser);
  return same_browser;
}

void connector_state::check_browser(
    const sign_in_ptr& job, expected<std::optional<pending_sign_in>> found) {
  if (!claim(job, std::move(found)))
    return;
  if (job->pending.verifier.empty()) // what waits for a word is no sign-in
    return end(job, connect_problem::bad_state);
  if (!job->callback.error.empty())
    return end(job,
               problem_of(classify_callback_error(
                   job->callback.error, job->callback.error_subcode,
                   job->callback.error_description)),
               job->callback.error);
  if (job->callback.code.empty())
    return end(job, connect_problem::incomplete, "no code");
  redeem(job);
}

void connector_state::redeem(const sign_in_ptr& job) {
  deps.identity->redeem(
      job->callback.code, job->pending.verifier,
      self->clock().now() + deps.options.timeout,
      expect<token_grant>([this, job](expected<token_grant> grant) {
        if (!grant)
          return end_on(job, grant.error());
        job->grant = std::move(*grant);
        identify(job);
      }));
}

bool connector_state::read_claims(const sign_in_ptr& job) {
  auto claims
      = deps.identity->read_id_token(job->grant.id_token, job->pending.nonce);
  if (claims) {
    job->claims = std::move(*claims);
    return true;
  }
  if (claims.error().code != errc::expired) {
    end_on(job, claims.error());
    return false;
  }
  const auto ahead = deps.identity->clock_ahead(job->grant.id_token);
  job->result.clock_ahead = ahead.value_or(std::chrono::seconds{0});
  log::error(
      "clock.wrong",
      {{"seconds_ahead", std::to_string(job->result.clock_ahead.count())},
       {"seen_in", "the id token of a sign-in"},
       {"next", "set this machine's clock (NTP); nobody can connect a "
                "calendar until then"}});
  end(job, connect_problem::our_clock,
      "our clock is " + std::to_string(job->result.clock_ahead.count())
          + " s ahead of Microsoft's");
  return false;
}

void connector_state::identify(const sign_in_ptr& job) {
  if (!read_claims(job))
    return;
  job->result.missing = missing_scopes(job->grant.tokens.scope);
  if (!job->result.missing.empty())
    return end(job, connect_problem::scopes_missing, job->result.missing);
  if (job->grant.tokens.refresh_token.empty())
    return end(job, connect_problem::scopes_missing, "offline_access");
  deps.graph->me(with(job), expect<graph_account>(
                                [this, job](expected<graph_account> account) {
                                  if (!account)
                                    return end_on(job, account.error());
                                  job->account = std::move(*account);
                                  read_mailbox(job);
                                }));
}

void connector_state::read_mailbox(const sign_in_ptr& job) {
  deps.graph->settings(
      with(job),
      expect<mailbox_settings>([this, job](expected<mailbox_settings> mailbox) {
        if (!mailbox)
          return end_on(job, mailbox.error());
        settle(job, *mailbox);
      }));
}

void connector_state::settle(const sign_in_ptr& job,
                             const mailbox_settings& mailbox) {
  job->result.account = job->account.address;
  const auto found = zone::find(mailbox.time_zone);
  sign_in_case what;
  auto& row = what.row;
  row.key = job->pending.manager;
  row.account = job->account.address;
  row.display_name = job->account.display_name;
  row.tenant_id = job->claims.tenant_id;
  row.object_id = job->claims.object_id;
  take_settings(row, mailbox, deps.time->now());
  row.state = connection_state::connected;
  row.tokens = job->grant.tokens;
  row.created_at = row.updated_at = what.now = deps.time->now();
  what.expected_account = job->pending.expected_account;
  what.username = job->claims.username;
  what.link_id = job->pending.link_id;
  what.link_ends = job->pending.link_ends;
  what.answered = job->wanted;
  what.move_over = job->move_over;
  what.tz = found ? *found : deps.options.default_zone;
  transact<sign_in_verdict>(
      self, deps.ledger,
      [what](store_session& session) { return settle_sign_in(session, what); },
      [this, job](expected<sign_in_verdict> verdict) {
        if (!verdict)
          return end_on(job, verdict.error());
        job->result.former_account = verdict->former_account;
        job->result.viewings = verdict->viewings;
        job->result.other_id = verdict->other_id;
        if (verdict->problem == connect_problem::change_of_account)
          return hold(job);
        if (verdict->problem == connect_problem::none)
          self->send(deps.directory, atom::changed_v, job->pending.manager);
        end(job, verdict->problem);
      });
}

graph_call connector_state::with(const sign_in_ptr& job) const {
  return {job->grant.tokens.access_token,
          self->clock().now() + deps.options.timeout, 0, urgency::caller};
}

void connector_state::end_on(const sign_in_ptr& job, const failure& why) {
  end(job, problem_of(why.code), to_string(why));
}

void connector_state::end(const sign_in_ptr& job, connect_problem problem,
                          const std::string& detail) {
  job->result.problem = problem;
  job->result.detail = detail;
  if (deps.count)
    deps.count("sign_in", to_string(problem));
  const auto at
      = problem == connect_problem::none ? log::level::info : log::level::warn;
  log::write(at, "sign_in.ended",
             {{"manager", redact_id(job->pending.manager.user_id)},
              {"problem", to_string(problem)},
              {"detail", detail}});
  job->promise.deliver(job->result);
}

connection_status connector_state::status_of(const manager_record& row) const {
  connection_status result;
  result.state = row.state;
  result.authorized = row.state == connection_state::connected
                      || row.state == connection_state::degraded;
  result.account = row.account;
  result.reason = row.state_reason;
  if (result.authorized)
    result.expires_at = row.tokens.expires_at;
  const auto found = zone::find(row.zone);
  const auto tz = found ? *found : deps.options.default_zone;
  result.zone = tz.name();
  result.zone_said = say_zone(tz, deps.time->now());
  result.zone_is_default = !found;
  result.hours_are_default
      = deps.options.mailbox_hours == mailbox_hours_use::ignore || !row.hours;
  booking_rules firm;
  firm.hours = deps.options.default_hours;
  result.hours
      = hours_to_show(rules_of(row, firm, deps.options.mailbox_hours, tz), tz,
                      deps.time->now());
  result.unreadable = unreadable_items_from(row.calendar_note);
  if (result.authorized && !row.tokens.scope.empty())
    result.missing_scopes = missing_scopes(row.tokens.scope);
  return result;
}

caf::result<connection_status> connector_state::status(const manager_key& key) {
  auto promise = self->make_response_promise<connection_status>();
  transact<manager_record>(
      self, deps.ledger,
      [key](store_session& session) { return session.manager(key); },
      [this, promise](expected<manager_record> row) mutable {
        if (row)
          promise.deliver(status_of(*row));
        else if (row.error().code == errc::unknown_manager)
          promise.deliver(connection_status{});
        else
          promise.deliver(to_caf(row.error()));
      });
  return promise;
}

caf::result<connection_status>
connector_state::disconnect(const manager_key& key) {
  auto promise = self->make_response_promise<connection_status>();
  transact<manager_record>(
      self, deps.ledger,
      [key, now = deps.time->now()](
          store_session& session) -> expected<manager_record> {
        auto row = session.manager(key);
        if (!row)
          return row;
        if (auto gone = session.forget_tokens(row->id, now); !gone)
          return gone.error();
        return session.manager(key);
      },
      [this, promise, key](expected<manager_record> row) mutable {
        if (!row) {
          promise.deliver(to_caf(row.error()));
          return;
        }
        self->send(deps.directory, atom::changed_v, key);
        log::info("manager.disconnected",
                  {{"manager", redact_id(key.user_id)}});
        promise.deliver(status_of(*row));
      });
  return promise;
}

connector_actor::behavior_type
connector(connector_actor::stateful_pointer<connector_state> self,
          connector_deps deps) {
  self->state.self = self;
  self->state.deps = std::move(deps);
  return {
      [self](atom::begin, const connect_request& request) {
        return self->state.begin(request);
      },
      [self](atom::complete, const connect_callback& callback) {
        return self->state.complete(callback);
      },
      [self](atom::keep, const connect_keep& word) {
        return self->state.keep_account(word);
      },
      [self](atom::look, const link_query& query) {
        return self->state.look_at_link(query);
      },
      [self](atom::status, const manager_key& key) {
        return self->state.status(key);
      },
      [self](atom::disconnect, const manager_key& key) {
        return self->state.disconnect(key);
      },
      [self](atom::finished, std::uint64_t id, const job_result& result) {
        self->state.jobs.finish(id, result);
      },
  };
}

} // namespace rental
