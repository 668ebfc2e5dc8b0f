#include "app/csv.hpp"

#include <gmock/gmock.h>

namespace rental {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using row = std::vector<std::string>;

std::vector<row> rows_of(std::string_view text) {
  const auto parsed = parse_csv(text);
  EXPECT_TRUE(parsed) << to_string(parsed.error());
  std::vector<row> all;
  if (parsed)
    for (const auto& record : *parsed)
      all.push_back(record.fields);
  return all;
}

std::string error_in(std::string_view text) {
  const auto parsed = parse_csv(text);
  return parsed ? "" : parsed.error().detail;
}

TEST(Csv, FieldsAreSplitAtCommas) {
  EXPECT_THAT(rows_of("a,b\n1,\n,2\n"),
              ElementsAre(row{"a", "b"}, row{"1", ""}, row{"", "2"}));
  EXPECT_THAT(rows_of("a,b"), ElementsAre(row{"a", "b"}));
  EXPECT_THAT(rows_of(""), ElementsAre());
}

TEST(Csv, AnyLineEndAndAByteOrderMarkAreTaken) {
  EXPECT_THAT(rows_of("\xEF\xBB\xBF"
                      "a\r\nb\rc\n\r\n\nd\r\n"),
              ElementsAre(row{"a"}, row{"b"}, row{"c"}, row{"d"}));
}

TEST(Csv, QuotesHoldCommasQuotesAndLineEnds) {
  EXPECT_THAT(rows_of("\"12 Elm, Norman\",\"say \"\"hi\"\"\",\"\"\r\n"
                      "\"two\r\nlines\",x\n"),
              ElementsAre(row{"12 Elm, Norman", "say \"hi\"", ""},
                          row{"two\r\nlines", "x"}));
}

TEST(Csv, ARecordKnowsTheLineWhereItBegins) {
  const auto parsed = parse_csv("a\n\"1\n2\r\n3\"\n\nb\n");
  ASSERT_TRUE(parsed);
  ASSERT_EQ(parsed->size(), 3u);
  EXPECT_EQ((*parsed)[1].line, 2u);
  EXPECT_EQ((*parsed)[2].line, 6u);
}

TEST(Csv, WhatIsNoCsvIsRefusedWithItsLine) {
  EXPECT_THAT(error_in("a\nb\n\"c\nd"), HasSubstr("line 3: a quote that begins "
                                                  "here is not closed"));
  EXPECT_THAT(error_in("a\n12 \"B\" Street\n"), HasSubstr("line 2: a quote"));
  EXPECT_THAT(error_in("\"a\"b\n"), HasSubstr("line 1: something follows"));
}

TEST(Csv, WhatIsWrittenIsReadBack) {
  const row fields{"plain", "a,b", "say \"hi\"", "two\nlines", "", " x "};
  EXPECT_THAT(rows_of(csv_line(fields)), ElementsAre(fields));
  EXPECT_EQ(csv_line(row{"a", "b,c"}), "a,\"b,c\"\r\n");
}

TEST(Csv, NoSpreadsheetTakesAGuardedFieldForAFormula) {
  for (const std::string field :
       {"=1+2", "+14055550142", "-3", "@home", "\tx", "\rx", "'=1", "''+2", "'",
        "'quoted'", "plain", "", "12 = 3", "''''", "'-'-", "-"}) {
    const auto guarded = guarded_field(field);
    EXPECT_NE(guarded.find_first_of("=+-@\t\r"), 0u) << guarded;
    EXPECT_EQ(unguarded_field(guarded), field);
  }
  EXPECT_EQ(guarded_field("=1+2"), "'=1+2");
  EXPECT_EQ(guarded_field("plain"), "plain");
  EXPECT_EQ(guarded_field("'quoted'"), "'quoted'");
}

} // namespace
} // namespace rental
