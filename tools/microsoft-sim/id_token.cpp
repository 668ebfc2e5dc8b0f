#include "tools/microsoft-sim/id_token.hpp"

#include "tools/microsoft-sim/crypto.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <mutex>

namespace rental::sim {

namespace {

constexpr auto key_id = "simulated-key-1";

using key_ptr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using digest_ptr = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

std::string number_of(const EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(key, name, &number);
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
  BN_bn2bin(number, reinterpret_cast<unsigned char*>(bytes.data()));
  BN_free(number);
  return bytes;
}

std::string signature(EVP_PKEY* key, const std::string& text) {
  digest_ptr context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
  EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key);
  std::size_t size = 0;
  auto data = reinterpret_cast<const unsigned char*>(text.data());
  EVP_DigestSign(context.get(), nullptr, &size, data, text.size());
  std::string result(size, '\0');
  EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(result.data()),
                 &size, data, text.size());
  result.resize(size);
  return result;
}

} // namespace

struct token_signer::impl {
  std::once_flag made;
  key_ptr key{nullptr, EVP_PKEY_free};

  EVP_PKEY* get() {
    std::call_once(made, [this] { key.reset(EVP_RSA_gen(2048)); });
    return key.get();
  }
};

token_signer::token_signer() : impl_{std::make_unique<impl>()} {}
token_signer::~token_signer() = default;

std::string token_signer::sign(const json& claims) {
  json header{{"typ", "JWT"}, {"alg", "RS256"}, {"kid", key_id}};
  auto text = base64url(header.dump()) + '.' + base64url(claims.dump());
  return text + '.' + base64url(signature(impl_->get(), text));
}

json token_signer::keys() {
  auto key = impl_->get();
  return {{"keys",
           {{{"kty", "RSA"},
             {"use", "sig"},
             {"kid", key_id},
             {"n", base64url(number_of(key, OSSL_PKEY_PARAM_RSA_N))},
             {"e", base64url(number_of(key, OSSL_PKEY_PARAM_RSA_E))}}}}};
}

} // namespace rental::sim
