#include "tests/voice/homes.hpp"

#include <gtest/gtest.h>

namespace rental {
namespace {

using testing::expect_same;
using testing::wordings;

// Initials, titles, "Junior".
const wordings people[] = {
    {"330 MLK Blvd", "330 Martin Luther King Boulevard"},
    {"330 MLK Blvd", "330 Martin Luther King Jr. Blvd"},
    {"330 MLK Blvd", "330 M L K Boulevard"},
    {"330 MLK Blvd", "330 M.L.K. Blvd"},
    {"330 MLK Jr Blvd", "three thirty Martin Luther King"},
    {"330 MLK Blvd", "330 Dr. Martin Luther King Jr Blvd"},
    {"330 MLK Blvd", "330 Doctor Martin Luther King Junior Boulevard"},
    {"330 MLK Blvd", "three thirty MLK"},
    {"330 MLK Blvd", "330 Martin Luther King, Jr. Boulevard"},
    {"330 N MLK Ave", "330 north martin luther king avenue"},
    {"51 JFK Dr", "51 John F Kennedy Drive"},
    {"51 JFK Dr", "51 J F K Drive"},
    {"51 JFK Dr", "51 John F. Kennedy Dr"},
    {"51 JFK Dr", "51 john kennedy drive"},
    {"640 Robert E. Lee Rd", "six forty Robert E Lee"},
    {"6 Dr Martin Luther King Jr Blvd",
     "six doctor martin luther king junior boulevard"},
    {"6 Martin Luther King Jr Blvd", "6 M L King Blvd"},
    {"6 Martin Luther King Jr Blvd", "6 Martin Luther King Jr"},
    {"6 Martin Luther King Jr Blvd", "six mlk boulevard"},
    {"6 MLK Jr Dr", "6 Martin Luther King Drive"},
    {"6 Rev Dr Martin Luther King Jr Blvd", "6 MLK Blvd"},
    {"6 Cesar Chavez St", "6 César Chávez Street"},
    {"6 Sammy Davis Jr Dr", "6 sammy davis junior drive"},
    {"6 Sammy Davis Jr Dr", "6 Sammy Davis Drive"},
    {"6 Malcolm X Blvd", "six malcolm x boulevard"},
};

TEST(OneHome, IsNamedAfterPeople) {
  for (const auto& each : people)
    expect_same(each);
}

// Apostrophes lost or heard as letters.
const wordings apostrophes[] = {
    {"70 O'Brien Ave", "70 OBrien Avenue"},
    {"70 O'Brien Ave", "70 O Brien Avenue"},
    {"70 O'Brien Ave", "70 O’Brien Ave"},
    {"70 O'Brien Ave", "seventy oh brien avenue"},
    {"70 O'Brien Ave", "70 Obrien"},
    {"5 King's Ct", "5 Kings Court"},
    {"5 St. Mary's Rd", "5 Saint Marys Road"},
    {"5 St. Mary's Rd", "five saint mary's road"},
    {"11 D'Angelo Way", "11 Dangelo Way"},
    {"11 D'Angelo Way", "11 D Angelo Way"},
    {"8 Miller's Pond Rd", "8 millers pond road"},
    {"3 L'Enfant Plaza", "3 Lenfant Plaza"},
    {"26 O'Hara Ct", "26 OHara Court"},
    {"26 O'Hara Ct", "26 O Hara Court"},
    {"26 O'Hara Ct", "twenty six o'hara"},
    {"26 O'Hara Ct", "26 oh hara court"},
    {"26 O'Hara Ct", "26 O'hara Ct."},
    {"26 O'Hara Ct", "26 O-Hara Ct"},
    {"26 O'Malley St", "26 O'Mally Street"},
    {"26 Queen's Way", "26 Queens Way"},
    {"26 Queen's Way", "26 Queensway"},
    {"26 Martha's Ln", "twenty six marthas lane"},
    {"26 Devil's Den Rd", "26 Devils Den Road"},
    {"26 Coeur d'Alene Ave", "26 coeur dalene avenue"},
    {"26 St John's Pl", "26 Saint Johns Place"},
    {"26 St. John's Pl", "26 st johns"},
};

TEST(OneHome, HasAnApostrophe) {
  for (const auto& each : apostrophes)
    expect_same(each);
}

// Saints, numbers, letters, names in other languages.
const wordings names[] = {
    {"17 St Charles Ave", "17 Saint Charles Avenue"},
    {"17 St Charles Ave", "17 St. Charles"},
    {"17 St Charles Ave", "seventeen Street Charles Avenue"},
    {"17 Mt Vernon Rd", "17 Mount Vernon Road"},
    {"17 Ft Sumter Dr", "17 Fort Sumter Drive"},
    {"17 St Clair St", "seventeen saint clair"},
    {"17 Dr Carver Rd", "17 Doctor Carver Road"},
    {"17 Sgt York Dr", "17 Sergeant York Drive"},
    {"17 Gen Lee Ave", "17 General Lee Avenue"},
    {"17 Three Rivers Rd", "17 3 Rivers Road"},
    {"17 Three Rivers Rd", "seventeen three rivers road"},
    {"8 Twelve Oaks Dr", "8 12 Oaks Drive"},
    {"8 Twelve Oaks Dr", "eight twelve oaks drive"},
    {"7 Nine Mile Rd", "7 9 Mile Road"},
    {"21 Avenue C", "twenty one avenue c"},
    {"21 Avenue C", "21 Ave C"},
    {"21 K St", "twenty one k street"},
    {"21 K St NW", "21 K Street Northwest"},
    {"6 E St", "six e street"},
    {"800 Avenue of the Americas", "800 Ave of the Americas"},
    {"55 The Alameda", "55 Alameda"},
    {"55 Paseo del Norte", "fifty five paseo del norte"},
    {"55 Calle Ocho", "55 calle ocho"},
    {"55 Camino Real", "55 Camino Reál"},
    {"55 Via Rosa", "fifty five via rosa"},
};

TEST(OneHome, HasANameThatReadsLikeSomethingElse) {
  for (const auto& each : names)
    expect_same(each);
}

} // namespace
} // namespace rental
