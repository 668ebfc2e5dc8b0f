// The pages of connecting a calendar, from the link to the calendar that is
// connected. Forms carry a token against cross-site requests; buttons and parts
// that a test or a script looks for have ids: connect, keep, move, switch,
// hear, test-viewing, disconnect, confirm.
#pragma once

#include "http/message/http_message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rental {

/// What a link leads to: for whom, what is read and written, and the button.
struct connect_page {
  std::string user_id;
  /// The account that the link was made for; may be empty.
  std::string account;
  /// Where the button leads.
  std::string start;
};
http_out render(const connect_page& page);

/// Signed in as another than before, in whose calendar viewings are to come:
/// what becomes of them?
struct choice_page {
  std::string user_id;
  std::string account;
  std::string former;
  std::size_t viewings = 0;
  std::string csrf;
  /// Where "switch" leads; may be empty: the page then says how.
  std::string switch_to;
};
http_out render(const choice_page& page);

/// A calendar that is connected. Its script asks again what a caller would
/// hear.
struct connected_page {
  std::string account;
  std::string user_id;
  /// IANA name, and how a caller hears it ("Central time").
  std::string zone;
  std::string zone_said;
  /// The mailbox had none, or one that nobody knows: `zone` is the default.
  bool zone_is_default = false;
  /// "Monday to Friday, 9:00 to 17:00"; one line each.
  std::vector<std::string> hours;
  bool hours_are_default = false;
  /// Items of the calendar that cannot be read; one line each.
  std::vector<std::string> unreadable = {};
  /// The token does not allow mails to be sent.
  bool cannot_mail = false;
  /// What a caller would hear now, and a remark when that is bad news.
  std::string heard;
  std::string heard_note;
  std::string csrf;
  /// Names the test viewing that the button begins, so that it happens once.
  std::string attempt;
};
http_out render(const connected_page& page);

/// How a test viewing went, step by step.
struct test_step {
  bool good = true;
  std::string what;
};
struct test_page {
  unsigned status = 200;
  std::string title;
  std::vector<test_step> steps;
  /// What it means, and what is left to do.
  std::string summary;
  std::string reference;
};
http_out render(const test_page& page);

/// A form with one button that posts to `action`: for what must not happen on
/// GET.
struct confirm_page {
  std::string title;
  std::string what;
  std::string action;
  std::string button;
  std::string csrf;
  /// Where "no" leads.
  std::string back;
};
http_out render(const confirm_page& page);

} // namespace rental
