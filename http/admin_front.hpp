// The state of ADMIN_FRONT. Internal to http/ and its tests.
#pragma once

#include "http/calendar_json.hpp"
#include "http/fronts.hpp"

#include <functional>
#include <string>

namespace rental {

struct admin_front_state {
  static inline const char* name = "admin_front";

  void take(const http_in& in, const responder& respond);

  front_actor::pointer self = nullptr;
  admin_front_deps deps;

private:
  void availability(const http_in& in, const responder& respond,
                    const manager_key& whose);
  void events(const http_in& in, const responder& respond,
              const manager_key& whose);
  void create(const http_in& in, const responder& respond);
  /// DELETE and PATCH of /calendar/events/{booking id}.
  void change(const http_in& in, const responder& respond,
              const manager_key& whose);
  void place(const http_in& in, const responder& respond,
             const manager_key& whose, booking_order order);
  void book(const http_in& in, const responder& respond,
            const event_request& wanted, const manager_key& whose);
  // -- call backs and mails (callbacks_api.cpp) -------------------------------
  /// Answers what is about them; false when the path is another.
  bool promises(const http_in& in, const responder& respond);
  void list_callbacks(const http_in& in, const responder& respond);
  void end_callback(const http_in& in, const responder& respond);
  void list_mails(const http_in& in, const responder& respond);
  void send_again(const http_in& in, const responder& respond);
  // -- homes (properties_api.cpp) ---------------------------------------------
  /// Answers what is about them; false when the path is another.
  bool homes(const http_in& in, const responder& respond);
  void list_homes(const http_in& in, const responder& respond);
  void add_home(const http_in& in, const responder& respond);
  void one_home(const http_in& in, const responder& respond);
  /// Asks for one home and answers with it.
  template <class... Ts>
  void answer_home(const http_in& in, const responder& respond, unsigned status,
                   Ts&&... message);
  /// Finds the calendar, or answers with the problem.
  void find(const http_in& in, const responder& respond,
            const manager_key& whose,
            std::function<void(const calendar_ref&)> then);
};

} // namespace rental
