#include "microsoft/graph_gate.hpp"

#include "microsoft/graph_errors.hpp"

#include <algorithm>
#include <list>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace rental {
namespace {

using steady = std::chrono::steady_clock;

struct entry {
  gate_pass pass;
  http_request request;
  http_client::callback on_reply;
  /// Which era of the limit it was let in under.
  std::uint64_t era = 0;
  bool waiting = true;
};
using entry_ptr = std::shared_ptr<entry>;

struct mailbox_load {
  std::size_t in_flight = 0;
  bool writing = false;
};

/// Whether Microsoft says that we do too much at once or in all. The limit of
/// mails per minute is another matter.
bool means_too_much(const expected<http_reply>& reply) {
  if (!reply || reply->status != 429)
    return false;
  const auto codes = graph_error_codes(reply->body);
  return codes.empty() || codes.front() != "ErrorExceededMessageLimit";
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
      queue_of(pass).push_back(next);
    }
    pump();
    std::lock_guard guard{mutex_};
    if (next->waiting)
      arm(next, until);
  }

  gate_numbers numbers() const {
    std::lock_guard guard{mutex_};
    return {limit_, in_flight_, callers_.size() + background_.size(), halved_};
  }

private:
  using queue = std::list<entry_ptr>;

  queue& queue_of(const gate_pass& pass) {
    return pass.priority == urgency::caller ? callers_ : background_;
  }

  void arm(const entry_ptr& next, deadline until) {
    const auto wait
        = std::chrono::ceil<std::chrono::milliseconds>(until - steady::now());
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
    const auto too_much = means_too_much(reply);
    {
      std::lock_guard guard{mutex_};
      adapt(*over, too_much, reply && reply->status < 500);
      --in_flight_;
      auto& load = mailboxes_[over->pass.mailbox];
      --load.in_flight;
      if (over->pass.write)
        load.writing = false;
      if (load.in_flight == 0)
        mailboxes_.erase(over->pass.mailbox);
    }
    pump();
    over->on_reply(std::move(reply));
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
