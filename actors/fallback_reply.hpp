// Answers in the place of a calendar that failed in the middle of an order.
#pragma once

#include "actors/ledger.hpp"

#include <caf/typed_actor.hpp>

#include <functional>

namespace rental {

/// LAST WORDS: keeps what has to be kept, gives one answer, ends.
using last_words_actor = caf::typed_actor<
    // The order's answer, once it is true.
    caf::replies_to<atom::book>::with<booking_outcome>>;

struct last_words_order {
  ledger_actor ledger;
  /// Makes the answer true: keeps the wish.
  std::function<expected<stored_answer>(store_session&)> keep;
  booking_outcome kept;
  /// When the database did not take it.
  booking_outcome lost;
};

/// Spawn with `system.spawn(fallback_reply, order)` and delegate the order's
/// promise to it.
last_words_actor::behavior_type fallback_reply(last_words_actor::pointer self,
                                               last_words_order order);

} // namespace rental
