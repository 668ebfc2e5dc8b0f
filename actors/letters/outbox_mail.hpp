// What the outbox adds to a mail, whoever wrote it. Pure.
#pragma once

#include "domain/booking.hpp"

#include <string>

namespace rental {

/// The mail with a remark that it may be there already: in the subject and on
/// top of both texts.
outbox_mail marked_again(outbox_mail mail);

/// Names the mail wherever it goes: the same for every try. Letters, digits,
/// "-._".
std::string mail_id(const outbox_mail& mail);

} // namespace rental
