// Documents to read, and what can happen to them on the way.
#pragma once

#include <nlohmann/json.hpp>

#include <array>
#include <random>
#include <string>

namespace rental {

inline nlohmann::json random_json(std::mt19937& random, int depth = 0) {
  using nlohmann::json;
  const auto below = [&](unsigned n) { return random() % n; };
  const auto text = [&] {
    std::string made;
    for (auto n = below(6); n > 0; --n)
      made += std::array{
          "a", "\"", "\\", "\n", "é", "😀", "{", "]", "/"}[below(9)];
    return made;
  };
  switch (below(depth > 4 ? 5 : 7)) {
  case 0:
    return nullptr;
  case 1:
    return below(2) == 0;
  case 2:
    return static_cast<int>(random());
  case 3:
    return static_cast<double>(random()) / 1024;
  case 4:
    return text();
  case 5: {
    auto made = json::array();
    for (auto n = below(5); n > 0; --n)
      made.push_back(random_json(random, depth + 1));
    return made;
  }
  default: {
    auto made = json::object();
    for (auto n = below(5); n > 0; --n)
      made[text()] = random_json(random, depth + 1);
    return made;
  }
  }
}

/// Replaces, takes out, puts in or swaps a few bytes. `text` is not empty.
inline void damage(std::string& text, std::mt19937& random) {
  using namespace std::string_literals;
  static const auto alphabet
      = "{}[]\",:\\u0dnull0e9-.truefals\0\xff\xc3\n '\x0c\x1a\t\xef\xbb\xbf"s;
  const auto at = random() % text.size();
  const auto letter = alphabet[random() % alphabet.size()];
  switch (random() % 5) {
  case 0:
    text[at] = letter;
    break;
  case 1:
    text.insert(at, 1, letter);
    break;
  case 2:
    if (text.size() > 30)
      text.erase(at, 1 + random() % 12);
    break;
  case 3:
    std::swap(text[at], text[random() % text.size()]);
    break;
  default:
    text.insert(at, text.substr(random() % text.size(), random() % 8));
    break;
  }
}

} // namespace rental
