#pragma once

#include "tools/microsoft-sim/json.hpp"

#include <mutex>
#include <string>
#include <vector>

namespace rental::sim {

/// What somebody will do in Outlook at the very moment a request is handled:
/// the other side of a race.
struct human_wish {
  std::string account;
  std::string operation;
  bool after = false;
  int skip = 0;
  int times = 1;
  /// The event as the control plane describes it.
  json event;
};

/// The wishes that wait. Thread-safe.
class human_box {
public:
  void add(human_wish wish) {
    std::lock_guard lock{mutex_};
    wishes_.push_back(std::move(wish));
  }

  /// The events that appear now, used up by one.
  std::vector<json> take(const std::string& account,
                         const std::string& operation, bool after) {
    std::lock_guard lock{mutex_};
    std::vector<json> result;
    for (auto& wish : wishes_) {
      if (wish.account != account || wish.operation != operation
          || wish.after != after || wish.times == 0)
        continue;
      if (wish.skip > 0) {
        --wish.skip;
        continue;
      }
      --wish.times;
      result.push_back(wish.event);
    }
    std::erase_if(wishes_, [](auto& wish) { return wish.times == 0; });
    return result;
  }

  void clear() {
    std::lock_guard lock{mutex_};
    wishes_.clear();
  }

private:
  std::mutex mutex_;
  std::vector<human_wish> wishes_;
};

} // namespace rental::sim
