#include "tests/linear/model.hpp"

#include <algorithm>

namespace rental::linear {
namespace {

void write(std::string& key, const std::map<int, span>& spans) {
  for (const auto& [name, at] : spans)
    key += std::to_string(name) + ',' + std::to_string(at.from) + ' ';
  key += ';';
}

void book(state& now, int owner, const span& slot) {
  if (const auto old = now.booked.find(owner); old != now.booked.end())
    now.freed[owner] = old->second;
  now.booked[owner] = slot;
}

bool is_order(kind what) {
  return what == kind::book || what == kind::move || what == kind::cancel;
}

bool may_run_on(const operation& it) {
  return it.said == result::unknown;
}

bool overlap(const operation& order, const operation& read) {
  return order.invoked < read.answered
         && (may_run_on(order) || order.answered > read.invoked);
}

} // namespace

std::string state::key() const {
  std::string all;
  write(all, booked);
  write(all, freed);
  write(all, others);
  return all;
}

std::string to_string(const state& now) {
  std::string text;
  for (const auto& [owner, at] : now.booked)
    text += "  " + std::to_string(owner) + " has " + std::to_string(at.from)
            + '\n';
  for (const auto& [number, at] : now.others)
    text += "  event " + std::to_string(number) + " is at "
            + std::to_string(at.from) + '\n';
  return "then:\n" + text;
}

model::model(const setting& rules, const history& all)
    : rules_(rules), all_(all), facts_(all.size()) {
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].what == kind::read)
      facts_[i] = facts_of(all[i]);
}

bool model::touch(const span& wanted, const span& busy) const {
  return wanted.from - rules_.buffer_before < busy.to
         && busy.from < wanted.to + rules_.buffer_after;
}

bool model::is_free(const state& now, const span& slot,
                    int but_for_owner) const {
  for (const auto& [owner, at] : now.booked)
    if (owner != but_for_owner && touch(slot, at))
      return false;
  return std::none_of(
      now.others.begin(), now.others.end(),
      [&](const auto& each) { return touch(slot, each.second); });
}

reading model::facts_of(const operation& read) const {
  reading facts{std::vector<bool>(rules_.slots.size()),
                std::vector<bool>(rules_.slots.size()),
                {}};
  const auto oldest = read.invoked - rules_.cache;
  for (const auto& order : all_)
    if (is_order(order.what) && overlap(order, read)) {
      facts.busy_owners.push_back(order.owner);
      for (std::size_t i = 0; i < rules_.slots.size(); ++i)
        if (order.what != kind::cancel && touch(rules_.slots[i], order.slot))
          facts.may_hide[i] = true;
    }
  for (const auto& event : all_) {
    if (event.what != kind::appear || event.invoked >= read.answered)
      continue;
    const auto end
        = std::find_if(all_.begin(), all_.end(), [&](const operation& it) {
            return it.what == kind::vanish && it.owner == event.owner;
          });
    if (end != all_.end() && end->answered <= oldest)
      continue;
    const bool certain = event.answered < oldest
                         && (end == all_.end() || end->invoked > read.answered);
    for (std::size_t i = 0; i < rules_.slots.size(); ++i)
      if (touch(rules_.slots[i], event.slot))
        (certain ? facts.must_hide : facts.may_hide)[i] = true;
  }
  return facts;
}

bool model::hidden_by_order(const state& now, const reading& facts,
                            const span& slot) const {
  return std::any_of(
      facts.busy_owners.begin(), facts.busy_owners.end(), [&](int owner) {
        const auto was = now.freed.find(owner);
        return was != now.freed.end() && touch(slot, was->second);
      });
}

bool model::shows(const state& now, std::size_t index) const {
  const auto& facts = facts_[index];
  state ours;
  ours.booked = now.booked;
  for (std::size_t i = 0; i < rules_.slots.size(); ++i) {
    const auto& slot = rules_.slots[i];
    const auto& seen = all_[index].seen;
    const bool shown = std::binary_search(seen.begin(), seen.end(), slot.from);
    const bool blocked = facts.must_hide[i] || !is_free(ours, slot, -1);
    if (shown && blocked)
      return false;
    if (!shown && !blocked && !facts.may_hide[i]
        && !hidden_by_order(now, facts, slot))
      return false;
  }
  return true;
}

std::vector<state> model::after_order(const state& now,
                                      const operation& it) const {
  const auto mine = now.booked.find(it.owner);
  const bool has = mine != now.booked.end();
  const bool there = has && mine->second == it.slot;
  auto next = now;
  switch (it.said) {
  case result::booked:
    if (it.what != kind::book || has || !is_free(now, it.slot, it.owner))
      return {};
    book(next, it.owner, it.slot);
    return {next};
  case result::moved:
    if (!has || there || !is_free(now, it.slot, it.owner))
      return {};
    book(next, it.owner, it.slot);
    return {next};
  case result::already:
    return there ? std::vector{next} : std::vector<state>{};
  case result::taken:
    if (there || (it.what == kind::move && !has)
        || is_free(now, it.slot, it.owner))
      return {};
    return {next};
  case result::none:
    return it.what == kind::move && !has ? std::vector{next}
                                         : std::vector<state>{};
  case result::nothing_done:
    return {next};
  case result::unknown:
    if (there || (it.what == kind::move && !has)
        || !is_free(now, it.slot, it.owner))
      return {};
    book(next, it.owner, it.slot);
    return {next};
  default:
    return {};
  }
}

std::vector<state> model::after(const state& now, std::size_t index) const {
  const auto& it = all_[index];
  const auto mine = now.booked.find(it.owner);
  const bool has = mine != now.booked.end();
  auto next = now;
  switch (it.what) {
  case kind::book:
  case kind::move:
    return after_order(now, it);
  case kind::cancel:
    if (it.said == result::nothing_done || (it.said == result::none && !has))
      return {next};
    if (!has || (it.said != result::cancelled && it.said != result::unknown))
      return {};
    next.freed[it.owner] = mine->second;
    next.booked.erase(it.owner);
    return {next};
  case kind::find:
    if (it.said == result::none
            ? !has
            : it.said == result::done && has
                  && it.seen == std::vector{mine->second.from})
      return {next};
    return {};
  case kind::read:
    return it.said == result::done && shows(now, index) ? std::vector{next}
                                                        : std::vector<state>{};
  case kind::appear:
    next.others[it.owner] = it.slot;
    return {next};
  case kind::vanish:
    next.others.erase(it.owner);
    return {next};
  }
  return {};
}

std::vector<state> model::undone(const state& now, std::size_t index) const {
  const auto& it = all_[index];
  const auto mine = now.booked.find(it.owner);
  if (it.what == kind::cancel || mine == now.booked.end()
      || mine->second != it.slot)
    return {};
  std::vector<state> result;
  result.push_back(now);
  result.back().booked.erase(it.owner);
  // Of a move, the old slot was not given up.
  if (const auto old = now.freed.find(it.owner); old != now.freed.end()) {
    result.push_back(now);
    result.back().booked[it.owner] = old->second;
  }
  return result;
}

} // namespace rental::linear
