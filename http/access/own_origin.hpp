// Development mode asks for no credentials, so whatever a browser on this
// machine sends would be believed. A page of somebody else's can make it send
// requests here: under a name of its own that resolves to this machine (DNS
// rebinding), or from afar (cross-site forms). Both show in the headers.
#pragma once

#include "http/message/http_message.hpp"

#include <optional>

namespace rental {

/// 403 unless the Host is this machine's by name or number, and, where a
/// browser says from where it comes, that is a page of this host. Programs send
/// neither Origin nor Sec-Fetch-Site.
std::optional<http_out> refuse_foreign_origin(const http_in& in);

} // namespace rental
