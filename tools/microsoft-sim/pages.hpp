#pragma once

#include "tools/microsoft-sim/account.hpp"
#include "tools/microsoft-sim/grants.hpp"
#include "tools/microsoft-sim/http.hpp"

#include <string>
#include <vector>

/// The pages a person sees while signing in. Plain forms, no script needed,
/// fit for a narrow screen; each form carries the flow in a hidden field.
namespace rental::sim {

/// Choose an account. `complaint` is shown above the form.
response sign_in_page(const std::string& tenant, const std::string& flow_id,
                      const std::vector<profile>& accounts,
                      const std::string& login_hint,
                      const std::string& complaint = {});

/// What the application asks for, with Accept and Cancel.
response consent_page(const std::string& tenant, const std::string& flow_id,
                      const profile& who, const std::string& app_name,
                      const scope_set& scopes);

/// The dead end that Microsoft shows when it must not redirect.
response trouble_page(int status, const std::string& title,
                      const std::string& text);

/// Sends the values to the application by POST (response_mode=form_post).
response form_post_page(const std::string& url, const fields& values);

} // namespace rental::sim
