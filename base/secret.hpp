// Text that must not be seen: tokens, keys, client secrets.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace rental {

/// Holds a secret. It has no operator<<, no formatter and no conversion to
/// text: `reveal` is the only way to it and easy to find in a review. The bytes
/// are overwritten when the secret dies. Not thread-safe, like std::string.
class secret {
public:
  secret() = default;
  explicit secret(std::string text) : text_(std::move(text)) {}
  secret(const secret&) = default;
  secret(secret&& other) noexcept : text_(std::move(other.text_)) {
    other.wipe();
  }
  secret& operator=(const secret& other) {
    if (this != &other) {
      wipe();
      text_ = other.text_;
    }
    return *this;
  }
  secret& operator=(secret&& other) noexcept {
    if (this != &other) {
      wipe();
      text_ = std::move(other.text_);
      other.wipe();
    }
    return *this;
  }
  ~secret() { wipe(); }

  /// The text itself. Never log, print or serialise what this returns.
  const std::string& reveal() const noexcept { return text_; }
  bool empty() const noexcept { return text_.empty(); }

  friend bool operator==(const secret&, const secret&) = default;

private:
  void wipe() noexcept {
    volatile char* bytes = text_.data();
    for (std::size_t i = 0; i < text_.size(); ++i)
      bytes[i] = 0;
    text_.clear();
  }

  std::string text_;
};

} // namespace rental
