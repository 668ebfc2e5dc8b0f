#include "properties_fixture.hpp"

#include <chrono>

namespace rental::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using PropertyImport = PropertiesTest;

TEST_F(PropertyImport, SaysFirstWhatItWouldDo) {
  const std::string text = "address,manager\n12 Elm Street,pete\n";
  EXPECT_EQ(import(text), 0) << err;
  EXPECT_THAT(out, HasSubstr("1 new, 0 changed, 0 as before"));
  EXPECT_THAT(err, HasSubstr("repeat it with --yes"));
  EXPECT_THAT(homes(), IsEmpty());
  EXPECT_EQ(import(text, {"--yes"}), 0) << err;
  EXPECT_THAT(err, IsEmpty());
  EXPECT_THAT(lines(), ElementsAre("12 Elm Street|pete"));
}

TEST_F(PropertyImport, ColumnsStandInAnyOrder) {
  EXPECT_EQ(import("\xEF\xBB\xBF"
                   "Active, notes ,MANAGER,address,agency,name\r\n"
                   "no,\"Park\r\nbehind.\",(405) 555-0142,"
                   "\"12 Elm Street\nNorman\",lakeside,Maple Court\r\n"
                   "\r\n"
                   ",,pete,9 Oak Avenue,,\r\n",
                   {"--yes"}),
            0)
      << err;
  EXPECT_THAT(err, HasSubstr("+14055550142 (agency lakeside) never connected"));
  const auto all = homes();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].agency, "default");
  EXPECT_TRUE(all[0].active);
  EXPECT_EQ(all[1].agency, "lakeside");
  EXPECT_EQ(all[1].address, "12 Elm Street, Norman");
  EXPECT_EQ(all[1].manager, "+14055550142");
  EXPECT_EQ(all[1].notes, "Park behind.");
  EXPECT_EQ(all[1].name, "Maple Court");
  EXPECT_FALSE(all[1].active);
}

TEST_F(PropertyImport, AnUnknownColumnIsRefusedByName) {
  EXPECT_EQ(import("address,manger,rent\n12 Elm Street,pete,900\n"), 1);
  EXPECT_THAT(err, HasSubstr("line 1: no such column: \"manger\", \"rent\""));
  EXPECT_EQ(import("manager\npete\n"), 1);
  EXPECT_THAT(err, HasSubstr("the column address is missing"));
  EXPECT_EQ(import("address,address\n1 A St,1 A St\n"), 1);
  EXPECT_THAT(err, HasSubstr("is there twice"));
}

TEST_F(PropertyImport, EveryErrorHasItsLineAndNothingIsWritten) {
  EXPECT_EQ(import("address,manager,active\n"
                   "12 Elm Street,pete,yes\n"
                   "Elm Street,pete,yes\n"
                   "14 Elm Street,,yes\n"
                   "\"16 Elm Street\n\",pete,maybe\n"
                   "18 Elm Street,pete\n",
                   {"--yes"}),
            1);
  EXPECT_THAT(err, AllOf(HasSubstr("line 3: the address names no home"),
                         HasSubstr("line 4: the manager is missing"),
                         HasSubstr("line 5: active is \"maybe\""),
                         HasSubstr("line 7: has 2 fields"),
                         HasSubstr("nothing is written"),
                         Not(HasSubstr("line 2:"))));
  EXPECT_THAT(homes(), IsEmpty());
  EXPECT_EQ(import("address,manager\n12 Elm Street,pete\n14 \xff Street,p\n"),
            1);
  EXPECT_THAT(err, HasSubstr("line 3: is not UTF-8"));
}

TEST_F(PropertyImport, TheSameHomeTwiceNamesBothLines) {
  EXPECT_EQ(import("address,manager\n"
                   "\"12 Elm Street, Norman\",pete\n"
                   "9 Oak Avenue,pete\n"
                   "twelve elm st,quinn\n"),
            1);
  EXPECT_THAT(err, HasSubstr("line 4: is the same home as line 2: twelve elm "
                             "st"));
}

TEST_F(PropertyImport, AHomeThatIsThereIsChanged) {
  run({"properties", "add", "--address", "12 Elm Street, Norman", "--manager",
       "pete", "--notes", "Park behind."});
  const auto id = homes().at(0).id;
  EXPECT_EQ(import("manager,address\nquinn,12 elm st\n", {"--yes"}), 0) << err;
  EXPECT_THAT(out, HasSubstr("0 new, 1 changed, 0 as before"));
  EXPECT_EQ(homes().at(0).id, id);
  EXPECT_EQ(homes().at(0).notes, "Park behind.");
  EXPECT_THAT(lines(), ElementsAre("12 elm st|quinn"));
  EXPECT_EQ(import("name,address\nMaple Court,12 elm st\n", {"--yes"}), 0)
      << "the manager stays: " << err;
  EXPECT_THAT(lines(), ElementsAre("12 elm st|quinn"));
}

