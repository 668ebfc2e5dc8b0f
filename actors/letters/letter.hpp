// A mail to a manager: a lead, facts, notes, a closing line; as text and HTML.
#pragma once

#include "domain/booking.hpp"

#include <string>
#include <utility>
#include <vector>

namespace rental {

struct letter {
  std::string lead;
  /// Name and value; those without a value are left out.
  std::vector<std::pair<std::string, std::string>> facts;
  std::vector<std::string> notes;
  /// Where the event is opened in a browser; empty: none.
  std::string link;
  std::string close;
};

/// As the outbox takes it; the same key is queued once.
outbox_mail mail_of(std::string key, std::int64_t manager, std::string subject,
                    const letter& content, instant now);

} // namespace rental
