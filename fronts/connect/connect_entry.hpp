// Who may begin to connect which calendar. Internal to http/.
#pragma once

#include "fronts/front.hpp"

#include <optional>
#include <string>

namespace rental {

/// A validated entry: for which manager, as which account, and the link to
/// retry with.
struct connect_entry {
  manager_key manager;
  std::string expected_account;
  /// The link's text; empty when the operator, or development mode, let in.
  std::string link;
  /// Its name and its end.
  std::string link_id;
  instant link_ends{};
  /// "link=..." or "user_id=...".
  std::string query;
};

/// "user_id=...", with the agency when it is not the default one.
std::string query_for(const front_options& options, const manager_key& manager);

/// A link decides everything; without one the admin token or development mode
/// lets in whom `user_id` names. Else nothing, and `refusal` is a page that
/// says what to do.
std::optional<connect_entry> entry_of(const front_options& options,
                                      const http_in& in, http_out& refusal);

/// GET /calendar/connect: for whom, what is read and written, and the button.
/// Leaves the cookie that may_begin asks for.
http_out entry_page(const front_options& options, const connect_entry& entry);
/// The link has connected a calendar before.
http_out used_link_page(const front_options& options, const http_in& in);

/// Whether the person who begins has seen entry_page: nobody else's page may
/// send a browser to Microsoft for a link of its choice. The cookie of
/// entry_page proves it (SameSite=Strict: no other site makes a browser send
/// it), or the admin token in a header, which no page can make a browser send.
bool may_begin(const front_options& options, const http_in& in,
               const connect_entry& entry);

/// Where somebody whose sign-in failed can begin again: the link that this
/// browser came with, while it is good; else "".
std::string way_back(const front_options& options, const http_in& in);
/// The same, straight to Microsoft, which asks again who signs in.
std::string way_to_switch(const front_options& options, const http_in& in,
                          const manager_key& manager);

/// Remembers the link in the browser for the way back; an empty one forgets it.
/// A Set-Cookie header's value.
std::string remember_link(const front_options& options,
                          const std::string& link);
/// The way back of whoever came in: the link, or in development mode one that
/// is made for the purpose; may be empty.
std::string link_back(const front_options& options, const connect_entry& entry);
bool remembers_link(const front_options& options, const http_in& in);

} // namespace rental
