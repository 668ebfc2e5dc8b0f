#include "fronts/voice/call_memory.hpp"

#include "fronts/voice/vapi_caller.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rental {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_calls = 20'000;
constexpr std::size_t longest_text = 300;
constexpr auto longest_call = 4h;

void keep_if_given(std::string& into, const std::string& text) {
  if (!text.empty())
    into = text.substr(0, longest_text);
}

} // namespace

call_turn turn_of(std::string_view outcome) {
  static constexpr std::array served{
      std::string_view{"already_booked"}, std::string_view{"booked"},
      std::string_view{"cancelled"}, std::string_view{"message_kept"},
      std::string_view{"moved"}};
  static constexpr std::array put_off{
      std::string_view{"expired"},         std::string_view{"fully_booked"},
      std::string_view{"no_manager"},      std::string_view{"not_connected"},
      std::string_view{"needs_reconnect"}, std::string_view{"noted"},
      std::string_view{"refused"},         std::string_view{"storage"},
      std::string_view{"stranger"},        std::string_view{"timeout"},
      std::string_view{"too_many_calls"},  std::string_view{"unavailable"},
      std::string_view{"unreadable"}};
  if (std::ranges::find(served, outcome) != served.end())
    return call_turn::served;
  return std::ranges::find(put_off, outcome) != put_off.end()
             ? call_turn::put_off
             : call_turn::neutral;
}

void call_memory::owner(const std::string& call, call_owner who,
                        time_point now) {
  if (auto* known = find(call, now))
    known->owner = std::move(who);
}

void call_memory::note(const std::string& call, const call_step& step,
                       time_point now) {
  auto* known = find(call, now);
  if (known == nullptr)
    return;
  keep_if_given(known->who.name, step.wish.who.name);
  if (step.wish.who.phone != number_withheld)
    keep_if_given(known->who.phone, step.wish.who.phone);
  keep_if_given(known->who.email, step.wish.who.email);
  keep_if_given(known->address, step.wish.address);
  const auto turn = turn_of(step.outcome);
  if (turn == call_turn::served)
    known->open.reset();
  else if (turn == call_turn::put_off || step.left_number) {
    known->open = step.wish;
    known->open->wanted.resize(
        std::min(known->open->wanted.size(), longest_text));
    known->open->reason = step.outcome;
  }
}

const call_owner* call_memory::owner_of(const std::string& call) const {
  const auto found = calls_.find(call);
  return found == calls_.end() || !found->second.owner.calendar
             ? nullptr
             : &found->second.owner;
}

std::optional<callback_request> call_memory::end(const std::string& call) {
  auto node = calls_.extract(call);
  if (!node || !node.mapped().open)
    return std::nullopt;
  auto& known = node.mapped();
  auto wish = std::move(*known.open);
  wish.kind = "lead";
  wish.manager = known.owner.manager;
  if (!known.owner.agency.empty())
    wish.agency = known.owner.agency;
  wish.who = known.who;
  if (wish.who.phone == known.owner.shared_number)
    wish.who.phone = number_withheld;
  if (wish.address.empty())
    wish.address = known.address;
  if (!can_be_reached(wish.who))
    return std::nullopt;
  return wish;
}

call_memory::trace* call_memory::find(const std::string& call, time_point now) {
  if (call.empty())
    return nullptr;
  auto found = calls_.find(call);
  if (found == calls_.end()) {
    make_room(now);
    found = calls_.emplace(call, trace{}).first;
    order_.push_back(call);
  }
  found->second.last = now;
  return &found->second;
}

void call_memory::make_room(time_point now) {
  while (!order_.empty()) {
    const auto oldest = calls_.find(order_.front());
    const bool over
        = oldest == calls_.end() || oldest->second.last + longest_call < now;
    if (!over && calls_.size() < most_calls)
      return;
    if (oldest != calls_.end())
      calls_.erase(oldest);
    order_.pop_front();
  }
}

} // namespace rental
