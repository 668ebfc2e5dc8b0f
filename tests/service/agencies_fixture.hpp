// Four agencies behind one service: two with a secret of their own, one known
// by its assistant and one by its number, each with a manager, a calendar and a
// visitor who has booked Tuesday at ten.
#pragma once

#include "tests/service/service_fixture.hpp"

#include <string>
#include <vector>

namespace rental::test {

struct agency_line {
  std::string agency;
  std::string manager_id;
  std::string mailbox;
  /// How its calls come in.
  pairs credentials;
  std::string assistant;
  std::string dialled;
  /// Who has booked, and the ids of that tool call.
  std::string visitor_name;
  std::string visitor_number;
  std::string visitor_email;
  std::string call_id;
  std::string tool_id;
  std::string property;
};

inline const std::string operators_secret = "the-secret-of-the-operator";
inline const pairs admin_header{
    {"Authorization", "Bearer the-token-of-the-operator"}};

class AgenciesTest : public ServiceTest {
protected:
  AgenciesTest();

  /// Connects the manager's calendar.
  void connect_agency(const agency_line& of);
  /// The visitor's booking.
  std::string book_visit(const agency_line& of);

  /// A message with one tool call, as it comes in on the line.
  std::string message_on(const agency_line& line, const phone_call& call,
                         const tool& one) const;
  /// Posts it and gives the sentence; "status N: ..." when that is not 200.
  std::string say(const agency_line& line, const phone_call& call,
                  const tool& one) const;

  /// With the admin token.
  page api(const std::string& method, const std::string& target,
           const json& body = nullptr) const;
  json events_of(const agency_line& of);
  json bookings_of(const agency_line& of) const;
  /// The code in the visitor's invitation.
  std::string code_of(const agency_line& of);
  /// Everything of an agency that others must not change.
  json all_of(const agency_line& of);
  /// Requests that its mailbox has seen.
  std::size_t requests_to(const agency_line& of);
  /// A number from /metrics; 0 when it is not there.
  double metric(const std::string& name) const;

  std::vector<agency_line> lines;
};

} // namespace rental::test
