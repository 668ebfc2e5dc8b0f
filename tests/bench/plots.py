"""Bars as inline SVG, drawn for a narrow screen and scaled up: colours come from
the page's CSS, so that they follow light and dark."""
import html
import math

WIDTH = 400
NAMES_END = 150
ROW = 18


def text(x, y, anchor, words):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">'
            f'{html.escape(words)}</text>')


def bar(at, y, one):
    """With a line from the lowest to the highest of the rounds."""
    spread, css = one["spread"], one.get("css", "b0")
    wide = max(at(spread["middle"]) - NAMES_END, 1)
    low, high = at(spread["low"]), at(spread["high"])
    return (text(NAMES_END - 6, y + 11, "end", one["name"])
            + f'<rect class="{css}" x="{NAMES_END}" y="{y}" width="{wide:.1f}"'
            f' height="13"/><line class="spread" x1="{low:.1f}"'
            f' y1="{y + 6.5}" x2="{high:.1f}" y2="{y + 6.5}"/>'
            + text(max(NAMES_END + wide, high) + 5, y + 11, "start",
                   one["said"]))


def wanted_line(x, tall):
    return (f'<line class="wanted" x1="{x:.1f}" y1="0" x2="{x:.1f}"'
            f' y2="{tall}"/>')


def bars(label, rows, logarithmic=False, wanted=None):
    """rows: {"name", "spread", "said", "css"}; a None leaves a gap."""
    shown = [one["spread"] for one in rows if one]
    most = max([each["high"] for each in shown] + [wanted or 0]) or 1
    least = min(each["low"] for each in shown) / 2
    room = WIDTH - NAMES_END - 80

    def at(value):
        if logarithmic and least > 0:
            share = math.log(max(value, least) / least) / math.log(most / least)
        else:
            share = value / most
        return NAMES_END + share * room

    content, y = "", 4
    for one in rows:
        if one:
            content += bar(at, y, one)
        y += ROW if one else ROW / 2
    if wanted is not None:
        content += wanted_line(at(wanted), y)
    return (f'<svg viewBox="0 0 {WIDTH} {y + 2}" role="img" aria-label="'
            f'{html.escape(label)}">{content}</svg>\n')
