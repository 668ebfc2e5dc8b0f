#include "voice/addresses/address_keys.hpp"

#include "voice/addresses/home.hpp"
#include "voice/words/sound.hpp"

#include <algorithm>

namespace rental {
namespace {

/// What has to agree to the letter.
std::string exact_key(const home& x) {
  auto key = x.number;
  for (const auto& [what, value] : x.inside)
    key.append("/").append(what).append("=").append(value);
  return key + "/";
}

/// How a name may sound: word by word, and run together.
void add_name_keys(std::vector<std::string>& keys, const std::string& exact,
                   const std::vector<std::string>& name) {
  auto by_word = exact;
  std::string whole;
  for (const auto& word : name) {
    by_word += sound_of(word);
    whole += word;
  }
  keys.push_back(std::move(by_word));
  keys.push_back(exact + sound_of(whole));
}

} // namespace

std::vector<std::string> address_keys(std::string_view text) {
  std::vector<std::string> keys;
  for (const auto& x : read_homes(text)) {
    const auto exact = exact_key(x);
    add_name_keys(keys, exact, x.street);
    if (x.type.empty())
      continue;
    // "Oak Ridge" is said for "Oak Ridge Drive".
    auto with_type = x.street;
    with_type.push_back(x.type);
    add_name_keys(keys, exact, with_type);
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

} // namespace rental
