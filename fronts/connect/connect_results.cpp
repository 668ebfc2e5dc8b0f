#include "fronts/connect/connect_results.hpp"

#include "fronts/connect/connect_pages.hpp"
#include "http/pages/pages.hpp"

#include <array>
#include <cstdio>

namespace rental {
namespace {

struct advice {
  unsigned status;
  const char* title;
  std::string what;
  std::vector<std::string> steps;
  /// Whether beginning again can help.
  bool again = true;
  /// Whether an administrator can help.
  bool admin = false;
};

constexpr auto open_link_again
    = "Open the link that you were sent once more and sign in again.";
constexpr auto tell_operator
    = "Tell whoever sent you the link, with the reference code below.";

std::string clock_trouble(std::chrono::seconds ahead) {
  const auto off = std::chrono::abs(ahead);
  if (off < std::chrono::seconds{1})
    return "It does not agree with Microsoft's.";
  const auto minutes = std::chrono::round<std::chrono::minutes>(off).count();
  const auto hours = std::chrono::round<std::chrono::hours>(off).count();
  const auto by = minutes < 180 ? std::to_string(minutes) + " minutes"
                                : std::to_string(hours) + " hours";
  return "It is about " + by + (ahead.count() > 0 ? " ahead of" : " behind")
         + " Microsoft's.";
}

advice advice_on(const connect_result& result) {
  switch (result.problem) {
  case connect_problem::bad_state:
    return {400,
            "This sign-in is no longer valid",
            "A sign-in works once and for ten minutes. This one was used "
            "before, took longer, or was not begun here.",
            {open_link_again}};
  case connect_problem::other_browser:
    return {400,
            "This sign-in was begun in another browser",
            "For your safety it has to end in the browser in which it began, "
            "with cookies allowed.",
            {open_link_again,
             "Stay in the same browser, and allow cookies for this page."}};
  case connect_problem::incomplete:
    return {400,
            "Something is missing from this address",
            "The answer from Microsoft did not arrive as a whole.",
            {open_link_again}};
  case connect_problem::cancelled_or_admin_wall:
    return {403,
            "Your calendar is not connected",
            "The sign-in was cancelled, or your organisation asks for an "
            "administrator's approval. Microsoft does not tell us which.",
            {"If you cancelled by mistake, sign in again and choose Accept.",
             "If you saw a page that says Need admin approval, forward the "
             "link below to your Microsoft 365 administrator, who can approve "
             "PeteRental Calendar there. Then sign in again."},
            true,
            true};
  case connect_problem::admin_consent_needed:
    return {403,
            "Your administrator has to approve this first",
            "Your organisation does not let its members approve apps on "
            "their own.",
            {"Forward the link below to your Microsoft 365 administrator, who "
             "can approve PeteRental Calendar for your organisation there.",
             "Then open the link that you were sent again and sign in."},
            true,
            true};
  case connect_problem::retry_later:
    return {503,
            "Microsoft cannot be reached just now",
            "This is a passing fault. Nothing was changed.",
            {"Try again in a few minutes."}};
  case connect_problem::misconfigured:
    return {500,
            "It is not your fault: this service is not set up right",
            "Microsoft does not accept the registration of PeteRental "
            "Calendar. You cannot mend that yourself.",
            {tell_operator},
            false};
  case connect_problem::scopes_missing:
    return {403,
            "A permission is missing",
            "Without all of the permissions on Microsoft's page no viewing "
            "can be booked, so nothing was stored.",
            {"Sign in again and leave every permission ticked."}};
  case connect_problem::no_mailbox:
    return {409,
            "This account has no calendar",
            "The account that you signed in with has no Microsoft 365 "
            "mailbox, or its licence does not include one.",
            {"Sign in with the account whose calendar you use in Outlook.",
             "If it is the right one, ask your administrator for an Exchange "
             "Online licence."}};
  case connect_problem::storage_failed:
    return {503,
            "Your connection could not be stored",
            "It is not your fault. Nothing was stored.",
            {"Try again in a few minutes.", tell_operator}};
  case connect_problem::wrong_account:
    return {403,
            "This link is for another account",
            "You signed in as " + result.account
                + ", but the link was made for " + result.expected_account
                + ". Nothing was connected, and nothing was kept.",
            {"Sign in once more, as " + result.expected_account + ".",
             "If " + result.account
                 + " is the right account, ask whoever sent you the link for "
                   "one that is made for it."}};
  case connect_problem::already_connected:
    return {409,
            "This calendar is connected already",
            "The calendar of " + result.account
                + " is connected under another id"
                + (result.other_id.empty() ? "" : ", " + result.other_id)
                + ". Two ids must not book into one calendar, so nothing was "
                  "changed: viewings go on being booked for the id that has "
                  "it.",
            {"If that is as it should be, there is nothing to do.",
             "To connect it for " + result.manager.user_id
                 + " instead, have it disconnected there first: on the "
                   "calendar's own page, or by whoever runs this service. Then "
                   "sign in here again.",
             "Or sign in with another account, whose calendar is not "
             "connected yet."}};
  case connect_problem::link_used:
    return {410,
            "This link was used already",
            "Each link connects one calendar, once, and somebody connected one "
            "with it meanwhile. Nothing was changed.",
            {"Ask whoever sent you the link for a new one."},
            false};
  case connect_problem::our_clock:
    return {500,
            "It is not your fault: the clock of this service is wrong",
            clock_trouble(result.clock_ahead)
                + " Until it is set no sign-in can be accepted. You cannot "
                  "mend that yourself.",
            {"Tell whoever sent you the link that the clock of the service is "
             "wrong, with the reference code below.",
             "Sign in again once they have set it."}};
  case connect_problem::sign_in_again:
  case connect_problem::change_of_account: // asks instead, see choice_page
  case connect_problem::none:
    break;
  }
  return {400,
          "Please sign in once more",
          "Microsoft did not accept this sign-in. Nothing was stored.",
          {open_link_again}};
}

} // namespace

http_out page_for(const connect_result& result, const std::string& start_url,
                  const std::string& admin_url, std::string_view reference) {
  auto known = advice_on(result);
  trouble_page page;
  page.status = known.status;
  page.title = known.title;
  page.what = known.what;
  page.next_steps = std::move(known.steps);
  if (known.again && !start_url.empty()) {
    page.link = start_url;
    page.link_text = "Try again";
  }
  if (known.admin)
    page.admin_link = admin_url;
  page.reference = reference;
  return render(page);
}

bool is_admin_answer(const http_in& in) {
  if (!in.parameter("admin_consent").empty())
    return true;
  // Declined; what we began ourselves always has a state.
  return in.parameter("state").empty() && in.parameter("code").empty()
         && (in.parameter("error") == "permission_denied"
             || (!in.parameter("error").empty()
                 && !in.parameter("tenant").empty()));
}

http_out admin_page(const http_in& in, const std::string& back) {
  const auto word = in.parameter("admin_consent");
  const bool said_no = !word.empty() && (word[0] == 'f' || word[0] == 'F');
  if (in.parameter("error").empty() && !said_no)
    return render(notice_page{
        "PeteRental Calendar is approved: now connect your calendar",
        "Thank you. The members of your organisation can connect their "
        "calendars now; nobody's calendar is connected yet.",
        {back.empty() ? "To connect your own calendar, open the link that you "
                        "were sent once more."
                      : "To connect your own calendar, use the button below.",
         "If somebody else asked you for the approval, tell them to open "
         "their own link again."},
        back,
        "Connect my calendar"});
  return render(trouble_page{
      403,
      "PeteRental Calendar was not approved",
      "Microsoft says that the approval was declined or is not yours to give.",
      {"Open the link again as an administrator of your organisation, and "
       "choose Accept."},
      {},
      {},
      in.request_id});
}

namespace {

std::string hour_text(std::chrono::minutes of_day) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%d:%02d", int(of_day.count() / 60),
                int(of_day.count() % 60));
  return text.data();
}

} // namespace

std::vector<std::string> hours_in_lines(const weekly_hours& hours) {
  static constexpr std::array names{"Sunday",    "Monday",   "Tuesday",
                                    "Wednesday", "Thursday", "Friday",
                                    "Saturday"};
  std::vector<std::string> lines;
  for (std::size_t n = 1; n <= 7; ++n) { // weeks begin on Monday
    const auto first = n;
    const auto& open = hours[n % 7];
    if (!open)
      continue;
    while (n < 7 && hours[(n + 1) % 7] == open)
      ++n;
    std::string days = names[first % 7];
    if (n > first)
      days += std::string{" to "} + names[n % 7];
    lines.push_back(days + ", " + hour_text(open->from) + " to "
                    + hour_text(open->to));
  }
  if (lines.empty())
    lines.emplace_back("Never");
  return lines;
}

std::string encode_component(std::string_view text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
                       || (c >= 'A' && c <= 'Z') || c == '-' || c == '.'
                       || c == '_' || c == '~';
    if (plain)
      result += c;
    else
      result.append({'%', digits[byte >> 4], digits[byte & 15]});
  }
  return result;
}

} // namespace rental
