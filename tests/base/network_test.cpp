#include "base/network.hpp"

#include <gtest/gtest.h>

namespace rental {
namespace {

bool holds(const char* block, const char* address) {
  const auto found = network::parse(block);
  return found && found->holds(address);
}

TEST(Network, HoldsWhatSharesItsPrefix) {
  EXPECT_TRUE(holds("10.0.0.0/8", "10.255.1.2"));
  EXPECT_FALSE(holds("10.0.0.0/8", "11.0.0.0"));
  EXPECT_TRUE(holds("192.168.4.0/23", "192.168.5.9"));
  EXPECT_FALSE(holds("192.168.4.0/23", "192.168.6.0"));
  EXPECT_TRUE(holds("2001:db8::/33", "2001:db8:7fff::1"));
  EXPECT_FALSE(holds("2001:db8::/33", "2001:db8:8000::1"));
  EXPECT_TRUE(holds("203.0.113.7", "203.0.113.7"));
  EXPECT_FALSE(holds("203.0.113.7", "203.0.113.8"));
  EXPECT_TRUE(holds("0.0.0.0/0", "8.8.8.8"));
  EXPECT_FALSE(holds("0.0.0.0/0", "2001:db8::1"));
}

TEST(Network, AMappedAddressIsTheSame) {
  EXPECT_TRUE(holds("127.0.0.0/8", "::ffff:127.0.0.1"));
  EXPECT_TRUE(holds("::ffff:10.0.0.1", "10.0.0.1"));
}

TEST(Network, RefusesWhatIsNoBlock) {
  for (const auto* text :
       {"", "10.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "::/129",
        "10.0.0.0/", "example.com", "010.0.0.1.2"})
    EXPECT_FALSE(network::parse(text)) << text;
  EXPECT_FALSE(holds("10.0.0.0/8", "not an address"));
}

TEST(Network, ListsAreWrittenWithWordsAndCommas) {
  const auto list = parse_networks("loopback, 203.0.113.0/24,private");
  ASSERT_TRUE(list);
  EXPECT_TRUE(is_in(*list, "::1"));
  EXPECT_TRUE(is_in(*list, "203.0.113.9"));
  EXPECT_TRUE(is_in(*list, "10.4.4.4"));
  EXPECT_FALSE(is_in(*list, "203.0.114.9"));
  EXPECT_TRUE(parse_networks("none")->empty());
  for (const auto* text : {"", "loopback,", "everybody", "10.0.0.0/8;::1"})
    EXPECT_FALSE(parse_networks(text)) << text;
}

TEST(ClientAddress, IsThePeerUnlessThatIsTrusted) {
  const auto trusted = loopback_networks();
  EXPECT_EQ(client_address("203.0.113.7", "198.51.100.1", trusted),
            "203.0.113.7");
  EXPECT_EQ(client_address("127.0.0.1", "198.51.100.1", trusted),
            "198.51.100.1");
  EXPECT_EQ(client_address("127.0.0.1", "198.51.100.1", {}), "127.0.0.1");
  EXPECT_EQ(client_address("127.0.0.1", "", trusted), "127.0.0.1");
}

TEST(ClientAddress, WhatTheClientWroteItselfDoesNotCount) {
  auto trusted = loopback_networks();
  EXPECT_EQ(client_address("127.0.0.1", "1.1.1.1, 198.51.100.1", trusted),
            "198.51.100.1");
  EXPECT_EQ(client_address("::1", "1.1.1.1 , 198.51.100.1,127.0.0.1", trusted),
            "198.51.100.1");
  EXPECT_EQ(client_address("127.0.0.1", "1.1.1.1, nonsense", trusted),
            "127.0.0.1");
  for (const auto& block : private_networks())
    trusted.push_back(block);
  EXPECT_EQ(client_address("10.1.2.3", "198.51.100.1, 192.168.0.9", trusted),
            "198.51.100.1");
}

TEST(ClientAddress, PortsAreLeftOut) {
  const auto trusted = loopback_networks();
  EXPECT_EQ(client_address("127.0.0.1", "198.51.100.1:4711", trusted),
            "198.51.100.1");
  EXPECT_EQ(client_address("127.0.0.1", "[2001:db8::1]:4711", trusted),
            "2001:db8::1");
  EXPECT_EQ(client_address("127.0.0.1", "2001:db8::1", trusted), "2001:db8::1");
}

std::vector<network> of_the_image() {
  return parse_networks("loopback, private").value();
}

TEST(ClientOnRender, IsBeforeTheEdge) {
  const auto trusted = of_the_image();
  for (const auto* edge : {"172.69.34.7", "162.158.90.1", "2606:4700:10::ac43"})
    for (const auto* peer : {"10.201.7.9", "127.0.0.1"}) {
      const auto chain = std::string{"198.51.100.7, "} + edge;
      for (const auto& forwarded : {chain, chain + ", 10.0.0.4"}) {
        EXPECT_EQ(client_on_render(peer, forwarded, "198.51.100.7", trusted),
                  "198.51.100.7")
            << forwarded;
        EXPECT_EQ(client_on_render(peer, forwarded, "", trusted),
                  "198.51.100.7")
            << forwarded;
      }
      EXPECT_EQ(client_on_render(peer, edge, "2001:db8::7", trusted),
                "2001:db8::7");
    }
}

TEST(ClientOnRender, WhatTheClientWroteItselfDoesNotCount) {
  const auto trusted = of_the_image();
  EXPECT_EQ(client_on_render("10.1.1.1", "1.1.1.1, 198.51.100.7, 172.69.34.7",
                             "", trusted),
            "198.51.100.7");
  EXPECT_EQ(client_on_render("10.1.1.1", "10.9.9.9, 198.51.100.7, 172.69.34.7",
                             "198.51.100.7", trusted),
            "198.51.100.7");
  // Straight from somewhere, past the edge: its header is worth nothing.
  EXPECT_EQ(client_on_render("10.1.1.1", "203.0.113.5", "1.1.1.1", trusted),
            "203.0.113.5");
  EXPECT_EQ(
      client_on_render("10.1.1.1", "9.9.9.9, 203.0.113.5", "1.1.1.1", trusted),
      "203.0.113.5");
  // From a peer that is nobody's proxy.
  EXPECT_EQ(client_on_render("203.0.113.5", "1.1.1.1, 172.69.34.7", "1.1.1.1",
                             trusted),
            "203.0.113.5");
  EXPECT_EQ(client_on_render("172.69.34.7", "1.1.1.1", "1.1.1.1", trusted),
            "172.69.34.7");
}

TEST(ClientOnRender, ChecksOfThePlatformAreItsOwn) {
  EXPECT_EQ(client_on_render("10.1.1.1", "", "", of_the_image()), "10.1.1.1");
  EXPECT_EQ(client_on_render("127.0.0.1", "", "nonsense", of_the_image()),
            "127.0.0.1");
}

TEST(Network, CloudflareIsAWord) {
  const auto list = parse_networks("loopback, cloudflare");
  ASSERT_TRUE(list);
  EXPECT_TRUE(is_in(*list, "104.16.1.2"));
  EXPECT_FALSE(is_in(*list, "104.48.0.1"));
  EXPECT_EQ(client_address("127.0.0.1", "198.51.100.7, 104.16.1.2", *list),
            "198.51.100.7");
}

TEST(AddressOwner, IsAnAddressOrHalfOfOne) {
  EXPECT_EQ(address_owner("203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(address_owner("::ffff:203.0.113.7"), "203.0.113.7");
  EXPECT_EQ(address_owner("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
  EXPECT_EQ(address_owner("2001:db8:1:2::1"), "2001:db8:1:2::");
  EXPECT_EQ(address_owner("elsewhere"), "elsewhere");
}

} // namespace
} // namespace rental
