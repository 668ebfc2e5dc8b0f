// The files of web/, which the build puts into the program. Internal to http/.
#pragma once

#include <optional>
#include <string_view>

namespace rental {

/// The content of web/`name`, or nothing when there is none.
std::optional<std::string_view> embedded_file(std::string_view name) noexcept;

} // namespace rental
