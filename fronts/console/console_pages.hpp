// The operator's pages, from what the actors answered. Visitors' names and
// phones appear here and on no other page. Pure functions.
#pragma once

#include "http/message/http_message.hpp"
#include "messages/overview.hpp"
#include "metrics/load_history.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// What the operator's pages share.
struct operator_frame {
  /// For the forms; empty: none is asked for.
  std::string csrf;
  /// A session that can be ended.
  bool signed_in = false;
  /// Whether connect links can be made.
  bool can_link = false;
  instant now{};
  /// Whether managers whose grant died are mailed by us.
  bool can_mail = false;
};

/// What a caller who asks about `who` would hear: a manager's id, or part of a
/// property's address.
struct heard_sentence {
  std::string who;
  std::string sentence;
};

struct refusal_count {
  std::string why;
  std::size_t count = 0;
};

struct operator_view {
  operator_frame frame;
  overview rows;
  /// What was searched for.
  std::string find;
  std::vector<heard_sentence> heard;
  /// There are calendars that were not asked.
  bool heard_more = false;
  std::vector<refusal_count> refusals;
  std::vector<load_minute> load;
  std::string tools;
  /// The week of the only manager.
  std::optional<manager_week> week;
};
http_out render(const operator_view& view);

struct manager_view {
  operator_frame frame;
  manager_week week;
  std::vector<heard_sentence> heard;
};
http_out render(const manager_view& view);

struct link_view {
  operator_frame frame;
  std::string user_id;
  std::string url;
  instant until{};
};
http_out render(const link_view& view);

/// The sign-in; `problem` says why it did not work.
http_out admin_sign_in_page(unsigned status, std::string_view next,
                            std::string_view problem);

/// "just now", "5 minutes ago", "3 hours ago", "2 days ago".
std::string ago(instant then, instant now);

} // namespace rental
