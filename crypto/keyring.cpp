#include "crypto/keyring.hpp"

#include "crypto/encode.hpp"
#include "crypto/random.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

namespace rental {
namespace {

constexpr char sealed_version = 1;
constexpr std::size_t key_size = 32;
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;
constexpr std::size_t max_id_size = 32;

struct entry {
  std::string id;
  std::array<unsigned char, key_size> key{};

  entry() = default;
  entry(const entry&) = delete;
  entry& operator=(const entry&) = delete;
  ~entry() { OPENSSL_cleanse(key.data(), key.size()); }
};

struct free_cipher {
  void operator()(EVP_CIPHER* it) const { EVP_CIPHER_free(it); }
  void operator()(EVP_CIPHER_CTX* it) const { EVP_CIPHER_CTX_free(it); }
};
using cipher_ptr = std::unique_ptr<EVP_CIPHER, free_cipher>;
using context_ptr = std::unique_ptr<EVP_CIPHER_CTX, free_cipher>;

void must(bool worked) {
  if (!worked)
    throw std::runtime_error{"cannot seal"};
}

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

bool is_id(std::string_view id) {
  auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
           || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !id.empty() && id.size() <= max_id_size
         && std::all_of(id.begin(), id.end(), fits);
}

std::string header_for(std::string_view id) {
  std::string header{sealed_version};
  header += static_cast<char>(id.size());
  header += id;
  return header;
}

/// The parts of a sealed value; views into it.
struct parts {
  std::string_view header, id, nonce, ciphertext, tag;
};

std::optional<parts> split(std::string_view sealed) {
  if (sealed.size() < 2 || sealed[0] != sealed_version)
    return std::nullopt;
  std::size_t id_size = static_cast<unsigned char>(sealed[1]);
  auto header_size = 2 + id_size;
  if (sealed.size() < header_size + nonce_size + tag_size)
    return std::nullopt;
  auto rest = sealed.substr(header_size + nonce_size);
  auto length = rest.size() - tag_size;
  return parts{sealed.substr(0, header_size), sealed.substr(2, id_size),
               sealed.substr(header_size, nonce_size), rest.substr(0, length),
               rest.substr(length)};
}

std::string entry_name(std::size_t index) {
  return "MASTER_KEY entry " + std::to_string(index + 1);
}

} // namespace

struct keyring::impl {
  std::vector<std::unique_ptr<entry>> keys;
  cipher_ptr cipher{EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr)};

  const entry* find(std::string_view id) const {
    for (const auto& key : keys)
      if (key->id == id)
        return key.get();
    return nullptr;
  }

  expected<done> add(std::string_view text, std::size_t index, bool only) {
    auto colon = text.find(':');
    auto fresh = std::make_unique<entry>();
    if (colon == std::string_view::npos) {
      if (!only)
        return failure{errc::bad_request,
                       entry_name(index) + " has no id; write id:BASE64"};
      fresh->id = "k1";
    } else {
      fresh->id = text.substr(0, colon);
      text.remove_prefix(colon + 1);
    }
    if (!is_id(fresh->id))
      return failure{errc::bad_request, entry_name(index)
                                            + " has an id that is not 1 to 32"
                                              " letters, digits, '-' or '_'"};
    if (find(fresh->id))
      return failure{errc::bad_request, entry_name(index) + " repeats an id"};
    auto key = base64_decode(text);
    if (!key || key->size() != key_size) {
      if (key)
        OPENSSL_cleanse(key->data(), key->size());
      return failure{errc::bad_request, entry_name(index)
                                            + " is not the base64 of 32 bytes"
                                              " (openssl rand -base64 32)"};
    }
    std::copy(key->begin(), key->end(), fresh->key.begin());
    OPENSSL_cleanse(key->data(), key->size());
    keys.push_back(std::move(fresh));
    return done{};
  }
};

keyring::keyring(std::unique_ptr<impl> keys) : impl_(std::move(keys)) {}
keyring::~keyring() = default;