TEST_F(PropertyImport, WhichHomeIsMeantIsNeverGuessed) {
  add("40 Hill Road, Norman");
  add("40 Hill Road, Moore");
  EXPECT_EQ(import("address,manager\n40 Hill Road,quinn\n", {"--yes"}), 1);
  EXPECT_THAT(err, HasSubstr("line 2: may be 2 of the homes"));
  run({"properties", "remove", "40 Hill Road, Moore", "--yes"});
  run({"properties", "set", "40 Hill Road", "--address", "40 Hill Road"});
  EXPECT_EQ(import("address,manager\n\"40 Hill Road, Norman\",quinn\n"
                   "\"40 Hill Road, Moore\",quinn\n",
                   {"--yes"}),
            1);
  EXPECT_THAT(err, HasSubstr("line 3: is the home 40 Hill Road, and so is line "
                             "2"));
}

TEST_F(PropertyImport, TheReplacedAppsFileIsRead) {
  const auto file = write("rental_data.json", R"({
    "last_updated": "2025-08-25T16:32:36.798625",
    "rentals": {
      "homes.example_1": {"id": "homes.example_1", "website": "homes.example",
        "source_url": "https://homes.example",
        "scraped_at": "2025-08-25T16:32:36.794763",
        "data": {"address": "1000 Rambling Oaks - 6, Norman, OK 73072",
                 "price": "$975", "bedrooms": 2}},
      "homes.example_2": {"id": "homes.example_2", "website": "homes.example",
        "data": {"address": "1000 Rambling Oaks - 12, Norman, OK 73072",
                 "price": "$925"}}},
    "websites": {"homes.example": {"rental_count": 2}}})");
  EXPECT_EQ(run({"properties", "import", file}), 1);
  EXPECT_THAT(err, HasSubstr("entry 1 (homes.example_1): the manager is "
                             "missing"));
  EXPECT_EQ(run({"properties", "import", file, "--manager", "pete", "--yes"}),
            0)
      << err;
  EXPECT_THAT(err, HasSubstr("left out: bedrooms (1), price (2)"));
  EXPECT_THAT(lines(),
              ElementsAre("1000 Rambling Oaks, Unit 12, Norman, OK 73072|pete",
                          "1000 Rambling Oaks, Unit 6, Norman, OK 73072|pete"));
}

TEST_F(PropertyImport, OtherJsonIsReadAsWell) {
  EXPECT_EQ(import(R"([{"address": "12 Elm Street", "manager": "pete",
                        "active": false}, 7])"),
            1);
  EXPECT_THAT(err, HasSubstr("entry 2: is no object"));
  EXPECT_EQ(import(R"({"12 Elm Street": {"user_id": "pete"},
                       "9 Oak Avenue": {"manager": "quinn"}})",
                   {"--yes"}),
            0)
      << err;
  EXPECT_THAT(lines(), ElementsAre("12 Elm Street|pete", "9 Oak Avenue|quinn"));
  EXPECT_EQ(import("[oh"), 1);
  EXPECT_THAT(err, HasSubstr("is not JSON"));
}

TEST_F(PropertyImport, ThoseOfTheSettingsAreCopied) {
  env["CONFIG"] = write("p.toml", "[[properties]]\nmatch = \"12 Elm Street\"\n"
                                  "manager = \"quinn\"\n[[properties]]\nmatch "
                                  "= \"norman\"\nmanager = \"pete\"\n");
  EXPECT_EQ(run({"properties", "import", "--from-settings", "--yes"}), 0)
      << err;
  EXPECT_THAT(err, AllOf(HasSubstr("left out: \"norman\""),
                         HasSubstr("remove them there")));
  EXPECT_THAT(lines(), ElementsAre("12 elm street|quinn"));
  EXPECT_EQ(run({"properties", "import"}), 64);
  EXPECT_EQ(run({"properties", "import", path("p.toml"), "--from-settings"}),
            64);
}

TEST_F(PropertyImport, AThousandHomesTakeSeconds) {
  std::string text = "address,manager,notes\n";
  for (int i = 0; i < 1000; ++i)
    text += "\"" + std::to_string(100 + i / 4) + " Elm Street, Apt "
            + std::to_string(i % 4) + ", Norman, OK 73072\",pete,Park behind\n";
  const auto before = std::chrono::steady_clock::now();
  EXPECT_EQ(import(text, {"--yes"}), 0) << err;
  EXPECT_THAT(out, HasSubstr("1000 new"));
  EXPECT_EQ(import(text, {"--yes"}), 0) << err;
  EXPECT_THAT(out, HasSubstr("1000 as before"));
  const std::chrono::duration<double> took
      = std::chrono::steady_clock::now() - before;
  RecordProperty("seconds", std::to_string(took.count()));
  EXPECT_LT(took.count(), 60.0);
}

} // namespace
} // namespace rental::test
