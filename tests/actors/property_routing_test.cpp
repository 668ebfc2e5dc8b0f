#include "actors/directory/property_routing.hpp"

#include <gtest/gtest.h>

namespace rental {
namespace {

std::string found(property_routes& routes, const char* address,
                  const char* agency = "default") {
  const auto owner = routes.find(agency, address);
  return owner.several ? "which one" : owner.manager;
}

TEST(PropertyRoutes, HomesOfTheDirectoryCountBesideThoseOfTheSettings) {
  property_routes routes{{{"12 Elm Street", "default", "sam"}}};
  routes.put_homes({{"9 Oak Avenue, Norman", "default", "dora"},
                    {"9 Oak Avenue, Norman", "lakeside", "lea"}});
  EXPECT_EQ(found(routes, "twelve elm street"), "sam");
  EXPECT_EQ(found(routes, "nine oak avenue"), "dora");
  EXPECT_EQ(found(routes, "9 Oak Ave", "lakeside"), "lea");
  EXPECT_EQ(found(routes, "9 Oak Ave", "nowhere"), "");
  EXPECT_EQ(found(routes, "7 Oak Avenue"), "");
  EXPECT_EQ(found(routes, ""), "");
}

TEST(PropertyRoutes, TheSettingsWinWhereBothNameTheSameHome) {
  property_routes routes{{{"12 elm st", "default", "sam"}}};
  routes.put_homes({{"12 Elm Street, Norman", "default", "dora"},
                    {"14 Elm Street", "default", "dora"},
                    {"12 Elm Street", "lakeside", "lea"}});
  EXPECT_EQ(found(routes, "12 Elm Street in Norman"), "sam");
  EXPECT_EQ(found(routes, "14 Elm Street"), "dora");
  EXPECT_EQ(found(routes, "12 Elm Street", "lakeside"), "lea");
}

TEST(PropertyRoutes, AHomeGoesBeforeWordsOfTheSettingsThatFitMany) {
  property_routes routes{{{"norman", "default", "sam"}}};
  routes.put_homes({{"12 Elm Street, Norman", "default", "dora"}});
  EXPECT_EQ(found(routes, "12 Elm Street, Norman"), "dora");
  EXPECT_EQ(found(routes, "7 Oak Avenue, Norman"), "sam");
}

TEST(PropertyRoutes, HomesOfSeveralManagersAreAskedAbout) {
  property_routes routes;
  routes.put_homes({{"40 Hill Road, Norman", "default", "nina"},
                    {"40 Hill Road, Moore", "default", "nora"}});
  EXPECT_EQ(found(routes, "40 Hill Road"), "which one");
  EXPECT_EQ(found(routes, "40 Hill Road in Moore"), "nora");
}

TEST(PropertyRoutes, WhatIsPutAgainTakesThePlaceOfWhatWasThere) {
  property_routes routes;
  routes.put_homes({{"12 Elm Street", "default", "nina"}});
  EXPECT_EQ(found(routes, "12 Elm Street"), "nina");
  routes.put_homes({{"12 Elm Street", "default", "nora"}});
  EXPECT_EQ(found(routes, "12 Elm Street"), "nora");
  routes.put_homes({});
  EXPECT_EQ(found(routes, "12 Elm Street"), "");
}

} // namespace
} // namespace rental
