#include "tools/microsoft-sim/stats.hpp"

#include <algorithm>

namespace rental::sim {

namespace {

constexpr std::size_t log_limit = 5000;

} // namespace

void stats::finished(entry what) {
  std::lock_guard lock{mutex_};
  ++by_operation_[what.operation][what.status];
  log_.push_back(std::move(what));
  if (log_.size() > log_limit)
    log_.pop_front();
}

bool stats::enter(const std::string& mailbox, int limit, bool per_app) {
  std::lock_guard lock{mutex_};
  auto& one = flights_[mailbox];
  auto& counted = per_app ? all_ : one;
  if (limit > 0 && counted.now >= limit) {
    ++refused_;
    return false;
  }
  one.most = std::max(one.most, ++one.now);
  all_.most = std::max(all_.most, ++all_.now);
  return true;
}

void stats::leave(const std::string& mailbox) {
  std::lock_guard lock{mutex_};
  --flights_[mailbox].now;
  --all_.now;
}

void stats::came_too_early() {
  std::lock_guard lock{mutex_};
  ++too_early_;
}

json stats::summary() const {
  std::lock_guard lock{mutex_};
  auto operations = json::object();
  int total = 0;
  for (auto& [name, statuses] : by_operation_) {
    auto by_status = json::object();
    int sum = 0;
    for (auto& [status, count] : statuses) {
      by_status[std::to_string(status)] = count;
      sum += count;
    }
    operations[name] = {{"count", sum}, {"byStatus", by_status}};
    total += sum;
  }
  auto mailboxes = json::object();
  for (auto& [name, one] : flights_)
    mailboxes[name] = {{"inFlight", one.now}, {"maxConcurrency", one.most}};
  return {{"total", total},
          {"operations", operations},
          {"mailboxes", mailboxes},
          {"maxConcurrency", all_.most},
          {"refusedForConcurrency", refused_},
          {"tooEarly", too_early_}};
}

json stats::last(std::size_t count) const {
  std::lock_guard lock{mutex_};
  auto result = json::array();
  auto from = log_.size() - std::min(count, log_.size());
  for (auto at = from; at < log_.size(); ++at) {
    auto& one = log_[at];
    result.push_back({{"operation", one.operation},
                      {"method", one.method},
                      {"target", one.target},
                      {"account", one.account},
                      {"clientRequestId", one.client_request_id},
                      {"at", one.at},
                      {"status", one.status},
                      {"fault", one.fault}});
  }
  return result;
}

void stats::clear() {
  std::lock_guard lock{mutex_};
  by_operation_.clear();
  log_.clear();
  refused_ = 0;
  too_early_ = 0;
  all_.most = all_.now;
  for (auto& [name, one] : flights_)
    one.most = one.now;
}

} // namespace rental::sim
