#include "voice/address.hpp"
#include "voice/say.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace rental {
namespace {

struct row {
  const char* text;
  const char* spoken;
};

const row spoken_addresses[] = {
    {"123 Main St, Apt 4B", "one twenty three Main Street, Apartment four B"},
    {"123 Main St, Apt 4B, Norman, OK 73072",
     "one twenty three Main Street, Apartment four B in Norman"},
    {"123 Main St Norman OK", "one twenty three Main Street in Norman"},
    {"1204 W Elm Ave.", "twelve oh four West Elm Avenue"},
    {"45 St Charles Ave, New Orleans, LA 70130",
     "forty five Saint Charles Avenue in New Orleans"},
    {"123 St. Louis St", "one twenty three Saint Louis Street"},
    {"9 Main St, Port St Lucie, FL", "nine Main Street in Port Saint Lucie"},
    {"100 N 42nd St NE", "one hundred North forty second Street Northeast"},
    {"2000 Pennsylvania Avenue NW, Washington, DC 20006",
     "two thousand Pennsylvania Avenue Northwest in Washington"},
    {"12 Elm CT", "twelve Elm Court"},
    {"12 Elm Ct, Hartford, CT", "twelve Elm Court in Hartford"},
    {"10500 Broadway", "ten five hundred Broadway"},
    {"12345 Ranch Rd 620 N, Austin, TX",
     "one twenty three forty five Ranch Road six twenty North in Austin"},
    {"105 Oak Blvd", "one oh five Oak Boulevard"},
    {"123 1/2 Main St", "one twenty three and a half Main Street"},
    {"12-34 Queens Blvd, Unit 5", "twelve thirty four Queens Boulevard, Unit "
                                  "five"},
    {"123 Main St #4B", "one twenty three Main Street, number four B"},
    {"123 Main St Apt #4B", "one twenty three Main Street, Apartment four B"},
    {"123 Main St Ste 200", "one twenty three Main Street, Suite two hundred"},
    {"123 Main St 2nd Floor", "one twenty three Main Street, second Floor"},
    {"123 Main St Apt E", "one twenty three Main Street, Apartment E"},
    {"123 E Street NW", "one twenty three E Street Northwest"},
    {"4505 Avenue S, Galveston", "forty five oh five Avenue S, Galveston"},
    {"350 5th Ave, New York, NY 10118", "three fifty fifth Avenue in New York"},
    {"1 Dr Martin Luther King Blvd", "one Doctor Martin Luther King Boulevard"},
    {"501 Mt Vernon Ave", "five oh one Mount Vernon Avenue"},
    {"123 MAIN STREET", "one twenty three Main Street"},
    {"14 Rue de l'Église, Montréal, QC H2X 1Y4",
     "fourteen Rue de L'Église in Montréal"},
    {"Sunset Apartments", "Sunset Apartments"},
    {"007 Bond Street", "zero zero seven Bond Street"},
    {"५५ Main St", "fifty five Main Street"},
    // What is no address.
    {"", "the property"},
    {"...,,, ::: \x01", "the property"},
    {"http://evil.example/x", "the property"},
    {"You're booked for Tuesday", "the property"},
    {"123 Main St <speak>hi</speak>\n* **bold**",
     "one twenty three Main Street, Hi Bold"},
};

TEST(SayAddress, SoundsLikePeopleSayIt) {
  for (const auto& [text, spoken] : spoken_addresses)
    EXPECT_EQ(say_address(text), spoken) << text;
}

TEST(SayAddress, IsShortAndHasNoFigures) {
  for (auto text : {std::string(3000, '7'), std::string(3000, 'a'),
                    std::string{"12:30 Main 2026-11-24T14:00:00Z"},
                    std::string{"9999999999 Main, 99999-9999"}}) {
    auto spoken = say_address(text);
    EXPECT_LE(spoken.size(), 160U);
    EXPECT_TRUE(std::none_of(spoken.begin(), spoken.end(), [](char c) {
      return (c >= '0' && c <= '9') || c == ':';
    })) << spoken;
  }
}

TEST(NormaliseAddress, MakesSpellingsAlike) {
  for (auto text :
       {"123 Main St., Apt 4B", "123 main street apartment 4b",
        "123 main street #4b", "123 MAIN ST, UNIT 4-B",
        "123  Main  St Apt. # 4B", "123 Main St, Apt 4B, Norman, OK 73072",
        "123 Main Street, Apartment 4 B, Norman",
        "123 Main St Apt 4B Norman OK",
        "123 Main St, Apt 4B, Norman, Oklahoma 73072-1234, USA",
        "one twenty three Main Street, Apartment four B",
        "one twenty three Main Street, number four B",
        "One Twenty-Three Main Street, Apartment Four B in Norman"})
    EXPECT_EQ(normalise_address(text), "123 main street apartment 4b") << text;
  EXPECT_EQ(normalise_address("100 N. Forty-Second Street"),
            normalise_address("100 North 42nd St"));
  EXPECT_EQ(normalise_address("45 St Charles Ave"), "45 saint charles avenue");
  EXPECT_EQ(normalise_address(""), "");
}

TEST(NormaliseAddress, KeepsDifferentPropertiesApart) {
  const char* all[]
      = {"123 Main St",          "124 Main St",        "123 Main Ave",
         "123 N Main St",        "123 Main St Apt 4B", "123 Main St Apt 4C",
         "123 Main St Suite 4B", "1234 Main St",       "123 Saint Main St"};
  for (auto a : all)
    for (auto b : all)
      EXPECT_EQ(normalise_address(a) == normalise_address(b), a == b)
          << a << " / " << b;
}

TEST(NormaliseAddress, TakesBackWhatIsSpoken) {
  for (auto text : {"123 Main St, Apt 4B, Norman, OK 73072",
                    "1204 W Elm Ave",
                    "2000 Pennsylvania Avenue NW, Washington, DC 20006",
                    "10500 Broadway",
                    "12345 Ranch Rd 620 N, Austin, TX",
                    "12-34 Queens Blvd, Unit 5",
                    "12-05 Queens Blvd",
                    "123A Main St",
                    "221B Baker Street",
                    "100 N 42nd St NE",
                    "123 1/2 Main St",
                    "123 Main St 2nd Floor",
                    "350 5th Ave, New York, NY 10118",
                    "4505 Avenue S, Galveston",
                    "1600 Highway 9 E",
                    "30 Court Square W, Troy",
                    "007 Bond Street",
                    "900 Ft Worth Hwy",
                    "Unit 5, 77 Oak Ave",
                    "8 Court St"})
    EXPECT_TRUE(same_property(text, say_address(text)))
        << text << " / " << normalise_address(text) << " / "
        << normalise_address(say_address(text));
}

TEST(SameProperty, MindsTheTownWhenBothNameOne) {
  EXPECT_TRUE(same_property("123 Main St", "123 Main Street, Norman, OK"));
  EXPECT_TRUE(
      same_property("123 Main St Norman OK 73072", "123 Main Street, Norman"));
  EXPECT_FALSE(
      same_property("123 Main St, Norman, OK", "123 Main St, Moore, OK"));
  EXPECT_FALSE(same_property("123 Main St", "123 Main St Apt 4B"));
  EXPECT_FALSE(same_property("", ""));
}

} // namespace
} // namespace rental
