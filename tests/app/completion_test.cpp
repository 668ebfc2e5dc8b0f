#include "command_fixture.hpp"
#include <gmock/gmock.h>

#include <cstdio>

namespace rental::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using testing::StartsWith;

class CompletionTest : public CommandTest {
protected:
  /// The lines that a command of the shell prints; "failed" at the end when it
  /// fails.
  static std::vector<std::string> shell(const std::string& command) {
    std::vector<std::string> lines;
    std::string all;
    FILE* pipe = ::popen(command.c_str(), "r");
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe))
      all += static_cast<char>(c);
    if (::pclose(pipe) != 0)
      all += "failed\n";
    std::istringstream in{all};
    for (std::string line; std::getline(in, line);)
      if (!line.empty())
        lines.push_back(line);
    return lines;
  }

  std::string script(const std::string& kind) {
    EXPECT_EQ(run({"completion", kind}), 0) << err;
    return write("completion." + kind, out);
  }

  /// What bash offers after these words, the last of which is being typed.
  std::vector<std::string> offered(const std::vector<std::string>& words) {
    if (bash_script.empty())
      bash_script = script("bash");
    std::string line = "bash --norc -uc 'cd " + folder + "; source "
                       + bash_script + "; COMP_WORDS=(peterental";
    for (const auto& word : words)
      line += " \"" + word + "\"";
    line += "); COMP_CWORD=" + std::to_string(words.size())
            + "; _peterental; printf \"%s\\n\" \"${COMPREPLY[@]-}\"'";
    return shell(line);
  }

  std::string bash_script;
};

TEST_F(CompletionTest, BashOffersWhatTheProgramHas) {
  EXPECT_THAT(offered({""}), IsSupersetOf({"serve", "managers", "doctor",
                                           "backup", "restore", "completion"}));
  EXPECT_THAT(offered({"ma"}), ElementsAre("managers"));
  EXPECT_THAT(offered({"--"}), IsSupersetOf({"--help", "--config"}));
  EXPECT_THAT(offered({"managers", ""}), ElementsAre("list", "show", "forget"));
  EXPECT_THAT(offered({"managers", "forget", "--e"}),
              ElementsAre("--everything"));
  EXPECT_THAT(offered({"managers", "forget", "pete", "--y"}),
              ElementsAre("--yes"));
  EXPECT_THAT(offered({"completion", ""}), ElementsAre("bash", "zsh", "fish"));
  EXPECT_THAT(offered({"simulate-call", "--no"}), ElementsAre("--no-book"));
}

TEST_F(CompletionTest, BashOffersFilesWhereFilesBelong) {
  write("settings one.toml", "");
  write("copy.db", "");
  EXPECT_THAT(offered({"restore", "co"}),
              AllOf(Contains("copy.db"), Each(StartsWith("co"))));
  EXPECT_THAT(offered({"--config", "set"}), ElementsAre("settings one.toml"));
  EXPECT_THAT(offered({"serve", "--config", "set"}),
              ElementsAre("settings one.toml"));
  EXPECT_THAT(offered({"managers", "show", "--agency", ""}), IsEmpty())
      << "nobody knows these";
}

TEST_F(CompletionTest, TheValueOfAnOptionIsNoSubcommand) {
  EXPECT_THAT(offered({"--config", "serve", "mig"}), ElementsAre("migrate"));
}

TEST_F(CompletionTest, EveryOptionOfEverySubcommandIsOffered) {
  for (const std::vector<std::string>& path :
       {std::vector<std::string>{"serve"},
        {"managers", "list"},
        {"managers", "show"},
        {"managers", "forget"},
        {"visitors"},
        {"visitors", "export"},
        {"visitors", "erase"},
        {"tokens", "import"},
        {"tokens", "export"},
        {"vapi", "push"},
        {"simulate-call"},
        {"restore"},
        {"health"}}) {
    auto words = path;
    words.push_back("--");
    const auto shown = offered(words);
    auto help = path;
    help.push_back("--help");
    run(help);
    std::istringstream lines{out};
    for (std::string line; std::getline(lines, line);) {
      const auto at = line.find("--");
      if (!line.starts_with("  -") || at == line.npos)
        continue;
      const auto name = line.substr(at, line.find_first_of(" ,={", at) - at);
      EXPECT_THAT(shown, Contains(name)) << path.back();
    }
    EXPECT_THAT(shown, Contains("--config"));
  }
}

TEST_F(CompletionTest, TheOtherShellsGetTheirOwn) {
  EXPECT_THAT(shell("bash -n " + script("bash") + " 2>&1"), IsEmpty());
  const auto zsh = script("zsh");
  EXPECT_THAT(read("completion.zsh"),
              AllOf(StartsWith("#compdef peterental\n"),
                    HasSubstr("'forget:Forget the tokens of one"),
                    HasSubstr("'--everything:")));
  const auto fish = script("fish");
  EXPECT_THAT(read("completion.fish"),
              AllOf(HasSubstr("-a restore -d "),
                    HasSubstr("__fish_seen_subcommand_from managers; and "
                              "__fish_seen_subcommand_from forget' -l yes")));
  for (const auto* name : {"bash", "zsh"})
    EXPECT_THAT(read(std::string{"completion."} + name),
                Not(testing::ContainsRegex("@[A-Z]+@")))
        << "a gap was not filled";
  if (std::system("command -v zsh >/dev/null") == 0) {
    EXPECT_THAT(shell("zsh -n " + zsh + " 2>&1"), IsEmpty());
  }
  if (std::system("command -v fish >/dev/null") == 0) {
    EXPECT_THAT(shell("fish --no-execute " + fish + " 2>&1"), IsEmpty());
  }
}

TEST_F(CompletionTest, KnowsNoOtherShell) {
  EXPECT_EQ(run({"completion", "tcsh"}), 64);
  EXPECT_EQ(run({"completion"}), 64);
}

} // namespace
} // namespace rental::test
