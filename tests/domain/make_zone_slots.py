#!/usr/bin/env python3
"""Writes the viewing times that ZoneSlots expects around clock changes.

    make_zone_slots.py zone_slots_expected.txt

It shares nothing with the service: it knows the rules from their wording,
walks through UTC in steps of 15 minutes and asks Python's zoneinfo what the
wall clock shows. The service goes the other way, from the wall clock to UTC.

Lines of the file:
  rule NAME FROM TO SLOT GRID NOTICE HORIZON WEEKDAYS   minutes, days
  zone NAME FNV1A-64                                    of the zone's TZif file
  offset UNIX SECONDS                                   in force at that time
  slots NOW RULE [START+COUNTxSTEP ...]                 UNIX, runs of starts
"""
import datetime as dt
import pathlib
import sys
import zoneinfo

DATABASE = "/usr/share/zoneinfo"
UTC = dt.timezone.utc
STEP = 15 * 60
FIRST, LAST = (int(dt.datetime(y, 1, 1, tzinfo=UTC).timestamp())
               for y in (2026, 2031))
ZONES = [
    "Africa/Cairo", "Africa/Casablanca", "America/Chicago", "America/New_York",
    "America/Phoenix", "America/St_Johns", "Asia/Kathmandu",
    "Australia/Lord_Howe", "Australia/Sydney", "Europe/Berlin", "Pacific/Apia",
    "Pacific/Chatham",
]
# Weeks to look at in zones that never change: begin of July and turn of year.
QUIET = [int(dt.datetime(y, m, d, tzinfo=UTC).timestamp())
         for y in (2026, 2028, 2030) for m, d in ((7, 1), (12, 31))]
RULES = {
    # name: from, to, slot, grid, notice, horizon, weekdays (Sunday first)
    "round_the_clock": (0, 1440, 30, 30, 0, 4, "1111111"),
    "office": (540, 1020, 30, 30, 1440, 5, "0111110"),
    "night": (90, 210, 45, 15, 60, 4, "1111111"),
}


def local(zone, unix):
    return dt.datetime.fromtimestamp(unix, UTC).astimezone(zone)


def offset(zone, unix):
    return int(local(zone, unix).utcoffset().total_seconds())


def transitions(zone):
    for hour in range(FIRST, LAST, 3600):
        if offset(zone, hour) == offset(zone, hour + 3600):
            continue
        low, high = hour, hour + 3600
        while high - low > 1:
            middle = (low + high) // 2
            if offset(zone, middle) == offset(zone, low):
                low = middle
            else:
                high = middle
        yield high


def starts(zone, now, rule):
    begin, close, slot, grid, notice, horizon, weekdays = rule
    today = local(zone, now).date()
    end_of_walk = now + (horizon + 3) * 86400
    walk = [(unix, local(zone, unix)) for unix in
            range(now // STEP * STEP - 86400, end_of_walk, STEP)]
    closing = {}
    for unix, wall in walk:
        naive = wall.replace(tzinfo=None)
        for back in range(-2, 3):
            day = naive.date() + dt.timedelta(days=back)
            closes_at = (dt.datetime.combine(day, dt.time())
                         + dt.timedelta(minutes=close))
            if naive >= closes_at:
                closing.setdefault(day, unix)
    for unix, wall in walk:
        minute = wall.hour * 60 + wall.minute
        ahead = (wall.date() - today).days
        if (0 <= ahead <= horizon and unix >= now + notice * 60
                and weekdays[wall.isoweekday() % 7] == "1"
                and wall.fold == 0 and minute >= begin and minute % grid == 0
                and unix + slot * 60 <= closing[wall.date()]):
            yield unix


def runs(times):
    """Writes times as START+COUNTxSTEP."""
    found = []
    for time in times:
        if found:
            first, count, step = found[-1]
            if count == 1 or time == first + count * step:
                gap = time - first if count == 1 else step
                if gap <= 3600:
                    found[-1] = [first, count + 1, gap]
                    continue
        found.append([time, 1, 0])
    return " ".join(f"{first}+{count}x{step}" for first, count, step in found)


def fnv1a(path):
    value = 0xCBF29CE484222325
    for byte in path.read_bytes():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return f"{value:016x}"


def lines():
    yield "# Written by make_zone_slots.py; see there."
    for name, rule in RULES.items():
        yield " ".join(map(str, ["rule", name, *rule]))
    for name in ZONES:
        zone = zoneinfo.ZoneInfo(name)
        yield f"zone {name} {fnv1a(pathlib.Path(DATABASE) / name)}"
        for change in list(transitions(zone)) or QUIET:
            for unix in (change - 1, change):
                yield f"offset {unix} {offset(zone, unix)}"
            # Two days before, at an odd second of the day.
            now = change - 2 * 86400 + 12345
            for rule_name, rule in RULES.items():
                found = runs(starts(zone, now, rule))
                yield f"slots {now} {rule_name} {found}"


def main():
    zoneinfo.reset_tzpath([DATABASE])
    text = "\n".join(lines()) + "\n"
    pathlib.Path(sys.argv[1]).write_text(text)


if __name__ == "__main__":
    main()
