#include "properties_fixture.hpp"
#include <nlohmann/json.hpp>

namespace rental::test {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST_F(PropertiesTest, WhatIsAddedIsListed) {
  EXPECT_EQ(run({"properties", "add", "--address", "12 Elm Street, Norman",
                 "--manager", "(405) 555-0142", "--name", "Maple Court",
                 "--notes", "Park behind."}),
            0)
      << err;
  EXPECT_THAT(err, HasSubstr("+14055550142 (agency default) never connected"));
  EXPECT_EQ(add("9 Oak Avenue"), 0) << err;
  EXPECT_THAT(err, IsEmpty());
  EXPECT_EQ(run({"properties", "list"}), 0) << err;
  EXPECT_THAT(out, ContainsRegex("default +[0-9a-f-]+ +[+]14055550142 +yes +"
                                 "12 Elm Street, Norman .Maple Court.\n"));
  EXPECT_EQ(run({"properties", "list", "--manager", "405 555 0142"}), 0);
  EXPECT_THAT(out, AllOf(HasSubstr("Elm"), Not(HasSubstr("Oak"))));
  EXPECT_EQ(run({"properties", "list", "--search", "oak", "--json"}), 0);
  const auto list = nlohmann::json::parse(out);
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0]["address"], "9 Oak Avenue");
  EXPECT_EQ(list[0]["active"], true);
  EXPECT_EQ(list[0]["created_at"], "2026-11-22T09:00:00Z");
}

TEST_F(PropertiesTest, WhatIsWrongIsRefusedInClearWords) {
  EXPECT_EQ(add("Elm Street"), 1);
  EXPECT_THAT(err, HasSubstr("the address names no home"));
  EXPECT_EQ(add("12 Elm Street", " "), 1);
  EXPECT_THAT(err, HasSubstr("the manager is missing"));
  EXPECT_EQ(add("12 Elm Street \x01"), 1);
  EXPECT_THAT(err, HasSubstr("the address holds control characters"));
  EXPECT_EQ(add("12 Elm Street \xff"), 1);
  EXPECT_THAT(err, HasSubstr("UTF-8"));
  EXPECT_EQ(add("12 Elm Street, " + std::string(300, 'x')), 1);
  EXPECT_THAT(err, HasSubstr("longer than 300 bytes"));
  EXPECT_EQ(run({"properties", "add", "--address", "12 Elm Street"}), 64);
  EXPECT_THAT(homes(), IsEmpty());
}

TEST_F(PropertiesTest, TheSameHomeIsThereOnce) {
  EXPECT_EQ(add("12 Elm Street, Norman"), 0);
  EXPECT_EQ(add("twelve elm st", "quinn"), 1);
  EXPECT_THAT(err, HasSubstr("that home is there already"));
  EXPECT_EQ(run({"properties", "add", "--address", "12 Elm Street", "--manager",
                 "quinn", "--agency", "lakeside"}),
            0)
      << "another agency's";
  EXPECT_EQ(add("14 Elm Street"), 0);
  EXPECT_EQ(run({"properties", "set", "14 Elm St", "--address", "12 Elm St"}),
            1);
  EXPECT_THAT(err, HasSubstr("that home is there already"));
}

TEST_F(PropertiesTest, SetChangesOnlyWhatIsGiven) {
  EXPECT_EQ(run({"properties", "add", "--address", "12 Elm Street", "--manager",
                 "pete", "--notes", "Park behind."}),
            0);
  EXPECT_EQ(run({"properties", "set", "12 elm st", "--manager", "quinn",
                 "--active", "no"}),
            0)
      << err;
  EXPECT_THAT(out, HasSubstr("changed: "));
  const auto home = homes().at(0);
  EXPECT_EQ(home.manager, "quinn");
  EXPECT_FALSE(home.active);
  EXPECT_EQ(home.notes, "Park behind.");
  EXPECT_EQ(run({"properties", "set", home.id, "--notes", "", "--address",
                 "12 Elm Street, Norman"}),
            0)
      << err;
  EXPECT_EQ(homes().at(0).notes, "");
  EXPECT_EQ(homes().at(0).address, "12 Elm Street, Norman");
  EXPECT_EQ(run({"properties", "set", home.id, "--active", "perhaps"}), 64);
}

