// How Microsoft is reached, from the settings' words to those of its clients.
#pragma once

#include "config/settings.hpp"
#include "metrics/metrics.hpp"
#include "microsoft/graph_client.hpp"
#include "microsoft/graph_gate.hpp"
#include "microsoft/identity_client.hpp"

#include <memory>
#include <string>

namespace rental {

gate_options gate_options_of(const settings& all);

/// Every request is counted in `numbers`.
identity_options identity_options_of(const settings& all,
                                     const std::shared_ptr<metrics>& numbers);
graph_options graph_options_of(const settings& all,
                               const std::shared_ptr<metrics>& numbers);

/// Where an administrator approves the app for a whole organisation
/// (learn.microsoft.com/entra/identity-platform/v2-admin-consent).
std::string admin_consent_url(const settings& all);

} // namespace rental
