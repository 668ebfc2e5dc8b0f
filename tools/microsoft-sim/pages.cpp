#include "tools/microsoft-sim/pages.hpp"

#include "tools/microsoft-sim/url.hpp"

#include <algorithm>
#include <map>

namespace rental::sim {

namespace {

/// How many accounts the first page offers; load tests make hundreds.
constexpr std::size_t listed_accounts = 25;

constexpr auto sign_in_style = R"(
body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f2f2f2;
color:#1b1b1b}
main{max-width:27rem;margin:2rem auto;padding:1.5rem;background:#fff;
box-shadow:0 2px 6px #0003}
@media(max-width:30rem){main{margin:0;min-height:100vh;box-shadow:none}}
h1{font-size:1.4rem;margin:.2rem 0 1rem}
fieldset{border:0;margin:0;padding:0}legend{margin-bottom:.5rem}
.choice{display:flex;gap:.7rem;align-items:center;padding:.6rem .4rem;
border-bottom:1px solid #ddd}.choice:hover{background:#f5f5f5}
.choice span{overflow-wrap:anywhere}small{display:block;color:#555}
.row{display:flex;gap:.6rem;justify-content:flex-end;margin-top:1.2rem}
button{font:inherit;padding:.5rem 1.4rem;border:1px solid #999;background:#eee}
button.main{background:#0067b8;border-color:#0067b8;color:#fff}
.alert{border-left:4px solid #b00020;padding:.3rem .8rem;background:#fdecee}
.note{color:#555;font-size:.85rem;margin-top:1.5rem})";

std::string page(const std::string& title, const std::string& content) {
  return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
         "<meta name=\"viewport\" content=\"width=device-width,"
         "initial-scale=1\"><title>"
         + html_escape(title) + "</title><style>" + sign_in_style
         + "</style></head>\n<body><main>\n<h1>" + html_escape(title)
         + "</h1>\n" + content
         + "\n<p class=\"note\">This is a simulator of Microsoft's sign-in. "
           "Nothing leaves this computer.</p>\n</main></body></html>\n";
}

std::string hidden(const std::string& name, const std::string& value) {
  return "<input type=\"hidden\" name=\"" + html_escape(name) + "\" value=\""
         + html_escape(value) + "\">\n";
}

std::string form(const std::string& tenant, const std::string& step,
                 const std::string& flow_id, const std::string& content) {
  return "<form method=\"post\" action=\"/" + percent_encode(tenant)
         + "/oauth2/v2.0/" + step + "\">\n" + hidden("flow", flow_id) + content
         + "</form>";
}

std::string choice(const profile& who, bool chosen) {
  auto id = "account-" + who.oid;
  return "<div class=\"choice\"><input type=\"radio\" required name=\"account\""
         " id=\""
         + id + "\" value=\"" + html_escape(who.email) + "\""
         + (chosen ? " checked" : "") + "><label for=\"" + id + "\"><span>"
         + html_escape(who.name) + "<small>" + html_escape(who.email)
         + "</small></span></label></div>\n";
}

std::string meaning_of(const std::string& scope) {
  static const std::map<std::string, std::string> meanings{
      {"openid", "Sign you in"},
      {"profile", "View your basic profile"},
      {"email", "View your email address"},
      {"offline_access", "Maintain access to data you have given it access to"},
      {"User.Read", "Sign you in and read your profile"},
      {"Calendars.ReadWrite", "Have full access to your calendars"},
      {"Calendars.Read", "Read your calendars"},
      {"MailboxSettings.Read", "Read your mailbox settings"},
      {"Mail.Send", "Send mail as you"}};
  auto found = meanings.find(scope);
  return found == meanings.end() ? scope : found->second;
}

} // namespace

response sign_in_page(const std::string& tenant, const std::string& flow_id,
                      const std::vector<profile>& accounts,
                      const std::string& login_hint,
                      const std::string& complaint) {
  std::string choices;
  bool hint_listed = login_hint.empty();
  auto count = std::min(accounts.size(), listed_accounts);
  for (std::size_t i = 0; i < count; ++i) {
    auto chosen = equal_ignoring_case(accounts[i].email, login_hint);
    hint_listed = hint_listed || chosen;
    choices += choice(accounts[i], chosen);
  }
  for (auto& who : accounts)
    if (!hint_listed && equal_ignoring_case(who.email, login_hint))
      choices = choice(who, true) + choices;
  auto alert = complaint.empty() ? ""
                                 : "<p class=\"alert\" role=\"alert\">"
                                       + html_escape(complaint) + "</p>\n";
  auto body = "<fieldset><legend>Which account do you want to use?</legend>\n"
              + choices
              + "</fieldset>\n<div class=\"row\"><button type=\"submit\" "
                "name=\"action\" value=\"cancel\" formnovalidate>Cancel"
                "</button><button class=\"main\" type=\"submit\" "
                "name=\"action\" value=\"next\">Next</button></div>\n";
  return html_response(
      200,
      page("Pick an account", alert + form(tenant, "sign-in", flow_id, body)));
}

response consent_page(const std::string& tenant, const std::string& flow_id,
                      const profile& who, const std::string& app_name,
                      const scope_set& scopes) {
  std::string list;
  for (auto& scope : scopes)
    list += "<li>" + html_escape(meaning_of(scope)) + "<small>"
            + html_escape(scope) + "</small></li>\n";
  auto content = "<p>" + html_escape(who.email) + "</p>\n<p><strong>"
                 + html_escape(app_name)
                 + "</strong> would like to:</p>\n<ul>\n" + list + "</ul>\n"
                 + form(tenant, "consent", flow_id,
                        "<div class=\"row\"><button type=\"submit\" "
                        "name=\"decision\" value=\"cancel\">Cancel</button>"
                        "<button class=\"main\" type=\"submit\" "
                        "name=\"decision\" value=\"accept\">Accept</button>"
                        "</div>\n");
  return html_response(200, page("Permissions requested", content));
}

response trouble_page(int status, const std::string& title,
                      const std::string& text) {
  return html_response(status, page(title, "<p class=\"alert\" role=\"alert\">"
                                               + html_escape(text) + "</p>"));
}

response form_post_page(const std::string& url, const fields& values) {
  std::string inputs;
  for (auto& [name, value] : values)
    inputs += hidden(name, value);
  return html_response(
      200,
      page("Working...", "<form method=\"post\" action=\"" + html_escape(url)
                             + "\">" + inputs
                             + "<button class=\"main\">Continue</button></form>"
                               "<script>document.forms[0].submit()</script>"));
}

} // namespace rental::sim
