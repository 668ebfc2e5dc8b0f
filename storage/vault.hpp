// Inside storage/ only: how values are sealed into columns and found again.
#pragma once

#include "base/expected.hpp"
#include "base/secret.hpp"
#include "crypto/keyring.hpp"

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// Name of the row of `local_keys` whose key makes the look-up hashes.
inline constexpr const char* lookup_key_name = "lookup";

/// Whose value it is and what for; becomes the associated data. A value copied
/// to another row, or to another column, does not open there.
struct seal_owner {
  std::string_view purpose;
  std::string_view a;
  std::string_view b = {};
  std::string_view c = {};
};

/// What goes into a sealed column and its neighbour.
struct sealed_text {
  std::string text;
  std::string key_id;
};

/// Whether a column holds a hash instead of the id.
constexpr bool is_hashed_id(std::string_view stored) {
  return stored.starts_with('#');
}

/// Seals several fields into one column. Thread-safe while `lookup_key` is left
/// alone.
class vault {
public:
  explicit vault(std::shared_ptr<const keyring> keys)
      : keys_(std::move(keys)) {}

  sealed_text seal(const seal_owner& owner,
                   std::initializer_list<std::string_view> fields) const;
  sealed_text seal(const seal_owner& owner,
                   const std::vector<std::string_view>& fields) const;
  /// Exactly `count` fields, or errc::sealed.
  expected<std::vector<secret>> open(const std::string& text,
                                     const seal_owner& owner,
                                     std::size_t count) const;
  /// Whether the value opens.
  bool opens(const std::string& text, const seal_owner& owner) const;
  /// The same value under the current key.
  expected<sealed_text> reseal(const std::string& text,
                               const seal_owner& owner) const;
  const std::string& current_key_id() const { return keys_->current_key_id(); }

  /// HMAC-SHA256 of manager and phone under the database's own key, by which a
  /// sealed phone is found; empty for no phone. Two managers' hashes of one
  /// phone differ.
  std::string phone_hash(long long manager, const std::string& phone) const;
  /// What stands for a manager's id in the database. A phone number or an
  /// e-mail address is personal data: '#' and the HMAC-SHA256 of agency and id
  /// under the database's own key. Other ids stand for themselves.
  std::string stored_id(const std::string& agency,
                        const std::string& user_id) const;
  /// HMAC-SHA256 of `parts`, each with its length, under the database's own
  /// key.
  std::string keyed_hash(std::initializer_list<std::string_view> parts) const;
  /// Of a conversation, for the answers in it; empty for none.
  std::string call_hash(const std::string& agency,
                        const std::string& call_id) const;
  /// Of whoever used something up with a manager.
  std::string use_hash(long long manager, const std::string& who) const;
  void lookup_key(secret key) { lookup_key_ = std::move(key); }

private:
  std::shared_ptr<const keyring> keys_;
  secret lookup_key_;
};

} // namespace rental
