// Outbound mail, from the settings' words to those of the client.
#pragma once

#include "config/settings.hpp"
#include "net/smtp_client.hpp"

namespace rental {

/// The server of SMTP_URL, and SMTP_FROM in its two parts.
smtp_options mail_options_of(const settings& all);

} // namespace rental
