// The state of OAUTH_FRONT. Internal to http/ and its tests.
#pragma once

#include "http/fronts.hpp"

#include <string>

namespace rental {

struct oauth_front_state {
  static inline const char* name = "oauth_front";

  void take(const http_in& in, const responder& respond);

  front_actor::pointer self = nullptr;
  oauth_front_deps deps;

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

} // namespace rental
