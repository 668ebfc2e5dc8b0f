#include "net/url.hpp"

#include <gtest/gtest.h>

using namespace rental;

TEST(Url, TakesAUrlApart) {
  auto url = parse_url("HTTPS://Graph.Microsoft.com/v1.0/me?$top=1");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->host, "graph.microsoft.com");
  EXPECT_EQ(url->port, "443");
  EXPECT_EQ(url->path, "/v1.0/me");
  EXPECT_EQ(url->query, "$top=1");
  EXPECT_FALSE(url->has_user);
}

TEST(Url, RefusesWhatIsNoWebAddress) {
  for (const char* text : {"", "graph", "/v1.0", "ftp://a/b", "file:///etc",
                           "http://", "http://a:99999/", "javascript:x"})
    EXPECT_FALSE(parse_url(text)) << text;
  EXPECT_FALSE(parse_url(std::string_view{"http://a/\0b", 11}));
}

TEST(Url, EncodesPathAndForm) {
  EXPECT_EQ(percent_encode("AAMk/=+a b~"), "AAMk%2F%3D%2Ba%20b~");
  EXPECT_EQ(percent_encode("\xc3\xa9"), "%C3%A9");
  EXPECT_EQ(form_encode({{"a b", "c&d=e+f"}, {"secret", "~8Q.%x"}}),
            "a+b=c%26d%3De%2Bf&secret=~8Q.%25x");
  EXPECT_EQ(form_encode({}), "");
}

TEST(Url, Joins) {
  EXPECT_EQ(join_url("http://a/v1.0/", "/me"), "http://a/v1.0/me");
  EXPECT_EQ(join_url("http://a/v1.0", "me",
                     {{"$select", "id,start"}, {"$filter", "a eq 'b'"}}),
            "http://a/v1.0/me?$select=id,start&$filter=a%20eq%20%27b%27");
}

TEST(Url, KnowsItsOwnBase) {
  const char* base = "https://graph.microsoft.com/v1.0";
  for (const char* own : {
           "https://graph.microsoft.com/v1.0/me/calendarView?$skip=10",
           "https://GRAPH.microsoft.com:443/v1.0/me",
       })
    EXPECT_TRUE(same_origin_and_base(own, base)) << own;
  for (const char* foreign : {
           "http://graph.microsoft.com/v1.0/me",
           "https://graph.microsoft.com.evil.example/v1.0/me",
           "https://graph.microsoft.com:8443/v1.0/me",
           "https://evil.example/v1.0/me",
           "https://graph.microsoft.com@evil.example/v1.0/me",
           "https://user:pw@graph.microsoft.com/v1.0/me",
           "https://graph.microsoft.com/v1.0/../beta/me",
           "https://graph.microsoft.com/v1.0/%2e%2e/beta/me",
           "https://graph.microsoft.com/v1.0/..%2fbeta/me",
           "https://graph.microsoft.com/v1.0evil/me",
           "https://graph.microsoft.com/beta/me",
           "//graph.microsoft.com/v1.0/me",
           "/v1.0/me",
           "",
       })
    EXPECT_FALSE(same_origin_and_base(foreign, base)) << foreign;
}

TEST(Url, KnowsLoopback) {
  for (const char* here :
       {"http://localhost:8080", "http://127.0.0.1", "http://127.9.9.9:1/x",
        "https://[::1]:9/", "http://LOCALHOST", "http://2130706433/"})
    EXPECT_TRUE(is_loopback(here)) << here;
  for (const char* away :
       {"http://127.0.0.1.nip.io", "http://localhost.example",
        "http://10.0.0.1", "https://graph.microsoft.com",
        "http://127.evil.example", "localhost"})
    EXPECT_FALSE(is_loopback(away)) << away;
}
