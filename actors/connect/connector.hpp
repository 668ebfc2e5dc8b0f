// Sign-ins: from "connect my calendar" to a stored, sealed grant.
// OAuth 2.0 authorization code flow with PKCE (RFC 6749, RFC 7636) and OpenID
// Connect's nonce;
// learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
#pragma once

#include "actors/calendar/calendar_context.hpp"

#include <caf/typed_response_promise.hpp>

#include <memory>

namespace rental {

struct connector_options {
  zone default_zone;
  weekly_hours default_hours = rental::default_hours();
  /// What the mailbox's hours are to `default_hours`.
  mailbox_hours_use mailbox_hours = mailbox_hours_use::narrow;
  /// How long a sign-in may take, and how long a grant from another account
  /// than before waits for a word.
  std::chrono::minutes sign_in_life{10};
  /// How long one call to Microsoft may take.
  std::chrono::milliseconds timeout{15000};
};

struct connector_deps {
  std::shared_ptr<const clock> time;
  std::shared_ptr<graph_api> graph;
  std::shared_ptr<identity_api> identity;
  ledger_actor ledger;
  directory_actor directory;
  connector_options options;
  tally count;
};

/// One callback on its way from the code to the stored manager.
struct sign_in_in_hand {
  caf::typed_response_promise<connect_result> promise;
  connect_callback callback;
  pending_sign_in pending;
  token_grant grant;
  id_claims claims;
  graph_account account;
  connect_result result;
  /// The person was asked, and wants this account in place of the one before.
  bool wanted = false;
  bool move_over = false;
};
using sign_in_ptr = std::shared_ptr<sign_in_in_hand>;

struct connector_state {
  static inline const char* name = "connector";

  caf::result<connect_redirect> begin(const connect_request& request);
  caf::result<connect_result> complete(const connect_callback& callback);
  caf::result<connect_result> keep_account(const connect_keep& word);
  caf::result<link_state> look_at_link(const link_query& query);
  caf::result<connection_status> status(const manager_key& key);
  caf::result<connection_status> disconnect(const manager_key& key);

  connector_actor::pointer self = nullptr;
  connector_deps deps;
  pending_jobs jobs;

private:
  /// Takes over what waited in the database for this browser. False when there
  /// is nothing, or another browser comes for it: then the sign-in has ended.
  bool claim(const sign_in_ptr& job,
             expected<std::optional<pending_sign_in>> found);
  void check_browser(const sign_in_ptr& job,
                     expected<std::optional<pending_sign_in>> found);
  void redeem(const sign_in_ptr& job);
  void identify(const sign_in_ptr& job);
  void read_mailbox(const sign_in_ptr& job);
  /// The claims of the id_token; ends the sign-in when they are not good.
  bool read_claims(const sign_in_ptr& job);
  void settle(const sign_in_ptr& job, const mailbox_settings& mailbox);
  /// Puts the grant aside until the person says whether this account is meant.
  void hold(const sign_in_ptr& job);
  void resume(const sign_in_ptr& job,
              expected<std::optional<pending_sign_in>> found);
  void end(const sign_in_ptr& job, connect_problem problem,
           const std::string& detail = {});
  void end_on(const sign_in_ptr& job, const failure& why);
  graph_call with(const sign_in_ptr& job) const;
  connection_status status_of(const manager_record& row) const;
  template <class T>
  reply<T> expect(std::function<void(expected<T>)> then);
};

/// Spawn with `system.spawn(connector, deps)`.
connector_actor::behavior_type
connector(connector_actor::stateful_pointer<connector_state> self,
          connector_deps deps);

} // namespace rental
