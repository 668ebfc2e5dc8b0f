#include "domain/outbox.hpp"

#include <algorithm>
#include <array>

namespace rental {
namespace {

using namespace std::chrono_literals;

/// Pauses after the first, second, ... outcome that is not known; after the
/// last of them somebody has to look.
constexpr std::array unsure_pauses{3s, 10s, 30s, 60s, 300s, 1200s, 3600s};

/// Tries that the mailbox gets while there is a mail server beside it.
constexpr int patience_beside_smtp = 8;

std::chrono::seconds pause_after(int attempts, const failure& why,
                                 std::chrono::seconds longest) {
  const auto backoff = std::chrono::seconds{1 << std::clamp(attempts, 0, 6)};
  const auto asked = std::chrono::ceil<std::chrono::seconds>(why.retry_after);
  return std::max(std::min(backoff, longest), asked);
}

mail_fate after_doubt(const failed_mail& what) {
  const auto before = static_cast<std::size_t>(std::max(what.unsure, 0));
  if (before >= unsure_pauses.size())
    return {mail_fate::step::unknown, 0s, true};
  if (!what.by_smtp && what.has_smtp && before > 0)
    return {mail_fate::step::by_smtp, 0s, true};
  const auto asked
      = std::chrono::ceil<std::chrono::seconds>(what.why.retry_after);
  return {mail_fate::step::queue, std::max(unsure_pauses[before], asked), true};
}

} // namespace

bool may_have_left(const failure& why) {
  switch (why.code) {
  case errc::timeout:
  case errc::network:
  case errc::provider_unavailable:
  case errc::bad_answer:
  case errc::internal:
    // What never got past our own door did not leave.
    return !why.detail.starts_with("not sent");
  default:
    return false;
  }
}

mail_fate fate_of(const failed_mail& what, std::chrono::seconds longest_pause) {
  if (may_have_left(what.why))
    return after_doubt(what);
  const mail_fate again{mail_fate::step::queue,
                        pause_after(what.attempts, what.why, longest_pause),
                        false};
  switch (what.why.code) {
  case errc::provider_refused:
  case errc::scope_missing:
  case errc::forbidden:
  case errc::bad_request:
    return {!what.by_smtp && what.has_smtp ? mail_fate::step::by_smtp
                                           : mail_fate::step::failed,
            0s, false};
  case errc::throttled:
  case errc::unreachable:
    if (what.attempts < patience_beside_smtp)
      return again;
    break;
  case errc::storage:
  case errc::expired:
  case errc::unavailable:
  case errc::unknown_manager:
    return again;
  default: // the mailbox cannot send
    break;
  }
  if (!what.by_smtp && what.has_smtp)
    return {mail_fate::step::by_smtp, 0s, false};
  return again;
}

} // namespace rental
