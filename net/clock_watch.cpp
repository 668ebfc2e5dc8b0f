#include "net/clock_watch.hpp"

#include "log/log.hpp"

#include <curl/curl.h>

#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace rental {
namespace {

constexpr std::chrono::hours complain_again{1};

} // namespace

std::optional<std::chrono::seconds> clock_ahead_of(const http_reply& answer,
                                                   instant ours) {
  const auto date = answer.headers.find("date");
  const auto age = answer.headers.find("age");
  if (date == answer.headers.end()
      || (age != answer.headers.end() && age->second != "0"))
    return std::nullopt;
  const auto theirs = curl_getdate(date->second.c_str(), nullptr);
  if (theirs < 0)
    return std::nullopt;
  return ours - from_unix(static_cast<std::int64_t>(theirs));
}

struct clock_watch::memory {
  explicit memory(listener f) : told(std::move(f)) {}

  void saw(std::chrono::seconds ahead, instant now) {
    if (told)
      told(ahead);
    const std::lock_guard guard{lock};
    const bool wrong = std::chrono::abs(ahead) > tolerated_clock_error;
    if (!wrong && complained)
      log::info("clock.right",
                {{"seconds_ahead", std::to_string(ahead.count())}});
    if (!wrong)
      return complained.reset();
    if (complained && now < *complained + complain_again && now >= *complained)
      return;
    complained = now;
    log::error("clock.wrong",
               {{"seconds_ahead", std::to_string(ahead.count())},
                {"seen_in", "the Date of Microsoft's answers"},
                {"next", "set this machine's clock (NTP): times are offered, "
                         "and sign-ins judged, by it"}});
  }

  listener told;
  std::mutex lock;
  std::optional<instant> complained;
};

clock_watch::clock_watch(http_client& inner, const clock& time, listener told)
    : inner_(inner), time_(time),
      memory_(std::make_shared<memory>(std::move(told))) {}

clock_watch::~clock_watch() = default;

void clock_watch::send(http_request request, callback on_reply) {
  inner_.send(std::move(request),
              [kept = memory_, &time = time_,
               tell = std::move(on_reply)](expected<http_reply> answer) {
                if (answer) {
                  const auto now = time.now();
                  if (const auto ahead = clock_ahead_of(*answer, now))
                    kept->saw(*ahead, now);
                }
                tell(std::move(answer));
              });
}

} // namespace rental
