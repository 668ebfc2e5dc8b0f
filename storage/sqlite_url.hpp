// How the URL of an SQLite database begins. Inside storage/ only.
#pragma once

#include <string_view>

namespace rental {

constexpr std::string_view sqlite_scheme = "sqlite3://";

} // namespace rental
