// What becomes of a mail after a try to send it. Pure.
#pragma once

#include "base/expected.hpp"

#include <chrono>

namespace rental {

/// A try that did not end well.
struct failed_mail {
  failure why;
  /// It went to the mail server (SMTP), not through the manager's mailbox.
  bool by_smtp = false;
  /// There is a mail server.
  bool has_smtp = false;
  /// Tries so far, this one included.
  int attempts = 1;
  /// How many tries before this one had an outcome that is not known.
  int unsure = 0;
};

/// What is done next.
struct mail_fate {
  enum class step {
    /// Try again after `pause`.
    queue,
    /// Hand it to the mail server now.
    by_smtp,
    /// Refused for good; somebody has to look.
    failed,
    /// Tried often enough, and still not known; somebody has to look.
    unknown,
  };
  step next = step::queue;
  std::chrono::seconds pause{0};
  /// It may have left: whatever is sent from now on says so.
  bool unsure = false;
};

/// Decides. A mail that certainly did not leave is tried until it does: within
/// `longest_pause` unless the other side asked for more. One that may have left
/// is tried again a few times, in longer and longer pauses, so that the manager
/// has it at least once. A mailbox that cannot send, and a second outcome that
/// is not known, leave it to the mail server; without one, a mailbox that may
/// not send until somebody consents again has it in somebody's list.
mail_fate fate_of(const failed_mail& what, std::chrono::seconds longest_pause);

/// Whether the failure leaves open that the mail left.
bool may_have_left(const failure& why);

} // namespace rental
