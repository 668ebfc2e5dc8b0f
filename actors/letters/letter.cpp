#include "actors/letters/letter.hpp"

#include <kainjow/mustache.hpp>

namespace rental {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

constexpr const char* html_template = R"(<!doctype html>
<html lang="en"><body style="font-family:sans-serif;line-height:1.5">
<p>{{lead}}</p>
<table>{{#facts}}<tr><td style="padding-right:1em;color:#555">{{name}}</td><td><b>{{value}}</b></td></tr>{{/facts}}</table>
{{#notes}}<p>{{text}}</p>{{/notes}}
{{#link}}<p><a href="{{link}}">Open the event in your calendar</a></p>
{{/link}}<p style="color:#555">{{close}}</p>
</body></html>
)";

constexpr const char* text_template = R"({{{lead}}}

{{#facts}}{{{name}}}: {{{value}}}
{{/facts}}
{{#notes}}{{{text}}}

{{/notes}}{{#link}}Open the event in your calendar: {{{link}}}

{{/link}}{{{close}}}
)";

data data_of(const letter& from) {
  data facts{data::type::list};
  for (const auto& [name, value] : from.facts)
    if (!value.empty()) {
      data fact;
      fact.set("name", name);
      fact.set("value", value);
      facts.push_back(fact);
    }
  data notes{data::type::list};
  for (const auto& text : from.notes) {
    data note;
    note.set("text", text);
    notes.push_back(note);
  }
  data all;
  all.set("lead", from.lead);
  all.set("close", from.close);
  if (!from.link.empty())
    all.set("link", from.link);
  all.set("facts", facts);
  all.set("notes", notes);
  return all;
}

} // namespace

outbox_mail mail_of(std::string key, std::int64_t manager, std::string subject,
                    const letter& content, instant now) {
  outbox_mail mail;
  mail.key = std::move(key);
  mail.manager = manager;
  mail.subject = std::move(subject);
  const auto fields = data_of(content);
  mail.text = mustache{text_template}.render(fields);
  mail.html = mustache{html_template}.render(fields);
  mail.created_at = mail.not_before = now;
  return mail;
}

} // namespace rental
