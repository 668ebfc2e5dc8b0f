"""The part instructions: what the hot path takes, counted by callgrind.

The figure that repeats, whatever else the machine does: (what 2N requests take
- what N take) / N, one request after the other, so that what goes with a count
and not with its requests cancels out.
"""
import collections
import http.client
import os
import re
import signal

from bench_tools import Failed, have, in_words, middle, say
from rates import KINDS, SIZES

ROUNDS = 3
TOP = 15


def requests_of(size):
    return 20 if size >= 100_000 else 100


class Counted:
    """The service under callgrind, which writes down what was counted, and
    begins anew, whenever bench_mark is called."""

    def __init__(self, bench):
        self.bench = bench
        self.out = bench.path("callgrind")
        self.process, url, self.user = bench.serve(
            "counted",
            ["valgrind", "--tool=callgrind", "--dump-before=bench_mark",
             f"--callgrind-out-file={self.out}"])
        host, port = url.removeprefix("http://").split(":")
        self.web = http.client.HTTPConnection(host, int(port), timeout=300)
        self.marks = 0

    def mark(self):
        """The file with what was counted since the mark before."""
        os.kill(self.process.pid, signal.SIGUSR1)
        if self.process.stdout.readline() != "marked\n":
            raise Failed("no mark was set")
        self.marks += 1
        return f"{self.out}.{self.marks}"

    def ask(self, body, times):
        for _ in range(times):
            self.web.request("POST", "/vapi/webhook", body,
                             {"Content-Type": "application/json"})
            answer = self.web.getresponse()
            said = answer.read()
            if answer.status != 200:
                raise Failed(f"{answer.status}: {said}")

    def count(self, body, times):
        os.remove(self.mark())
        self.ask(body, times)
        return self.mark()

    def end(self):
        self.web.close()
        self.bench.end(self.process)


def total(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            if line.startswith(("summary:", "totals:")):
                return int(line.split()[1])
    raise Failed(f"nothing was counted in {path}")


def top_functions(path):
    """[share in per cent, function], by what each takes itself, the most expensive
    first. callgrind_annotate takes calls that are under way when callgrind
    writes for costs of their own."""
    names, costs, function, is_call = {}, collections.Counter(), None, False
    with open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            if found := re.match(r"(c?fn)=\((\d+)\) ?(.*)", line):
                kind, number, name = found.groups()
                if name:
                    names[number] = name.removesuffix("'2")
                if kind == "fn":
                    function = number
            elif line.startswith("calls="):
                is_call = True
            elif re.match(r"[\d+*-]", line):
                if not is_call and len(line.split()) == 2:
                    costs[names[function]] += int(line.split()[1])
                is_call = False
    return [[100 * cost / costs.total(), name]
            for name, cost in costs.most_common(TOP)]


def one_kind(counted, body, times):
    counted.ask(body, 5)
    each = []
    for _ in range(ROUNDS):
        once = counted.count(body, times)
        twice = counted.count(body, 2 * times)
        each.append((total(twice) - total(once)) / times)
        top = top_functions(twice)
        os.remove(once)
        os.remove(twice)
    return each, top


def instructions(bench):
    if not have("valgrind"):
        say("left out: apt-get install valgrind")
        return
    counted = Counted(bench)
    for kind in KINDS:
        for size in SIZES:
            body = bench.webhook_body(size, counted.user, kind)
            each, top = one_kind(counted, body, requests_of(size))
            bench.record(part="instructions", kind=kind, size=size,
                         bytes=len(body), rounds=each, top=top)
            say(f"{kind} of {size} bytes: "
                f"{in_words(middle([n / 1000 for n in each]), 0)} thousand "
                f"instructions")
            with open(bench.path(f"top-{kind}-{size}.txt"), "w",
                      encoding="utf-8") as file:
                file.writelines(f"{share:6.2f} %  {name}\n"
                                for share, name in top)
    counted.end()
