#include "crypto/uuid.hpp"

#include "crypto/digest.hpp"
#include "crypto/encode.hpp"
#include "crypto/random.hpp"

#include <algorithm>

namespace rental {
namespace {

uuid_bytes stamp(std::string_view bytes, std::uint8_t version) {
  uuid_bytes id;
  std::copy_n(bytes.begin(), id.size(), id.begin());
  id[6] = static_cast<std::uint8_t>((id[6] & 0x0f) | (version << 4));
  id[8] = static_cast<std::uint8_t>((id[8] & 0x3f) | 0x80);
  return id;
}

} // namespace

std::string uuid_v4() {
  return to_string(stamp(random_bytes(16), 4));
}

std::string uuid_v5(const uuid_bytes& name_space, std::string_view name) {
  std::string input{name_space.begin(), name_space.end()};
  input += name;
  return to_string(stamp(digest(hash_algorithm::sha1, input), 5));
}

std::optional<uuid_bytes> parse_uuid(std::string_view text) {
  constexpr std::size_t hyphens[] = {8, 13, 18, 23};
  if (text.size() != 36)
    return std::nullopt;
  for (auto position : hyphens)
    if (text[position] != '-')
      return std::nullopt;
  std::string digits{text};
  std::erase(digits, '-');
  auto bytes = hex_decode(digits);
  if (!bytes || bytes->size() != 16)
    return std::nullopt;
  uuid_bytes id;
  std::copy(bytes->begin(), bytes->end(), id.begin());
  return id;
}

std::string to_string(const uuid_bytes& id) {
  auto text = hex_encode({reinterpret_cast<const char*>(id.data()), id.size()});
  for (std::size_t position : {8, 13, 18, 23})
    text.insert(position, 1, '-');
  return text;
}

} // namespace rental
