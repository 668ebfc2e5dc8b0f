// Another account than before: the grant waits, and the person decides.
#include "actors/connect/connector.hpp"
#include "crypto/hash.hpp"
#include "crypto/random.hpp"

#include <utility>

namespace rental {
namespace {

/// Never the hash of a state: what waits cannot be called back as a sign-in.
std::string hash_of(const std::string& token) {
  return sha256_hex("keep|" + token);
}

} // namespace

void connector_state::hold(const sign_in_ptr& job) {
  auto& result = job->result;
  result.keep = {random_token(32), random_token(32)};
  pending_sign_in waits;
  waits.state_hash = hash_of(result.keep.token);
  waits.manager = job->pending.manager;
  waits.cookie_hash = sha256_hex(result.keep.cookie);
  waits.expected_account = job->pending.expected_account;
  waits.link_id = job->pending.link_id;
  waits.link_ends = job->pending.link_ends;
  waits.expires_at = deps.time->now() + deps.options.sign_in_life;
  waits.held = {job->grant.tokens, job->claims.tenant_id, job->claims.object_id,
                job->account.address, job->account.display_name};
  transact<done>(
      self, deps.ledger,
      [waits](store_session& session) { return session.put_sign_in(waits); },
      [this, job](expected<done> kept) {
        if (!kept)
          return end_on(job, kept.error());
        end(job, connect_problem::change_of_account);
      });
}

caf::result<connect_result>
connector_state::keep_account(const connect_keep& word) {
  auto job = std::make_shared<sign_in_in_hand>();
  job->promise = self->make_response_promise<connect_result>();
  job->callback.cookie = word.cookie;
  job->wanted = true;
  job->move_over = word.move_over;
  transact<std::optional<pending_sign_in>>(
      self, deps.ledger,
      [hash = hash_of(word.token), now = deps.time->now()](
          store_session& session) { return session.take_sign_in(hash, now); },
      [this, job](expected<std::optional<pending_sign_in>> found) {
        resume(job, std::move(found));
      });
  return job->promise;
}

void connector_state::resume(const sign_in_ptr& job,
                             expected<std::optional<pending_sign_in>> found) {
  if (!claim(job, std::move(found)))
    return;
  auto& held = job->pending.held;
  job->grant.tokens = std::move(held.tokens);
  job->claims.tenant_id = held.tenant_id;
  job->claims.object_id = held.object_id;
  job->account = {held.object_id, held.display_name, held.account};
  read_mailbox(job);
}

} // namespace rental
