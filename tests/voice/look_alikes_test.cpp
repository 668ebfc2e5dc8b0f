#include "tests/voice/homes.hpp"

#include <gtest/gtest.h>

namespace rental {
namespace {

using testing::expect_not_same;
using testing::wordings;

// House numbers.
const wordings numbers[] = {
    {"23 Kerr St", "the one twenty three kerr street house"},
    {"5 Kerr St", "the one oh five kerr street place"},
    {"12 Main St", "120 Main St"},
    {"12 Main St", "112 Main Street"},
    {"12 Main St", "21 Main St"},
    {"14 Oak St", "40 Oak St"},
    {"14 Oak St", "forty oak street"},
    {"13 Oak St", "thirty oak street"},
    {"15 Oak St", "fifty Oak Street"},
    {"16 Oak St", "sixty oak street"},
    {"19 Oak St", "ninety oak"},
    {"114 Oak St", "one forty oak street"},
    {"105 Fern Ct", "150 Fern Court"},
    {"105 Fern Ct", "15 Fern Ct"},
    {"105 Fern Ct", "5 Fern Ct"},
    {"105 Fern Ct", "1005 Fern Court"},
    {"5 Fern Ct", "a hundred and five fern court"},
    {"845 Walnut St", "854 Walnut Street"},
    {"845 Walnut St", "84 Walnut Street"},
    {"845 Walnut St", "8405 Walnut Street"},
    {"845 Walnut St", "1845 Walnut St"},
    {"845 Walnut St", "eight forty walnut street"},
    {"2308 Cherry Ln", "238 Cherry Lane"},
    {"2308 Cherry Ln", "2380 Cherry Lane"},
    {"2308 Cherry Ln", "twenty three eighty cherry lane"},
    {"2308 Cherry Ln", "23 08 Chestnut Lane"},
    {"1600 Tyler Blvd", "16 Tyler Blvd"},
    {"1600 Tyler Blvd", "160 Tyler Blvd"},
    {"1600 Tyler Blvd", "sixteen thousand tyler boulevard"},
    {"1600 Tyler Blvd", "1006 Tyler Blvd"},
    {"125 Main St", "12.5 Main St"},
    {"12 Main St", "12.5 Main St"},
    {"12 1/2 Main St", "12 Main St"},
    {"12 1/2 Main St", "112 Main St"},
    {"12 1/2 Main St", "121 Main St"},
    {"12 1/2 Main St", "twelve main street"},
    {"12 1/2 Main St", "13 1/2 Main St"},
    {"12 1/2 Main St", "12 1/4 Main St"},
    {"31A Grove St", "31 Grove St"},
    {"31A Grove St", "31B Grove St"},
    {"31A Grove St", "31 B Grove Street"},
    {"31A Grove St", "thirty one eight grove street"},
    {"4477 Ivy St", "double four seven Ivy Street"},
    {"4477 Ivy St", "447 Ivy St"},
    {"12 Main St", "12 or 14 Main St"},
    {"123 Main St", "123 no 124 Main St"},
    {"124 Main St", "123 no 124 Main St"},
    {"12-14 Main St", "12 Main St"},
    {"12-14 Main St", "14 Main St"},
    {"two Main St", "ten Main St"},
    {"20 Main St", "2000 Main St"},
    {"212 Main St", "2012 Main St"},
    {"1212 Main St", "12 Main St"},
    {"1111 Vine St", "111 Vine St"},
    {"11 Vine St", "seven Vine St"},
    {"60 Vine St", "6 Vine St"},
    {"60 Vine St", "16 Vine St"},
};

TEST(LookAlikes, DifferInTheirNumber) {
  for (const auto& each : numbers)
    expect_not_same(each);
}

// Numbered streets.
const wordings streets[] = {
    {"71 1st Ave", "71 21st Ave"},
    {"71 1st Ave", "71 First Street"},
    {"71 2nd Ave", "71 22nd Ave"},
    {"71 2nd Ave", "712 Ave"},
    {"71 2nd Ave", "7 12th Ave"},
    {"71 2nd Ave", "71 3rd Ave"},
    {"880 31st St", "880 13th St"},
    {"880 31st St", "880 30th St"},
    {"880 31st St", "80 31st St"},
    {"880 31st St", "88 31st St"},
    {"880 31st St", "8 31st St"},
    {"5 22nd Ave", "520 2nd Ave"},
    {"5 22nd Ave", "25 22nd Ave"},
    {"5 22nd Ave", "522 Ave"},
    {"5 22nd Ave", "5 20th Ave"},
    {"502 22nd St", "520 22nd St"},
    {"502 22nd St", "5 22nd St"},
    {"1234 27th St", "1234 20th St"},
    {"1234 27th St", "1234 7th St"},
    {"1234 27th St", "123 427th St"},
    {"1234 27th St", "12 27th St"},
    {"100 5th Ave", "105th Ave"},
    {"100 5th Ave", "105 Ave"},
    {"100 5th Ave", "1005 Ave"},
    {"100 5th Ave", "500 5th Ave"},
    {"100 5th Ave", "100 15th Ave"},
    {"100 5th Ave", "100 50th Ave"},
    {"240 103rd St", "240 3rd St"},
    {"240 103rd St", "240 130th St"},
    {"240 103rd St", "241 3rd St"},
    {"14 40th St", "14 14th St"},
    {"14 14th St", "40 14th St"},
    {"350 5th Ave", "355 Ave"},
    {"350 5th Ave", "355th Ave"},
    {"350 5th Ave", "three fifty, sixth avenue"},
    {"520 2nd Ave", "five, twenty second Avenue"},
    {"5 22nd Ave", "five twenty, second Avenue"},
    {"19 E 86th St", "1986 E St"},
    {"19 E 86th St", "1986th St"},
    {"19 E 86th St", "19 W 86th St"},
    {"19 E 86", "1986 E"},
    {"7 Nine Mile Rd", "7 Five Mile Rd"},
    {"7 Nine Mile Rd", "9 Mile Rd"},
    {"8 Twelve Oaks Dr", "12 Oaks Dr"},
    {"8 Twelve Oaks Dr", "812 Elm Dr"},
    {"17 Three Rivers Rd", "17 Two Rivers Rd"},
    {"27th St 12", "12 21st St"},
};

TEST(LookAlikes, DifferInTheirNumberedStreet) {
  for (const auto& each : streets)
    expect_not_same(each);
}

// Types of streets.
const wordings like_types[] = {
    {"12 Main St", "12 Main Ave"},
    {"12 Main St", "12 Main Street Court"},
    {"31 Elm Ct", "31 Elm Cir"},
    {"31 Elm Ct", "31 Elm Crescent"},
    {"31 Elm Rd", "31 Elm Row"},
    {"31 Elm Ln", "31 Elm Loop"},
    {"31 Elm Dr", "31 Elm Rd"},
    {"31 Elm Pl", "31 Elm Plz"},
    {"31 Elm Pkwy", "31 Elm Way"},
    {"31 Elm Ter", "31 Elm Trl"},
    {"31 Elm Trl", "31 Elm Trce"},
    {"31 Elm Blvd", "31 Elm Bend"},
    {"31 Elm Rd", "31 Elm Rdg"},
    {"1 Park Pl", "1 Park Plaza"},
    {"300 Oak Ridge Dr", "300 Oak Ridge Ct"},
    {"300 Oak Ridge Dr", "300 Oak Dr"},
    {"300 Oak Ridge Dr", "300 Oak Bridge Dr"},
    {"12 Ridge Way", "12 Ridgeway Dr"},
    {"12 Court St", "12 Court Ave"},
    {"12 Court St", "12 Court Square"},
    {"12 Oak St", "12 Oak Hill"},
    {"12 Oak St", "12 Oak Park"},
    {"12 Willow Creek", "12 Willow"},
    {"12 Oak Point Rd", "12 Oak Rd"},
    {"90 Forest Hls Dr", "90 Forest Hl Dr"},
    {"90 Forest Hills Dr", "90 Forest Falls Dr"},
    {"700 Broadway", "700 Broad St"},
    {"700 Broadway", "700 Bradway"},
};

TEST(LookAlikes, DifferInTheirType) {
  for (const auto& each : like_types)
    expect_not_same(each);
}

// Directions.
const wordings like_directions[] = {
    {"52 N Main St", "52 S Main St"},
    {"52 E Main St", "52 W Main St"},
    {"52 N Main St", "52 NE Main St"},
    {"52 N Main St", "52 Main St"},
    {"52 N Main St", "52 Main St N"},
    {"733 Alder St SE", "733 Alder St SW"},
    {"733 Alder St SE", "733 Alder St"},
    {"733 Alder St SE", "733 Alder St NE"},
    {"410 NW Birch St", "410 N Birch St"},
    {"410 NW Birch St", "410 W Birch St"},
    {"410 NW Birch St", "410 NE Birch St"},
    {"410 NW Birch St", "410 north east birch street"},
    {"22 Northwood Dr", "22 Southwood Dr"},
    {"22 Northwood Dr", "22 N Wood Dr"},
    {"22 Northwood Dr", "22 Wood Dr"},
    {"9 Eastgate Rd", "9 Westgate Rd"},
    {"9 Eastgate Rd", "9 E Gate Rd"},
    {"1500 West Ave", "1500 East Ave"},
    {"1450 W 3500 S", "1450 W 3500 N"},
    {"1450 W 3500 S", "1450 E 3500 S"},
    {"1450 W 3500 S", "1450 W 3300 S"},
    {"12 South West St", "12 Southwest St"},
};

TEST(LookAlikes, DifferInTheirDirection) {
  for (const auto& each : like_directions)
    expect_not_same(each);
}

// Flats, floors, lots, sides.
const wordings like_units[] = {
    {"205 Aspen Way Apt 2", "205 Aspen Way Apt 12"},
    {"205 Aspen Way Apt 2", "205 Aspen Way Apt 20"},
    {"205 Aspen Way Apt 2", "205 Aspen Way Apt 22"},
    {"205 Aspen Way Apt 2", "205 Aspen Way"},
    {"205 Aspen Way Apt 2", "2052 Aspen Way"},
    {"205 Aspen Way Apt 2", "2205 Aspen Way"},
    {"205 Aspen Way Apt 14", "205 Aspen Way apartment forty"},
    {"205 Aspen Way Apt 3C", "205 Aspen Way Apt 3B"},
    {"205 Aspen Way Apt 3C", "205 Aspen Way Apt 3"},
    {"205 Aspen Way Apt 3C", "205 Aspen Way Apt C"},
    {"205 Aspen Way Apt 3C", "205 Aspen Way Apt 3D"},
    {"205 Aspen Way Apt 3C", "205 aspen way apartment 3 e"},
    {"205 Aspen Way Apt B", "205 Aspen Way Apt D"},
    {"205 Aspen Way Apt B", "205 Aspen Way Apt V"},
    {"205 Aspen Way Apt B", "205 Aspen Way unit dee"},
    {"205 Aspen Way Apt 201", "205 Aspen Way Apt 21"},
    {"205 Aspen Way Apt 201", "205 Aspen Way Apt 210"},
    {"205 Aspen Way Apt 201", "205 aspen way apartment two ten"},
    {"205 Aspen Way Ste 300", "suite three, 205 Aspen Way"},
    {"205 Aspen Way Ste 3", "suite three hundred, 205 Aspen Way"},
    {"205 Aspen Way Ste 300", "205 Aspen Way Apt 300"},
    {"205 Aspen Way Bldg 2 Apt 5", "205 Aspen Way Bldg 5 Apt 2"},
    {"205 Aspen Way Bldg 2 Apt 5", "205 Aspen Way Bldg 3 Apt 5"},
    {"205 Aspen Way Bldg 2 Apt 5", "205 Aspen Way Apt 5"},
    {"205 Aspen Way Lot 9", "205 Aspen Way Lot 19"},
    {"205 Aspen Way Lot 9", "205 Aspen Way Lot 90"},
    {"205 Aspen Way Lot 9", "205 Aspen Way"},
    {"205 Aspen Way Lot 9", "205 Aspen Way Unit 9"},
    {"205 Aspen Way Spc 14", "205 Aspen Way Spc 40"},
    {"205 Aspen Way 2nd floor", "205 Aspen Way 3rd floor"},
    {"205 Aspen Way 2nd floor", "205 Aspen Way 12th floor"},
    {"205 Aspen Way 2nd floor", "205 Aspen Way"},
    {"205 Aspen Way 2nd floor", "205 Aspen Way Apt 2"},
    {"205 Aspen Way 2nd floor", "205 Aspen Way 22nd floor"},
    {"205 Aspen Way ground floor", "205 Aspen Way second floor"},
    {"205 Aspen Way ground floor", "205 Aspen Way first floor"},
    {"205 Aspen Way basement", "205 Aspen Way attic"},
    {"205 Aspen Way basement", "205 Aspen Way"},
    {"205 Aspen Way upstairs", "205 Aspen Way downstairs"},
    {"205 Aspen Way upper", "lower unit, 205 Aspen Way"},
    {"205 Aspen Way rear", "205 Aspen Way front"},
    {"205 Aspen Way rear", "205 Aspen Way"},
    {"the front house at 205 Aspen Way", "the back house at 205 Aspen Way"},
    {"the left unit at 205 Aspen Way", "the right unit at 205 Aspen Way"},
    {"guest house, 205 Aspen Way", "main house, 205 Aspen Way"},
    {"205 Aspen Way Penthouse", "205 Aspen Way"},
    {"205 Aspen Way PH2", "205 Aspen Way PH3"},
    {"205 Aspen Way Apt 7, Norman", "205 Aspen Way Apt 8, Norman"},
    {"205 Aspen Way, 7", "205 Aspen Way, 8"},
    {"205 Aspen Way 3C", "205 Aspen Way 3D"},
    {"205 Aspen Way 3C", "205 Aspen Way"},
    {"12, 205 Aspen Way", "205 Aspen Way"},
    {"apartment 7, 205 Aspen Way", "apartment 7, 206 Aspen Way"},
    {"apartment 7, 205 Aspen Way", "apartment 2, 705 Aspen Way"},
    {"unit 1 at 23 Main St", "unit 12 at 3 Main St"},
    {"12 Main Street 14 Oak Avenue", "12 Main Street"},
    {"the house at 12 Main near 14 Oak", "14 Oak"},
    {"#7, 205 Aspen Way", "#205, 7 Aspen Way"},
};

TEST(LookAlikes, DifferInTheirUnit) {
  for (const auto& each : like_units)
    expect_not_same(each);
}

// Towns, states and codes.
const wordings like_places[] = {
    {"16 Hazel St, Tulsa, OK", "16 Hazel St, Norman, OK"},
    {"16 Hazel St, Tulsa", "16 hazel street in norman"},
    {"16 Hazel St, Norman, OK", "16 Hazel St, Norman, TX"},
    {"16 Hazel St, Norman, OK", "sixteen hazel street norman texas"},
    {"16 Hazel St, Springfield, IL", "16 Hazel Street Springfield Missouri"},
    {"16 Hazel St, Springfield, IL",
     "16 hazel street in springfield massachusetts"},
    {"16 Hazel St 74105", "16 Hazel St 74104"},
    {"16 Hazel St, Kansas City, KS", "16 Hazel St, Kansas City, MO"},
    {"16 Hazel St, Kansas City, KS", "16 hazel street kansas city missouri"},
    {"16 Hazel St, Portland, OR", "16 Hazel St, Portland, ME"},
    {"16 Hazel St, Oklahoma City", "16 Hazel St, Kansas City"},
    {"16 Hazel St, St. Louis", "16 Hazel St, St. Paul"},
    {"16 Hazel St, Fort Worth", "16 Hazel St, Fort Wayne"},
    {"16 Hazel St, Mount Vernon", "16 Hazel St, Mount Pleasant"},
    {"16 Hazel St, New York", "16 Hazel St, Newark"},
};

TEST(LookAlikes, DifferInTheirTown) {
  for (const auto& each : like_places)
    expect_not_same(each);
}

} // namespace
} // namespace rental
