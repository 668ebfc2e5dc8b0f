#include "actors/directory/property_routing.hpp"

#include <algorithm>

namespace rental {
namespace {

// Addresses come from strangers: they do not fill the memory.
constexpr std::size_t most_remembered = 10'000;

} // namespace

property_routes::property_routes(const std::vector<property_owner>& fixed) {
  for (const auto& each : fixed)
    fixed_[each.agency].push_back(
        {read_address{each.match}, each.match, each.manager});
}

bool property_routes::is_fixed(const std::string& agency,
                               const read_address& home) const {
  const auto found = fixed_.find(agency);
  return found != fixed_.end()
         && std::ranges::any_of(found->second, [&](const auto& each) {
              return each.match.compare(home) == likeness::same;
            });
}

void property_routes::put_homes(const std::vector<property_owner>& homes) {
  homes_.clear();
  remembered_.clear();
  for (const auto& each : homes) {
    const auto& address = memory_(each.match);
    if (!is_fixed(each.agency, address))
      homes_[each.agency].push_back(
          {address, each.match, each.manager, each.active});
  }
}

std::optional<property_owner>
property_routes::only_home(const std::string& agency) const {
  std::optional<property_owner> only;
  for (const auto* known : {&fixed_, &homes_}) {
    const auto here = known->find(agency);
    if (here == known->end())
      continue;
    for (const auto& each : here->second) {
      if (!each.active)
        continue;
      if (only || !each.match.names_home())
        return std::nullopt;
      only = property_owner{each.text, agency, each.manager};
    }
  }
  return only;
}

routing property_routes::find(const std::string& agency,
                              const std::string& address) {
  if (address.empty())
    return {};
  if (remembered_.size() >= most_remembered)
    remembered_.clear();
  const auto [found, is_new] = remembered_.try_emplace(agency + '\n' + address);
  if (!is_new)
    return found->second;
  routing certain;
  routing possible;
  routing hidden;
  const auto add = [](routing& to, const std::string& manager) {
    if (to.manager.empty() && !to.several)
      to.manager = manager;
    else if (to.manager != manager)
      to = {{}, true};
  };
  const read_address said{address};
  for (const auto* known : {&fixed_, &homes_}) {
    const auto here = known->find(agency);
    if (here == known->end())
      continue;
    for (const auto& each : here->second) {
      if (!said.fits(each.match))
        continue;
      const bool is_certain = said.compare(each.match) == likeness::same;
      if (!each.active && is_certain)
        hidden = {each.manager, false, true};
      if (each.active)
        add(is_certain ? certain : possible, each.manager);
    }
  }
  const auto names
      = [](const routing& to) { return to.several || !to.manager.empty(); };
  found->second = names(certain) ? certain : names(hidden) ? hidden : possible;
  return found->second;
}

} // namespace rental
