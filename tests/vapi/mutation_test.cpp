// Bodies with random damage: whatever happens, there is an answer.
#include "tests/vapi/bodies.hpp"
#include "vapi/server_message.hpp"
#include "vapi/tool_results.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <random>

namespace rental {
namespace {

using nlohmann::json;

/// Takes a body through everything that the webhook does with it.
void digest(const std::string& body) {
  const auto message = parse_server_message(body);
  if (!message) {
    EXPECT_EQ(message.error().code, errc::bad_request);
    EXPECT_FALSE(message.error().detail.empty());
    return;
  }
  std::vector<tool_answer> answers;
  for (const auto& call : message->calls) {
    answers.push_back({call.id, call.name, call.broken, true});
    EXPECT_EQ(fingerprint(call).size(), 64u);
    for (const auto& [key, value] : call.arguments)
      EXPECT_LE(value.size(), 2000u) << key;
  }
  EXPECT_TRUE(json::accept(render_tool_results(answers)));
}

TEST(Mutations, DamagedBytesNeverCrash) {
  std::mt19937 random{20261122};
  auto below = [&](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>{0, n - 1}(random);
  };
  using namespace std::string_literals;
  const auto alphabet = "{}[]\",:\\u0dnull0e9-.truefals\0\xff\xc3\n "s;
  for (int round = 0; round < 1500; ++round) {
    auto body = bodies::captured;
    for (auto hits = 1 + below(6); hits > 0 && !body.empty(); --hits) {
      const auto at = below(body.size());
      switch (below(4)) {
      case 0:
        body[at] = alphabet[below(alphabet.size())];
        break;
      case 1:
        body.erase(at, 1 + below(20));
        break;
      case 2:
        body.insert(at, 1, alphabet[below(alphabet.size())]);
        break;
      default:
        body.resize(at + 1);
        break;
      }
    }
    digest(body);
  }
}

/// Replaces one value of the tree by another kind of value.
void replace_somewhere(json& tree, std::mt19937& random) {
  static const std::vector<json> values{nullptr,
                                        true,
                                        7,
                                        -1.5,
                                        "",
                                        "text",
                                        json::array(),
                                        json::object(),
                                        json::array({nullptr}),
                                        json::object({{"id", 1}}),
                                        "{\"a\":1}",
                                        "[1]"};
  auto below = [&](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>{0, n - 1}(random);
  };
  json* at = &tree;
  while (at->is_structured() && !at->empty() && below(6) != 0) {
    auto i = at->begin();
    std::advance(i, static_cast<std::ptrdiff_t>(below(at->size())));
    at = &*i;
  }
  *at = values[below(values.size())];
}

TEST(Mutations, WrongTypesNeverCrash) {
  std::mt19937 random{4};
  int understood = 0;
  for (int round = 0; round < 1500; ++round) {
    auto tree = json::parse(bodies::captured);
    for (int hits = 0; hits < 1 + round % 5; ++hits)
      replace_somewhere(tree, random);
    const auto body = tree.dump();
    digest(body);
    understood += parse_server_message(body) ? 1 : 0;
  }
  EXPECT_GT(understood, 150);
}

} // namespace
} // namespace rental