TEST_F(PropertiesTest, AHomeIsFoundByIdOrAddressAndNeverGuessed) {
  add("40 Hill Road, Norman");
  add("40 Hill Road, Moore");
  EXPECT_EQ(run({"properties", "show", "forty hill road in moore"}), 0) << err;
  EXPECT_THAT(out, HasSubstr("address   40 Hill Road, Moore"));
  EXPECT_EQ(run({"properties", "show", "40 Hill Road"}), 1);
  EXPECT_THAT(err, AllOf(HasSubstr("several homes may be meant"),
                         HasSubstr("Norman"), HasSubstr("Moore")));
  EXPECT_EQ(run({"properties", "show", "9 Oak Avenue"}), 1);
  EXPECT_THAT(err, HasSubstr("no home \"9 Oak Avenue\" in agency default"));
  EXPECT_EQ(run({"properties", "show", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"}),
            1);
}

TEST_F(PropertiesTest, RemoveAsksFirst) {
  add("12 Elm Street");
  EXPECT_EQ(run({"properties", "remove", "12 Elm St"}), 64);
  EXPECT_THAT(err, HasSubstr("--yes"));
  EXPECT_EQ(homes().size(), 1u);
  EXPECT_EQ(run({"properties", "remove", "12 Elm St", "--yes"}), 0) << err;
  EXPECT_THAT(homes(), IsEmpty());
}

TEST_F(PropertiesTest, WhatIsExportedIsImportedAsItWas) {
  run({"properties", "add", "--address", "12 Elm Street, Norman", "--manager",
       "+14055550142", "--notes", "Say \"hello\" at the gate, please"});
  add("9 Oak Avenue");
  run({"properties", "set", "9 Oak Avenue", "--active", "no"});
  EXPECT_EQ(run({"properties", "export"}), 0) << err;
  EXPECT_EQ(out, "agency,address,name,manager,notes,active\r\n"
                 "default,\"12 Elm Street, Norman\",,'+14055550142,"
                 "\"Say \"\"hello\"\" at the gate, please\",yes\r\n"
                 "default,9 Oak Avenue,,pete,,no\r\n");
  const auto text = out;
  EXPECT_EQ(run({"properties", "export", path("out.csv"), "--active", "no"}),
            0);
  EXPECT_THAT(read("out.csv"), AllOf(HasSubstr("Oak"), Not(HasSubstr("Elm"))));
  EXPECT_EQ(import(text), 0) << err;
  EXPECT_THAT(out, HasSubstr("0 new, 0 changed, 2 as before"));
  run({"properties", "remove", "12 Elm Street", "--yes"});
  EXPECT_EQ(import(text, {"--yes"}), 0) << err;
  EXPECT_EQ(run({"properties", "export"}), 0);
  EXPECT_EQ(out, text);
}

TEST_F(PropertiesTest, NoExportedFieldIsAFormula) {
  run({"properties", "add", "--address", "12 Elm Street", "--manager", "@ann",
       "--name", "=HYPERLINK(1)", "--notes", "'=1+2"});
  run({"properties", "add", "--address", "14 Elm Street", "--manager",
       "+14055550142", "--name", "-3", "--notes", "'quoted'"});
  const auto before = homes();
  EXPECT_EQ(run({"properties", "export"}), 0) << err;
  const auto text = out;
  EXPECT_THAT(text, Not(ContainsRegex("[,\n\"][=+@-]")));
  EXPECT_EQ(import(text), 0) << err;
  EXPECT_THAT(out, HasSubstr("0 new, 0 changed, 2 as before"));
  for (const auto& home : before)
    EXPECT_EQ(run({"properties", "remove", home.id, "--yes"}), 0);
  EXPECT_EQ(import(text, {"--yes"}), 0) << err;
  const auto after = homes();
  ASSERT_EQ(after.size(), before.size());
  for (std::size_t i = 0; i < after.size(); ++i) {
    EXPECT_EQ(after[i].name, before[i].name);
    EXPECT_EQ(after[i].manager, before[i].manager);
    EXPECT_EQ(after[i].notes, before[i].notes);
  }
}

TEST_F(PropertiesTest, SetSaysWhenThereIsNothingToChange) {
  add("12 Elm Street");
  EXPECT_EQ(run({"properties", "set", "12 Elm Street"}), 64);
  EXPECT_THAT(err, HasSubstr("nothing to change: give --address"));
  now.advance(std::chrono::hours{1});
  EXPECT_EQ(run({"properties", "set", "12 Elm Street", "--manager", "pete"}), 0)
      << err;
  EXPECT_THAT(out, HasSubstr("as it was: "));
  EXPECT_EQ(homes().at(0).updated_at, homes().at(0).created_at);
  EXPECT_EQ(run({"properties", "set", "12 Elm Street", "--manager", "quinn"}),
            0);
  EXPECT_THAT(out, HasSubstr("changed: "));
}

TEST_F(PropertiesTest, WhatNobodySeesIsNotKept) {
  EXPECT_EQ(add("12 Elm Street \xc2\x9b"), 1);
  EXPECT_THAT(err, HasSubstr("the address holds control or invisible"));
  EXPECT_EQ(run({"properties", "add", "--address", "12 Elm Street", "--manager",
                 "pete", "--agency", "lake\xe2\x80\xaeside"}),
            1);
  EXPECT_THAT(err, HasSubstr("the agency holds control or invisible"));
  EXPECT_THAT(homes(), IsEmpty());
  EXPECT_EQ(add("12 Elm\xe2\x80\xae Street\nNorman"), 0) << err;
  EXPECT_EQ(homes().at(0).address, "12 Elm Street, Norman");
}

TEST_F(PropertiesTest, ALongAddressIsNotRepeated) {
  std::string address;
  for (int i = 0; i < 4000; ++i)
    address += "12 Elm ";
  EXPECT_EQ(run({"properties", "show", address}), 1);
  EXPECT_LT(err.size(), 200u);
}

TEST_F(PropertiesTest, NoCommandMakesADatabase) {
  env["DATABASE_URL"] = "sqlite3://" + path("none.db");
  for (const auto& args : std::vector<std::vector<std::string>>{
           {"list"},
           {"show", "12 Elm Street"},
           {"add", "--address", "12 Elm Street", "--manager", "pete"},
           {"set", "12 Elm Street", "--active", "no"},
           {"remove", "12 Elm Street", "--yes"},
           {"export"},
           {"import", write("homes.csv", "address,manager\n1 A St,p\n"),
            "--yes"}}) {
    auto all = args;
    all.insert(all.begin(), "properties");
    EXPECT_EQ(run(all), 1) << args[0];
    EXPECT_THAT(err, HasSubstr("there is no database")) << args[0];
  }
  EXPECT_FALSE(std::filesystem::exists(path("none.db")));
}

} // namespace
} // namespace rental::test
