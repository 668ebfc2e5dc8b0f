// The tool definitions to paste into VAPI: POST https://api.vapi.ai/tool, or
// `model.tools` of an assistant (docs.vapi.ai/tools/custom-tools).
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace rental {

/// Tools that definitions exist for, in the order of a conversation.
std::span<const std::string_view> known_tools() noexcept;

/// Whether one of the tools has an argument of that name.
bool is_argument(std::string_view name) noexcept;

/// {"tools":[...]} with a definition of each tool in `names` (unknown names are
/// skipped), pretty-printed. `server_url` is the webhook's public address.
/// Static parameters carry the caller's number and the call's id, which the
/// model cannot change.
std::string render_tool_definitions(std::span<const std::string_view> names,
                                    std::string_view server_url);

} // namespace rental
