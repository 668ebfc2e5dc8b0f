// Who may call: the settings, as the access checks take them.
#pragma once

#include "config/settings.hpp"
#include "http/access/access_limits.hpp"
#include "http/access/webhook_auth.hpp"

#include <memory>
#include <vector>

namespace rental {

/// The bindings that have a secret of their own.
std::vector<own_secret> own_secrets_of(const std::vector<call_binding>& all);

/// Limiters of a running service, all buckets full.
access_limits limits_of(const limit_settings& from,
                        std::shared_ptr<metrics> numbers);

} // namespace rental
