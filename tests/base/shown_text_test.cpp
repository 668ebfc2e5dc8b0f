#include "base/shown_text.hpp"

#include <gtest/gtest.h>

namespace rental {
namespace {

TEST(ShownText, HiddenCharactersAreFound) {
  for (const char* text : {"a\x1b[31m", "a\n", "\x7f", "a\xc2\x9b", "\xc2\xad",
                           "\xd8\x9c", "a\xe2\x80\x8b", "\xe2\x80\xae",
                           "\xe2\x80\xa8", "\xe2\x81\xa6", "\xef\xbb\xbf"})
    EXPECT_TRUE(has_hidden_characters(text)) << text;
  for (const char* text :
       {"", "12 Elm Street", "Église", "\xc2\xa0", "\xe2\x80\x93", "日本", "€"})
    EXPECT_FALSE(has_hidden_characters(text)) << text;
}

TEST(ShownText, IsOneLineThatEndsSomewhere) {
  EXPECT_EQ(shown_text("may\x1b\nbe"), "may  be");
  EXPECT_EQ(shown_text("abcdef", 5), "ab...");
  EXPECT_EQ(shown_text("abc", 3), "abc");
  EXPECT_EQ(shown_text("ab\xc3\x89xyz", 6), "ab...") << "no half of one";
  EXPECT_EQ(shown_text(std::string(30'000, 'x')).size(), 60u);
}

TEST(ShownText, WhatIsNoUtf8IsSaidToBeSo) {
  EXPECT_EQ(shown_text("a\xff\xc2"), "a\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_FALSE(has_hidden_characters("a\xff"));
}

} // namespace
} // namespace rental
