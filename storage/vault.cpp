#include "storage/vault.hpp"

#include "base/redact.hpp"
#include "crypto/encode.hpp"
#include "crypto/hash.hpp"

#include <cstdint>
#include <optional>

namespace rental {
namespace {

/// Each field after its length (4 bytes, most significant first).
template <class Fields>
std::string pack(const Fields& fields) {
  std::string packed;
  for (std::string_view field : fields) {
    for (int shift = 24; shift >= 0; shift -= 8)
      packed += static_cast<char>((field.size() >> shift) & 0xff);
    packed += field;
  }
  return packed;
}

std::optional<std::vector<secret>> unpack(std::string_view packed) {
  std::vector<secret> fields;
  while (!packed.empty()) {
    if (packed.size() < 4)
      return std::nullopt;
    std::uint32_t size = 0;
    for (int i = 0; i < 4; ++i)
      size = (size << 8) | static_cast<unsigned char>(packed[i]);
    packed.remove_prefix(4);
    if (packed.size() < size)
      return std::nullopt;
    fields.emplace_back(std::string{packed.substr(0, size)});
    packed.remove_prefix(size);
  }
  return fields;
}

std::string associated_data(const seal_owner& owner) {
  return pack(std::initializer_list<std::string_view>{owner.purpose, owner.a,
                                                      owner.b, owner.c});
}

failure with_purpose(failure why, const seal_owner& owner) {
  why.detail = std::string{owner.purpose} + ": " + why.detail;
  return why;
}

expected<secret> unseal(const keyring& keys, const std::string& sealed,
                        const seal_owner& owner) {
  auto bytes = base64_decode(sealed);
  if (!bytes)
    return with_purpose({errc::sealed, "not a sealed value"}, owner);
  auto opened = keys.open(*bytes, associated_data(owner));
  if (!opened)
    return with_purpose(opened.error(), owner);
  return opened;
}

} // namespace

sealed_text vault::seal(const seal_owner& owner,
                        std::initializer_list<std::string_view> fields) const {
  secret plain{pack(fields)};
  return {base64_encode(keys_->seal(plain.reveal(), associated_data(owner))),
          keys_->current_key_id()};
}

sealed_text vault::seal(const seal_owner& owner,
                        const std::vector<std::string_view>& fields) const {
  secret plain{pack(fields)};
  return {base64_encode(keys_->seal(plain.reveal(), associated_data(owner))),
          keys_->current_key_id()};
}

expected<std::vector<secret>> vault::open(const std::string& text,
                                          const seal_owner& owner,
                                          std::size_t count) const {
  auto plain = unseal(*keys_, text, owner);
  if (!plain)
    return plain.error();
  auto fields = unpack(plain->reveal());
  if (!fields || fields->size() != count)
    return with_purpose({errc::sealed, "has other fields"}, owner);
  return std::move(*fields);
}

bool vault::opens(const std::string& text, const seal_owner& owner) const {
  return static_cast<bool>(unseal(*keys_, text, owner));
}

expected<sealed_text> vault::reseal(const std::string& text,
                                    const seal_owner& owner) const {
  auto plain = unseal(*keys_, text, owner);
  if (!plain)
    return plain.error();
  return sealed_text{
      base64_encode(keys_->seal(plain->reveal(), associated_data(owner))),
      keys_->current_key_id()};
}

std::string vault::phone_hash(long long manager,
                              const std::string& phone) const {
  if (phone.empty())
    return {};
  return base64url_encode(
      hmac(hash_algorithm::sha256, lookup_key_.reveal(),
           "phone " + std::to_string(manager) + " " + phone));
}

std::string
vault::keyed_hash(std::initializer_list<std::string_view> parts) const {
  return base64url_encode(
      hmac(hash_algorithm::sha256, lookup_key_.reveal(), pack(parts)));
}

std::string vault::stored_id(const std::string& agency,
                             const std::string& user_id) const {
  if (!is_hashed_id(user_id) && redact_id(user_id) == user_id)
    return user_id;
  const auto whose = pack(
      std::initializer_list<std::string_view>{"manager", agency, user_id});
  return "#"
         + base64url_encode(
             hmac(hash_algorithm::sha256, lookup_key_.reveal(), whose));
}

std::string vault::call_hash(const std::string& agency,
                             const std::string& call_id) const {
  return call_id.empty() ? std::string{}
                         : keyed_hash({"conversation", agency, call_id});
}

std::string vault::use_hash(long long manager, const std::string& who) const {
  return keyed_hash({"use", std::to_string(manager), who});
}

} // namespace rental
