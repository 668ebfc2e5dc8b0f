// A value or a failure. C++20 has no std::expected, and CAF's would drag CAF
// into every folder.
#pragma once

#include "base/errc.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <variant>

namespace rental {

/// Why an operation failed: a stable code and a detail for humans, which never
/// holds secrets or personal data.
struct failure {
  errc code = errc::internal;
  std::string detail = {};
  /// How long the other side asked to wait; zero when it did not say.
  std::chrono::milliseconds retry_after{0};

  friend bool operator==(const failure&, const failure&) = default;
};

/// "code: detail", for logs.
inline std::string to_string(const failure& why) {
  return why.detail.empty()
             ? to_string(why.code)
             : std::string{to_string(why.code)} + ": " + why.detail;
}

/// The value of an expected<done>: it worked, there is nothing to say.
struct done {
  friend bool operator==(const done&, const done&) = default;
};

/// Either a value or a failure. Never empty.
template <class T>
class [[nodiscard]] expected {
public:
  using value_type = T;

  expected(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  expected(failure why) : state_(std::in_place_index<1>, std::move(why)) {}
  expected(errc code) : expected(failure{code, {}, {}}) {}

  explicit operator bool() const noexcept { return state_.index() == 0; }
  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }
  const failure& error() const { return std::get<1>(state_); }

private:
  std::variant<T, failure> state_;
};

} // namespace rental
