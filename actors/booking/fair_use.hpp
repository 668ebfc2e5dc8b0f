// Who used how much, and who tries which codes: what the ledger keeps of it.
#pragma once

#include "domain/booking.hpp"
#include "domain/fair_use.hpp"
#include "messages/payloads.hpp"
#include "storage/store.hpp"

#include <string>
#include <vector>

namespace rental {

/// What the limits count a booking by. Empty ones count nothing; so does what
/// the operator's API arranges.
struct use_names {
  std::string call;
  std::string caller;
  std::string email;
};
use_names names_of(const booking_order& order);
use_names names_of(const booking& row);

/// What they have had so far: of a caller and an e-mail address within a day.
expected<uses> uses_so_far(store_session& session, std::int64_t manager,
                           const use_names& names, instant now);
/// One viewing more; a move sends an invitation alone.
expected<done> count_use(store_session& session, const booking& row,
                         instant now);

/// How long this caller has to wait before a code is looked at.
expected<std::chrono::seconds>
code_pause(store_session& session, std::int64_t manager,
           const caller_identity& by, const code_limits& limits, instant now);
expected<done> count_try(store_session& session, std::int64_t manager,
                         const caller_identity& by, bool right, instant now);

/// Every name under which the limits or the tries may have counted a person who
/// has these numbers and addresses and made these calls.
std::vector<std::string>
names_of_person(const std::vector<std::string>& numbers,
                const std::vector<std::string>& emails,
                const std::vector<std::string>& calls);

} // namespace rental
