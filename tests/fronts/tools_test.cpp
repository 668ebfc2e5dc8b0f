// The one list of tools.
#include "fronts/voice/tools.hpp"
#include "vapi/tool_definitions.hpp"
#include "voice/en/english.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace rental {
namespace {

TEST(Tools, EachHasASchemaUnderItsName) {
  std::vector<std::string> ours;
  for (const auto& each : all_tools())
    ours.emplace_back(each.name);
  const auto known = known_tools();
  EXPECT_EQ(ours, (std::vector<std::string>{known.begin(), known.end()}));
}

TEST(Tools, EachIsFoundByItsNameAndStandsOnce) {
  std::set<tool> seen;
  for (const auto& each : all_tools()) {
    EXPECT_EQ(tool_named(each.name).what, each.what);
    EXPECT_TRUE(seen.insert(each.what).second) << each.name;
  }
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(tool::unknown));
}

TEST(Tools, WhatAModelMakesUpIsUnknown) {
  for (const auto* name : {"", "book", "Set_appointment", "get_availability "})
    EXPECT_STREQ(tool_named(name).name, "unknown") << name;
}

TEST(Tools, WhatMayHaveBeenDoneIsNotDeniedWhenItsAnswerIsLost) {
  const auto& say = english.say;
  for (const auto what :
       {"set_appointment", "cancel_appointment", "reschedule_appointment"})
    EXPECT_EQ(tool_named(what).lost(say), say.unsure("")) << what;
  EXPECT_EQ(tool_named("get_availability").lost(say),
            say.calendar_unreadable(""));
}

} // namespace
} // namespace rental
