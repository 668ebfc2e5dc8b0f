// Which text chats are one conversation. VAPI gives every message of a chat
// that belongs to no session an id of its own, and the id of the one before.
#pragma once

#include <cstddef>
#include <map>
#include <string>

namespace rental {

/// Remembers the first chat of each chain, for as many as fit. Not thread-safe.
class chat_chain {
public:
  /// Half of what is remembered goes when there are `most`: the older half.
  explicit chat_chain(std::size_t most = 100'000) : most_(most / 2) {}

  /// The first chat of the chain that `chat` goes on; without a memory of
  /// `previous` that is `previous`, and without one `chat` itself. `owner`
  /// keeps the chats of agencies apart.
  std::string first_of(const std::string& owner, const std::string& chat,
                       const std::string& previous);

private:
  const std::string* known(const std::string& key) const;

  std::size_t most_;
  std::map<std::string, std::string> young_;
  std::map<std::string, std::string> old_;
};

} // namespace rental
