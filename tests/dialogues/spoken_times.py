"""Finds the times that a sentence offers: "Thursday, April sixteenth at nine,
noon, or three in the afternoon" are three. Written from what a caller hears, not
from the code that says it."""
import datetime
import re

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = ("January February March April May June July August September October "
          "November December").split()
ONES = ("one two three four five six seven eight nine ten eleven twelve thirteen "
        "fourteen fifteen sixteen seventeen eighteen nineteen").split()
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
ORDINALS = ("first second third fourth fifth sixth seventh eighth ninth tenth "
            "eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
            "seventeenth eighteenth nineteenth").split()

NUMBER = {word: n + 1 for n, word in enumerate(ONES)}
NUMBER.update(TENS)
ORDINAL = {word: n + 1 for n, word in enumerate(ORDINALS)}
ORDINAL.update({"twentieth": 20, "thirtieth": 30})
for n, word in enumerate(ORDINALS[:9]):
    ORDINAL["twenty-" + word] = 21 + n
ORDINAL["thirty-first"] = 31

PART = (r"(?: in the morning| in the afternoon| in the evening| at night)?"
        r"(?:, (?:before|after) the clocks go back)?")
WORD = "|".join(sorted(NUMBER, key=len, reverse=True))
CLOCK = rf"(?:noon|midnight|(?:{WORD})(?: (?:oh |)(?:{WORD}))*{PART})"
DAY = rf"(?:{'|'.join(DAYS)}), (?:{'|'.join(MONTHS)}) [a-z-]+(?:, twenty [a-z-]+)?"
# "One twenty three Main Street" goes on behind its figures.
SEVERAL = re.compile(rf"({DAY}) at ({CLOCK}(?:(?:, or |, | or )(?:{CLOCK})"
                     r"(?=[,.?]| or |$))*)")


def clock(words, opens=8):
    """(hour, minute); without a part of the day the hour that is nearest to a
    working day."""
    if words == "noon":
        return 12, 0
    if words == "midnight":
        return 0, 0
    part = re.search(r"(morning|afternoon|evening|night)", words)
    said = [w for w in re.sub(r" in the.*| at night.*|,.*", "", words).split()
            if w in NUMBER]
    hour, minute = NUMBER[said[0]], sum(NUMBER[w] for w in said[1:])
    if part is None:
        hour = hour if hour >= opens else hour + 12
    elif part[1] == "morning":
        hour %= 12
    elif hour != 12:
        hour += 12
    return hour, minute


def date_of(words, today):
    _, rest = words.split(", ", 1)
    month, day = rest.split(",")[0].split(" ", 1)
    found = today.replace(month=MONTHS.index(month) + 1, day=ORDINAL[day])
    return found if found >= today - datetime.timedelta(days=62) else (
        found.replace(year=found.year + 1))


def offered(sentence, today):
    """The starts on the wall clock, "2026-04-16T14:00", in order of speech."""
    found = []
    for match in SEVERAL.finditer(sentence):
        if re.match(r" is (taken|already)", sentence[match.end():]):
            continue
        day, clocks = match.groups()
        for words in re.findall(CLOCK, clocks):
            hour, minute = clock(words)
            found.append(f"{date_of(day, today)}T{hour:02}:{minute:02}")
    return found
