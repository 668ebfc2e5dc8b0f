// The mail to a manager whose grant died: what happened, one button, and what
// callers hear meanwhile.
#pragma once

#include "base/zone.hpp"
#include "domain/reconnect.hpp"
#include "net/mail_sender.hpp"

#include <string>
#include <vector>

namespace rental {

/// `link` is good until `until`, told as a day in `tz`; `asked` are callers who
/// wait for a call back meanwhile. The mail's id is the same for the same
/// reminder. `heard`: what callers are told until then.
mail_message reconnect_mail(const due_mail_to& due, const std::string& link,
                            instant until, const zone& tz,
                            const std::string& heard,
                            const std::vector<callback_request>& asked = {});

} // namespace rental
