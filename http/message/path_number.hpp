// Numbers in paths.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace rental {

/// The number between `prefix` and `end`: of "/admin/managers/12/disconnect"
/// 12. Nothing when the path is another, or it is no positive number.
inline std::optional<std::int64_t> number_in(std::string_view path,
                                             std::string_view prefix,
                                             std::string_view end) {
  if (!path.starts_with(prefix) || !path.ends_with(end)
      || path.size() < prefix.size() + end.size())
    return std::nullopt;
  path.remove_prefix(prefix.size());
  path.remove_suffix(end.size());
  std::int64_t number = 0;
  const auto read
      = std::from_chars(path.data(), path.data() + path.size(), number);
  if (read.ec != std::errc{} || read.ptr != path.data() + path.size()
      || number < 1)
    return std::nullopt;
  return number;
}

} // namespace rental
