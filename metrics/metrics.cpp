#include "metrics/metrics.hpp"

#include "metrics/metric_labels.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <mutex>
#include <unordered_map>

namespace rental {
namespace {

/// Help texts; a family that is missing here is exported under its name alone.
const std::map<std::string, std::string>& help_texts() {
  static const std::map<std::string, std::string> texts{
      {"peterental_http_requests_total", "HTTP requests by method and status"},
      {"peterental_http_request_seconds", "Time to answer an HTTP request"},
      {"peterental_http_connections", "Open connections"},
      {"peterental_http_bytes_in_flight",
       "Bytes of requests and answers that are held now"},
      {"peterental_http_turned_away_total",
       "Connections and requests without room for them, by what was full"},
      {"peterental_log_lines_dropped",
       "Log lines that were dropped because nobody read the log"},
      {"peterental_tool_requests_total", "Tool calls by tool and outcome"},
      {"peterental_tool_seconds", "Time to answer a tool call"},
      {"peterental_tool_requests_in_flight", "Tool calls being worked on"},
      {"peterental_tool_outcome_total", "Orders of callers by result"},
      {"peterental_webhook_messages_total", "Server messages by kind"},
      {"peterental_webhook_refused_total",
       "Refused webhook requests by reason"},
      {"peterental_rate_limited_total",
       "Requests that came too often, by the limit that stopped them"},
      {"peterental_graph_requests_total",
       "Requests to Microsoft Graph by operation and status; 0: no answer"},
      {"peterental_graph_seconds", "Time that Microsoft Graph took"},
      {"peterental_identity_requests_total",
       "Requests to Microsoft's sign-in by operation and status; 0: no answer"},
      {"peterental_identity_seconds", "Time that Microsoft's sign-in took"},
      {"peterental_booking_total", "Ended bookings by result"},
      {"peterental_booking_refused_total",
       "Bookings that the rules refused, by reason"},
      {"peterental_cancellation_total", "Ended cancellations by result"},
      {"peterental_overlap_refused_total",
       "Bookings that the database refused since the time was taken"},
      {"peterental_idempotency_total", "Tool calls that came again: replayed, "
                                       "or anew (its outcome did not hold)"},
      {"peterental_reconciled_total",
       "Unfinished bookings that were ended later, by result"},
      {"peterental_reconcile_backlog", "Bookings that are not ended yet"},
      {"peterental_taken_back_total",
       "Viewings that the database had lost and a calendar had, by result"},
      {"peterental_noticed_total",
       "Changes that people made in Outlook, by kind"},
      {"peterental_availability_cache_total", "Looks into the cache"},
      {"peterental_calendar_read_total", "Readings of calendars by result"},
      {"peterental_mailbox_read_total",
       "Readings of mailboxes' zone and hours by result"},
      {"peterental_connection_total",
       "Changes of managers' connections by new state"},
      {"peterental_calendar_total",
       "Calendars that failed inside and started anew"},
      {"peterental_token_refresh_total", "Refreshes of tokens by result"},
      {"peterental_foreign_user_id_total",
       "Tool calls that named a manager outside the call's agency"},
      {"peterental_former_mailbox_total",
       "Wishes to change viewings of a mailbox that was connected before"},
      {"peterental_carried_over_total",
       "Viewings written to the mailbox that took another's place, by result"},
      {"peterental_clock_ahead_seconds",
       "How far this machine's clock is ahead of Microsoft's"},
      {"peterental_sign_in_total", "Sign-ins of managers by result"},
      {"peterental_connect_total", "Sign-ins of managers by outcome"},
      {"peterental_connections", "Managers by the state of the connection"},
      {"peterental_mail_total", "Mails by result"},
      {"peterental_outbox_mails", "Mails that were not sent, by state"},
      {"peterental_outbox_oldest_seconds", "Age of the oldest mail that waits"},
      {"peterental_unreadable_rows",
       "Sealed values of the database that no key opens, by kind"},
      {"peterental_database_log_bytes", "Size of the write-ahead log"},
      {"peterental_wishes_waiting",
       "Callers who wait for a call back that nobody has marked as done"},
      {"peterental_callbacks_oldest_seconds",
       "How long the first of them has waited"},
      {"peterental_admin_sign_in_total",
       "Sign-ins to the operator's page by result"},
      {"peterental_probe_total",
       "Daily proofs that a manager's grant is alive, by result"},
      {"peterental_reconnect_mails_total",
       "Mails to managers whose grant died, by result"},
      {"peterental_reconnect_mails_waiting",
       "Managers who ought to be mailed but cannot: SMTP_URL is not set"},
      {"peterental_test_viewings_total",
       "Test viewings of managers by the status of the answer"},
      {"peterental_build_info", "Version of the program; always 1"},
  };
  return texts;
}

/// What the operator's page shows. Times are left out: they always change.
bool is_shown(std::string_view family) {
  static constexpr std::array shown{
      std::string_view{"peterental_booking_refused_total"},
      std::string_view{"peterental_booking_total"},
      std::string_view{"peterental_cancellation_total"},
      std::string_view{"peterental_connect_total"},
      std::string_view{"peterental_connections"},
      std::string_view{"peterental_mail_total"},
      std::string_view{"peterental_noticed_total"},
      std::string_view{"peterental_outbox_mails"},
      std::string_view{"peterental_reconciled_total"},
      std::string_view{"peterental_tool_requests_total"},
      std::string_view{"peterental_webhook_refused_total"},
      std::string_view{"peterental_wishes_waiting"}};
  return std::binary_search(shown.begin(), shown.end(), family);
}

/// From a cached answer to the longest that VAPI waits.
prometheus::Histogram::BucketBoundaries buckets() {
  return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
          0.25,   0.5,   1,      2.5,   5,    10,    20};
}

constexpr std::string_view booked_family = "peterental_booking_total";
constexpr std::string_view tool_seconds_family = "peterental_tool_seconds";

/// A family and its series by their checked label values.
template <class T>
struct family_of {
  prometheus::Family<T>* made = nullptr;
  std::unordered_map<std::string, T*> series;
};

template <class T>
using families = std::map<std::string, family_of<T>, std::less<>>;

std::string key_of(const metrics::labels& which) {
  std::string key;
  for (const auto& [label, value] : which)
    key.append(checked_label(label, value)).push_back('\n');
  return key;
}

/// All of them "other" when `full`.
prometheus::Labels labels_of(const metrics::labels& which, bool full) {
  prometheus::Labels result;
  for (const auto& [label, value] : which)
    result.emplace(label, full ? other_label : checked_label(label, value));
  return result;
}

} // namespace

