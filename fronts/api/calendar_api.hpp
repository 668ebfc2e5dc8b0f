// CALENDAR_API: the operator's JSON API.
#pragma once

#include "actors/actors.hpp"
#include "fronts/api/calendar_json.hpp"
#include "fronts/front.hpp"
#include "http/server/router.hpp"

#include <functional>
#include <string>

namespace rental {

struct calendar_api_deps {
  directory_actor directory;
  front_options options;
  callbacks_actor callbacks = {};
  overview_actor overview = {};
  std::chrono::milliseconds openings_budget{6000};
  std::chrono::milliseconds booking_budget{10000};
  properties_actor properties = {};
};

struct calendar_api_state {
  static inline const char* name = "calendar_api";

  void take(const http_in& in, const responder& respond);

  front_actor::pointer self = nullptr;
  calendar_api_deps deps;

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

/// GET /calendar/availability, GET and POST /calendar/events, and what is below
/// /calendar/callbacks, /calendar/mails and /calendar/properties.
front_actor::behavior_type
calendar_api(front_actor::stateful_pointer<calendar_api_state> self,
             calendar_api_deps deps);

/// Adds its paths; `operator_gate` judges who may use them, before a body is
/// read.
void add_calendar_api(router& routes, const front_actor& front,
                      const http_gate& operator_gate);

} // namespace rental
