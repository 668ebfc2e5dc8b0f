#include "properties_fixture.hpp"

#include <string>
#include <vector>

namespace rental::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class PropertyImportErrors : public PropertiesTest {
protected:
  /// The line that tells it, of an import that has to fail.
  std::string error_of(const std::string& text) {
    EXPECT_EQ(import(text, {"--yes"}), 1) << text;
    EXPECT_THAT(homes(), IsEmpty());
    return err;
  }

  std::string file() const { return path("homes.csv"); }
};

TEST_F(PropertyImportErrors, NameTheFileAndTheLine) {
  EXPECT_THAT(error_of("address,manager\nElm Street,pete\n12 Elm Street\n"),
              AllOf(HasSubstr(file() + ": line 2: the address names no home"),
                    HasSubstr(file()
                              + ": line 3: has 1 field, but the first "
                                "line names 2 columns")));
  EXPECT_THAT(error_of("address,manager\n\"12 Elm Street,pete\n"),
              HasSubstr(file() + ": line 2: "));
  EXPECT_THAT(error_of("\naddress,name,address\n"),
              HasSubstr(file()
                        + ": line 2: the column address is there "
                          "twice"));
}

TEST_F(PropertyImportErrors, TellAMissingFileFromAnEmptyOne) {
  EXPECT_THAT(error_of(""), HasSubstr(file() + ": the file is empty"));
  EXPECT_THAT(error_of("\r\n\n"), HasSubstr("the file is empty"));
  EXPECT_EQ(run({"properties", "import", path("none.csv")}), 1);
  EXPECT_THAT(err, HasSubstr(path("none.csv") + ": No such file"));
  EXPECT_EQ(run({"properties", "import", folder}), 1);
  EXPECT_THAT(err, HasSubstr(folder + ": Is a directory"));
}

TEST_F(PropertyImportErrors, KnowOtherSeparators) {
  EXPECT_THAT(error_of("address;manager\n12 Elm Street;pete\n"),
              HasSubstr("there are semicolons between the columns"));
  EXPECT_THAT(error_of("\xEF\xBB\xBF\"address\";\"manager\"\n"),
              HasSubstr("line 1: there are semicolons"));
  EXPECT_THAT(error_of("address\tmanager\n"), HasSubstr("there are tabs"));
  EXPECT_THAT(error_of("address;,manager\n"), Not(HasSubstr("semicolons")));
}

TEST_F(PropertyImportErrors, NameManyUnknownColumnsOnceAndShortly) {
  std::string header = "address,rent,rent";
  for (int i = 0; i < 500; ++i)
    header += ",column" + std::to_string(i);
  EXPECT_THAT(
      error_of(header + "\n"),
      AllOf(HasSubstr("\"rent\", \"column0\", \"column1\", \"column2\", "
                      "\"column3\" and 496 more;"),
            Not(HasSubstr("\"column4\""))));
  EXPECT_THAT(error_of("address," + std::string(5000, 'x') + "\n"),
              Not(HasSubstr(std::string(100, 'x'))));
}

TEST_F(PropertyImportErrors, AreWrittenSoThatATerminalObeysNothing) {
  EXPECT_THAT(
      error_of("address,manager,active\n"
               "12 Elm Street,pete,\x1b[2Jmaybe\n"),
      AllOf(HasSubstr("active is \" [2Jmaybe\""), Not(HasSubstr("\x1b"))));
  EXPECT_THAT(error_of("[{\"address\": \"12 Elm Street\", \"manager\": \"p\","
                       " \"name\": 7, \"active\": \"\\u001b[2J\"}]"),
              Not(HasSubstr("\x1b")));
  EXPECT_THAT(error_of("address,manager,agency\n"
                       "12 Elm Street,pete,lake\xe2\x80\xaeside\n"
                       "14 Elm Street\xc2\x9b,pete,lakeside\n"),
              AllOf(HasSubstr("line 2: the agency holds control or invisible"),
                    HasSubstr("line 3: the address holds control or "
                              "invisible")));
}

TEST_F(PropertyImportErrors, AVeryLongAddressIsOneOfThem) {
  const std::string letters(30'000, 'x');
  EXPECT_THAT(error_of("[{\"address\": \"12 " + letters
                       + " - 6, Norman\", \"manager\": \"pete\"}]"),
              HasSubstr(file() + ": entry 1: the address is longer than 300"));
  EXPECT_THAT(error_of("{\"12 " + letters + "\": {\"manager\": \"pete\"}}"),
              AllOf(HasSubstr("the address is longer than 300"),
                    Not(HasSubstr(std::string(100, 'x')))));
  EXPECT_THAT(error_of("address,manager\n12 " + letters + ",pete\n"),
              HasSubstr(file() + ": line 2: the address is longer than 300"));
}

TEST_F(PropertyImportErrors, OfJsonTellWhichValueIsWrong) {
  EXPECT_THAT(
      error_of(R"({"first": {"address": "12 Elm Street", "manager": "pete",
                             "active": "maybe"},
                   "second": {"address": "14 Elm Street", "manager": "pete",
                              "active": 7},
                   "third": {"address": "16 Elm Street",
                             "manager": 4055550142}})"),
      AllOf(HasSubstr(file()
                      + ": entry 1 (first): active is \"maybe\", not "
                        "yes or no"),
            HasSubstr("entry 2 (second): active is 7, not yes or no"),
            HasSubstr("entry 3 (third): manager is 4055550142, not a text")));
  EXPECT_EQ(import(R"([{"address": "12 Elm Street", "manager": "pete",
                        "active": "no", "name": null},
                       {"address": "14 Elm Street", "manager": "pete",
                        "active": 1},
                       {"address": "16 Elm Street", "manager": "pete",
                        "active": null}])",
                   {"--yes"}),
            0)
      << err;
  std::vector<bool> active;
  for (const auto& home : homes())
    active.push_back(home.active);
  EXPECT_THAT(active, testing::ElementsAre(false, true, true));
}

TEST_F(PropertyImportErrors, AUnitBehindADashStaysWhatItWas) {
  const auto unit_of = [&](const std::string& address) {
    EXPECT_EQ(
        import("[{\"address\": \"" + address + "\", \"manager\": \"pete\"}]",
               {"--yes"}),
        0)
        << err;
    const auto home = homes().at(0);
    EXPECT_EQ(run({"properties", "remove", home.id, "--yes"}), 0);
    return home.address;
  };
  EXPECT_EQ(unit_of("12 Elm Street - 6"), "12 Elm Street, Unit 6");
  EXPECT_EQ(unit_of("12 Elm Street - 4B, Norman - OK"),
            "12 Elm Street, Unit 4B, Norman - OK");
  EXPECT_EQ(unit_of("12 Elm - West - 6"), "12 Elm - West, Unit 6");
  EXPECT_EQ(unit_of("12 Elm Street - behind the park"),
            "12 Elm Street - behind the park");
  EXPECT_EQ(unit_of("12 Elm Street, Norman - 6"), "12 Elm Street, Norman - 6");
}

} // namespace
} // namespace rental::test
