// Who is connected how often.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace rental {

/// Counts by address (base/network.hpp, address_owner), and lets in so many
/// of each. Thread-safe.
class address_book : public std::enable_shared_from_this<address_book> {
public:
  explicit address_book(std::size_t most) : most_(most) {}
  address_book(const address_book&) = delete;
  address_book& operator=(const address_book&) = delete;

  /// Counts as long as it lives.
  class place {
  public:
    place(std::shared_ptr<address_book> in, std::string who)
        : in_(std::move(in)), who_(std::move(who)) {}
    place(const place&) = delete;
    place& operator=(const place&) = delete;
    ~place() { in_->leave(who_); }

  private:
    std::shared_ptr<address_book> in_;
    std::string who_;
  };

  /// Null when `who` is there as often as anybody may be.
  std::unique_ptr<place> enter(std::string who) {
    const std::lock_guard guard{mutex_};
    auto& count = counts_[who];
    if (count >= most_)
      return nullptr;
    auto made = std::make_unique<place>(shared_from_this(), std::move(who));
    ++count;
    return made;
  }

private:
  void leave(const std::string& who) {
    const std::lock_guard guard{mutex_};
    const auto found = counts_.find(who);
    if (found != counts_.end() && --found->second == 0)
      counts_.erase(found);
  }

  const std::size_t most_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::size_t> counts_;
};

} // namespace rental
