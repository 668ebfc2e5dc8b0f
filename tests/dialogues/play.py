"""Plays dialogues over the real webhook, against the service and the simulator
of Microsoft 365, and holds them to what they expect of words and calendar.

A file has "clocks" (name: clock, horizon) and "cases": id, group, title, clock,
busy (events of the calendar), steps. A step does one of avail, set, find,
cancel, move, message with args, as a caller ("as") in a call ("call"), and
expects:

  claims       booked, moved, cancelled, already or none
  events       the starts that the calendar holds then; $offerN: the N-th time
               that the step before offered
  ask          whether the answer is a question
  says, not    patterns that have to be heard, or must not be
  offered      at least so many times; offeredNone
  window       where all of them lie: days, from, to
  differs      none of them was offered by the step before
  notOffered   this one is not among them
  attendee     who is invited
  either       one of these expectations"""
import argparse
import concurrent.futures
import contextlib
import datetime
import json
import os
import re
import sys
import zoneinfo

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from spoken_times import offered  # noqa: E402

ZONE = zoneinfo.ZoneInfo("America/Chicago")
ACCOUNT = "pete@contoso.example"
ADDRESS = "123 Main Street, Norman, Oklahoma"
NUMBERS = {"A": "+14055550142", "B": "+14055550177", "C": "+14055550188"}
TOOLS = {"avail": "get_availability", "set": "set_appointment",
         "find": "find_appointment", "cancel": "cancel_appointment",
         "move": "reschedule_appointment", "message": "leave_message"}


def local(text):
    moment = datetime.datetime.fromisoformat(text[:19]).replace(
        tzinfo=datetime.timezone.utc)
    return moment.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")


def utc(wall):
    moment = datetime.datetime.fromisoformat(wall).replace(tzinfo=ZONE)
    return moment.astimezone(datetime.timezone.utc).strftime(
        "%Y-%m-%dT%H:%M:%SZ")


