// CONNECT_FRONT and CALENDAR_API.
#include "fronts/api/calendar_api.hpp"
#include "fronts/connect/connect_front.hpp"
#include "tests/fronts/front_fixture.hpp"

namespace rental {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

using test::a_get;
using test::a_post;
using test::with_token;

class PeopleFront : public test::front_test {
protected:
  PeopleFront() {
    options = production();
    options.time = std::make_shared<manual_clock>(from_unix(1'790'000'000));
  }

  http_handler oauth() {
    connect_front_deps deps;
    deps.connector = spawn(test::fake_connector, connector);
    deps.options = options;
    return to_front(spawn(connect_front, deps));
  }

  http_handler admin() {
    calendar_api_deps deps;
    deps.directory = directory_handle;
    deps.options = options;
    return to_front(spawn(calendar_api, deps));
  }

  test::connector_script_ptr connector
      = std::make_shared<test::connector_script>();
  front_options options;
};

TEST_F(PeopleFront, StatusAsTheReplacedAppSaidIt) {
  connection_status status;
  status.state = connection_state::connected;
  status.authorized = true;
  status.expires_at = from_unix(1790000000);
  status.account = "pete@example.com";
  connector->status = status;
  auto front = oauth();
  const auto target = "/calendar/auth/status?user_id=pete_admin";
  EXPECT_EQ(answered(front, a_get(target)).status, 401u);
  EXPECT_EQ(json::parse(answered(front, a_get(target, with_token)).body),
            json::parse(R"({"authorized":true,
              "expires_at":"2026-09-21T14:13:20Z",
              "account":"pete@example.com","state":"connected"})"));
  connector->status = connection_status{};
  EXPECT_EQ(json::parse(answered(front, a_get(target, with_token)).body),
            json::parse(R"({"authorized":false,"expires_at":null,
              "account":null,"state":"disconnected"})"));
  EXPECT_EQ(answered(front, a_get("/calendar/auth/status", with_token)).status,
            400u);
}

TEST_F(PeopleFront, DisconnectTakesTheIdFromQueryOrForm) {
  auto front = oauth();
  EXPECT_EQ(
      answered(front, a_post("/calendar/auth/disconnect?user_id=a")).status,
      401u);
  EXPECT_TRUE(connector->forgotten.empty());
  answered(front,
           a_post("/calendar/auth/disconnect?user_id=a", "", with_token));
  answered(front, a_post("/calendar/auth/disconnect", "user_id=b", with_token));
  ASSERT_EQ(connector->forgotten.size(), 2u);
  EXPECT_EQ(connector->forgotten[0].user_id, "a");
  EXPECT_EQ(connector->forgotten[1].user_id, "b");
  connector->status = errc::unknown_manager;
  EXPECT_EQ(answered(front, a_post("/calendar/auth/disconnect?user_id=c", "",
                                   with_token))
                .status,
            404u);
}

// -- the operator's API -------------------------------------------------------

zone chicago() {
  return *zone::find("America/Chicago");
}

/// Tuesday, 2026-11-24, 14:00 in Chicago.
constexpr time_slot viewing{from_unix(1795550400), from_unix(1795552200)};

std::shared_ptr<const booking> made() {
  booking row;
  row.id = "b-1";
  row.slot = viewing;
  row.address = "9 Elm St";
  row.who = {"Jane", "+14055550142", "j@x.test"};
  row.state = booking_state::confirmed;
  row.event_id = "event-1";
  return std::make_shared<const booking>(row);
}

TEST_F(PeopleFront, AvailabilityInTheWordsOfTheReplacedApp) {
  openings_answer answer;
  answer.state = openings_state::readable;
  answer.tz = chicago();
  answer.free = std::make_shared<const std::vector<time_slot>>(
      std::vector<time_slot>{viewing});
  calendar->answers[""] = answer;
  const auto out = answered(
      admin(), a_get("/calendar/availability?user_id=pete_admin", with_token));
  EXPECT_EQ(out.status, 200u);
  EXPECT_EQ(json::parse(out.body), json::parse(R"({
    "status":"success","user_id":"pete_admin","available_slots":[
      {"start_time":"2026-11-24T14:00:00-06:00",
       "end_time":"2026-11-24T14:30:00-06:00","duration_minutes":30,
       "formatted_time":"Tuesday, November 24 at 02:00 PM"}],
    "total_slots":1,"timezone":"America/Chicago"})"));
  EXPECT_TRUE(directory->queries.at(0).by_operator);
}

TEST_F(PeopleFront, AnUnreadableCalendarOffersNothing) {
  auto front = admin();
  const std::pair<openings_state, unsigned> table[]
      = {{openings_state::unreadable, 503},
         {openings_state::not_connected, 409},
         {openings_state::needs_reconnect, 409}};
  for (const auto& [state, status] : table) {
    calendar->answers[""].state = state;
    const auto out = answered(
        front, a_get("/calendar/availability?user_id=a", with_token));
    EXPECT_EQ(out.status, status);
    EXPECT_EQ(header_of(out, "Content-Type"), "application/problem+json");
  }
}

TEST_F(PeopleFront, TheApiNeedsTheTokenAndAKnownManager) {
  auto front = admin();
  EXPECT_EQ(answered(front, a_get("/calendar/availability?user_id=a")).status,
            401u);
  EXPECT_EQ(answered(front, a_get("/calendar/events?user_id=a",
                                  {{"authorization", "Bearer no"}}))
                .status,
            401u);
  EXPECT_EQ(answered(front, a_post("/calendar/events", "{}")).status, 401u);
  EXPECT_EQ(answered(front, a_get("/calendar/events", with_token)).status,
            400u);
  EXPECT_TRUE(directory->queries.empty());
  directory->found.reset();
  EXPECT_EQ(
      answered(front, a_get("/calendar/events?user_id=a", with_token)).status,
      404u);
}

TEST_F(PeopleFront, ListsBookings) {
  calendar->list.rows = {*made()};
  calendar->list.tz = chicago();
  const auto out = answered(
      admin(), a_get("/calendar/events?user_id=pete_admin", with_token));
  const auto body = json::parse(out.body);
  EXPECT_EQ(body["total_events"], 1);
  EXPECT_EQ(body["events"][0], json::parse(R"({
    "event_id":"event-1","booking_id":"b-1",
    "subject":"Property Viewing: 9 Elm St",
    "start_time":"2026-11-24T14:00:00-06:00",
    "end_time":"2026-11-24T14:30:00-06:00","state":"confirmed",
    "property_address":"9 Elm St","attendee_name":"Jane",
    "attendee_email":"j@x.test","attendee_phone":"+14055550142"})"));
}

const std::string order_body = R"({"user_id":"pete_admin",
  "property_address":"9 Elm St","start_time":"2026-11-24T14:00:00-06:00",
  "attendee_name":"Jane","attendee_email":"j@x.test","attendee_phone":null,
  "days_ahead":7})";

TEST_F(PeopleFront, BooksThroughTheCalendar) {
  booking_outcome outcome;
  outcome.result = booking_result::booked;
  outcome.sentence = "You're booked.";
  outcome.made = made();
  outcome.tz = chicago();
  calendar->outcome = outcome;
  auto headers = with_token;
  headers["idempotency-key"] = "k1";
  const auto out
      = answered(admin(), a_post("/calendar/events", order_body, headers));
  EXPECT_EQ(out.status, 201u);
  const auto body = json::parse(out.body);
  EXPECT_EQ(body["status"], "success");
  EXPECT_EQ(body["event"]["event_id"], "event-1");
  ASSERT_EQ(calendar->orders.size(), 1u);
  const auto& order = calendar->orders[0];
  EXPECT_EQ(order.key, (idempotency_key{"default", "", "api:k1"}));
  EXPECT_EQ(order.start, "2026-11-24T14:00:00-06:00");
  EXPECT_EQ(order.who, (visitor{"Jane", "", "j@x.test"}));
}

TEST_F(PeopleFront, EveryOutcomeHasItsStatus) {
  auto front = admin();
  const std::pair<booking_result, unsigned> table[]
      = {{booking_result::booked, 201},
         {booking_result::already_booked, 200},
         {booking_result::moved, 200},
         {booking_result::replayed, 200},
         {booking_result::cancelled, 200},
         {booking_result::nothing_found, 404},
         {booking_result::which_one, 422},
         {booking_result::noted, 202},
         {booking_result::refused, 409},
         {booking_result::unclear, 422},
         {booking_result::not_connected, 409},
         {booking_result::needs_reconnect, 409}};
  for (const auto& [result, status] : table) {
    calendar->outcome = booking_outcome{};
    calendar->outcome->result = result;
    EXPECT_EQ(
        answered(front, a_post("/calendar/events", order_body, with_token))
            .status,
        status)
        << to_string(result);
  }
  calendar->outcome.reset();
  calendar->book_error = errc::expired;
  EXPECT_EQ(answered(front, a_post("/calendar/events", order_body, with_token))
                .status,
            504u);
}

TEST_F(PeopleFront, ARefusalNamesTheReasonAndAlternatives) {
  booking_outcome outcome;
  outcome.result = booking_result::refused;
  outcome.sentence = "That time is taken.";
  outcome.why = refusal::taken;
  outcome.alternatives = {viewing};
  outcome.tz = chicago();
  calendar->outcome = outcome;
  const auto out
      = answered(admin(), a_post("/calendar/events", order_body, with_token));
  EXPECT_EQ(header_of(out, "Content-Type"), "application/problem+json");
  const auto body = json::parse(out.body);
  EXPECT_EQ(body["code"], "slot_taken");
  EXPECT_EQ(body["reason"], "taken");
  EXPECT_EQ(body["alternatives"][0]["start_time"], "2026-11-24T14:00:00-06:00");
}

TEST_F(PeopleFront, RefusesBrokenOrders) {
  auto front = admin();
  for (const std::string& body :
       {std::string{}, std::string{"[]"}, std::string{"{"},
        std::string(100'000, '['), std::string{R"({"user_id":"a"})"},
        std::string{R"({"user_id":7,"property_address":"a","start_time":"x",
                        "attendee_name":"J"})"},
        R"({"user_id":"a","property_address":")" + std::string(501, 'x')
            + R"(","start_time":"x","attendee_name":"J"})"})
    EXPECT_EQ(
        answered(front, a_post("/calendar/events", body, with_token)).status,
        400u)
        << body.substr(0, 60);
  auto headers = with_token;
  headers["idempotency-key"] = std::string(129, 'k');
  EXPECT_EQ(
      answered(front, a_post("/calendar/events", order_body, headers)).status,
      400u);
  EXPECT_TRUE(calendar->orders.empty());
}

TEST_F(PeopleFront, MovesAndCancelsExactlyOneBooking) {
  booking_outcome outcome;
  outcome.result = booking_result::cancelled;
  outcome.made = made();
  outcome.tz = chicago();
  calendar->outcome = outcome;
  auto front = admin();
  auto in = a_get("/calendar/events/b-1?user_id=pete_admin", with_token);
  in.method = "DELETE";
  EXPECT_EQ(answered(front, in).status, 200u);
  in.method = "PATCH";
  in.body = R"({"start_time":"2026-11-25T10:00:00-06:00"})";
  EXPECT_EQ(answered(front, in).status, 200u);
  ASSERT_EQ(calendar->orders.size(), 2u);
  EXPECT_EQ(calendar->orders[0].kind, order_kind::cancel);
  EXPECT_EQ(calendar->orders[0].booking_id, "b-1");
  EXPECT_EQ(calendar->orders[1].kind, order_kind::move);
  EXPECT_EQ(calendar->orders[1].start, "2026-11-25T10:00:00-06:00");
  in.body = "{}";
  EXPECT_EQ(answered(front, in).status, 400u);
  in.headers.clear();
  EXPECT_EQ(answered(front, in).status, 401u);
}

TEST_F(PeopleFront, ADeadFrontAnswers500) {
  auto dead = spawn(calendar_api, calendar_api_deps{directory_handle, options});
  caf::anon_send_exit(dead, caf::exit_reason::kill);
  sched.run();
  EXPECT_EQ(answered(to_front(dead), a_get("/calendar/events")).status, 500u);
}

} // namespace
} // namespace rental
