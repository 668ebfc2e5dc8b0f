#include "actors/property_routing.hpp"

namespace rental {
namespace {

// Addresses come from strangers: they do not fill the memory.
constexpr std::size_t most_remembered = 10'000;

} // namespace

property_routes::property_routes(const std::vector<property_owner>& all) {
  for (const auto& each : all)
    of_agency_[each.agency].push_back({read_address{each.match}, each.manager});
}

routing property_routes::find(const std::string& agency,
                              const std::string& address) {
  const auto known = of_agency_.find(agency);
  if (known == of_agency_.end() || address.empty())
    return {};
  if (remembered_.size() >= most_remembered)
    remembered_.clear();
  const auto [found, is_new] = remembered_.try_emplace(agency + '\n' + address);
  if (!is_new)
    return found->second;
  routing certain;
  routing possible;
  const auto add = [](routing& to, const std::string& manager) {
    if (to.manager.empty() && !to.several)
      to.manager = manager;
    else if (to.manager != manager)
      to = {{}, true};
  };
  const read_address said{address};
  for (const auto& each : known->second) {
    if (!said.fits(each.match))
      continue;
    add(possible, each.manager);
    if (said.compare(each.match) == likeness::same)
      add(certain, each.manager);
  }
  found->second
      = certain.manager.empty() && !certain.several ? possible : certain;
  return found->second;
}

} // namespace rental
