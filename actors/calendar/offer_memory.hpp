// What each conversation was offered, for an hour: callers say "the first one".
#pragma once

#include "domain/offered_times.hpp"

#include <map>
#include <string>
#include <vector>

namespace rental {

/// Part of a calendar's state. Kept in memory: after a restart the caller is
/// asked for day and time again. Bounded: the oldest conversation goes first.
class offer_memory {
public:
  static constexpr std::chrono::minutes kept_for{60};
  /// How long a time that was offered is not offered first to others.
  static constexpr std::chrono::minutes held_for{2};
  static constexpr std::size_t most_conversations = 5000;
  /// Of one conversation; what was offered before is offered again.
  static constexpr std::size_t most_times = 60;
  static constexpr std::size_t most_homes = 20;

  /// Remembers nothing of a conversation without a name, and no empty offer.
  void remember(const std::string& conversation, const std::string& address,
                const std::vector<time_slot>& offered, instant now);
  /// Nothing of it can be pointed at any more, and nothing is held: something
  /// was arranged, the caller was asked something else, or the call is over.
  /// "None of those" still knows all of it.
  void settle(const std::string& conversation);
  /// Empty when nothing was offered there within the hour. For an address that
  /// was not named ("") what was offered last.
  offered_times find(const std::string& conversation,
                     const std::string& address, instant now) const;
  /// What others than `conversation` are deciding about. A time that several
  /// were offered is held by the last of them.
  std::vector<time_slot> held_by_others(const std::string& conversation,
                                        instant now) const;
  std::size_t size() const noexcept { return all_.size(); }

private:
  struct home {
    std::string address;
    offered_times offered;
    instant at{};
  };
  struct remembered {
    instant at{};
    /// The one that was offered last behind all others.
    std::vector<home> homes;
  };

  struct hold {
    std::string conversation;
    instant until{};
  };

  void make_room(instant now);
  void release(const std::string& conversation, instant now);

  std::map<std::string, remembered> all_;
  std::map<time_slot, hold> held_;
};

} // namespace rental
