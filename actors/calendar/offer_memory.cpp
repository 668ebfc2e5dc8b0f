#include "actors/calendar/offer_memory.hpp"

#include "voice/addresses/address.hpp"

#include <algorithm>

namespace rental {

void offer_memory::remember(const std::string& conversation,
                            const std::string& address,
                            const std::vector<time_slot>& offered,
                            instant now) {
  if (conversation.empty() || offered.empty())
    return;
  if (!all_.contains(conversation) && all_.size() >= most_conversations)
    make_room(now);
  auto& known = all_[conversation];
  known.at = now;
  auto& homes = known.homes;
  std::erase_if(homes,
                [&](const home& each) { return now - each.at > kept_for; });
  // The same words are the same home, without reading them.
  auto at = std::find_if(homes.begin(), homes.end(), [&](const home& each) {
    return each.address == address || same_property(each.address, address);
  });
  if (at == homes.end()) {
    if (homes.size() >= most_homes)
      homes.erase(homes.begin());
    at = homes.insert(homes.end(), {address, {}, now});
  }
  std::rotate(at, at + 1, homes.end());
  homes.back().at = now;
  auto& times = homes.back().offered;
  times.last = offered;
  release(conversation, now);
  for (const auto& slot : offered)
    held_[slot] = {conversation, now + held_for};
  for (const auto& slot : offered)
    if (std::find(times.all.begin(), times.all.end(), slot) == times.all.end())
      times.all.push_back(slot);
  if (times.all.size() > most_times)
    times.all.erase(times.all.begin(),
                    times.all.end() - static_cast<std::ptrdiff_t>(most_times));
}

offered_times offer_memory::find(const std::string& conversation,
                                 const std::string& address,
                                 instant now) const {
  const auto known = all_.find(conversation);
  if (conversation.empty() || known == all_.end())
    return {};
  const auto& homes = known->second.homes;
  // The one that was offered last stands last.
  const auto at
      = std::find_if(homes.rbegin(), homes.rend(), [&](const home& each) {
          return address.empty() || each.address == address
                 || same_property(each.address, address);
        });
  return at == homes.rend() || now - at->at > kept_for ? offered_times{}
                                                       : at->offered;
}

std::vector<time_slot>
offer_memory::held_by_others(const std::string& conversation,
                             instant now) const {
  std::vector<time_slot> slots;
  for (const auto& [slot, by] : held_)
    if (by.conversation != conversation && now < by.until)
      slots.push_back(slot);
  return slots;
}

// Whatever the clock did, nothing is held longer than from now on.
void offer_memory::release(const std::string& conversation, instant now) {
  std::erase_if(held_, [&](const auto& each) {
    const auto& [slot, by] = each;
    return by.conversation == conversation || by.until <= now
           || by.until > now + held_for;
  });
}

void offer_memory::settle(const std::string& conversation) {
  const auto known = all_.find(conversation);
  if (known == all_.end())
    return;
  std::erase_if(held_, [&](const auto& each) {
    return each.second.conversation == conversation;
  });
  for (auto& each : known->second.homes)
    each.offered.last.clear();
}

void offer_memory::make_room(instant now) {
  std::erase_if(
      all_, [&](const auto& each) { return now - each.second.at > kept_for; });
  if (all_.size() < most_conversations)
    return;
  all_.erase(std::min_element(
      all_.begin(), all_.end(),
      [](const auto& a, const auto& b) { return a.second.at < b.second.at; }));
}

} // namespace rental
