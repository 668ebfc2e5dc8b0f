// No call and no request reaches the calendar of another agency.
#include "tests/service/agencies_fixture.hpp"

namespace rental::test {
namespace {

using testing::AllOf;
using testing::Eq;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

constexpr auto saturday = "2026-11-28T10:00:00-06:00";
constexpr auto wednesday = "2026-11-25T14:00:00-06:00";
constexpr auto foreign_ids
    = "peterental_foreign_user_id_total{result=\"ignored\"}";

class AgencyMatrixTest : public AgenciesTest {
protected:
  /// What a stranger may have every tool say who knows all about a booking of
  /// `victim`.
  std::vector<tool> attacks_on(const agency_line& victim,
                               const std::string& user_id) {
    const json known{{"user_id", user_id},
                     {"agency", victim.agency},
                     {"property_address", victim.property},
                     {"attendee_email", victim.visitor_email},
                     {"attendee_name", victim.visitor_name},
                     {"attendee_phone", victim.visitor_number},
                     {"caller_number", victim.visitor_number},
                     {"confirmation_code", code_of(victim)},
                     {"current_start_time", tuesday_at_ten}};
    std::vector<tool> all;
    for (const auto& [name, start] :
         {std::pair{"get_availability", ""},
          {"set_appointment", saturday},
          {"find_appointment", ""},
          {"cancel_appointment", tuesday_at_ten.c_str()},
          {"reschedule_appointment", wednesday}}) {
      auto arguments = known;
      if (*start != '\0')
        arguments["start_time"] = start;
      else if (std::string_view{name} == "get_availability")
        // Of other wishes each caller hears other times.
        arguments["preferred_time"] = "Thursday at eleven in the morning";
      all.push_back({name, arguments, "tool-" + std::to_string(++last_id)});
    }
    return all;
  }

  std::string say_anew(const agency_line& line, const agency_line& victim,
                       const tool& one) {
    return say(line,
               {"fresh-" + std::to_string(++last_id), victim.visitor_number},
               one);
  }

  void expect_nothing_told(const std::string& said, const agency_line& victim) {
    EXPECT_THAT(said, AllOf(Not(HasSubstr("Vera")), Not(HasSubstr("@")),
                            Not(HasSubstr(code_of(victim))),
                            Not(StartsWith("status"))));
  }

