#include "http/server/byte_budget.hpp"

#include <algorithm>
#include <utility>

namespace rental {
namespace {

/// A request that holds no more is short.
constexpr std::size_t short_request = 256 * 1024;

} // namespace

bool byte_budget::take(std::size_t bytes, byte_owner owner,
                       const std::string& address, std::size_t before) {
  const std::lock_guard guard{mutex_};
  const bool is_short = before + bytes <= short_request;
  const auto most = is_short ? total_ : total_ - total_ / 4;
  if (held_ > most || bytes > most - held_)
    return false;
  if (owner == byte_owner::unproven) {
    const auto half = total_ / 2;
    if (bytes > half - unproven_)
      return false;
    auto& mine = by_address_[address];
    if (mine + bytes > half / 4) {
      if (mine == 0)
        by_address_.erase(address);
      return false;
    }
    mine += bytes;
    unproven_ += bytes;
  }
  held_ += bytes;
  return true;
}

void byte_budget::give(std::size_t bytes, byte_owner owner,
                       const std::string& address) {
  const std::lock_guard guard{mutex_};
  held_ -= std::min(held_, bytes);
  if (owner != byte_owner::unproven)
    return;
  unproven_ -= std::min(unproven_, bytes);
  const auto mine = by_address_.find(address);
  if (mine == by_address_.end())
    return;
  mine->second -= std::min(mine->second, bytes);
  if (mine->second == 0)
    by_address_.erase(mine);
}

std::size_t byte_budget::held() const {
  const std::lock_guard guard{mutex_};
  return held_;
}

void byte_lease::begin(std::shared_ptr<byte_budget> from, byte_owner owner,
                       std::string address) {
  release();
  from_ = std::move(from);
  owner_ = owner;
  address_ = std::move(address);
}

bool byte_lease::grow(std::size_t bytes) {
  if (from_ && !from_->take(bytes, owner_, address_, bytes_))
    return false;
  bytes_ += bytes;
  return true;
}

void byte_lease::release() {
  if (from_ && bytes_ > 0)
    from_->give(bytes_, owner_, address_);
  bytes_ = 0;
}

} // namespace rental
