// What an account at VAPI needs so that its assistants use this service, and
// what of it is there already. Pure: reads what VAPI's API has answered, makes
// the bodies to send. docs.vapi.ai/api-reference: /tool, /assistant;
// /credential is described in docs.vapi.ai/server-url/server-authentication.
//
// What is not ours is neither changed nor removed. PATCH at VAPI replaces each
// member that is sent as a whole, so what others put into it is sent back.
#pragma once

#include "base/expected.hpp"
#include "vapi/json_difference.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// Whether it is an id as VAPI makes them: 1 to 100 letters, digits, "-" and
/// "_". Whatever else it were could lead to another path of the API.
bool is_vapi_id(std::string_view text);

/// How people know a thing of VAPI, as JSON; empty when it has no name.
std::string title_of(const nlohmann::json& thing);

/// A thing at VAPI, and what is to be done with it. Names and differences hold
/// what VAPI said, whole: not yet fit to be shown.
struct account_change {
  enum class step { create, update, keep };

  step what = step::keep;
  /// "credential", "tool" or "assistant": the path of the API.
  std::string kind;
  /// For people, quoted where strangers may have chosen it.
  std::string name;
  /// Empty when it is to be created.
  std::string id;
  /// What is sent: of an update only the members that differ. May hold a
  /// secret.
  nlohmann::json body;
  std::vector<json_difference> differences;
};

/// The tool of that function name whose server URL ends in /vapi/webhook, or
/// nothing. Fails with errc::bad_request when there are several.
expected<const nlohmann::json*> own_tool(const nlohmann::json& tools,
                                         std::string_view function_name);

/// `definition` as vapi/tool_definitions.hpp gives it; `known` as VAPI has it,
/// or null. Static parameters, headers and whatever else we do not define stay.
account_change tool_change(const nlohmann::json& definition,
                           const nlohmann::json* known,
                           const std::string& credential_id);

/// The custom credential that an earlier push has made, or nothing. Fails with
/// errc::bad_request when there are several.
expected<const nlohmann::json*>
own_credential(const nlohmann::json& credentials);

/// `authentication` is an authenticationPlan with its secret. VAPI shows no
/// secrets, so the credential's name ends in eight digits of a digest of the
/// whole plan: other digits, other plan.
account_change credential_change(const nlohmann::json& authentication,
                                 const nlohmann::json* known);

/// Whether tools named as in `definitions` can be added to the assistant. Fails
/// with errc::bad_request when it has no model yet, defines one of them inside
/// itself, or uses another tool of such a name.
expected<done> check_assistant(const nlohmann::json& assistant,
                               const nlohmann::json& tools,
                               const nlohmann::json& definitions);

/// What the assistant must have, besides what it has.
struct assistant_needs {
  std::string server_url;
  std::string credential_id;
  struct tool {
    std::string id;
    std::string name;
  };
  std::vector<tool> tools;
};

account_change assistant_change(const nlohmann::json& assistant,
                                const assistant_needs& needs);

} // namespace rental