  int last_id = 0;
};

TEST_F(AgencyMatrixTest, NoToolReachesAnotherAgency) {
  int foreign = 0;
  for (const auto& victim : lines)
    for (const auto& line : lines) {
      if (line.agency == victim.agency)
        continue;
      SCOPED_TRACE(line.agency + " calls for " + victim.agency);
      const auto before = all_of(victim);
      const auto reads = requests_to(victim);
      auto named = attacks_on(victim, victim.manager_id);
      auto unknown = attacks_on(victim, "nobody-at-all");
      for (std::size_t i = 0; i < named.size(); ++i) {
        const auto said = say_anew(line, victim, named[i]);
        expect_nothing_told(said, victim);
        EXPECT_EQ(said, say_anew(line, victim, unknown[i])) << named[i].name;
        foreign += 2;
      }
      EXPECT_EQ(requests_to(victim), reads);
      EXPECT_EQ(all_of(victim), before);
    }
  EXPECT_EQ(metric(foreign_ids), foreign);
}

TEST_F(AgencyMatrixTest, TheIdsOfAnotherAgencysCallReplayNothing) {
  for (const auto& victim : lines)
    for (const auto& line : lines) {
      if (line.agency == victim.agency)
        continue;
      SCOPED_TRACE(line.agency + " repeats a call of " + victim.agency);
      const auto before = all_of(victim);
      auto repeated = line;
      repeated.call_id = victim.call_id;
      repeated.tool_id = victim.tool_id;
      repeated.property = victim.property;
      repeated.visitor_name = victim.visitor_name;
      repeated.visitor_email = victim.visitor_email;
      repeated.visitor_number = victim.visitor_number;
      const auto said = book_visit(repeated);
      EXPECT_FALSE(is_booked(said)) << "its own visitor has that time";
      EXPECT_THAT(said, Not(HasSubstr("already booked")));
      EXPECT_EQ(all_of(victim), before);
    }
  for (const auto& line : lines)
    EXPECT_THAT(book_visit(line), StartsWith("You're booked")) << "replayed";
}

TEST_F(AgencyMatrixTest, ABookingWithAForeignIdIsMadeAtHome) {
  const auto& home = lines[0];
  const auto& victim = lines[1];
  const auto before = all_of(victim);
  const auto said = say(home, {"c", "+14055550177"},
                        {"set_appointment",
                         {{"user_id", victim.manager_id},
                          {"property_address", victim.property},
                          {"start_time", wednesday},
                          {"attendee_name", "Mallory"}},
                         "t"});
  EXPECT_TRUE(is_booked(said)) << said;
  EXPECT_THAT(events_of(home), SizeIs(2));
  EXPECT_EQ(all_of(victim), before);
}

TEST_F(AgencyMatrixTest, TheSecretDecidesWhateverTheBodySays) {
  const tool look{"get_availability", {{"property_address", "1 Elm"}}, "t"};
  auto north = lines[0];
  north.assistant = "assistant-east";
  north.dialled = "+14055550111";
  const auto east = requests_to(lines[2]);
  const auto west = requests_to(lines[3]);
  const auto at_home = requests_to(north);
  human("2026-11-23T06:00:00Z", "2026-11-28T06:00:00Z",
        {{"account", north.mailbox}, {"showAs", "oof"}});
  control("POST", "/release");
  const auto booked = say(north, {"c"},
                          {"set_appointment",
                           {{"property_address", "1 Elm"},
                            {"start_time", wednesday},
                            {"attendee_name", "Jane"}},
                           "b"});
  EXPECT_FALSE(is_booked(booked)) << "north is away: " << booked;
  EXPECT_GT(requests_to(north), at_home);
  EXPECT_EQ(requests_to(lines[2]), east);
  EXPECT_EQ(requests_to(lines[3]), west);
  EXPECT_THAT(offers_in(say(lines[2], {"c"}, look)), SizeIs(3));
}

TEST_F(AgencyMatrixTest, TheOperatorsSecretDoesNotOpenABindingThatHasItsOwn) {
  for (const auto& victim : {lines[0], lines[1]}) {
    auto line = victim;
    line.credentials = {{"X-Vapi-Secret", operators_secret}};
    const auto before = all_of(victim);
    const auto reads = requests_to(victim);
    for (const auto& one : attacks_on(victim, victim.manager_id))
      expect_nothing_told(say_anew(line, victim, one), victim);
    EXPECT_EQ(requests_to(victim), reads);
    EXPECT_EQ(all_of(victim), before);
  }
}

TEST_F(AgencyMatrixTest, TheOldSecretOfAnAgencyWorksWhileItIsChanged) {
  auto south = lines[1];
  south.credentials = {{"X-Vapi-Secret", "the-old-secret-of-south"}};
  EXPECT_THAT(say(south, {"later", south.visitor_number},
                  {"find_appointment", json::object(), "t"}),
              StartsWith("You have a viewing"));
  south.credentials = {{"X-Vapi-Secret", "the-older-secret-of-south"}};
  EXPECT_THAT(say(south, {"later"}, {"find_appointment", json::object(), "t"}),
              StartsWith("status 401"));
}

TEST_F(AgencyMatrixTest, ACodeWorksInItsOwnAgencyOnly) {
  const tool find{"find_appointment",
                  {{"attendee_email", lines[0].visitor_email},
                   {"confirmation_code", code_of(lines[0])}},
                  "t"};
  ASSERT_THAT(code_of(lines[0]), SizeIs(6));
  EXPECT_THAT(say(lines[0], {"c", "+14055550177"}, find),
              StartsWith("You have a viewing"));
  for (std::size_t i = 1; i < lines.size(); ++i)
    EXPECT_THAT(say(lines[i], {"c", "+14055550177"}, find),
                HasSubstr("don't see"));
}

// -- the operator's API -------------------------------------------------------

class AgencyApiTest : public AgenciesTest {
protected:
  static json without_id(const page& seen) {
    auto body = seen.content();
    if (body.is_object())
      body.erase("request_id");
    return {seen.status, body};
  }

  static std::string whose(const std::string& user_id,
                           const std::string& agency) {
    return "?user_id=" + user_id + (agency.empty() ? "" : "&agency=" + agency);
  }

  json order_for(const std::string& user_id, const std::string& agency) const {
    json body{{"user_id", user_id},
              {"property_address", "9 Elm Street"},
              {"start_time", wednesday},
              {"attendee_name", "Mallory"}};
    if (!agency.empty())
      body["agency"] = agency;
    return body;
  }

  /// Every URL that takes a manager, asked for `user_id` of `agency`.
  std::vector<json> ask_all(const std::string& user_id,
                            const std::string& agency,
                            const std::string& booking_id) const {
    const auto end = whose(user_id, agency);
    const auto one = "/calendar/events/" + booking_id + end;
    const json later{{"start_time", wednesday}};
    return {
        without_id(api("GET", "/calendar/auth/status" + end)),
        without_id(api("GET", "/calendar/availability" + end)),
        without_id(api("GET", "/calendar/events" + end)),
        without_id(api("POST", "/calendar/events", order_for(user_id, agency))),
        without_id(api("PATCH", one, later)),
        without_id(api("DELETE", one)),
        without_id(api("POST", "/calendar/auth/disconnect" + end)),
        {api("GET", "/calendar/auth/start" + end).status, nullptr}};
  }

