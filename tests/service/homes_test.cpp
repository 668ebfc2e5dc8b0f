// The property directory of a running service: filled by the program, changed
// over the API, followed by calls.
#include "app/program.hpp"
#include "base/clock.hpp"
#include "tests/service/service_fixture.hpp"

#include <fstream>
#include <sstream>

namespace rental::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class HomesTest : public ServiceTest {
protected:
  /// Ann and Bob, whose calendars say whose they are: Bob is away on Monday.
  void SetUp() override {
    start();
    for (const auto* who : {"ann", "bob"}) {
      const auto mailbox = std::string{who} + "@contoso.example";
      control("POST", "/accounts",
              {{"email", mailbox},
               {"name", who},
               {"timeZone", "Central Standard Time"}});
      // Whoever connects has the calendar read at once.
      if (mailbox.starts_with("bob"))
        human("2026-11-23T00:00:00", "2026-11-24T00:00:00",
              {{"account", mailbox}});
      control("POST", "/auto-sign-in", {{"account", mailbox}});
      const auto last = browser{}.get(
          url(std::string{"/calendar/auth/start?user_id="} + who));
      ASSERT_EQ(last.status, 200) << last.body;
    }
  }

  /// Runs a command of the program on the service's database.
  std::string command(std::vector<std::string> args) {
    std::ostringstream out;
    std::ostringstream err;
    const system_clock now;
    EXPECT_EQ(run_program(std::move(args), usual, now, out, err), 0)
        << err.str();
    return out.str();
  }

  std::string openings_at(const std::string& home) {
    return ask({"call-" + std::to_string(++calls_)},
               {"get_availability", {{"property_address", home}}, {}});
  }

  bool is_anns(const std::string& sentence) {
    return sentence.find("Monday, November twenty-third") != sentence.npos;
  }
  bool is_bobs(const std::string& sentence) {
    return sentence.find("Tuesday, November twenty-fourth") != sentence.npos
           && !is_anns(sentence);
  }

  int calls_ = 0;
};

TEST_F(HomesTest, AThousandHomesAreImportedWhileTheServiceRuns) {
  EXPECT_FALSE(is_bobs(openings_at("1500 Elm Street")));
  const auto file = folder + "/homes.csv";
  std::ofstream csv{file};
  csv << "address,manager\n";
  for (int i = 0; i < 1000; ++i)
    csv << 1000 + i << " Elm Street," << (i % 2 == 0 ? "bob" : "ann") << "\n";
  csv.close();
  EXPECT_THAT(command({"properties", "import", file, "--yes"}),
              HasSubstr("1000 new"));
  EXPECT_TRUE(eventually([&] {
    return is_bobs(openings_at("1500 Elm Street"));
  })) << openings_at("1500 Elm Street");
  EXPECT_TRUE(is_anns(openings_at("fifteen oh one elm street")))
      << openings_at("1501 Elm Street");
}

TEST_F(HomesTest, AHomeThatIsMovedOverTheApiIsRoutedAnew) {
  const auto added = browser{}.send(
      "POST", url("/calendar/properties"),
      json{{"address", "12 Elm Street, Norman"}, {"manager", "ann"}}.dump(),
      {{"Content-Type", "application/json"}});
  ASSERT_EQ(added.status, 201) << added.body;
  EXPECT_TRUE(
      eventually([&] { return is_anns(openings_at("12 Elm Street")); }));
  const auto id = added.content()["property"]["id"].get<std::string>();
  const auto moved = browser{}.send("PATCH", url("/calendar/properties/" + id),
                                    json{{"manager", "bob"}}.dump(),
                                    {{"Content-Type", "application/json"}});
  EXPECT_EQ(moved.status, 200) << moved.body;
  EXPECT_TRUE(eventually([&] { return is_bobs(openings_at("12 Elm Street")); }))
      << openings_at("12 Elm Street");
  const auto list = get("/calendar/properties?manager=bob").content();
  EXPECT_EQ(list["total_properties"], 1);
  EXPECT_EQ(list["properties"][0]["id"], id);
  EXPECT_EQ(browser{}
                .send("DELETE", url("/calendar/properties/" + id), "",
                      {{"Content-Type", "application/json"}})
                .status,
            200);
  EXPECT_TRUE(
      eventually([&] { return !is_bobs(openings_at("12 Elm Street")); }));
}

} // namespace
} // namespace rental::test
