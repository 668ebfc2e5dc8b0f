// Asking with a deadline where requests come by the ten thousand a second: the
// actor looks through what it waits for twenty times a second, instead of a
// timer for each request. CAF 0.17 wakes its clock's thread for every timer,
// which was a quarter of what cached openings cost (scripts/bench).
#pragma once

#include "messages/error.hpp"
#include "messages/type_ids.hpp"

#include <caf/error.hpp>
#include <caf/timespan.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace rental {

/// What one actor waits for. Its state holds one, and its handler of
/// atom::tick calls `look`. Not thread-safe.
class deadline_queue {
public:
  using time_point = std::chrono::steady_clock::time_point;

  /// How late a deadline may be noticed.
  static constexpr std::chrono::milliseconds step{50};

  /// `give_up` runs in `look` once `until` is over, unless `end` came first.
  std::uint64_t begin(time_point until, std::function<void()> give_up) {
    open_.emplace_hint(open_.end(), ++last_, entry{until, std::move(give_up)});
    return last_;
  }
  /// Whether it was still waited for; it is not any more.
  bool end(std::uint64_t ticket) { return open_.erase(ticket) == 1; }
  /// Gives up on what is late.
  void look(time_point now) {
    std::vector<std::function<void()>> late;
    for (auto i = open_.begin(); i != open_.end();)
      if (i->second.until <= now) {
        late.push_back(std::move(i->second.give_up));
        i = open_.erase(i);
      } else {
        ++i;
      }
    // Only now: whoever gives up may begin to wait again.
    for (const auto& give_up : late)
      give_up();
  }
  bool empty() const { return open_.empty(); }

  /// A tick is on its way.
  bool ticking = false;

private:
  struct entry {
    time_point until;
    std::function<void()> give_up;
  };
  std::map<std::uint64_t, entry> open_;
  std::uint64_t last_ = 0;
};

/// Has the next tick come, when something is waited for and none is on its way.
template <class Self>
void keep_ticking(Self* self, deadline_queue& waiting) {
  if (waiting.empty() || std::exchange(waiting.ticking, true))
    return;
  self->delayed_send(self, deadline_queue::step, atom::tick_v);
}

/// The handler of atom::tick.
template <class Self>
void on_tick(Self* self, deadline_queue& waiting) {
  waiting.ticking = false;
  waiting.look(self->clock().now());
  keep_ticking(self, waiting);
}

/// Like `ask` (actors/calls.hpp): sends a request and calls `then` once, with
/// the answer or the failure, in the context of `self`; no answer until `until`
/// (and at most deadline_queue::step later) is errc::timeout.
template <class T, class Self, class Handle, class Then, class... Ts>
void ask_until(Self* self, deadline_queue& waiting, const Handle& whom,
               deadline_queue::time_point until, Then then, Ts&&... xs) {
  auto held = std::make_shared<std::optional<Then>>(std::move(then));
  const auto tell = [held](expected<T> answer) {
    auto once = *std::exchange(*held, std::nullopt);
    once(std::move(answer));
  };
  const auto ticket = waiting.begin(until, [tell] {
    tell(failure{errc::timeout, "no answer in time", {}});
  });
  keep_ticking(self, waiting);
  self->request(whom, caf::infinite, std::forward<Ts>(xs)...)
      .then(
          [&waiting, ticket, tell](T& answer) {
            if (waiting.end(ticket))
              tell(std::move(answer));
          },
          [&waiting, ticket, tell](caf::error& why) {
            if (waiting.end(ticket))
              tell(from_caf(why));
          });
}

} // namespace rental
