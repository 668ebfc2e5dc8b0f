#include "actors/letters/reconnect_mail.hpp"

#include "voice/words/write.hpp"

#include <kainjow/mustache.hpp>

namespace rental {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

constexpr const char* html_form = R"(<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{subject}}</title></head>
<body style="margin:0;padding:24px 16px;font-family:sans-serif;font-size:16px;line-height:1.5;color:#1c1e21;background:#ffffff">
<div style="max-width:34em;margin:0 auto">
<p>{{greeting}}</p>
<p>{{happened}}</p>
<p>{{to_do}}</p>
<p style="margin:28px 0"><a href="{{link}}" style="display:inline-block;padding:14px 24px;border-radius:6px;background:#0b57d0;color:#ffffff;text-decoration:none;font-weight:bold">Connect the calendar again</a></p>
<p>{{meanwhile}}</p>
<blockquote style="margin:16px 0;padding-left:16px;border-left:4px solid #d0d4da">&ldquo;{{heard}}&rdquo;</blockquote>
{{#anybody}}<p>{{waiting}}</p>
<ul>{{#asked}}<li>{{line}}</li>
{{/asked}}</ul>
{{/anybody}}<p>{{stays}}</p>
<p style="color:#5f6368;font-size:14px">{{link_life}} {{next}} {{not_you}}</p>
<p style="color:#5f6368;font-size:14px">If the button does not work, copy this address into your browser:<br><a href="{{link}}" style="color:#0b57d0;word-break:break-all">{{link}}</a></p>
</div>
</body>
</html>
)";

constexpr const char* text_form = R"({{{greeting}}}

{{{happened}}}

{{{to_do}}}

Connect the calendar again:
{{{link}}}

{{{meanwhile}}}

  "{{{heard}}}"

{{#anybody}}{{{waiting}}}

{{#asked}}* {{{line}}}
{{/asked}}
{{/anybody}}{{{stays}}}

{{{link_life}}} {{{next}}}
{{{not_you}}}
)";

constexpr std::size_t most_named = 10;

/// "Jane Smith, +14055550142: 9 Elm Street, Tue 24 Nov, 2:00 PM CST".
std::string line_of(const callback_request& wish) {
  std::string who = wish.who.name.empty() ? "Somebody" : wish.who.name;
  for (const auto* part : {&wish.who.phone, &wish.who.email})
    if (!part->empty())
      who += ", " + *part;
  std::string what = wish.address;
  if (!wish.wanted.empty())
    what += (what.empty() ? "" : ", ") + wish.wanted;
  return what.empty() ? who : who + ": " + what;
}

void put_asked(data& all, const std::vector<callback_request>& asked) {
  data lines{data::type::list};
  for (std::size_t i = 0; i < asked.size() && i < most_named; ++i) {
    data item;
    item.set("line", line_of(asked[i]));
    lines.push_back(item);
  }
  if (asked.size() > most_named) {
    data item;
    item.set("line",
             "and " + std::to_string(asked.size() - most_named) + " more");
    lines.push_back(item);
  }
  all.set("anybody", !asked.empty());
  all.set("asked", lines);
  all.set("waiting", "Since then these people have asked; please call them "
                     "back:");
}

std::string in_days(int days) {
  return days == 1 ? "tomorrow" : "in " + std::to_string(days) + " days";
}

std::string what_comes_next(const reminder& what) {
  const auto next = next_reminder(what.died_at, what.day);
  if (!next)
    return "This is the last mail about it.";
  const auto wait = std::chrono::floor<std::chrono::days>(
      *next - (what.died_at + std::chrono::days{what.day}));
  return "Until it is connected we write again "
         + in_days(static_cast<int>(wait.count())) + ".";
}

} // namespace

mail_message reconnect_mail(const due_mail_to& due, const std::string& link,
                            instant until, const zone& tz,
                            const std::string& heard,
                            const std::vector<callback_request>& asked) {
  const auto& who = due.manager;
  const auto day = write_day(tz.local_day(until - std::chrono::days{1}));
  const std::string subject = due.what.day == 0
                                  ? "Please connect your calendar again"
                                  : "Your calendar is still not connected";
  data all;
  all.set("subject", subject);
  all.set("greeting", who.display_name.empty()
                          ? "Hello,"
                          : "Hello " + who.display_name + ",");
  all.set(
      "happened",
      "Microsoft no longer lets us see the calendar of " + who.account
          + ". That happens after a change of password, when an administrator "
            "ends all sign-ins, or when the permission was withdrawn. Nobody "
            "did anything wrong.");
  all.set("to_do", "It takes a minute to mend: press the button and sign in as "
                       + who.account + ".");
  all.set("link", link);
  all.set("meanwhile", "Until then viewings cannot be offered or booked by "
                       "phone. Callers who ask for one hear:");
  all.set("heard", heard);
  put_asked(all, asked);
  all.set("stays", "Viewings that are booked already stay in your calendar. "
                   "Mails about them that could not be sent yet arrive as soon "
                   "as the calendar is connected.");
  all.set("link_life",
          "The link is for you alone and works until the end of " + day + ".");
  all.set("next", what_comes_next(due.what));
  all.set("not_you", "If you do not use this service any more, do nothing: "
                     "without your sign-in at Microsoft nothing happens.");
  return {who.account, subject, mustache{text_form}.render(all),
          mustache{html_form}.render(all),
          "reconnect-" + std::to_string(due.what.id)};
}

} // namespace rental
