#include "microsoft/graph_gate.hpp"

#include "microsoft/graph_errors.hpp"
#include "net/retry_after.hpp"

#include <algorithm>
#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace rental {
namespace {

using steady = std::chrono::steady_clock;

struct entry {
  gate_pass pass;
  http_request request;
  http_client::callback on_reply;
  /// The generation of the limit when it was admitted.
  std::uint64_t era = 0;
  bool waiting = true;
};
using entry_ptr = std::shared_ptr<entry>;

/// Until when a mailbox rests, and whose it is.
struct mailbox_rest {
  steady::time_point until{};
  std::string tenant;
};

struct mailbox_load {
  std::size_t in_flight = 0;
  bool writing = false;
};

/// A 429 that is about requests. The limit of mails per minute is another
/// matter.
struct throttling {
  std::chrono::milliseconds rest{0};
  /// This mailbox's concurrency, and nothing else.
  bool own_concurrency = false;
};

std::optional<throttling> throttling_in(const expected<http_reply>& reply,
                                        const gate_options& options) {
  if (!reply || reply->status != 429)
    return std::nullopt;
  const auto codes = graph_error_codes(reply->body);
  const auto code = codes.empty() ? std::string{} : codes.front();
  if (code == "ErrorExceededMessageLimit")
    return std::nullopt;
  throttling found;
  found.rest = retry_after_of(reply->headers, options.now());
  if (found.rest == found.rest.zero())
    found.rest = options.unsaid_rest;
  found.own_concurrency = code == "ApplicationThrottled";
  return found;
}

void refuse(const entry& refused, std::chrono::milliseconds left) {
  refused.on_reply(
      failure{errc::throttled, "not sent: Microsoft asked to wait", left});
}

} // namespace

class graph_gate::core : public std::enable_shared_from_this<core> {
public:
  core(http_client& http, delayer& timer, gate_options options)
      : http_(http), timer_(timer), options_(options),
        limit_(std::clamp(options.start, options.minimum, options.maximum)) {}

  void send(gate_pass pass, http_request request,
            http_client::callback on_reply) {
    auto next = std::make_shared<entry>();
    next->pass = pass;
    next->request = std::move(request);
    next->on_reply = std::move(on_reply);
    const auto until = next->request.until;
    {
      std::lock_guard guard{mutex_};
      if (hopeless(*next))
        return refuse_later(next);
      queue_of(pass).push_back(next);
    }
    pump();
    std::lock_guard guard{mutex_};
    if (next->waiting)
      arm(next, until);
  }

  gate_numbers numbers() const {
    std::lock_guard guard{mutex_};
    const auto now = options_.steady_now();
    const auto resting
        = std::count_if(resting_.begin(), resting_.end(),
                        [now](const auto& x) { return x.second.until > now; });
    const auto tenants
        = std::count_if(tenants_.begin(), tenants_.end(),
                        [now](const auto& x) { return x.second > now; });
    return {limit_,
            in_flight_,
            callers_.size() + background_.size(),
            static_cast<std::size_t>(resting),
            static_cast<std::size_t>(tenants),
            halved_};
  }

private:
  using queue = std::list<entry_ptr>;

  queue& queue_of(const gate_pass& pass) {
    return pass.priority == urgency::caller ? callers_ : background_;
  }

  void arm(const entry_ptr& next, deadline until) {
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(
        until - options_.steady_now());
    timer_.after(wait, [self = weak_from_this(), late = std::weak_ptr{next}] {
      const auto me = self.lock();
      const auto that = late.lock();
      if (me && that)
        me->expire(that);
    });
  }

  void expire(const entry_ptr& late) {
    {
      std::lock_guard guard{mutex_};
      if (!std::exchange(late->waiting, false))
        return;
      queue_of(late->pass).remove(late);
    }
    late->on_reply(failure{errc::timeout, "not sent: waited at the gate", {}});
  }

  /// Lets in whoever may go now.
  void pump() {
    std::vector<entry_ptr> ready;
    {
      std::lock_guard guard{mutex_};
      while (auto next = take_next())
        ready.push_back(std::move(next));
    }
    for (auto& next : ready)
      http_.send(std::move(next->request),
                 [self = shared_from_this(), next](auto reply) {
                   self->finish(next, std::move(reply));
                 });
  }

  entry_ptr take_next() {
    if (in_flight_ >= limit_)
      return {};
    for (auto* waiting : {&callers_, &background_}) {
      const auto found = std::find_if(
          waiting->begin(), waiting->end(),
          [this](const entry_ptr& e) { return may_go(e->pass); });
      if (found == waiting->end())
        continue;
      auto next = std::move(*found);
      waiting->erase(found);
      let_in(*next);
      return next;
    }
    return {};
  }

  bool may_go(const gate_pass& pass) const {
    if (rests_until(pass) > options_.steady_now())
      return false;
    if (pass.mailbox == 0)
      return true;
    const auto load = mailboxes_.find(pass.mailbox);
    if (load == mailboxes_.end())
      return true;
    return load->second.in_flight < options_.per_mailbox
           && !(pass.write && load->second.writing);
  }

