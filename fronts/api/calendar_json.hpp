// What the operator's API says and understands, as JSON. Pure functions.
#pragma once

#include "base/expected.hpp"
#include "http/message/http_message.hpp"
#include "messages/payloads.hpp"

#include <string>
#include <string_view>

namespace rental {

/// {"status":"success","user_id","available_slots":[...],"total_slots",
/// "timezone"}; a problem when the calendar cannot be read.
http_out availability_out(const std::string& user_id,
                          const openings_answer& answer,
                          std::string_view request_id);

/// {"status":"success","user_id","events":[...],"total_events","wishes":[...],
/// "timezone"}; a wish is what a caller was promised a call back for.
http_out events_out(const std::string& user_id, const booking_list& list);

/// What POST /calendar/events asks for.
struct event_request {
  std::string user_id;
  /// Empty when left out.
  std::string agency;
  std::string address;
  std::string start;
  visitor who;
};

/// Fails with errc::bad_request when the body is no JSON object, a field has
/// the wrong type or is too long, or one of user_id, property_address,
/// start_time and attendee_name is missing.
expected<event_request> read_event_request(std::string_view body);

/// The "agency" of a body that is a JSON object; "" without one.
std::string agency_in(std::string_view body);

/// The "start_time" of PATCH /calendar/events/{id}. errc::bad_request.
expected<std::string> read_new_start(std::string_view body);

/// 201 booked; 200 booked before, moved or replayed; 202 noted; 409 refused,
/// with alternatives; 422 unclear or key reused.
http_out booking_out(const booking_outcome& outcome,
                     std::string_view request_id);

} // namespace rental
