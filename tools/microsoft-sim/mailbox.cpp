#include "tools/microsoft-sim/mailbox.hpp"

#include <algorithm>
#include <atomic>

namespace rental::sim {

using namespace std::chrono;

namespace {

/// Numbers are unique over all mailboxes, so that an id of one mailbox is
/// unknown in another.
std::uint64_t next_number() {
  static std::atomic<std::uint64_t> last{0x4a00};
  return ++last;
}

bool matches(std::string_view if_match, const event& current) {
  return if_match.empty() || if_match == "*" || if_match == etag(current);
}

template <class Item>
bool overlaps(const Item& of, sys_seconds from, sys_seconds until,
              const std::string& zone) {
  auto start = starts_at(of, zone);
  auto end = ends_at(of, zone);
  if (start == end)
    return start >= from && start < until;
  return start < until && end > from;
}

void add_series(std::vector<instance>& into, const event_ptr& master,
                sys_seconds from, sys_seconds until, const std::string& zone) {
  auto horizon = floor<days>(until) + days{2};
  auto last = local_days{horizon.time_since_epoch()};
  for (auto date : dates_until(*master->repeats, last)) {
    if (master->exceptions.contains(date))
      continue;
    auto item = occurrence_on(master, date);
    if (overlaps(item, from, until, zone))
      into.push_back(std::move(item));
  }
  for (auto& [date, changed] : master->exceptions) {
    if (!changed)
      continue;
    instance item{changed, event_type::exception, master,
                  date,    changed->start,        changed->end};
    if (overlaps(item, from, until, zone))
      into.push_back(std::move(item));
  }
}

void sort_by_start(std::vector<instance>& items, const std::string& zone) {
  std::stable_sort(items.begin(), items.end(), [&](auto& a, auto& b) {
    return starts_at(a, zone) < starts_at(b, zone);
  });
}

} // namespace

event_ptr mailbox::live(std::uint64_t number) const {
  auto found = events_.find(number);
  if (found == events_.end() || found->second->deleted)
    return nullptr;
  return found->second;
}

std::optional<instance> mailbox::locate(const event_key& key) const {
  auto stored = live(key.number);
  if (!stored)
    return std::nullopt;
  if (!key.date)
    return as_instance(stored);
  if (!stored->repeats)
    return std::nullopt;
  auto changed = stored->exceptions.find(*key.date);
  if (changed != stored->exceptions.end()) {
    if (!changed->second)
      return std::nullopt;
    return instance{
        changed->second, event_type::exception,  stored,
        *key.date,       changed->second->start, changed->second->end};
  }
  auto dates = dates_until(*stored->repeats, *key.date);
  if (dates.empty() || dates.back() != *key.date)
    return std::nullopt;
  return occurrence_on(stored, *key.date);
}

mailbox::created mailbox::create(event draft, bool freed_by_delete) {
  std::lock_guard lock{mutex_};
  using enum created::outcome;
  auto known = draft.transaction_id.empty()
                   ? transactions_.end()
                   : transactions_.find(draft.transaction_id);
  if (known != transactions_.end()) {
    auto earlier = events_.at(known->second);
    if (!earlier->deleted && earlier->content_digest == draft.content_digest)
      return {earlier, repeated};
    if (!earlier->deleted || !freed_by_delete)
      return {earlier, conflicting};
  }
  draft.number = draft.first_number = next_number();
  auto stored = std::make_shared<const event>(std::move(draft));
  keep(stored);
  if (!stored->transaction_id.empty())
    transactions_[stored->transaction_id] = stored->number;
  return {stored, fresh};
}

void mailbox::store(event changed, sys_seconds now) {
  ++changed.version;
  changed.modified = now;
  keep(std::make_shared<const event>(std::move(changed)));
}

void mailbox::keep(event_ptr stored, steady::time_point since) {
  constexpr std::size_t most_versions = 16;
  auto& versions = history_[stored->number];
  if (versions.size() == most_versions)
    versions.erase(versions.begin());
  versions.push_back({since, stored});
  events_[stored->number] = std::move(stored);
}

std::vector<event_ptr> mailbox::listed(milliseconds lag) const {
  std::lock_guard lock{mutex_};
  std::vector<event_ptr> result;
  auto then = steady::now() - lag;
  for (auto& [number, versions] : history_) {
    auto shown = std::find_if(versions.rbegin(), versions.rend(),
                              [&](auto& one) { return one.since <= then; });
    if (shown != versions.rend() && !shown->data->deleted
        && shown->data->calendar.empty())
      result.push_back(shown->data);
  }
  return result;
}

bool mailbox::restore(const event_key& key, sys_seconds now) {
  std::lock_guard lock{mutex_};
  auto found = events_.find(key.number);
  if (found == events_.end() || !found->second->deleted)
    return false;
  event back = *found->second;
  back.deleted = false;
  store(std::move(back), now);
  return true;
}

std::optional<instance> mailbox::copy(const event_key& key, sys_seconds now,
                                      const std::function<void(event&)>& edit) {
  std::lock_guard lock{mutex_};
  auto from = locate(key);
  if (!from)
    return std::nullopt;
  event made = *from->data;
  made.transaction_id.clear();
  made.content_digest.clear();
  made.by_human = true;
  made.created = made.modified = now;
  made.version = 1;
  edit(made);
  made.number = made.first_number = next_number();
  auto stored = std::make_shared<const event>(std::move(made));
  keep(stored);
  return as_instance(stored);
}

void mailbox::renumber() {
  std::lock_guard lock{mutex_};
  auto before = std::move(events_);
  events_.clear();
  history_.clear();
  for (auto& [number, stored] : before) {
    event moved = *stored;
    moved.number = next_number();
    if (!moved.transaction_id.empty())
      transactions_[moved.transaction_id] = moved.number;
    keep(std::make_shared<const event>(std::move(moved)), {});
  }
}

void mailbox::store_exception(const instance& at, std::optional<event> changed,
                              sys_seconds now) {
  event master = *at.master;
  event_ptr stored;
  if (changed) {
    changed->version = master.version + 1;
    changed->modified = now;
    stored = std::make_shared<const event>(std::move(*changed));
  }
  master.exceptions[at.date] = std::move(stored);
  store(std::move(master), now);
}

mailbox::change_result
mailbox::change(const event_key& key, std::string_view if_match,
                sys_seconds now, const std::function<void(event&)>& edit) {
  std::lock_guard lock{mutex_};
  using enum change_result::outcome;
  auto before = locate(key);
  if (!before)
    return {};
  if (!matches(if_match, *before->data))
    return {stale, *before, {}};
  event changed = *before->data;
  changed.start = before->start;
  changed.end = before->end;
  if (before->master) {
    changed.repeats.reset();
    changed.exceptions.clear();
  }
  edit(changed);
  if (before->master)
    store_exception(*before, std::move(changed), now);
  else
    store(std::move(changed), now);
  return {done, *before, *locate(key)};
}

mailbox::change_result mailbox::remove(const event_key& key,
                                       std::string_view if_match,
                                       sys_seconds now) {
  std::lock_guard lock{mutex_};
  using enum change_result::outcome;
  auto before = locate(key);
  if (!before)
    return {};
  if (!matches(if_match, *before->data))
    return {stale, *before, {}};
  if (before->master) {
    store_exception(*before, std::nullopt, now);
  } else {
    event gone = *before->data;
    gone.deleted = true;
    store(std::move(gone), now);
  }
  return {done, *before, {}};
}

std::optional<instance> mailbox::find(const event_key& key) const {
  std::lock_guard lock{mutex_};
  return locate(key);
}

std::vector<instance> mailbox::events(milliseconds lag) const {
  std::vector<instance> result;
  for (auto& stored : listed(lag))
    result.push_back(as_instance(stored));
  return result;
}

std::vector<event_ptr> mailbox::everything() const {
  std::lock_guard lock{mutex_};
  std::vector<event_ptr> result;
  for (auto& [number, stored] : events_)
    result.push_back(stored);
  return result;
}

std::vector<instance> mailbox::view(sys_seconds from, sys_seconds until,
                                    const std::string& all_day_zone,
                                    milliseconds lag) const {
  std::vector<instance> single;
  std::vector<instance> repeated;
  for (auto& stored : listed(lag)) {
    if (stored->repeats)
      add_series(repeated, stored, from, until, all_day_zone);
    else if (overlaps(*stored, from, until, all_day_zone))
      single.push_back(as_instance(stored));
  }
  sort_by_start(single, all_day_zone);
  sort_by_start(repeated, all_day_zone);
  std::move(repeated.begin(), repeated.end(), std::back_inserter(single));
  return single;
}

void mailbox::clear() {
  std::lock_guard lock{mutex_};
  events_.clear();
  history_.clear();
  transactions_.clear();
}

} // namespace rental::sim
