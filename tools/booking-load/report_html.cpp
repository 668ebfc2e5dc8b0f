#include "tools/booking-load/plots.hpp"
#include "tools/booking-load/progress.hpp"
#include "tools/booking-load/report.hpp"

#include <algorithm>
#include <array>

namespace rental::load {
namespace {

constexpr auto style = R"(
:root{color-scheme:light dark;--bg:#fff;--fg:#1d2327;--dim:#5b6670;--line:#dde2e6;
--good:#17703a;--bad:#b3261e;--s0:#1f6feb;--s1:#c2410c;--s2:#17803d;--s3:#8b3fc7;
--s4:#a16207;--s5:#be185d}
@media(prefers-color-scheme:dark){:root{--bg:#14181b;--fg:#e8ecef;--dim:#9aa7b1;
--line:#333c43;--good:#5fd38a;--bad:#ff8a80;--s0:#6cb0ff;--s1:#ffa066;--s2:#6fdc94;
--s3:#cf9bff;--s4:#e5c15c;--s5:#ff8fc0}}
body{font:16px/1.5 system-ui,sans-serif;background:var(--bg);color:var(--fg);
max-width:44rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25}h2{margin-top:2.5rem;border-top:1px solid
var(--line);padding-top:1rem}h3{font-size:1rem;margin:1.4rem 0 .3rem}
.good{color:var(--good)}.bad{color:var(--bad)}.dim{color:var(--dim)}
.wide{overflow-x:auto}.wide table{overflow-wrap:normal}
table{border-collapse:collapse;width:100%;font-size:.875rem}
th,td{text-align:left;padding:.3rem .6rem .3rem 0;border-bottom:1px solid
var(--line);vertical-align:top}td.n,th.n{text-align:right;white-space:nowrap}
svg{width:100%;max-width:40rem;height:auto;font:11px system-ui,sans-serif}
svg text{fill:var(--dim)}.grid{stroke:var(--line)}
.line{fill:none;stroke-width:1.8;stroke-linejoin:round}
.s0{stroke:var(--s0)}.s1{stroke:var(--s1)}.s2{stroke:var(--s2)}
.s3{stroke:var(--s3)}.s4{stroke:var(--s4)}.s5{stroke:var(--s5)}
.area{fill:var(--s0);fill-opacity:.25;stroke:var(--s0)}.bar{fill:var(--s0)}
)";

std::string tag(const char* name, const std::string& text) {
  return "<" + std::string{name} + ">" + escape_html(text) + "</" + name
         + ">\n";
}

std::string cell(const std::string& text, bool number = false) {
  return std::string{number ? "<td class=\"n\">" : "<td>"} + escape_html(text)
         + "</td>";
}

std::string rule_table(const verdict& checked) {
  std::string out = "<div class=\"wide\"><table><thead><tr><th>Rule</th>"
                    "<th class=\"n\">looked at</th><th class=\"n\">broken</th>"
                    "</tr></thead><tbody>\n";
  for (const auto& rule : checked.rules)
    out += "<tr>" + cell(rule.says) + cell(std::to_string(rule.looked_at), true)
           + "<td class=\"n "
           + (rule.broken > 0      ? "bad"
              : rule.looked_at > 0 ? "good"
                                   : "dim") // it proved nothing
           + "\">" + std::to_string(rule.broken) + "</td></tr>\n";
  return out + "</tbody></table></div>\n";
}

std::string violation_list(const verdict& checked) {
  std::string out;
  std::map<std::string, std::size_t> listed;
  for (const auto& each : checked.violations) {
    if (listed[each.rule]++ >= listed_violations)
      continue;
    std::string ids;
    for (const auto& id : each.ids)
      if (!id.empty())
        ids += (ids.empty() ? "" : ", ") + id;
    out += "<li><b>" + escape_html(each.rule)
           + "</b>: " + escape_html(each.what) + " <span class=\"dim\">["
           + escape_html(ids) + "]</span></li>\n";
  }
  return out.empty() ? "" : "<h3>Violations</h3>\n<ul>\n" + out + "</ul>\n";
}

std::string checker_part(const run_result& run) {
  std::string out = "<h2>Checker</h2>\n";
  if (!run.checked)
    return out + "<p class=\"bad\">Not checked: " + escape_html(run.unchecked)
           + "</p>\n";
  out += run.checked->clean()
             ? "<p class=\"good\">No rule is broken.</p>\n"
             : "<p class=\"bad\">"
                   + std::to_string(run.checked->violations.size())
                   + " violations.</p>\n";
  return out + violation_list(*run.checked) + rule_table(*run.checked);
}

std::string latency_table(const std::map<std::string, histogram>& by_tool) {
  constexpr std::array percents{50.0, 90.0, 99.0, 99.9, 100.0};
  std::string out
      = "<div class=\"wide\"><table><thead><tr><th>Request</th>"
        "<th class=\"n\">count</th><th class=\"n\">p50</th><th class=\"n\">p90"
        "</th><th class=\"n\">p99</th><th class=\"n\">p99.9</th>"
        "<th class=\"n\">max</th></tr></thead><tbody>\n";
  for (const auto& [tool, each] : by_tool) {
    out += "<tr>" + cell(tool) + cell(std::to_string(each.count()), true);
    for (auto percent : percents)
      out += cell(say_micros(each.percentile(percent)), true);
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::vector<std::pair<std::string, std::uint64_t>>
outcomes_of(const tally& counted) {
  std::vector<std::pair<std::string, std::uint64_t>> result;
  for (int i = 0; i < static_cast<int>(said::count_); ++i)
    if (auto count = counted.outcome(static_cast<said>(i)); count > 0)
      result.emplace_back(to_string(static_cast<said>(i)), count);
  std::sort(result.begin(), result.end(),
            [](const auto& a, const auto& b) { return a.second > b.second; });
  return result;
}

std::string scenario_part(const scenario_result& from) {
  const auto seconds = static_cast<double>(from.took.count()) / 1e6;
  auto pace = seconds > 0 ? static_cast<std::uint64_t>(
                  static_cast<double>(from.counted.answers) / seconds)
                          : 0;
  std::string out = tag("h2", from.name) + tag("p", from.what + ".");
  out += "<p>" + std::to_string(from.counted.answers) + " answers in "
         + say_micros(static_cast<std::uint64_t>(from.took.count())) + ", "
         + std::to_string(pace) + " per second.</p>\n";
  for (const auto& why : from.skipped)
    out += "<p class=\"dim\">Left out: " + escape_html(why) + ".</p>\n";
  if (from.counted.answers == 0)
    return out;
  out += "<h3>Latency</h3>\n" + percentile_plot(from.counted.latency)
         + latency_table(from.counted.latency);
  out += "<h3>Pace</h3>\n" + pace_plot(from.counted.seconds);
  return out + "<h3>Answers by kind</h3>\n"
         + outcome_plot(outcomes_of(from.counted));
}

std::string options_table(const run_result& run) {
  std::string out = "<h2>Options</h2>\n<table><tbody>\n";
  for (const auto& [name, value] : run.options)
    out += "<tr>" + cell(name) + cell(value) + "</tr>\n";
  return out + "</tbody></table>\n";
}

} // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  for (char c : text)
    switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&quot;";
      break;
    case '\'':
      out += "&#39;";
      break;
    default:
      if (static_cast<unsigned char>(c) >= 0x20 || c == '\t' || c == '\n')
        out += c;
    }
  return out;
}

std::string render_html(const run_result& run) {
  const bool good = succeeded(run);
  std::string out
      = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width,"
        "initial-scale=1\">\n<title>booking-load</title>\n<style>"
        + std::string{style} + "</style></head>\n<body>\n";
  out += tag("h1", "Load on the booking service");
  out += "<p class=\"dim\">" + escape_html(run.began) + "</p>\n";
  out += std::string{"<p><b class=\""} + (good ? "good" : "bad") + "\">"
         + (good ? "Passed" : "Failed") + "</b>"
         + (run.cut_short ? " (ended early)" : "") + "</p>\n";
  out += checker_part(run);
  for (const auto& each : run.scenarios)
    out += scenario_part(each);
  return out + options_table(run) + "</body></html>\n";
}

} // namespace rental::load
