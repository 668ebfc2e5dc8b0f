#!/usr/bin/env python3
"""Writes what a run of scripts/bench found as one HTML page, which needs nothing
else. report.py RESULTS.jsonl > REPORT.html"""
import html
import json
import sys

from bench_tools import in_words, middle, ratio
from durable import multiples
from plots import bars

NAMES = {"service": "service", "nginx": "nginx", "node": "Node",
         "fastapi": "FastAPI"}
RATIO_OF_NGINX = 0.4
OPENINGS_OF_NGINX = 0.5
MOST = {"p50": 1.5, "p99": 3}

# The colours of tools/booking-load's report.
STYLE = """
:root{color-scheme:light dark;--bg:#fff;--fg:#1d2327;--dim:#5b6670;--line:#dde2e6;
--good:#17703a;--bad:#b3261e;--s0:#1f6feb;--s1:#c2410c;--s2:#17803d;--s3:#8b3fc7}
@media(prefers-color-scheme:dark){:root{--bg:#14181b;--fg:#e8ecef;--dim:#9aa7b1;
--line:#333c43;--good:#5fd38a;--bad:#ff8a80;--s0:#6cb0ff;--s1:#ffa066;--s2:#6fdc94;
--s3:#cf9bff}}
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
svg text{fill:var(--dim)}.b0{fill:var(--s0)}.b1{fill:var(--s1)}
.b2{fill:var(--s2)}.b3{fill:var(--s3)}
.spread{stroke:var(--fg);stroke-width:1.5}
.wanted{stroke:var(--bad);stroke-dasharray:4 3}
"""


def table(heads, rows):
    """The first column is words, the others are numbers. A cell: text, or
    (text, class)."""
    def cell(tag, value, number):
        words, css = value if isinstance(value, tuple) else (value, "")
        css = " ".join(filter(None, ["n" if number else "", css]))
        return f'<{tag} class="{css}">{html.escape(words)}</{tag}>'

    def row(tag, cells):
        return "<tr>" + "".join(cell(tag, value, i > 0)
                                for i, value in enumerate(cells)) + "</tr>\n"

    return ('<div class="wide"><table><thead>' + row("th", heads)
            + "</thead><tbody>\n" + "".join(row("td", each) for each in rows)
            + "</tbody></table></div>\n")


def judged(words, met):
    return words, "good" if met else "bad"


def paragraph(words):
    return f'<p class="dim">{html.escape(words)}</p>\n'


def size_in_words(size):
    return (f"{size / 1e6:g} MB" if size >= 1e6
            else f"{size / 1000:g} KB")


def rates_of(rounds, name):
    return middle([each[name] for each in rounds])


def rate_bars(rounds, prefix=""):
    return [{"name": prefix + words, "css": f"b{i}",
             "spread": rates_of(rounds, name),
             "said": f"{rates_of(rounds, name)['middle']:,.0f}/s"}
            for i, (name, words) in enumerate(NAMES.items())
            if name in rounds[0]]


def openings_part(records):
    rounds = records[0]["rounds"]
    share = ratio(rounds, "service", "nginx")
    return (paragraph("Spoken openings from the cache, beside nginx that serves "
                      "the same answer as a fixed string. Wanted: at least "
                      f"{OPENINGS_OF_NGINX} of nginx.")
            + table(["", "requests/s", "of nginx"],
                    [["service", f"{rates_of(rounds, 'service')['middle']:,.0f}",
                      judged(in_words(share),
                             share["middle"] >= OPENINGS_OF_NGINX)],
                     ["nginx", f"{rates_of(rounds, 'nginx')['middle']:,.0f}",
                      ""]])
            + bars("Openings a second", rate_bars(rounds)))


def bodies_row(record):
    rounds = record["rounds"]
    share = ratio(rounds, "service", "nginx")
    cells = [f"{record['kind']}, {size_in_words(record['size'])}",
             f"{rates_of(rounds, 'service')['middle']:,.0f}",
             judged(in_words(share), share["middle"] >= RATIO_OF_NGINX
                    or record["size"] < 6000)]
    for name in ("node", "fastapi"):
        cells.append(in_words(ratio(rounds, "service", name), 1)
                     if name in rounds[0] else "left out")
    return cells


def bodies_part(records):
    rows = []
    for record in records:
        rows += rate_bars(record["rounds"],
                          f"{size_in_words(record['size'])} ") + [None]
    half = [i for i, each in enumerate(records)
            if each["kind"] != records[0]["kind"]]
    cut = half[0] if half else len(records)
    each = len(rows) // len(records)
    plots = "".join(
        f"<h3>{html.escape(some[0]['kind'])}</h3>\n"
        + bars(some[0]["kind"], part, logarithmic=True)
        for some, part in ((records[:cut], rows[:cut * each]),
                           (records[cut:], rows[cut * each:])) if some)
    return (paragraph("Webhook bodies of VAPI's shape; nginx throws them away, "
                      "Node and FastAPI (2 workers each) read them as JSON, and "
                      "all three give a fixed answer. By turns. The bars are "
                      "logarithmic. Wanted: 0.4 of nginx from 6 KB on, five "
                      "times Node at 100 KB.")
            + table(["Body", "requests/s", "of nginx", "times Node",
                     "times FastAPI"], [bodies_row(one) for one in records])
            + plots)