struct metrics::impl {
  explicit impl(std::shared_ptr<const clock> t) : time(std::move(t)) {}

  void happened(std::string_view family) {
    if (is_shown(family))
      changes.fetch_add(1, std::memory_order_relaxed);
  }

  template <class T, class Build, class... Extra>
  T& series(families<T>& known, const char* name, const labels& which,
            Build build, const Extra&... extra) {
    auto key = key_of(which);
    const std::lock_guard guard{mutex};
    auto& of = family(known, name, build);
    if (const auto found = of.series.find(key); found != of.series.end())
      return *found->second;
    const bool full = of.series.size() >= most_series;
    auto& made = of.made->Add(labels_of(which, full), extra...);
    if (!full)
      of.series.emplace(std::move(key), &made);
    return made;
  }

  template <class T, class Build>
  family_of<T>& family(families<T>& known, const char* name, Build build) {
    auto found = known.find(std::string_view{name});
    if (found == known.end())
      found = known.emplace(name, family_of<T>{}).first;
    if (found->second.made == nullptr) {
      auto help = help_texts().find(name);
      found->second.made
          = &build()
                 .Name(name)
                 .Help(help == help_texts().end() ? name : help->second)
                 .Register(registry);
    }
    return found->second;
  }

  prometheus::Gauge& gauge(const char* name, const labels& which) {
    return series(gauges, name, which, prometheus::BuildGauge);
  }

  const std::shared_ptr<const clock> time;
  load_history load;
  std::atomic<std::uint64_t> changes{0};
  prometheus::Registry registry;
  std::mutex mutex;
  families<prometheus::Counter> counters;
  families<prometheus::Gauge> gauges;
  families<prometheus::Histogram> histograms;
};

metrics::metrics(std::shared_ptr<const clock> time)
    : impl_(std::make_unique<impl>(std::move(time))) {}

metrics::~metrics() = default;

void metrics::count(const char* family, labels which, double by) {
  impl_->series(impl_->counters, family, which, prometheus::BuildCounter)
      .Increment(by);
  impl_->happened(family);
  if (impl_->time && by > 0 && family == booked_family && which.size() == 1
      && which.begin()->second == "booked")
    impl_->load.booking(impl_->time->now());
}

void metrics::set(const char* family, labels which, double value) {
  auto& gauge = impl_->gauge(family, which);
  if (gauge.Value() != value)
    impl_->happened(family);
  gauge.Set(value);
}

void metrics::add(const char* family, labels which, double by) {
  impl_->gauge(family, which).Increment(by);
}

void metrics::observe(const char* family, labels which, double seconds) {
  impl_
      ->series(impl_->histograms, family, which, prometheus::BuildHistogram,
               buckets())
      .Observe(seconds);
  if (impl_->time && family == tool_seconds_family)
    impl_->load.call(impl_->time->now(), seconds);
}

std::string metrics::text() const {
  return prometheus::TextSerializer{}.Serialize(impl_->registry.Collect());
}

void begin_at_zero(metrics& numbers) {
  numbers.add("peterental_tool_requests_in_flight", {}, 0);
  numbers.count("peterental_booking_total", {{"result", "booked"}}, 0);
  numbers.count("peterental_overlap_refused_total", {{"result", "hold"}}, 0);
  numbers.count("peterental_foreign_user_id_total", {{"result", "ignored"}}, 0);
  numbers.count("peterental_admin_sign_in_total", {{"result", "wrong"}}, 0);
  for (const char* result : {"replayed", "anew"})
    numbers.count("peterental_idempotency_total", {{"result", result}}, 0);
  for (const char* reason : {"missing", "wrong", "stale"})
    numbers.count("peterental_webhook_refused_total", {{"reason", reason}}, 0);
}

std::map<std::string, double> metrics::counted(const char* family,
                                               const char* label) const {
  std::map<std::string, double> result;
  for (const auto& each : impl_->registry.Collect()) {
    if (each.name != family)
      continue;
    for (const auto& one : each.metric)
      for (const auto& [name, value] : one.label)
        if (name == label)
          result[value] += one.counter.value;
  }
  return result;
}

std::vector<load_minute> metrics::last_hour() const {
  return impl_->time ? impl_->load.last_hour(impl_->time->now())
                     : std::vector<load_minute>{};
}

std::uint64_t metrics::changes() const {
  return impl_->changes.load(std::memory_order_relaxed);
}

} // namespace rental
