// Keeps the number of simultaneous Graph requests where Microsoft tolerates
// it. learn.microsoft.com/graph/throttling-limits#outlook-service-limits
#pragma once

#include "base/clock.hpp"
#include "microsoft/graph_api.hpp"
#include "net/delayer.hpp"
#include "net/http_client.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace rental {

struct gate_options {
  /// Requests at once for one mailbox. Exchange refuses the fifth.
  std::size_t per_mailbox = 4;
  /// Requests at once over all mailboxes: at first, and never more or less
  /// than. Whether Microsoft counts its 4 per mailbox or per application is
  /// disputed; the limit finds out.
  std::size_t start = 16;
  std::size_t maximum = 64;
  std::size_t minimum = 2;
  /// How long a mailbox rests after a 429 that does not say how long.
  std::chrono::milliseconds unsaid_rest{250};
  /// A request that would have less time than this after a rest is not worth
  /// waiting for.
  std::chrono::milliseconds worthwhile{150};
  /// The two clocks; tests move them by hand. The second one is for dates in
  /// answers that do not carry the time themselves.
  std::function<deadline()> steady_now = std::chrono::steady_clock::now;
  std::function<instant()> now = [] { return system_clock{}.now(); };
};

/// What a request has to say to the gate.
struct gate_pass {
  std::int64_t mailbox = 0;
  bool write = false;
  urgency priority = urgency::caller;
  /// Empty: not known, so shared with nobody.
  std::string tenant = {};
};

struct gate_numbers {
  std::size_t limit = 0;
  std::size_t in_flight = 0;
  std::size_t waiting = 0;
  /// Mailboxes that rest because Microsoft asked for it, and tenants of which
  /// it asked two at once.
  std::size_t resting = 0;
  std::size_t resting_tenants = 0;
  /// How often the limit was halved.
  std::uint64_t halved = 0;
};

/// Lets requests through to an http_client: per mailbox at most one that
/// writes and `per_mailbox` in all; over all mailboxes an adaptive limit. It
/// halves when Microsoft answers 429 for concurrency or rate (once for the
/// requests that were under way then), and grows by one after as many good
/// answers as it is large, counted only while half of it is in use. Who waits
/// is let in by urgency, callers first, then by arrival; one mailbox's queue
/// never blocks another's.
///
/// After a 429 nothing is sent for that mailbox until its Retry-After is over,
/// since refused requests count too. When a second mailbox of the same tenant
/// is told to wait meanwhile, other than for its own concurrency
/// (ApplicationThrottled), it is the tenant that does too much: then all its
/// mailboxes rest. Other tenants never do; that the whole application does too
/// much shows in the limit, which halves. Mailbox 0 stands for many strangers
/// and never rests.
/// Who has the time waits; who has not is answered at once with errc::throttled
/// ("not sent", retry_after says what is left). The limit of mails per minute
/// holds nobody else up.
///
/// A request whose deadline passes while it waits fails with errc::timeout and
/// a detail that begins with "not sent". Thread-safe. `http` and `timer` must
/// outlive the gate and its requests.
class graph_gate {
public:
  graph_gate(http_client& http, delayer& timer, gate_options options = {});
  ~graph_gate();

  graph_gate(const graph_gate&) = delete;
  graph_gate& operator=(const graph_gate&) = delete;

  /// As http_client::send.
  void send(gate_pass pass, http_request request,
            http_client::callback on_reply);
  gate_numbers numbers() const;

private:
  class core;
  std::shared_ptr<core> core_;
};

} // namespace rental
