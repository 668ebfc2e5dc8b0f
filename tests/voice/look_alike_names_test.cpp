#include "tests/voice/homes.hpp"

#include <gtest/gtest.h>

namespace rental {
namespace {

using testing::expect_not_same;
using testing::wordings;

// Numbered roads and people.
const wordings like_roads[] = {
    {"330 MLK Blvd", "330 King Blvd"},
    {"330 MLK Blvd", "330 Martin Blvd"},
    {"330 MLK Blvd", "330 Martin Luther Blvd"},
    {"330 MLK Blvd", "330 MLK Ave"},
    {"330 MLK Blvd", "303 MLK Blvd"},
    {"330 MLK Blvd", "330 JFK Blvd"},
    {"51 JFK Dr", "51 Kennedy Dr"},
    {"704 Hwy 14", "704 Hwy 40"},
    {"704 Hwy 14", "704 Hwy 4"},
    {"704 Hwy 14", "704 Hwy 114"},
    {"704 Hwy 14", "704 Rte 14"},
    {"704 Hwy 14", "704 County Rd 14"},
    {"704 Hwy 14", "14 Hwy 704"},
    {"704 Hwy 14", "704 US Hwy 14"},
    {"704 S Hwy 14", "704 N Hwy 14"},
    {"704 S Hwy 14", "704 Highway 14 North"},
    {"704 S Hwy 14", "704 Hwy 14"},
    {"704 State Hwy 14", "704 US Hwy 14"},
    {"704 State Rd 14", "704 County Rd 14"},
    {"704 State Rd 14", "704 State Rd 40"},
    {"12 CR 450", "12 CR 405"},
    {"12 CR 450", "12 CR 50"},
    {"12 CR 450", "124 CR 50"},
    {"900 FM 1431", "900 FM 1413"},
    {"900 FM 1431", "900 FM 143"},
    {"900 FM 1431", "901 FM 431"},
    {"4300 I-35", "4300 I-30"},
    {"4300 I-35", "4300 I-45"},
    {"4300 I-35", "4300 Hwy 35"},
    {"7 Ranch Rd 12", "7 Ranch Rd 20"},
    {"25 Loop 281", "25 Loop 218"},
    {"70 O'Brien Ave", "70 Brian Ave"},
    {"70 O'Brien Ave", "70 O'Neil Ave"},
    {"70 O'Brien Ave", "700 Brien Ave"},
    {"5 King's Ct", "5 King Ct"},
    {"5 King's Ct", "5 Kingston Ct"},
    {"11 D'Angelo Way", "11 Angelo Way"},
};

TEST(LookAlikes, DifferInTheirRoad) {
  for (const auto& each : like_roads)
    expect_not_same(each);
}

// Names that are nearly the same.
const wordings like_names[] = {
    {"30 Hill St", "30 Mill St"},
    {"30 Hill St", "30 Hall St"},
    {"30 Hill St", "30 Hull St"},
    {"30 Hill St", "30 Hills St"},
    {"30 Hill St", "30 Gill St"},
    {"33 Pine St", "33 Vine St"},
    {"33 Pine St", "33 Pines St"},
    {"33 Pine St", "33 Pint St"},
    {"33 Pine St", "33 Fine St"},
    {"33 Oak St", "33 Oaks St"},
    {"33 Elm St", "33 Helm St"},
    {"33 Park St", "33 Bark St"},
    {"33 Park St", "33 Clark St"},
    {"33 Maple St", "33 Staple St"},
    {"33 Lake St", "33 Blake St"},
    {"33 Lake St", "33 Luke St"},
    {"33 Rose St", "33 Ross St"},
    {"33 Dale St", "33 Dell St"},
    {"33 Grant St", "33 Grand St"},
    {"33 Lincoln St", "33 Linden St"},
    {"33 Walnut St", "33 Chestnut St"},
    {"33 Willow St", "33 Wilson St"},
    {"33 Spring St", "33 Springs St"},
    {"33 Bell St", "33 Ball St"},
    {"33 Bell St", "33 Bill St"},
    {"33 Wood St", "33 Wade St"},
    {"33 Ash St", "33 Nash St"},
    {"33 Holly St", "33 Polly St"},
    {"33 Holly St", "33 Hale St"},
    {"33 Berry St", "33 Perry St"},
    {"33 Berry St", "33 Barry St"},
    {"33 Terry St", "33 Kerry St"},
    {"33 Green St", "33 Glen St"},
    {"33 Madison St", "33 Addison St"},
    {"33 Adams St", "33 Adam St"},
    {"33 Harrison St", "33 Garrison St"},
    {"33 Harrison St", "33 Morrison St"},
    {"33 Sherman St", "33 Herman St"},
    {"33 Norris St", "33 Morris St"},
    {"33 Baker St", "33 Barker St"},
    {"33 Baker St", "33 Becker St"},
    {"33 Cooper St", "33 Hooper St"},
    {"33 Cooper St", "33 Copper St"},
    {"33 Porter St", "33 Potter St"},
    {"33 Taylor St", "33 Tyler St"},
    {"33 Mason St", "33 Nason St"},
    {"33 Bay St", "33 Day St"},
    {"33 May St", "33 Ray St"},
    {"33 Marsh St", "33 March St"},
    {"33 Fox St", "33 Cox St"},
    {"33 Fox St", "33 Knox St"},
    {"33 Ward St", "33 Wood St"},
    {"33 Main St", "33 Maine Ave"},
    {"33 Main St", "33 Men St"},
    {"33 Main St", "33 Moon St"},
    {"33 Main St", "33 Mains St"},
    {"33 Main St", "33 Lane St"},
    {"33 Bean St", "33 Bane St"},
    {"33 Lavinia St", "33 Lavonia St"},
    {"33 Marina Dr", "33 Marana Dr"},
    {"33 Corona Ave", "33 Carina Ave"},
    {"33 Verona St", "33 Verena St"},
    {"33 Johnson St", "33 Jackson St"},
    {"33 Jefferson St", "33 Jeffers St"},
    {"33 Sunset Blvd", "33 Sunrise Blvd"},
    {"33 Lakeview Dr", "33 Lakeside Dr"},
    {"33 Lakeview Dr", "33 Lake Dr"},
    {"33 Lakeview Dr", "33 Lakeshore Dr"},
    {"33 Meadowbrook Ln", "33 Meadowlark Ln"},
    {"33 Ridgewood Dr", "33 Edgewood Dr"},
    {"33 Ridgewood Dr", "33 Bridgewood Dr"},
    {"33 Oakwood Dr", "33 Oakland Dr"},
    {"33 Fairview Ave", "33 Fairfield Ave"},
    {"33 Cherry St", "33 Sherry St"},
    {"33 Pleasant St", "33 Pheasant St"},
    {"33 St Charles Ave", "33 Charles Ave"},
    {"33 St James Pl", "33 St Jane Pl"},
    {"33 St Mary St", "33 St Mark St"},
    {"33 Mt Vernon Rd", "33 Vernon Rd"},
    {"33 McAllister St", "33 Allister St"},
    {"33 McKinley St", "33 McKenzie St"},
    {"14 Cole St", "14 Cove St"},
    {"14 Reed Rd", "14 Red Rd"},
    {"14 Sun Valley Rd", "14 Son Rd"},
    {"14 Bear Creek Rd", "14 Beaver Creek Rd"},
    {"14 Deer Run", "14 Deer Rd"},
    {"14 Wren St", "14 Warren St"},
    {"14 Wolf Rd", "14 Wold Rd"},
    {"14 Crane St", "14 Crown St"},
    {"14 Heron Ln", "14 Huron Ln"},
    {"14 Laurel St", "14 Lorel Ave"},
    {"14 Palm St", "14 Psalm St"},
    {"14 Peach St", "14 Beach St"},
    {"14 Birch St", "14 Burke St"},
    {"14 Canyon Rd", "14 Canton Rd"},
    {"14 Forest Ave", "14 Foster Ave"},
    {"14 Carol St", "14 Carl St"},
    {"14 Allen St", "14 Alden St"},
    {"14 Anderson Ct", "14 Sanderson Ct"},
    {"14 Thompson St", "14 Simpson St"},
    {"14 Brown St", "14 Bran St"},
    {"14 Clark Rd", "14 Clerk Rd"},
    {"14 Summit St", "14 Summer St"},
    {"14 Ann St", "14 Anna St"},
    {"14 Frank St", "14 Franklin St"},
    {"14 Will St", "14 Willis St"},
    {"14 Stone Trl", "14 Stony Trl"},
    {"14 Harbor Dr", "14 Arbor Dr"},
    {"14 Arbor Dr", "14 Ardor Dr"},
    {"14 Eagle Dr", "14 Beagle Dr"},
    {"14 Crest Dr", "14 Chest Dr"},
    {"14 Valley Rd", "14 Alley Rd"},
    {"14 Garden St", "14 Gordon St"},
    {"14 Highland Ave", "14 Hyland St"},
    {"14 Highland Ave", "14 Holland Ave"},
    {"14 Hampton Ct", "14 Hamilton Ct"},
    {"14 Bradford Rd", "14 Bedford Rd"},
    {"14 Stratford Rd", "14 Strafford Rd"},
    {"14 Washington St", "14 Worthington St"},
    {"Sunset Apartments", "Sunset Villas"},
    {"Sunset Apartments unit 4", "Sunset Apartments unit 14"},
    {"Elm Street", "Elm Avenue"},
    {"Elm Street", "12 Elm Street"},
};

TEST(LookAlikes, DifferInTheirName) {
  for (const auto& each : like_names)
    expect_not_same(each);
}

// Lettered streets and others.
const wordings letters[] = {
    {"21 Avenue C", "21 Avenue D"},
    {"21 Avenue C", "21 Avenue Sea Breeze"},
    {"21 K St", "21 J St"},
    {"21 K St NW", "21 K St SW"},
    {"10 Avenue S", "10 S Avenue"},
    {"6 E St", "6 East Elm St"},
    {"55 Calle Ocho", "55 Calle Rosa"},
    {"800 Avenue of the Americas", "800 Avenue of the Arts"},
};

TEST(LookAlikes, DifferInALetter) {
  for (const auto& each : letters)
    expect_not_same(each);
}

// One home or two: only the caller knows.
const wordings doubtful[] = {
    {"22 Northwood Dr", "22 north wood drive"},
    {"9 Eastgate Rd", "9 east gate road"},
    {"9 Westlake Blvd", "nine west lake boulevard"},
    {"640 Robert E Lee Rd", "640 Robert Lee Road"},
    {"918 Poplar St", "918 poplar street right"},
    {"704 US Hwy 14", "704 highway fourteen"},
    {"704 S Hwy 14", "704 highway fourteen"},
    {"12 Ridge Way", "12 Ridgeway Drive"},
    {"52 N Main St", "52 main street"},
    {"205 Aspen Way Apt 2", "205 aspen way"},
    {"205 Aspen Way ground floor", "first floor, 205 Aspen Way"},
    {"26 Greenbrier Ln", "26 Greenbriar Lane"},
};

TEST(LookAlikes, AreAskedForWhereSpeechDoesNotTell) {
  for (const auto& each : doubtful)
    testing::expect_likeness(each, likeness::unsure);
}

} // namespace
} // namespace rental
