#include "command_fixture.hpp"
#include <gmock/gmock.h>

namespace rental::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class ProgramTest : public CommandTest {};

TEST_F(ProgramTest, EverySubcommandExplainsItself) {
  const std::vector<std::vector<std::string>> commands
      = {{},
         {"serve"},
         {"managers"},
         {"managers", "list"},
         {"managers", "show"},
         {"managers", "forget"},
         {"tokens"},
         {"tokens", "import"},
         {"tokens", "export"},
         {"vapi"},
         {"vapi", "push"},
         {"simulate-call"},
         {"doctor"},
         {"migrate"},
         {"backup"},
         {"restore"},
         {"visitors"},
         {"visitors", "export"},
         {"visitors", "erase"},
         {"rotate-keys"},
         {"completion"},
         {"version"}};
  for (auto args : commands) {
    auto name = args.empty() ? "peterental" : args.back();
    args.push_back("--help");
    EXPECT_EQ(run(args), 0) << name;
    EXPECT_THAT(out, HasSubstr("Usage: peterental")) << name;
    EXPECT_THAT(err, IsEmpty());
    EXPECT_TRUE(out.find("EXIT STATUS") != out.npos
                || out.find("Exit status") != out.npos)
        << name;
    std::istringstream lines{out};
    for (std::string line; std::getline(lines, line);)
      EXPECT_LE(line.size(), 80u) << line;
  }
}

TEST_F(ProgramTest, TheHelpOfServeNamesEveryVariable) {
  run({"serve", "--help"});
  for (const auto& variable : known_variables())
    EXPECT_THAT(out, HasSubstr(variable.name));
}

TEST_F(ProgramTest, WrongUsageEndsWith64) {
  const std::vector<std::vector<std::string>> wrong
      = {{},
         {"sreve"},
         {"tokens"},
         {"tokens", "import"},
         {"managers", "list", "--colour"},
         {"backup"},
         {"--config"}};
  for (const auto& args : wrong) {
    EXPECT_EQ(run(args), 64);
    EXPECT_THAT(err, HasSubstr("--help"));
    EXPECT_THAT(out, IsEmpty());
  }
}

TEST_F(ProgramTest, WrongSettingsEndWith78AndOneLine) {
  env["PORT"] = "80a";
  for (auto command : {"serve", "doctor", "migrate", "rotate-keys"}) {
    EXPECT_EQ(run({command}), 78) << command;
    EXPECT_EQ(err, "peterental: PORT=\"80a\" (environment): must be a whole "
                   "number from 1 to 65535\n");
  }
}

TEST_F(ProgramTest, TheConfigFileMayBeNamedBeforeAndBehindTheCommand) {
  auto file = write("p.toml", "[rules]\nslots = 1\n");
  EXPECT_EQ(run({"--config", file, "migrate"}), 78);
  EXPECT_THAT(err, StartsWith("peterental: " + file + ":2: unknown key"));
  EXPECT_EQ(run({"migrate", "--config", file}), 78);
  EXPECT_EQ(run({"managers", "list", "--config", file}), 78);
}

TEST_F(ProgramTest, ServeRefusesIncompleteSettings) {
  EXPECT_EQ(run({"serve"}), 78);
  EXPECT_EQ(err, "peterental: MICROSOFT_CLIENT_ID and MICROSOFT_CLIENT_SECRET "
                 "are not set; take them from the app registration in the "
                 "Microsoft Entra admin center\n");
}

TEST_F(ProgramTest, SaysItsVersionWhateverTheSettings) {
  env["PORT"] = "80a";
  EXPECT_EQ(run({"version"}), 0);
  EXPECT_THAT(out, StartsWith("peterental "));
}

} // namespace
} // namespace rental::test
