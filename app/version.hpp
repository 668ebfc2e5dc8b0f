// Which program this is.
#pragma once

#include <string>

namespace rental {

/// "0.2.0 (3665a6f)": the project's version and the revision it was configured
/// from, if that was known.
std::string version_text();

} // namespace rental
