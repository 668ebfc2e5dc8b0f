"""A manager who connects a calendar in a browser, and a caller who rings."""
import json
import os
import sys

from proving.engine import HERE
from proving.say import check

sys.path.insert(0, os.path.join(os.path.dirname(HERE), "tools"))
from browser import ACCOUNT, Browser, sign_in  # noqa: E402

MANAGER = "pete_admin"
ADDRESS = "123 Main Street, Norman, Oklahoma"


def connect(link):
    """From the link that was sent to the manager, through the sign-in pages."""
    url, _ = sign_in(link)
    return check("a calendar is connected through the sign-in pages",
                 url.endswith("/calendar/connected"), url)


def ring(service, microsoft):
    """A call that books a viewing, and what is in the calendar then."""
    call = service.inside("peterental", "simulate-call", "--user-id", MANAGER,
                          "--address", ADDRESS)
    print(call.stdout + call.stderr, end="")
    _, body = Browser().open(f"{microsoft}/_control/events?account={ACCOUNT}")
    found = json.loads(body)
    events = found["events"] if isinstance(found, dict) else found
    booked = [each for each in events
              if each["subject"] == "Property Viewing: " + ADDRESS]
    return check("the call ends with a booking", call.returncode == 0) \
        and check("it is in the calendar, once", len(booked) == 1)
