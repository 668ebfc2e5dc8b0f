// The replaced app's data/calendar_tokens.json, read and written.
//
//     {"last_updated": "2025-09-30T13:30:00.123456",
//      "tokens": {"+15555551234": {"user_id": "+15555551234",
//        "access_token": "..", "refresh_token": "..",
//        "expires_at": "2025-09-30T14:30:00.123456", "token_type": "Bearer",
//        "scope": "..", "calendar_email": "", "created_at": "..", ..}},
//      "metadata": {"total_users": 1, "version": "1.0"}}
//
// Two layouts exist: "last_updated" at the root or inside "metadata". Times are
// without an offset (UTC, as that app ran on Render) or with one. Pure, but for
// write_private_file.
#pragma once

#include "base/expected.hpp"
#include "domain/booking.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// One entry of the file, as it was understood.
struct token_entry {
  /// Normalised: a phone number is E.164.
  std::string user_id;
  /// Why it cannot be used; empty when it can.
  std::string problem;
  /// Something to tell the operator although it can be used; may be empty.
  std::string note;
  /// Without id and agency; state connected.
  manager_record record;
};

/// Reads the file's text. Entries come in the order of their ids. Fails with
/// errc::bad_request and one line when it is not such a file; entries that are
/// broken do not fail the rest.
expected<std::vector<token_entry>>
parse_token_file(std::string_view text, std::string_view phone_region,
                 instant now);

/// The same layout, "last_updated" at the root. Tokens are "***" unless
/// `reveal`. Records without a refresh token are left out.
std::string format_token_file(std::span<const manager_record> managers,
                              bool reveal, instant now);

/// Writes a file that only its owner can read (0600), so that either the old or
/// the new content is there whatever happens: temporary file, fsync, rename.
/// Fails with errc::storage and one line; with errc::bad_request when something
/// else than JSON is there already, such as a database or a device.
expected<done> write_private_file(const std::string& path,
                                  const std::string& text);

} // namespace rental
