// CONNECT_FRONT: connecting a calendar, from the link to the sign-in's end.
#pragma once

#include "actors/actors.hpp"
#include "fronts/front.hpp"
#include "http/server/router.hpp"

#include <string>

namespace rental {

struct connect_front_deps {
  connector_actor connector;
  front_options options;
  /// Where an administrator approves the app for a whole organisation.
  std::string admin_consent_url = {};
};

struct connect_front_state {
  static inline const char* name = "connect_front";

  void take(const http_in& in, const responder& respond);

  front_actor::pointer self = nullptr;
  connect_front_deps deps;

private:
  void entry(const http_in& in, const responder& respond);
  void start(const http_in& in, const responder& respond);
  void callback(const http_in& in, const responder& respond);
  void status(const http_in& in, const responder& respond);
  void disconnect(const http_in& in, const responder& respond);

  // -- how a sign-in ends (sign_in_end.cpp) -----------------------------------
  http_out end_of(const http_in& in, const connect_result& result) const;
  /// To the page of the connected calendar, so that neither the code nor a
  /// reload does any harm.
  http_out to_connected(const http_in& in, const connect_result& result) const;
  /// To the question what becomes of what is booked with the account before.
  http_out to_choice(const connect_result& result) const;
  http_out trouble_of(const http_in& in, const connect_result& result) const;
  void choose(const http_in& in, const responder& respond) const;
  void keep(const http_in& in, const responder& respond);
  void count(const connect_result& result) const;
};

/// /calendar/connect and below, /calendar/connect-links, /calendar/auth/start,
/// callback, status and disconnect.
front_actor::behavior_type
connect_front(front_actor::stateful_pointer<connect_front_state> self,
              connect_front_deps deps);

/// Adds its paths; `operator_gate` judges who may use those of the operator,
/// before a body is read.
void add_connect(router& routes, const front_actor& front,
                 const http_gate& operator_gate);

} // namespace rental
