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
  void start(const http_in& in, const responder& respond);
  void callback(const http_in& in, const responder& respond);
  void status(const http_in& in, const responder& respond);
  void disconnect(const http_in& in, const responder& respond);
  /// __Host- and Secure where browsers come over https.
  bool https() const;
  std::string cookie_name() const;
  std::string cookie_header(const std::string& value, int seconds) const;
  std::string start_url(const manager_key& manager) const;
};

} // namespace rental
