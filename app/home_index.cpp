#include "app/home_index.hpp"

#include "voice/addresses/address_keys.hpp"

#include <set>
#include <utility>

namespace rental {

indexed_home::indexed_home(const std::string& its_agency,
                           const std::string& its_address)
    : agency(its_agency), address(its_address),
      keys(address_keys(its_address)) {
  for (auto& key : keys)
    key.append("\n").append(agency);
}

void home_index::add(indexed_home home) {
  for (const auto& key : home.keys)
    places_[key].push_back(homes_.size());
  homes_.push_back(std::move(home));
}

std::vector<std::size_t> home_index::same(const indexed_home& home) const {
  std::set<std::size_t> found;
  for (const auto& key : home.keys)
    if (const auto here = places_.find(key); here != places_.end())
      for (const auto place : here->second)
        if (home.address.compare(homes_[place].address) == likeness::same)
          found.insert(place);
  return {found.begin(), found.end()};
}

} // namespace rental