def memory_part(records):
    times = records[0]["times"]
    return table(["One body alone", "memory", "times its size"],
                 [[size_in_words(round(records[0]["bytes"], -4)),
                   f"{records[0]['kilobytes']:,} KB",
                   judged(f"{times:.2f}", times < 2.5)]])


def booking_rows(record):
    for percent, most in MOST.items():
        rounds = record["rounds"]
        times = multiples(rounds, percent)
        yield [f"{record['rate']} a second, {percent}",
               in_words(middle([one["ours"]["beyond"][percent]
                                for one in rounds]), 1),
               in_words(middle([one["alone"][percent] for one in rounds]), 1),
               judged(in_words(times), times["middle"] <= most)]


def bookings_part(records):
    plots = ""
    for percent, most in MOST.items():
        rows = [{"name": f"{record['rate']} a second", "css": "b0",
                 "spread": multiples(record["rounds"], percent),
                 "said": f"{multiples(record['rounds'], percent)['middle']:.2f}"}
                for record in records]
        plots += (f"<h3>{percent}, times the transactions alone</h3>\n"
                  + bars(percent, rows, wanted=most))
    booked = [f"{one['ours']['booked']} of {one['ours']['asked']}"
              for record in records for one in record["rounds"]]
    return (paragraph("What a booking takes beyond the time that Microsoft "
                      "takes, beside what the same chain of durable "
                      "transactions takes alone, at the same rate, on the same "
                      "disk. Wanted: at most 1.5 times at p50, 3 times at p99.")
            + table(["", "service, ms", "transactions alone, ms", "times"],
                    [row for one in records for row in booking_rows(one)])
            + plots + paragraph("Booked, by round: " + ", ".join(booked) + "."))


def start_part(records):
    def of(record, what):
        return middle([one[what] for one in record["rounds"]])

    return (paragraph("From the start of the program to a ready service, and its "
                      "memory then.")
            + table(["Managers known", "ready after, ms", "resident, MB",
                     "database, MB"],
                    [[f"{one['managers']:,}", in_words(of(one, "ms"), 0),
                      in_words(of(one, "megabytes"), 0),
                      f"{one['database_bytes'] / 1e6:,.0f}"]
                     for one in records])
            + bars("Start", [{"name": f"{one['managers']:,} managers",
                              "spread": of(one, "ms"),
                              "said": f"{of(one, 'ms')['middle']:.0f} ms"}
                             for one in records]))


def shortened(name):
    """Templates have names of a thousand letters."""
    return name if len(name) <= 120 else name[:117] + "..."


def instructions_part(records):
    def thousands(record):
        return middle([each / 1000 for each in record["rounds"]])

    dearest = "".join(
        f"<h3>{html.escape(one['kind'])}, {size_in_words(one['size'])}</h3>\n"
        + table(["Function", "%"], [[shortened(name), f"{share:.1f}"]
                                    for share, name in one["top"]])
        for one in records)
    return (paragraph("What one request takes, counted by valgrind: the figure "
                      "that repeats. The bars are logarithmic.")
            + table(["Request", "thousand instructions", "of a byte"],
                    [[f"{one['kind']}, {size_in_words(one['size'])}",
                      in_words(thousands(one), 0),
                      f"{thousands(one)['middle'] * 1000 / one['bytes']:,.1f}"]
                     for one in records])
            + bars("Thousand instructions", [
                {"name": f"{one['kind'].split('-')[0]} "
                         f"{size_in_words(one['size'])}",
                 "css": f"b{int(one['kind'] != records[0]['kind'])}",
                 "spread": thousands(one),
                 "said": f"{thousands(one)['middle']:,.0f}"}
                for one in records], logarithmic=True)
            + "<details><summary>The most expensive functions</summary>\n" + dearest
            + "</details>\n")


PARTS = {"openings": ("Openings from the cache", openings_part),
         "bodies": ("Bodies", bodies_part),
         "memory": ("Memory of a body", memory_part),
         "bookings": ("Bookings", bookings_part),
         "start": ("Start", start_part),
         "instructions": ("Instructions", instructions_part)}


def page(records):
    machine = next(one for one in records if one["part"] == "machine")
    out = ("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width,"
           "initial-scale=1\">\n<title>scripts/bench</title>\n<style>" + STYLE
           + "</style></head>\n<body>\n<h1>How fast the service is</h1>\n"
           + paragraph(machine["date"])
           + paragraph("Middle of the rounds, lowest to highest in brackets; "
                       "the lines on the bars are the same. Red dashes: what "
                       "is wanted."))
    for part, (title, write) in PARTS.items():
        found = [one for one in records if one["part"] == part]
        if found:
            out += f"<h2>{title}</h2>\n" + write(found)
    facts = {"processor": machine["processor"],
             "processors": str(machine["processors"]),
             "load before": f"{machine['load']:.2f}",
             "seconds of a measurement": str(machine["seconds"]),
             **machine["versions"]}
    return (out + "<h2>Machine</h2>\n"
            + table(["", ""], [[name, said] for name, said in facts.items()])
            + "</body></html>\n")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        sys.stdout.write(page([json.loads(line) for line in file]))


if __name__ == "__main__":
    main()
