#include "vapi/chat_chain.hpp"

#include <utility>

namespace rental {

std::string chat_chain::first_of(const std::string& owner,
                                 const std::string& chat,
                                 const std::string& previous) {
  const auto key = owner + '\n' + chat;
  if (const auto* first = known(key))
    return *first;
  const auto* before
      = previous.empty() ? nullptr : known(owner + '\n' + previous);
  auto first = before != nullptr ? *before : previous.empty() ? chat : previous;
  if (young_.size() >= most_)
    old_ = std::exchange(young_, {});
  young_[key] = first;
  // Whoever goes on with `previous` by another way is in the same chain.
  if (before == nullptr && !previous.empty())
    young_[owner + '\n' + previous] = first;
  return first;
}

const std::string* chat_chain::known(const std::string& key) const {
  for (const auto* part : {&young_, &old_})
    if (const auto found = part->find(key); found != part->end())
      return &found->second;
  return nullptr;
}

} // namespace rental
