#include "net/curl_client.hpp"

#include "net/curl_transfer.hpp"

#include <algorithm>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <unordered_map>
#include <vector>

namespace rental {
namespace {

using steady = std::chrono::steady_clock;
constexpr std::size_t kept_handles = 64;

struct delayed_job {
  steady::time_point due;
  std::uint64_t number;
  std::function<void()> run;

  /// For a heap with the earliest job on top, first come first served.
  friend bool operator<(const delayed_job& a, const delayed_job& b) {
    return std::tie(a.due, a.number) > std::tie(b.due, b.number);
  }
};

void init_curl_once() {
  // Not undone: other users of libcurl in the process may be alive.
  static const auto code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK)
    throw std::runtime_error{"libcurl does not start"};
}

} // namespace

class curl_client::loop {
public:
  explicit loop(curl_options options) : options_(std::move(options)) {
    init_curl_once();
    multi_ = curl_multi_init();
    share_ = curl_share_init();
    if (multi_ == nullptr || share_ == nullptr)
      throw std::runtime_error{"libcurl does not start"};
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, options_.kept_connections);
    curl_multi_setopt(multi_, CURLMOPT_PIPELINING, CURLPIPE_NOTHING);
    // TLS sessions are resumed across handles; one thread needs no locks.
    curl_share_setopt(share_, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
    thread_ = std::thread{[this] { run(); }};
  }

  ~loop() {
    stop();
    handles_.clear();
    curl_multi_cleanup(multi_);
    curl_share_cleanup(share_);
  }

  /// Joins the thread, whose last jobs may still call `send` and `after`.
  void stop() {
    {
      std::lock_guard guard{mutex_};
      stopping_ = true;
    }
    curl_multi_wakeup(multi_);
    if (thread_.joinable())
      thread_.join();
  }

  void send(http_request request, callback on_reply) {
    if (request.until == deadline{})
      request.until = steady::now() + options_.default_timeout;
    auto next = std::make_unique<curl_transfer>(std::move(request),
                                                std::move(on_reply), options_);
    {
      std::lock_guard guard{mutex_};
      incoming_.push_back(std::move(next));
    }
    curl_multi_wakeup(multi_);
  }

  void after(std::chrono::milliseconds wait, std::function<void()> job) {
    const auto due = steady::now() + std::max(wait, decltype(wait)::zero());
    {
      std::lock_guard guard{mutex_};
      delayed_.push_back({due, ++job_number_, std::move(job)});
      std::push_heap(delayed_.begin(), delayed_.end());
    }
    curl_multi_wakeup(multi_);
  }

private:
  void run() {
    while (!is_stopping()) {
      start_incoming();
      run_due(steady::now());
      int running = 0;
      curl_multi_perform(multi_, &running);
      collect_finished();
      curl_multi_poll(multi_, nullptr, 0, poll_time(), nullptr);
    }
    shut_down();
  }

  bool is_stopping() const {
    std::lock_guard guard{mutex_};
    return stopping_;
  }

  int poll_time() const {
    std::lock_guard guard{mutex_};
    if (stopping_ || !incoming_.empty())
      return 0;
    if (delayed_.empty())
      return 1000;
    const auto left = time_left(delayed_.front().due).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 1000));
  }

  void start_incoming() {
    std::vector<std::unique_ptr<curl_transfer>> fresh;
    {
      std::lock_guard guard{mutex_};
      fresh.swap(incoming_);
    }
    for (auto& next : fresh)
      start(std::move(next));
  }

  void start(std::unique_ptr<curl_transfer> next) {
    auto easy = take_handle();
    if (!easy)
      return next->answer(failure{errc::internal, "no curl handle", {}});
    curl_easy_setopt(easy.get(), CURLOPT_SHARE, share_);
    if (auto ready = next->prepare(std::move(easy)); !ready)
      return next->answer(ready.error());
    if (curl_multi_add_handle(multi_, next->easy()) != CURLM_OK)
      return next->answer(failure{errc::internal, "curl_multi refused", {}});
    running_.emplace(next->easy(), std::move(next));
  }

  easy_handle take_handle() {
    if (handles_.empty())
      return easy_handle{curl_easy_init()};
    auto easy = std::move(handles_.back());
    handles_.pop_back();
    return easy;
  }

  void keep_handle(easy_handle easy) {
    if (handles_.size() >= kept_handles)
      return;
    curl_easy_reset(easy.get());
    handles_.push_back(std::move(easy));
  }

  void collect_finished() {
    int left = 0;
    while (const auto* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE)
        continue;
      const auto code = message->data.result;
      auto node = running_.extract(message->easy_handle);
      if (node.empty())
        continue;
      auto finished = std::move(node.mapped());
      curl_multi_remove_handle(multi_, finished->easy());
      auto result = finished->outcome(code);
      // After a failure libcurl may remember, even after a reset, that it has
      // a body to rewind: the next request would fail for it.
      if (code == CURLE_OK)
        keep_handle(finished->take_handle());
      finished->answer(std::move(result));
    }
  }

  void run_due(steady::time_point now) {
    while (auto job = pop_due(now))
      job();
  }

  std::function<void()> pop_due(steady::time_point now) {
    std::lock_guard guard{mutex_};
    if (delayed_.empty() || delayed_.front().due > now)
      return {};
    std::pop_heap(delayed_.begin(), delayed_.end());
    auto job = std::move(delayed_.back().run);
    delayed_.pop_back();
    return job;
  }

  void shut_down() {
    const failure gone{errc::unavailable, "the HTTP client is stopping", {}};
    for (auto& [easy, transfer] : running_)
      curl_multi_remove_handle(multi_, easy);
    for (auto& [easy, transfer] : std::exchange(running_, {}))
      transfer->answer(gone);
    // Answers and jobs may leave new requests and jobs behind.
    for (;;) {
      std::vector<std::unique_ptr<curl_transfer>> rest;
      {
        std::lock_guard guard{mutex_};
        rest.swap(incoming_);
      }
      for (auto& transfer : rest)
        transfer->answer(gone);
      auto job = pop_due(steady::time_point::max());
      if (job)
        job();
      else if (rest.empty())
        return;
    }
  }

  const curl_options options_;
  CURLM* multi_ = nullptr;
  CURLSH* share_ = nullptr;

  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<curl_transfer>> incoming_;
  std::vector<delayed_job> delayed_;
  std::uint64_t job_number_ = 0;
  bool stopping_ = false;

  // Touched by the thread alone.
  std::unordered_map<CURL*, std::unique_ptr<curl_transfer>> running_;
  std::vector<easy_handle> handles_;
  std::thread thread_;
};

curl_client::curl_client(curl_options options)
    : loop_(std::make_unique<loop>(std::move(options))) {}

// While jobs run, the pointer to the loop has to be there.
curl_client::~curl_client() {
  loop_->stop();
}

void curl_client::send(http_request request, callback on_reply) {
  loop_->send(std::move(request), std::move(on_reply));
}

void curl_client::after(std::chrono::milliseconds wait,
                        std::function<void()> job) {
  loop_->after(wait, std::move(job));
}

} // namespace rental