class World:
    """Two programs for one case; ended by the caller."""

    def __init__(self, support, sign_in, stack, scene, busy):
        self.support = support
        clock = scene["clock"]
        self.now = datetime.datetime.fromisoformat(clock.replace("Z", "+00:00"))
        simulator = os.path.join(os.path.dirname(support.PROGRAM),
                                 "microsoft-sim")
        self.microsoft = stack.enter_context(
            support.simulating(simulator, clock))
        for start, end in busy:
            self.control("/events", {"account": ACCOUNT, "start": utc(start),
                                     "end": utc(end)})
        folder = stack.enter_context(support.tempfile.TemporaryDirectory())
        config = os.path.join(folder, "settings.toml")
        with open(config, "w", encoding="utf-8") as file:
            file.write(f"[rules]\nhorizon_days = {scene['horizon']}\n")
        self.service = stack.enter_context(support.serving({
            "CONFIG": config, "CLOCK_START": clock, "LOG_LEVEL": "error",
            "MICROSOFT_LOGIN_URL": self.microsoft,
            "MICROSOFT_GRAPH_URL": self.microsoft + "/v1.0",
            "MICROSOFT_CLIENT_ID": "00001111-aaaa-2222-bbbb-3333cccc4444",
            "MICROSOFT_CLIENT_SECRET": "simulated-client-secret"})).replace(
                "127.0.0.1", "localhost")
        sign_in(f"{self.service}/calendar/auth/start?user_id=pete_admin")

    def control(self, path, body=None):
        data = json.dumps(body).encode() if body is not None else None
        status, text = self.support.fetch(
            f"{self.microsoft}/_control{path}", data=data,
            headers={"Content-Type": "application/json"})
        assert status < 300, (path, status, text)
        return json.loads(text)

    def events(self):
        found = self.control(f"/events?account={ACCOUNT}")
        return [one for one in found
                if not one["byHuman"] and not one["deleted"]]

    def ask(self, step, number):
        arguments = {"property_address": ADDRESS}
        if step["do"] == "set":
            arguments["attendee_name"] = "Jane Smith"
        arguments.update(step.get("args", {}))
        call = {"id": "call-" + step.get("call", "1"),
                "customer": {"number": NUMBERS[step.get("as", "A")]}}
        body = {"message": {
            "type": "tool-calls", "call": call, "customer": call["customer"],
            "toolCallList": [{
                "id": f"t-{number}", "type": "function",
                "function": {"name": TOOLS[step["do"]],
                             "arguments": arguments}}]}}
        status, text = self.support.fetch(
            f"{self.service}/vapi/webhook", data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"})
        assert status == 200, (status, text)
        answer = json.loads(text)["results"][0]
        return answer.get("result") or answer["error"]


def claim_of(said):
    for claim, pattern in (("already", r"already booked"),
                           ("booked", r"^You're booked to view"),
                           ("moved", r"is moved from"),
                           ("cancelled", r"is cancelled")):
        if re.search(pattern, said):
            return claim
    return "none"


class Judge:
    def __init__(self, world, said, before):
        self.world, self.said, self.before = world, said, before
        self.offered = offered(said, world.now.astimezone(ZONE).date())

    def starts(self):
        return sorted(local(one["start"]) for one in self.world.events())

    def problems(self, wanted):
        """What is not as it was expected."""
        found = []
        if "either" in wanted:
            tries = [self.problems(one) for one in wanted["either"]]
            if all(tries):
                found.append("; or ".join(", ".join(one) for one in tries))
        for what, value in wanted.items():
            if what == "either":
                continue
            why = getattr(self, "check_" + what)(value)
            if why:
                found.append(why)
        return found

    def check_claims(self, value):
        claim = claim_of(self.said)
        same = {value, "already" if value == "booked" else value}
        return "" if claim in same else f"claims {claim}, not {value}"

    def check_events(self, value):
        wanted = sorted(self.before[int(one[6:])]
                        if one.startswith("$offer") else one for one in value)
        starts = self.starts()
        return "" if starts == wanted else f"the calendar has {starts}"

    def check_ask(self, value):
        asks = "?" in self.said
        return "" if asks == bool(value) else "asks" if asks else "asks nothing"

    def check_plain(self, _):
        return ""

    def check_says(self, value):
        return "; ".join(f"/{one}/ is not heard" for one in value
                         if not re.search(one, self.said, re.I))

    def check_not(self, value):
        return "; ".join(f"/{one}/ is heard" for one in value
                         if re.search(one, self.said, re.I))

    def check_offered(self, value):
        few = len(self.offered) < value
        return f"offers only {self.offered}" if few else ""

    def check_offeredNone(self, _):
        return f"offers {self.offered}" if self.offered else ""

    def check_window(self, value):
        days = value.get("days")
        wrong = [one for one in self.offered
                 if (days and one[:10] not in days)
                 or one[11:] < value.get("from", "00:00")
                 or one[11:] >= value.get("to", "24:00")]
        return (f"offers {wrong or 'nothing'}"
                if wrong or not self.offered else "")

    def check_differs(self, _):
        again = [one for one in self.offered if one in self.before]
        return f"offers {again} again" if again else ""

    def check_notOffered(self, value):
        return f"offers {value}" if value in self.offered else ""

    def check_attendee(self, value):
        mails = [one["emailAddress"]["address"]
                 for event in self.world.events()
                 for one in event["event"].get("attendees", [])]
        return "" if value in mails else f"invited are {mails}"


def code_words(world):
    body = json.dumps(world.events()[0])
    digits = re.search(r"code <b>(\d{6})</b>", body)[1]
    names = "zero one two three four five six seven eight nine".split()
    return " ".join(names[int(one)] for one in digits)


def filled(world, step, before):
    """The step with what the steps before it tell."""
    args = dict(step.get("args", {}))
    for name, value in args.items():
        if value == "$codeSpoken":
            args[name] = code_words(world)
        elif isinstance(value, str) and value.startswith("$offer"):
            args[name] = before[int(value[6:])]
    return {**step, "args": args}


def play(world, case, show):
    """The problems of one case."""
    before, found = [], []
    for number, step in enumerate(case["steps"]):
        step = filled(world, step, before)
        said = world.ask(step, number)
        show(f"    {step['do']:7} {json.dumps(step.get('args', {}))}")
        show(f"            {said}")
        judge = Judge(world, said, before)
        for why in judge.problems(step.get("expect", {})):
            show(f"            WRONG: {why}")
            found.append(f"step {number + 1}: {why}")
        before = judge.offered or before
    return found


def score(results):
    groups = {}
    for case, problems in results:
        good, total = groups.get(case["group"], (0, 0))
        groups[case["group"]] = (good + (not problems), total + 1)
    for name, (good, total) in groups.items():
        print(f"{name:32} {good:3} of {total}")
    return all(good == total for good, total in groups.values())


def choose(files, only):
    """The cases that were asked for, each with its clock; ends the program
    when there are none."""
    wanted, groups = [], []
    for name in files:
        with open(name, encoding="utf-8") as file:
            book = json.load(file)
        groups += [case["group"] for case in book["cases"]]
        wanted += [(case, book["clocks"][case["clock"]])
                   for case in book["cases"]
                   if only in case["id"] + case["group"]]
    if not wanted:
        print(f"scripts/voice: no dialogue has \"{only}\" in its id or group; "
              "the groups are:", *dict.fromkeys(groups), sep="\n  ",
              file=sys.stderr)
        sys.exit(64)
    return wanted


def main():
    parser = argparse.ArgumentParser(
        prog="scripts/voice",
        description="Plays dialogues over the webhook and prints them.")
    parser.add_argument("files", nargs="*",
                        default=[os.path.join(HERE, "dialogues.json")])
    parser.add_argument("--root", default=os.path.join(HERE, "..", ".."))
    parser.add_argument("--bin", help="the program; build/bin/peterental")
    parser.add_argument("--only", help="cases whose id or group has this in it")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--quiet", action="store_true",
                        help="print what went wrong and the score")
    options = parser.parse_args()
    wanted = choose(options.files, options.only or "")
    program = options.bin or os.path.join(options.root, "build/bin/peterental")
    sys.argv = [sys.argv[0], options.root, program]
    for room in ("deploy", "docs"):
        sys.path.insert(0, os.path.join(options.root, "tests", room))
    import support
    from browser import sign_in

    def run(case, clock):
        lines = [f"{case['id']}  {case['group']}: {case['title']}"]
        with contextlib.ExitStack() as stack:
            world = World(support, sign_in, stack, clock,
                          case.get("busy", []))
            problems = play(world, case, lines.append)
        if problems or not options.quiet:
            print("\n".join(lines), flush=True)
        return case, problems

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(lambda one: run(*one), wanted))
    sys.exit(0 if score(results) else 1)


if __name__ == "__main__":
    main()
