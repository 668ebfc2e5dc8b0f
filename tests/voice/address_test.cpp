#include "voice/addresses/address.hpp"
#include "voice/words/say.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace rental {
namespace {

struct address_row {
  const char* text;
  const char* spoken;
};

const address_row spoken_addresses[] = {
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
    {"100 5th Ave", "one hundred, fifth Avenue"},
    {"2200 MLK Blvd", "twenty two hundred Martin Luther King Boulevard"},
    {"51 JFK Dr", "fifty one J F K Drive"},
    {"21 Mill Crk Rd", "twenty one Mill Creek Road"},
    {"12 Ridge Wood Dr", "twelve Ridge Wood Drive"},
    {"12 Elm St, Bend, OR", "twelve Elm Street in Bend"},
    {"5 N Hwy 81", "five North Highway eighty one"},
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
    {"350 5th Ave, New York, NY 10118",
     "three fifty, fifth Avenue in New York"},
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

struct pair {
  const char* a;
  const char* b;
  likeness expected;
};

constexpr auto same = likeness::same;
constexpr auto unsure = likeness::unsure;
constexpr auto different = likeness::different;

const pair pairs[] = {
    {"412 Maple Avenue", "four twelve maple ave", same},
    {"412 Maple Avenue", "4 1 2 Maple", same},
    {"77 Oak Ave, Unit 5", "seventy seven oak avenue number five", same},
    {"9 Beach Rd", "nine beech road", same},
    {"15 O'Malley Ln", "15 omalley lane", same},
    {"2200 MLK Blvd", "2200 Martin Luther King Jr Blvd", same},
    {"310 Creekside Dr", "310 creek side drive", same},
    {"44 E 9th St", "44 East Ninth Street", same},
    {"44 E 9th St", "forty four east ninth street", same},
    {"5 22nd Ave", "five twenty second avenue", same},
    {"502 22nd St", "five oh two twenty second street", same},
    {"100 5th Ave", "one hundred fifth Avenue", same},
    {"52 2nd Ave", "5 22nd Ave", different},
    {"520 2nd Ave", "5 22nd Ave", different},
    {"12 Main", "120 Main", different},
    {"12 Main St", "12 Main Ave", different},
    {"8 Elm St Unit 2", "8 Elm St Unit 12", different},
    {"30 Hill St", "30 Mill St", different},
    {"12 High St", "12 1/2 High St", different},
    {"front house, 19 Cedar Ln", "back house, 19 Cedar Ln", different},
    {"19 Cedar Lane rear", "19 Cedar Lane front", different},
    {"19 Cedar Lane", "19 Cedar Lane, rear house", unsure},
    {"Lot 4, 88 Park Rd", "Lot 6, 88 Park Rd", different},
    {"88 Park Rd Lot 4", "lot four eighty eight park road", same},
    {"7 Pine St, Tulsa, OK 74103", "7 Pine St, Norman, OK 73069", different},
    {"7 Pine St 74103", "7 Pine St 73069", different},
    {"7 Pine St, Tulsa", "7 Pine Street Tulsa Oklahoma 74103", same},
    {"upper unit 63 Birch Ct", "lower unit 63 Birch Ct", different},
    {"61 Birch Ct upstairs", "61 birch court, upper", same},
    {"123 Main St", "123 N Main St", unsure},
    {"123 N Main St", "123 S Main St", different},
    {"123 Main St Apt 4", "123 Main St", unsure},
    {"600 Front St", "600 Front Street", same},
    {"45 Cottage Lane", "forty five cottage lane", same},
    {"the place at 45 Cottage Lane", "45 Cottage Lane", same},
    {"it's the three bedroom house on 81 Willow Way", "81 willow way", same},
    {"81 Willow Way, the 3 bed 2 bath", "81 willow way", same},
    {"18 County Road 12", "18 county rd 12", same},
    {"18 County Road 12", "18 county rd 14", different},
    {"1600 Highway 9 E", "sixteen hundred highway nine east", same},
    {"221B Baker Street", "two twenty one b baker street", same},
    {"221B Baker Street", "221 Baker Street", different},
    {"ground floor, 9 King St", "second floor, 9 King St", different},
    {"9 King St fl 2", "second floor 9 king street", same},
    {"Sunset Apartments", "sunset apartments", same},
    {"Sunset Apartments", "Sunrise Apartments", different},
    {"#12 400 Grove St", "400 Grove St apt 12", same},
    {"400 Grove St # 12", "400 Grove St # 21", different},
    {"building B, 20 Lake Dr", "building C, 20 Lake Dr", different},
    {"20 Lake Dr Bldg B Apt 3", "20 lake drive building b apartment three",
     same},
    {"3 St James Pl", "three saint james place", same},
    {"3 Saint James Place", "3 James Place", different},
    {"10 Avenue S", "ten avenue s", same},
    {"10 Avenue S", "10 Avenue N", different},
    {"123 E Street NW", "one twenty three e street northwest", same},
    {"1 Park Place", "1 Park Avenue", different},
    {"1 Park Place", "one park place please", same},
    {"27 Grey St", "27 Gray Street", same},
    {"1010 Allen Rd", "ten ten alan road", same},
    {"33 Penn St", "33 Pine St", different},
    {"901 Johnson Dr", "901 Johnston Drive", unsure},
    {"27 3rd St", "27 4th St", different},
    {"27 3rd St", "27 Third Street", same},
    {"1 2 3 4 27 Street", "1234 27th St", same},
    {"12, Elm St", "12 Elm Street", same},
    {"12 Elm Street, Norman", "12 Elm Street, Moore", different},
    {"twelve elm street in norman", "12 Elm Street, Norman, OK", same},
    {"56 Court Square W", "fifty six court square west", same},
    {"garage apartment at 7 Ash St", "7 Ash St garage", same},
    {"7 Ash St", "7 Ash St Suite 200", unsure},
    {"2020 Vision Way", "twenty twenty vision way", same},
    {"2 thousand and five Elm", "2005 Elm St", same},
    {"unit b 14 ivy ln", "14 Ivy Lane, Apt B", same},
    {"14 Ivy Lane B", "14 Ivy Lane, Apt B", same},
    {"hello i would like to see 14 Ivy Lane", "14 ivy ln", same},
    {"14 Ivy Lane - 2nd floor", "14 Ivy Ln Floor 2", same},
    {"1450 W 3500 S", "fourteen fifty west thirty five hundred south", same},
    {"hello I wanted to come see the home on fourteen ivy lane thank you",
     "14 Ivy Lane", same},
    {"unit three twenty two ash street", "Unit 3, 22 Ash St", same},
    {"unit three twenty two ash street", "Unit 5, 22 Ash St", different},
    {"22 Ash Street unit three twenty two", "22 Ash St #322", same},
    {"apartment 5 at 22 ash street", "22 Ash St Apt 5", same},
    {"the back unit at 22 ash street", "22 ash street rear", same},
    {"1 Infinite Loop", "one infinite loop", same},
    {"third floor, 20 Pine Street", "20 Pine St 3rd floor", same},
    {"the one on 20 pine", "20 pine street", same},
    {"20 Pine St, first floor", "20 Pine St, 2nd floor", different},
    {"5 N Hwy 81", "5 North Highway 81", same},
    {"123 Main St., Apt 4B", "one twenty three Main Street, number four B",
     same},
    {"123  Main  St Apt. # 4B", "123 MAIN ST, UNIT 4-B", same},
    {"123 Main St Apt 4B Norman OK",
     "123 Main St, Apt 4B, Norman, Oklahoma 73072-1234, USA", same},
    {"123 Main St", "124 Main St", different},
    {"123 Main St Apt 4B", "123 Main St Apt 4C", different},
    {"123 Main St Suite 4B", "123 Main St Apt 4B", unsure},
    {"123 Main St", "123 Saint Main St", different},
    {"123 Main St", "", different},
    {"", "", different},
    {"Elm Street", "Elm St", same},
    {"Elm Street", "12 Elm Street", unsure},
};

TEST(CompareAddresses, KnowsOneHomeInTwoWordings) {
  for (const auto& [a, b, expected] : pairs) {
    EXPECT_EQ(compare_addresses(a, b), expected) << a << " / " << b;
    EXPECT_EQ(compare_addresses(b, a), expected) << b << " / " << a;
  }
}

TEST(FitsProperty, ComparesHousesAndFindsWords) {
  EXPECT_TRUE(fits_property("12 elm street", "12 Elm St"));
  EXPECT_TRUE(fits_property("12 elm street", "twelve elm street, Norman"));
  EXPECT_FALSE(fits_property("12 elm street", "112 Elm Street"));
  EXPECT_FALSE(fits_property("12 elm street", "12 Elm Avenue"));
  EXPECT_FALSE(fits_property("12 elm street", "12 Elmwood Street"));
  EXPECT_TRUE(fits_property("12 elm street", "12 Elm St Apt 4"));
  EXPECT_TRUE(fits_property("12 elm street apt 4", "12 Elm St"));
  EXPECT_FALSE(fits_property("12 elm street apt 4", "12 Elm St Apt 5"));
  EXPECT_TRUE(fits_property("elm street", "940 elm st"));
  EXPECT_FALSE(fits_property("elm street", "940 elmhurst st"));
  EXPECT_TRUE(fits_property("sunset", "the Sunset Apartments"));
  EXPECT_FALSE(fits_property("sun", "the Sunset Apartments"));
  EXPECT_TRUE(fits_property("norman", "12 Elm Street, Norman, OK"));
  EXPECT_FALSE(fits_property("", "12 Elm Street"));
}

} // namespace
} // namespace rental
