#include "crypto/hash.hpp"

#include "crypto/digest.hpp"
#include "crypto/encode.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

namespace rental {
namespace {

const char* name_of(hash_algorithm algorithm) {
  switch (algorithm) {
  case hash_algorithm::sha1:
    return "SHA1";
  case hash_algorithm::sha256:
    return "SHA256";
  case hash_algorithm::sha512:
    return "SHA512";
  }
  throw std::runtime_error{"no such hash"};
}

} // namespace

std::string digest(hash_algorithm algorithm, std::string_view data) {
  std::string out(EVP_MAX_MD_SIZE, '\0');
  std::size_t size = 0;
  if (EVP_Q_digest(nullptr, name_of(algorithm), nullptr, data.data(),
                   data.size(), reinterpret_cast<unsigned char*>(out.data()),
                   &size)
      != 1)
    throw std::runtime_error{"cannot hash"};
  out.resize(size);
  return out;
}

std::string sha256(std::string_view data) {
  return digest(hash_algorithm::sha256, data);
}

std::string sha256_hex(std::string_view data) {
  return hex_encode(sha256(data));
}

std::string hmac(hash_algorithm algorithm, std::string_view key,
                 std::string_view data) {
  std::string out(EVP_MAX_MD_SIZE, '\0');
  std::size_t size = 0;
  // OpenSSL takes a null key for "the key of last time".
  auto* key_bytes = key.empty() ? "" : key.data();
  if (!EVP_Q_mac(nullptr, "HMAC", nullptr, name_of(algorithm), nullptr,
                 key_bytes, key.size(),
                 reinterpret_cast<const unsigned char*>(data.data()),
                 data.size(), reinterpret_cast<unsigned char*>(out.data()),
                 out.size(), &size))
    throw std::runtime_error{"cannot sign"};
  out.resize(size);
  return out;
}

bool constant_time_equal(std::string_view a, std::string_view b) {
  return a.size() == b.size()
         && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string pkce_challenge(std::string_view verifier) {
  return base64url_encode(sha256(verifier));
}

} // namespace rental
