#include "tools/booking-load/checker.hpp"

#include "tools/booking-load/checker_rules.hpp"

#include <unordered_set>

namespace rental::load {

std::string plain_address(std::string_view text) {
  std::string result;
  for (char c : text)
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      result += c;
    else if (c >= 'A' && c <= 'Z')
      result += static_cast<char>(c - 'A' + 'a');
  return result;
}

case_file::case_file(const evidence& given) : all(given) {
  std::unordered_map<std::string, const calendar_owner*> by_user;
  std::unordered_set<std::string> accounts;
  for (const auto& owner : all.owners) {
    by_user[owner.user_id] = &owner;
    accounts.insert(owner.account);
  }
  for (const auto& manager : all.ledger.managers)
    if (auto owner = by_user.find(manager.user_id); owner != by_user.end()) {
      owners_[manager.id] = owner->second;
      managers_[manager.user_id] = manager.id;
    }
  for (const auto& row : all.ledger.bookings) {
    booking_by_id[row.id] = &row;
    if (!owners_.contains(row.manager))
      continue;
    bookings.push_back(&row);
    if (!row.call_id.empty())
      by_call_.emplace(row.call_id, &row);
  }
  for (const auto& event : all.events)
    if (!event.by_human && accounts.contains(event.account))
      our_events.push_back(&event);
  for (const auto& each : all.transcript)
    if (!each.phone.empty())
      calls_of_phone_[each.phone].insert(each.call_id);
}

void case_file::add_of_call(const std::string& call, std::int64_t manager,
                            std::vector<const ledger_booking*>& to) const {
  auto [begin, end] = by_call_.equal_range(call);
  for (auto it = begin; it != end; ++it)
    if (it->second->manager == manager)
      to.push_back(it->second);
}

std::vector<const ledger_booking*>
case_file::bookings_of(const exchange& caller, bool by_phone) const {
  const auto manager = manager_of(caller.user_id);
  std::vector<const ledger_booking*> result;
  add_of_call(caller.call_id, manager, result);
  auto calls = calls_of_phone_.find(caller.phone);
  if (by_phone && calls != calls_of_phone_.end())
    for (const auto& call : calls->second)
      if (call != caller.call_id)
        add_of_call(call, manager, result);
  return result;
}

const calendar_owner* case_file::owner_of(std::int64_t manager) const {
  auto found = owners_.find(manager);
  return found == owners_.end() ? nullptr : found->second;
}

std::int64_t case_file::manager_of(const std::string& user_id) const {
  auto found = managers_.find(user_id);
  return found == managers_.end() ? 0 : found->second;
}

void findings::rule(std::string name, std::string says) {
  result_.rules.push_back({std::move(name), std::move(says), 0, 0});
}

void findings::broken(std::string what, std::vector<std::string> ids) {
  auto& rule = result_.rules.back();
  ++rule.broken;
  result_.violations.push_back({rule.rule, std::move(what), std::move(ids)});
}

verdict check(const evidence& all) {
  case_file file{all};
  findings out;
  check_bookings(file, out);
  check_events(file, out);
  check_promises(file, out);
  check_changes(file, out);
  check_repeats(file, out);
  check_contests(file, out);
  check_mail(file, out);
  check_answers(file, out);
  return out.take();
}

std::vector<std::string> rule_names() {
  std::vector<std::string> names;
  for (auto& rule : check({}).rules)
    names.push_back(std::move(rule.rule));
  return names;
}

} // namespace rental::load
