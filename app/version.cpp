#include "app/version.hpp"

namespace rental {

std::string version_text() {
  const std::string revision = PETERENTAL_REVISION;
  return PETERENTAL_VERSION + (revision.empty() ? "" : " (" + revision + ")");
}

} // namespace rental