expected<std::shared_ptr<const keyring>>
keyring::parse(const secret& master_key) {
  auto keys = std::make_unique<impl>();
  std::string_view rest = master_key.reveal();
  bool only = rest.find(',') == std::string_view::npos;
  for (std::size_t index = 0;; ++index) {
    auto comma = rest.find(',');
    auto added = keys->add(rest.substr(0, comma), index, only);
    if (!added)
      return added.error();
    if (comma == std::string_view::npos)
      break;
    rest.remove_prefix(comma + 1);
  }
  if (!keys->cipher)
    return failure{errc::internal, "OpenSSL has no AES-256-GCM"};
  return std::shared_ptr<const keyring>{new keyring{std::move(keys)}};
}

bool keyring::has(std::string_view id) const noexcept {
  return impl_->find(id) != nullptr;
}

std::string keyring::seal(std::string_view plaintext,
                          std::string_view associated_data) const {
  const auto& key = *impl_->keys.front();
  context_ptr context{EVP_CIPHER_CTX_new()};
  must(context != nullptr);
  auto sealed = header_for(key.id);
  auto header_size = sealed.size();
  auto nonce = random_bytes(nonce_size);
  sealed += nonce;
  auto start = sealed.size();
  sealed.resize(start + plaintext.size() + tag_size);
  auto* ctx = context.get();
  int written = 0;
  must(EVP_EncryptInit_ex2(ctx, impl_->cipher.get(), key.key.data(),
                           bytes(nonce), nullptr));
  must(EVP_EncryptUpdate(ctx, nullptr, &written, bytes(sealed),
                         static_cast<int>(header_size)));
  must(EVP_EncryptUpdate(ctx, nullptr, &written, bytes(associated_data),
                         static_cast<int>(associated_data.size())));
  must(EVP_EncryptUpdate(ctx, bytes(sealed) + start, &written, bytes(plaintext),
                         static_cast<int>(plaintext.size())));
  auto* end = bytes(sealed) + start + plaintext.size();
  must(EVP_EncryptFinal_ex(ctx, end, &written));
  must(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, tag_size, end));
  return sealed;
}

expected<secret> keyring::open(std::string_view sealed,
                               std::string_view associated_data) const {
  auto is = split(sealed);
  if (!is)
    return failure{errc::sealed, "not a sealed value"};
  const auto* key = impl_->find(is->id);
  if (!key)
    return failure{errc::sealed,
                   is_id(is->id)
                       ? "no key " + std::string{is->id} + " in MASTER_KEY"
                       : std::string{"not a sealed value"}};
  context_ptr context{EVP_CIPHER_CTX_new()};
  must(context != nullptr);
  auto* ctx = context.get();
  int written = 0;
  std::string text(is->ciphertext.size(), '\0');
  std::string tag{is->tag};
  must(EVP_DecryptInit_ex2(ctx, impl_->cipher.get(), key->key.data(),
                           bytes(is->nonce), nullptr));
  must(EVP_DecryptUpdate(ctx, nullptr, &written, bytes(is->header),
                         static_cast<int>(is->header.size())));
  must(EVP_DecryptUpdate(ctx, nullptr, &written, bytes(associated_data),
                         static_cast<int>(associated_data.size())));
  must(EVP_DecryptUpdate(ctx, bytes(text), &written, bytes(is->ciphertext),
                         static_cast<int>(is->ciphertext.size())));
  must(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, tag_size, tag.data()));
  // GCM decrypts before it verifies: what it made must not get out.
  if (EVP_DecryptFinal_ex(ctx, bytes(text) + text.size(), &written) != 1) {
    OPENSSL_cleanse(text.data(), text.size());
    return failure{errc::sealed, "sealed by another key, for another owner,"
                                 " or changed"};
  }
  return secret{std::move(text)};
}

const std::string& keyring::current_key_id() const noexcept {
  return impl_->keys.front()->id;
}

std::string keyring::key_id_of(std::string_view sealed) {
  auto is = split(sealed);
  return is && is_id(is->id) ? std::string{is->id} : std::string{};
}

} // namespace rental
