// The names of an enumeration. Pure.
#pragma once

#include <array>
#include <cstddef>

namespace rental {

/// A name for each value of an enumeration that counts from 0 to `Last`, in
/// that order; another number of names does not compile.
template <auto Last, class... Names>
consteval std::array<const char*, sizeof...(Names)>
names_up_to(Names... names) {
  static_assert(sizeof...(Names) == static_cast<std::size_t>(Last) + 1,
                "each value needs a name");
  return {names...};
}

} // namespace rental