  void let_in(entry& next) {
    next.waiting = false;
    next.era = era_;
    ++in_flight_;
    auto& load = mailboxes_[next.pass.mailbox];
    ++load.in_flight;
    load.writing = load.writing || next.pass.write;
  }

  void finish(const entry_ptr& over, expected<http_reply> reply) {
    const auto throttled = throttling_in(reply, options_);
    std::vector<entry_ptr> hopeless_ones;
    {
      std::lock_guard guard{mutex_};
      adapt(*over, throttled.has_value(), reply && reply->status < 500);
      if (throttled)
        hopeless_ones = rest(over->pass, *throttled);
      --in_flight_;
      auto& load = mailboxes_[over->pass.mailbox];
      --load.in_flight;
      if (over->pass.write)
        load.writing = false;
      if (load.in_flight == 0)
        mailboxes_.erase(over->pass.mailbox);
    }
    pump();
    for (const auto& each : hopeless_ones)
      refuse(*each, throttled->rest);
    over->on_reply(std::move(reply));
  }

  steady::time_point rests_until(const gate_pass& pass) const {
    steady::time_point until{};
    if (const auto own = resting_.find(pass.mailbox); own != resting_.end())
      until = own->second.until;
    if (const auto all = tenants_.find(pass.tenant); all != tenants_.end())
      until = std::max(until, all->second);
    return until;
  }

  /// Its time will be over when it might go.
  bool hopeless(const entry& waiting) const {
    const auto opens = rests_until(waiting.pass);
    return opens > options_.steady_now()
           && opens + options_.worthwhile > waiting.request.until;
  }

  /// Nobody is called back from within `send`.
  void refuse_later(const entry_ptr& refused) {
    refused->waiting = false;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        rests_until(refused->pass) - options_.steady_now());
    timer_.after({}, [refused, left] { refuse(*refused, left); });
  }

  /// Whether another mailbox of the same tenant rests.
  bool neighbour_rests(const gate_pass& pass, steady::time_point now) const {
    return !pass.tenant.empty()
           && std::any_of(resting_.begin(), resting_.end(), [&](const auto& x) {
                return x.first != pass.mailbox && x.second.until > now
                       && x.second.tenant == pass.tenant;
              });
  }

  /// Holds the mailbox, or its tenant, back; returns who cannot wait so long,
  /// taken out of the queues.
  std::vector<entry_ptr> rest(const gate_pass& pass, const throttling& why) {
    if (pass.mailbox == 0)
      return {};
    const auto now = options_.steady_now();
    const auto until = now + why.rest;
    if (!why.own_concurrency && neighbour_rests(pass, now)) {
      auto& all = tenants_[pass.tenant];
      all = std::max(all, until);
    }
    auto& own = resting_[pass.mailbox];
    own = {std::max(own.until, until), pass.tenant};
    timer_.after(why.rest, [self = weak_from_this()] {
      if (const auto me = self.lock())
        me->wake();
    });
    std::vector<entry_ptr> given_up;
    for (auto* waiting : {&callers_, &background_})
      waiting->remove_if([&](const entry_ptr& each) {
        if (!hopeless(*each))
          return false;
        each->waiting = false;
        given_up.push_back(each);
        return true;
      });
    return given_up;
  }

  /// A rest is over.
  void wake() {
    {
      std::lock_guard guard{mutex_};
      const auto now = options_.steady_now();
      std::erase_if(resting_,
                    [now](const auto& x) { return x.second.until <= now; });
      std::erase_if(tenants_, [now](const auto& x) { return x.second <= now; });
    }
    pump();
  }

  void adapt(const entry& over, bool too_much, bool good) {
    // Whoever was let in before the last halving says nothing new.
    if (over.era != era_)
      return;
    if (too_much) {
      limit_ = std::max(options_.minimum, limit_ / 2);
      ++era_;
      ++halved_;
      good_ = 0;
    } else if (good && in_flight_ * 2 >= limit_ && ++good_ >= limit_) {
      limit_ = std::min(options_.maximum, limit_ + 1);
      good_ = 0;
    }
  }

  http_client& http_;
  delayer& timer_;
  const gate_options options_;
  mutable std::mutex mutex_;
  queue callers_;
  queue background_;
  std::unordered_map<std::int64_t, mailbox_load> mailboxes_;
  std::unordered_map<std::int64_t, mailbox_rest> resting_;
  std::unordered_map<std::string, steady::time_point> tenants_;
  std::size_t limit_;
  std::size_t in_flight_ = 0;
  std::size_t good_ = 0;
  std::uint64_t era_ = 0;
  std::uint64_t halved_ = 0;
};

graph_gate::graph_gate(http_client& http, delayer& timer, gate_options options)
    : core_(std::make_shared<core>(http, timer, options)) {}

graph_gate::~graph_gate() = default;

void graph_gate::send(gate_pass pass, http_request request,
                      http_client::callback on_reply) {
  core_->send(pass, std::move(request), std::move(on_reply));
}

gate_numbers graph_gate::numbers() const {
  return core_->numbers();
}

} // namespace rental
