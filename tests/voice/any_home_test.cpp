#include "tests/voice/any_home.hpp"
#include "voice/addresses/address.hpp"
#include "voice/words/say.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rental {
namespace {

using testing::any_home;
using testing::written_home;

TEST(AnyHome, IsTakenBackAsItIsSpoken) {
  any_home any{20'261'128};
  for (int i = 0; i < 10'000; ++i) {
    const auto text = any.next().text();
    EXPECT_TRUE(same_property(text, say_address(text)))
        << text << " / " << say_address(text);
  }
}

TEST(AnyHome, IsNoOtherHomeAsItIsSpoken) {
  any_home any{42};
  for (int i = 0; i < 10'000; ++i) {
    const auto home = any.next();
    const auto text = home.text();
    const auto other = any.look_alike(home).text();
    if (text == other)
      continue;
    EXPECT_FALSE(same_property(text, other)) << text << " / " << other;
    EXPECT_FALSE(same_property(text, say_address(other)))
        << text << " / " << say_address(other);
  }
}

TEST(AnyHome, IsNoneOfManyOthers) {
  any_home any{7};
  std::vector<written_home> all;
  for (int i = 0; i < 80; ++i)
    all.push_back(any.next());
  for (const auto& a : all)
    for (const auto& b : all)
      if (a.number != b.number) {
        EXPECT_FALSE(same_property(a.text(), b.text()))
            << a.text() << " / " << b.text();
      }
}

/// "8 4 5", "8 45", "84 5".
std::string number_as_written(any_home& any, const std::string& figures) {
  std::string out;
  for (std::size_t i = 0; i < figures.size();) {
    auto size = any.pick(2) + 1;
    if (i + size > figures.size() || (figures[i] == '0' && size == 2))
      size = 1;
    out += (out.empty() ? "" : " ") + figures.substr(i, size);
    i += size;
  }
  return out;
}

/// As speech-to-text may write what a caller says.
std::string as_heard(any_home& any, const written_home& home) {
  const auto number = home.numbered == 0 || any.pick(2) == 0
                          ? number_as_written(any, std::to_string(home.number))
                          : std::to_string(home.number);
  const auto street = home.name == "MLK" ? "martin luther king" : home.street();
  const auto line = number + home.addition + home.before + " " + street
                    + (home.after.empty() && any.pick(4) == 0 ? "" : home.type)
                    + home.after;
  auto unit = home.unit_text();
  if (unit.starts_with(", "))
    unit = unit.substr(2);
  std::string said = unit.empty()       ? line
                     : any.pick(2) == 0 ? unit + ", " + line
                                        : line + " um, " + unit;
  return any.one_of({"", "the house at ", "it's ", "I think "}) + said
         + any.one_of({"", " please", ", the two bedroom", " I guess"});
}

TEST(AnyHome, IsKnownAsCallersSayIt) {
  any_home any{7};
  for (int i = 0; i < 5'000; ++i) {
    const auto home = any.next();
    const auto said = as_heard(any, home);
    EXPECT_TRUE(same_property(home.text(), said))
        << home.text() << " / " << said;
  }
}

} // namespace
} // namespace rental
