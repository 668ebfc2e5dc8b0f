#include "properties_fixture.hpp"

#include <functional>
#include <sstream>

namespace rental::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Does something else when it is asked for the `nth` time.
class interrupting_clock final : public clock {
public:
  interrupting_clock(int nth, std::function<void()> what)
      : left_(nth), what_(std::move(what)) {}

  instant now() const override {
    if (--left_ == 0)
      what_();
    return from_unix(1795338000);
  }

  bool has_interrupted() const { return left_ <= 0; }

private:
  mutable int left_;
  std::function<void()> what_;
};

class PropertyPlan : public PropertiesTest {
protected:
  /// An import while which, at its `nth` look at the clock, `what` happens.
  std::string import_with(const std::string& file, bool yes, int nth,
                          std::function<void()> what) {
    const interrupting_clock time{nth, std::move(what)};
    std::ostringstream printed;
    std::ostringstream complained;
    std::vector<std::string> args{"properties", "import", file};
    if (yes)
      args.emplace_back("--yes");
    EXPECT_EQ(run_program(args, env, time, printed, complained), 0)
        << complained.str();
    EXPECT_TRUE(time.has_interrupted());
    return printed.str();
  }

  std::string file_of(int count) const {
    std::string text = "address,manager\n";
    for (int i = 0; i < count; ++i)
      text += std::to_string(100 + i) + " Elm Street,pete\n";
    return write("many.csv", text);
  }
};

TEST_F(PropertyPlan, OthersCanWriteWhileThousandsAreCompared) {
  constexpr int homes_of_file = 5000;
  for (const bool yes : {false, true}) {
    const auto address = yes ? "9 Oak Avenue" : "7 Oak Avenue";
    const auto said = import_with(file_of(homes_of_file), yes, homes_of_file,
                                  [&] { EXPECT_EQ(add(address), 0) << err; });
    EXPECT_THAT(said, HasSubstr("5000 new, 0 changed, 0 as before"));
  }
  EXPECT_EQ(homes().size(), homes_of_file + 2u);
}

TEST_F(PropertyPlan, WhatChangedMeanwhileIsLookedAtAgain) {
  const auto file = write("homes.csv", "address,manager\n12 Elm Street,pete\n"
                                       "14 Elm Street,pete\n");
  const auto said = import_with(file, true, 2, [&] {
    EXPECT_EQ(add("twelve elm st", "quinn"), 0) << err;
  });
  EXPECT_THAT(said, HasSubstr("1 new, 1 changed, 0 as before"));
  EXPECT_THAT(lines(), ElementsAre("12 Elm Street|pete", "14 Elm Street|pete"));
}

TEST_F(PropertyPlan, WhoAlwaysChangesHomesIsNotOvertaken) {
  const auto file = write("homes.csv", "address,manager\n12 Elm Street,pete\n");
  class restless_clock final : public clock {
  public:
    std::function<void()> what;
    instant now() const override {
      what();
      return from_unix(1795338000);
    }
  } time;
  int number = 100;
  time.what = [&] { add(std::to_string(++number) + " Oak Avenue"); };
  std::ostringstream printed;
  std::ostringstream complained;
  EXPECT_EQ(run_program({"properties", "import", file, "--yes"}, env, time,
                        printed, complained),
            1);
  EXPECT_THAT(complained.str(), HasSubstr("nothing is written; try again"));
  EXPECT_THAT(lines(), Not(testing::Contains("12 Elm Street|pete")));
}

TEST_F(PropertyPlan, MoreHomesThanAreReadAtOnceAreAllFound) {
  const auto file = file_of(1203);
  EXPECT_EQ(run({"properties", "import", file, "--yes"}), 0) << err;
  EXPECT_EQ(run({"properties", "import", file}), 0) << err;
  EXPECT_THAT(out, HasSubstr("0 new, 0 changed, 1203 as before"));
}

TEST_F(PropertyPlan, ADryRunNamesTheHomes) {
  add("12 Elm Street");
  add("14 Elm Street");
  add("16 Elm Street");
  add("18 Elm Street");
  EXPECT_EQ(import("address,manager,active,notes,agency\n"
                   "12 elm street,quinn,yes,Park behind.,\n"
                   "14 Elm Street,pete,no,,\n"
                   "16 Elm Street,pete,yes,,\n"
                   "9 Oak Avenue,pete,yes,,lakeside\n"),
            0)
      << err;
  EXPECT_THAT(out,
              AllOf(HasSubstr("  change  12 elm street: address, manager, "
                              "notes\n"),
                    HasSubstr("  hide    14 Elm Street\n"),
                    HasSubstr("  add     9 Oak Avenue (agency lakeside)\n"),
                    Not(HasSubstr("16 Elm")), Not(HasSubstr("18 Elm")),
                    HasSubstr("1 new, 2 changed, 1 as before")));
}

TEST_F(PropertyPlan, ADryRunNamesTwentyHomesAndCountsTheOthers) {
  EXPECT_EQ(run({"properties", "import", file_of(20)}), 0) << err;
  EXPECT_THAT(out, AllOf(HasSubstr("119 Elm"), Not(HasSubstr("more"))));
  EXPECT_EQ(run({"properties", "import", file_of(57)}), 0) << err;
  EXPECT_THAT(out, AllOf(HasSubstr("  add     119 Elm Street\n  and 37 more\n"),
                         Not(HasSubstr("120 Elm"))));
  EXPECT_THAT(homes(), IsEmpty());
}

} // namespace
} // namespace rental::test
