// The mails about another account that was connected for a manager: one to
// whoever was connected before, one to whoever is connected now.
#pragma once

#include "base/zone.hpp"
#include "domain/booking.hpp"

#include <string>
#include <vector>

namespace rental {

struct account_change {
  std::int64_t manager = 0;
  std::string user_id;
  std::string former_account;
  std::string account;
  /// Viewings to come that were written to another calendar.
  std::vector<booking> viewings;
  /// They are written to the new calendar; else they stay where they are.
  bool moved_over = false;
};

/// To the former account. Key "account:<manager>:<second>:former".
outbox_mail former_account_mail(const account_change& what, const zone& tz,
                                instant now);
/// To the account that is connected now. Key "account:<manager>:<second>:new".
outbox_mail new_account_mail(const account_change& what, const zone& tz,
                             instant now);

} // namespace rental
