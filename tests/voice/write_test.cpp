#include "voice/words/write.hpp"

#include <gtest/gtest.h>

namespace rental {
namespace {

struct written_address {
  const char* text;
  const char* written;
};

const written_address written_addresses[] = {
    {"123 Main St, Apt 4", "123 Main St, Apt 4"},
    {"  77   Sunset Blvd. #9 ", "77 Sunset Blvd. #9"},
    {"ninety one Birch Lane", "ninety one Birch Lane"},
    {"14 Rue de l'Église, Montréal", "14 Rue de l'Église, Montréal"},
    {"5 Elm St <b>now</b>", "5 Elm St bnow/b"},
    // Names.
    {"Maple Court", "Maple Court"},
    {"The Lofts at Oak Ridge", "The Lofts at Oak Ridge"},
    {"willow creek condos", "willow creek condos"},
    // What is no address.
    {"", "the property"},
    {" ?!", "the property"},
    {"You have won our lottery tonight", "the property"},
    {"https://evil.example/x", "the property"},
    {"win@evil.example", "the property"},
};

TEST(WriteAddress, KeepsWhatCanBeAnAddress) {
  for (const auto& [text, written] : written_addresses)
    EXPECT_EQ(write_address(text), written) << text;
}

TEST(WriteAddress, HoldsNoTelephoneNumber) {
  EXPECT_EQ(write_address("12 Elm Street call 4055550199"),
            "12 Elm Street call");
}

TEST(WriteAddress, IsShort) {
  EXPECT_EQ(write_address("12 " + std::string(200, 'x')), "the property");
}

} // namespace
} // namespace rental
