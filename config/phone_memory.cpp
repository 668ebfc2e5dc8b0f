#include "config/phone_memory.hpp"

#include "config/phone.hpp"

#include <utility>

namespace rental {
namespace {

/// A number is shorter, whatever is around it.
constexpr std::size_t longest_kept = 128;

} // namespace

phone_reading phone_memory::read(std::string_view text) {
  if (text.size() > longest_kept)
    return read_phone(text, region_);
  {
    const std::lock_guard guard{mutex_};
    for (const auto* each : {&young_, &old_})
      if (const auto i = each->find(text); i != each->end())
        return i->second;
  }
  auto reading = read_phone(text, region_);
  const std::lock_guard guard{mutex_};
  if (young_.size() >= most_)
    old_ = std::exchange(young_, {});
  young_.insert_or_assign(std::string{text}, reading);
  return reading;
}

} // namespace rental
