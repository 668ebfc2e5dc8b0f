#include "base/plain_text.hpp"
#include "domain/phone_reading.hpp"

#include <gtest/gtest.h>

namespace rental {
namespace {

using namespace std::string_literals;

TEST(PlainText, WhatLooksTheSameIsTheSame) {
  const std::pair<std::string, std::string> table[]
      = {{"plain ASCII, as it is\t\n", "plain ASCII, as it is\t\n"},
         {"a\u200bb\u00adc\u2060d\ufeffe\u202ef\u2069", "abcdef"},
         {"1\u20102\u20113\u20124\u20135\u20146\u22127\ufe638\uff0d9",
          "1-2-3-4-5-6-7-8-9"},
         {"a\u00a0b\u2003c\u3000d\u202fe\u2028f", "a b c d e f"},
         {"\u2018a\u2019 \u201cb\u201d \u00abc\u00bb", "'a' \"b\" \"c\""},
         {"\uff2a\uff4f\uff20\uff58\uff0e\uff43\uff4f", "Jo@x.co"},
         {"\u0664\u0660\u0665 \u096f \uff11", "405 9 1"},
         {"e\u0301", "\u00e9"},
         {"caf\u00e9 \u6771\u4eac \U0001f600\ufe0f",
          "caf\u00e9 \u6771\u4eac \U0001f600"},
         {"so\u2026", "so..."},
         {"x\xff", "x\xef\xbf\xbd"},
         {"nul\0 \u2013"s, "nul\0 -"s}};
  for (const auto& [text, plain] : table) {
    EXPECT_EQ(plain_text(text), plain) << text;
    EXPECT_EQ(plain_text(plain), plain) << text;
  }
}

TEST(PlainText, QuotesAndBracketsAroundAValueGo) {
  const std::pair<const char*, const char*> table[]
      = {{" \"Jane\" ", "Jane"},
         {"'9 Elm St',", "9 Elm St"},
         {"[(x)]", "x"},
         {"`code`", "code"},
         {"<jo@x.test>", "jo@x.test"},
         {"Friday?", "Friday"},
         {"(405) 555 (0142)", "(405) 555 (0142)"},
         {"\"a\" and \"b\"", "\"a\" and \"b\""},
         {"O'Neil", "O'Neil"},
         {"Jane S.", "Jane S."},
         {"\"\"", ""},
         {"\"", "\""},
         {"", ""}};
  for (const auto& [text, bare] : table)
    EXPECT_EQ(bare_value(text), bare) << text;
}

TEST(PhoneReading, PlaceholdersAreKnownHoweverTheyAreWritten) {
  for (const auto* text : {"+266696687", "8656696", "+86 282 452 253",
                           "1 737 874 2833", "Anonymous", "out-of-area", "0000",
                           "+4444444444", "3456789", "WITHHELD"})
    EXPECT_TRUE(is_placeholder_number(text)) << text;
  for (const auto* text : {"", "+14055550142", "+4915112345678", "000", "Ann",
                           "12", "+8628245225", "anonymous 1"})
    EXPECT_FALSE(is_placeholder_number(text)) << text;
}

TEST(PhoneReading, FiguresAreHeardInWords) {
  EXPECT_EQ(spoken_digits("Four two, seven - oh ONE nine"), "427019");
  EXPECT_EQ(spoken_digits("plus 1 double four triple zero"), "+144000");
  EXPECT_EQ(spoken_digits("it is four two"), "");
  EXPECT_EQ(spoken_digits("the code is four two 7", true), "427");
}

} // namespace
} // namespace rental
