#include "tools/microsoft-sim/crypto.hpp"

#include <openssl/rand.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>

namespace rental::sim {

namespace {

constexpr std::string_view alphabet
    = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string random_bytes(std::size_t count) {
  std::string result(count, '\0');
  RAND_bytes(reinterpret_cast<unsigned char*>(result.data()),
             static_cast<int>(count));
  return result;
}

std::string guid_from(std::string bytes) {
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  auto text = hex(bytes.substr(0, 16));
  for (std::size_t at : {8u, 13u, 18u, 23u})
    text.insert(at, 1, '-');
  return text;
}

void append_little_endian(std::string& into, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i)
    into += static_cast<char>(value >> (8 * i));
}

} // namespace

std::string random_token(std::size_t bytes) {
  return base64url(random_bytes(bytes));
}

std::string random_guid() {
  return guid_from(random_bytes(16));
}

std::string guid_of(std::string_view text) {
  return guid_from(sha256(text));
}

std::string sha256(std::string_view data) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(data.data()), data.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

std::string base64(std::string_view data) {
  std::string result;
  for (std::size_t i = 0; i < data.size(); i += 3) {
    std::uint32_t word = 0;
    for (std::size_t k = 0; k < 3; ++k)
      word = word << 8
             | (i + k < data.size() ? static_cast<unsigned char>(data[i + k])
                                    : 0u);
    for (std::size_t k = 0; k < 4; ++k)
      result
          += i + k <= data.size() ? alphabet[word >> (18 - 6 * k) & 63] : '=';
  }
  return result;
}

std::string base64url(std::string_view data) {
  auto result = base64(data);
  std::replace(result.begin(), result.end(), '+', '-');
  std::replace(result.begin(), result.end(), '/', '_');
  std::erase(result, '=');
  return result;
}

std::optional<std::string> base64_decode(std::string_view text) {
  while (!text.empty() && text.back() == '=')
    text.remove_suffix(1);
  std::string result;
  std::uint32_t word = 0;
  int bits = 0;
  for (char c : text) {
    auto plain = c == '-' ? '+' : c == '_' ? '/' : c;
    auto value = alphabet.find(plain);
    if (value == std::string_view::npos)
      return std::nullopt;
    word = word << 6 | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      result += static_cast<char>(word >> bits);
    }
  }
  return result;
}

std::string hex(std::string_view data) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result;
  for (char c : data) {
    auto byte = static_cast<unsigned char>(c);
    result += {digits[byte >> 4], digits[byte & 15]};
  }
  return result;
}

std::uint32_t crc32(std::string_view data) {
  std::uint32_t crc = ~0u;
  for (char c : data) {
    crc ^= static_cast<unsigned char>(c);
    for (int k = 0; k < 8; ++k)
      crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0u);
  }
  return ~crc;
}

std::string gzip(std::string_view data) {
  std::string result{"\x1f\x8b\x08\0\0\0\0\0\0\x03", 10};
  auto rest = data;
  do {
    auto block = rest.substr(0, 0xffff);
    rest.remove_prefix(block.size());
    result += rest.empty() ? '\1' : '\0';
    auto length = static_cast<std::uint32_t>(block.size());
    append_little_endian(result, length, 2);
    append_little_endian(result, ~length, 2);
    result += block;
  } while (!rest.empty());
  append_little_endian(result, crc32(data), 4);
  append_little_endian(result, static_cast<std::uint32_t>(data.size()), 4);
  return result;
}

} // namespace rental::sim
