#include "http/access/ended_sessions.hpp"

#include "crypto/encode.hpp"
#include "crypto/hash.hpp"

#include <utility>

namespace rental {
namespace {

std::string hash_of(std::string_view session) {
  return sha256_hex("ended session|" + std::string{session});
}

} // namespace

void ended_sessions::remember(const std::string& hash, instant until) {
  const std::lock_guard guard{lock_};
  until_[hash] = until;
}

void ended_sessions::end(std::string_view session, instant now, instant until,
                         std::function<void()> then) {
  const auto hash = hash_of(session);
  {
    const std::lock_guard guard{lock_};
    std::erase_if(until_, [now](const auto& x) { return x.second <= now; });
    until_[hash] = until;
  }
  if (keep_)
    keep_(hash, until, std::move(then));
  else
    then();
}

bool ended_sessions::has(std::string_view session) const {
  const auto hash = hash_of(session);
  const std::lock_guard guard{lock_};
  return until_.contains(hash);
}

} // namespace rental
