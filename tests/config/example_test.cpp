#include "load_fixture.hpp"
#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

namespace rental::test {
namespace {

const std::string example = RENTAL_SOURCE_DIR "/config/peterental.example.toml";

std::string example_text() {
  std::ifstream file{example};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// The example with every commented option taken up: options follow "#" at
/// once, prose follows "# ".
std::string with_options(const std::string& only_before = "") {
  std::istringstream in{example_text()};
  std::string out;
  std::string line;
  while (std::getline(in, line)) {
    if (!only_before.empty() && line == only_before)
      break;
    auto option = line.size() > 1 && line[0] == '#' && line[1] != ' ';
    out += (option ? line.substr(1) : line) + "\n";
  }
  return out;
}

TEST(ExampleTest, AsItIsChangesNothing) {
  EXPECT_EQ(describe(load_ok({}, example)), describe(load_ok({})));
}

TEST(ExampleTest, ShowsTheDefaults) {
  temp_file file{with_options("#[[bindings]]")};
  EXPECT_EQ(describe(load_ok({}, file.path())), describe(load_ok({})));
}

TEST(ExampleTest, BindingsAndPropertiesLoad) {
  temp_file secret{"an-example-which-is-no-secret-either\n"};
  auto text = with_options();
  for (const std::string named :
       {"/run/secrets/vapi_riverside_before", "/run/secrets/vapi_riverside"}) {
    ASSERT_NE(text.find(named), text.npos);
    text.replace(text.find(named), named.size(), secret.path());
  }
  temp_file file{text};
  auto all = load_ok({}, file.path());
  EXPECT_EQ(all.bindings.size(), 2u);
  ASSERT_EQ(all.properties.size(), 1u);
  EXPECT_EQ(all.properties[0].manager, "+14055550142");
}

TEST(ExampleTest, NamesEveryKeyAndEveryVariable) {
  std::istringstream in{example_text()};
  std::vector<std::string> named;
  std::string section;
  for (std::string line; std::getline(in, line);) {
    auto text = line.starts_with('#') ? line.substr(1) : line;
    if (text.starts_with("[["))
      section = text.substr(2, text.find(']') - 2) + "[].";
    else if (text.starts_with('['))
      section = text.substr(1, text.find(']') - 1) + ".";
    else if (auto equals = text.find(" = ");
             equals != text.npos && !text.starts_with(' '))
      named.push_back(section + text.substr(0, equals));
  }
  for (const auto& key : known_keys())
    EXPECT_THAT(named, testing::Contains(key));
  for (const auto& variable : known_variables())
    EXPECT_THAT(example_text(), testing::HasSubstr(variable.name));
}

} // namespace
} // namespace rental::test