  std::string booking_id_of(const agency_line& of) const {
    return bookings_of(of)["events"][0]["booking_id"];
  }

  const std::string no_booking = "00000000-0000-4000-8000-000000000000";
};

TEST_F(AgencyApiTest, NoUrlReachesAManagerOfAnotherAgency) {
  for (const auto& victim : lines) {
    const auto id = booking_id_of(victim);
    const auto before = all_of(victim);
    const auto reads = requests_to(victim);
    for (const std::string agency :
         {"north", "south", "east", "west", "", "x"}) {
      if (agency == victim.agency)
        continue;
      SCOPED_TRACE(victim.manager_id + " looked for in " + agency);
      const auto named = ask_all(victim.manager_id, agency, id);
      EXPECT_EQ(named, ask_all("nobody", agency, no_booking));
      for (int i = 1; i < 6; ++i)
        EXPECT_EQ(named[i][0], 404) << i << named[i];
    }
    EXPECT_EQ(requests_to(victim), reads);
    EXPECT_EQ(all_of(victim), before);
  }
}

TEST_F(AgencyApiTest, ABookingOfAnotherAgencyIsNotThere) {
  const auto& line = lines[0];
  const auto end = whose(line.manager_id, line.agency);
  for (const auto& victim : {lines[1], lines[2], lines[3]}) {
    const auto before = all_of(victim);
    const auto foreign = "/calendar/events/" + booking_id_of(victim) + end;
    const auto unknown = "/calendar/events/" + no_booking + end;
    const json later{{"start_time", wednesday}};
    const auto moved = without_id(api("PATCH", foreign, later));
    EXPECT_EQ(moved[0], 404) << moved;
    EXPECT_EQ(moved, without_id(api("PATCH", unknown, later)));
    const auto cancelled = without_id(api("DELETE", foreign));
    EXPECT_EQ(cancelled[0], 404) << cancelled;
    EXPECT_EQ(cancelled, without_id(api("DELETE", unknown)));
    EXPECT_EQ(all_of(victim), before);
  }
}

TEST_F(AgencyApiTest, TheRightAgencyIsReachedInQueryAndBody) {
  for (const auto& line : lines) {
    const auto end = whose(line.manager_id, line.agency);
    EXPECT_EQ(api("GET", "/calendar/auth/status" + end).content()["authorized"],
              true);
    EXPECT_EQ(api("GET", "/calendar/availability" + end).status, 200);
    const auto made = api("POST", "/calendar/events",
                          order_for(line.manager_id, line.agency));
    ASSERT_EQ(made.status, 201) << made.body;
    const std::string id = made.content()["event"]["booking_id"];
    const auto moved = api(
        "PATCH", "/calendar/events/" + id + whose(line.manager_id, ""),
        {{"start_time", "2026-11-25T15:00:00-06:00"}, {"agency", line.agency}});
    ASSERT_EQ(moved.status, 200) << moved.body;
    const std::string now = moved.content()["event"]["booking_id"];
    EXPECT_EQ(api("DELETE", "/calendar/events/" + now + end).status, 200);
    EXPECT_EQ(api("POST", "/calendar/auth/disconnect" + end).status, 200);
    EXPECT_EQ(api("GET", "/calendar/auth/status" + end).content()["authorized"],
              false);
  }
}

TEST_F(AgencyApiTest, IdempotencyKeysAreOfTheirAgency) {
  auto headers = admin_header;
  headers.emplace_back("Content-Type", "application/json");
  headers.emplace_back("Idempotency-Key", "the-same");
  for (const auto& line : lines) {
    const auto made = browser{}.send(
        "POST", url("/calendar/events"),
        order_for(line.manager_id, line.agency).dump(), headers);
    EXPECT_EQ(made.status, 201) << line.agency << made.body;
  }
}

TEST_F(AgencyApiTest, AnAgencyHasASaneName) {
  for (const auto* agency : {"%0a", "a%00b"})
    EXPECT_EQ(
        api("GET", "/calendar/availability" + whose("nora", agency)).status,
        400)
        << agency;
  EXPECT_EQ(api("GET",
                "/calendar/availability" + whose("nora", std::string(129, 'x')))
                .status,
            400);
}

} // namespace
} // namespace rental::test
