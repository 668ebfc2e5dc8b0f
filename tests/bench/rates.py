"""The parts openings and bodies: requests a second, alternating with others."""
import re
import subprocess

import rivals
from bench_tools import Failed, in_words, memory_of, post, ratio, say

OPENING_ROUNDS = 5
BODY_ROUNDS = 3
SIZES = [300, 6000, 100_000, 1_000_000]
KINDS = ["tool-calls", "conversation-update"]
TO_MS = {"us": .001, "ms": 1, "s": 1000}


def wrk(bench, url, body=None):
    """{"rate", "p99_ms"} of 32 connections."""
    command = ["wrk", "-t2", "-c32", f"-d{bench.seconds}s", "--latency",
               "--timeout", "10s"]
    if body is not None:
        with open(bench.path("body"), "wb") as file:
            file.write(body)
        with open(bench.path("post.lua"), "w", encoding="utf-8") as file:
            file.write(f'local file = io.open("{bench.path("body")}", "rb")\n'
                       'wrk.body = file:read("*a")\nfile:close()\n'
                       'wrk.method = "POST"\n'
                       'wrk.headers["Content-Type"] = "application/json"\n')
        command += ["-s", bench.path("post.lua")]
    said = subprocess.run([*command, url], capture_output=True, text=True,
                          check=False).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
    if "Non-2xx" in said or "Socket errors" in said or not rate or not p99:
        raise Failed(f"not every request was answered:\n{said}")
    return {"rate": float(rate[1]), "p99_ms": float(p99[1]) * TO_MS[p99[2]]}


def openings(bench):
    process, url, user = bench.serve("openings")
    body = bench.webhook_body(300, user, "tool-calls")
    answer = post(url + "/vapi/webhook", body)
    if b"Which works best" not in answer:
        raise Failed(f"no openings: {answer}")
    nginx, fixed = rivals.start_nginx(bench, answer)
    rounds = []
    for _ in range(OPENING_ROUNDS):
        theirs = wrk(bench, fixed)
        ours = wrk(bench, url + "/vapi/webhook", body)
        rounds.append({"service": ours["rate"], "nginx": theirs["rate"],
                       "p99_ms": ours["p99_ms"]})
        say("  {service:.0f} requests/s, nginx {nginx:.0f}".format(**rounds[-1]))
    bench.end(nginx)
    bench.end(process)
    bench.record(part="openings", rounds=rounds)
    say(f"of nginx: {in_words(ratio(rounds, 'service', 'nginx'))}")


def one_body(bench, urls, body):
    rounds = []
    for _ in range(BODY_ROUNDS):
        rounds.append({name: wrk(bench, url, body)["rate"]
                       for name, url in urls.items()})
    return rounds


def bodies(bench):
    absent = rivals.missing()
    for why in absent.values():
        say(why)
    process, url, user = bench.serve("bodies")
    answer = (b'{"results":[{"toolCallId":"call-1","result":"' + b"x" * 300
              + b'"}]}')
    urls, started = {}, [process]
    for name, start in rivals.START.items():
        if name not in absent:
            rival, urls[name] = start(bench, answer)
            started.append(rival)
    urls["service"] = url + "/vapi/webhook"
    for kind in KINDS:
        for size in SIZES:
            body = bench.webhook_body(size, user, kind)
            rounds = one_body(bench, urls, body)
            bench.record(part="bodies", kind=kind, size=size, bytes=len(body),
                         rounds=rounds)
            say(f"{kind} of {size} bytes: "
                f"{in_words(ratio(rounds, 'service', 'nginx'))} of nginx"
                + "".join(f", {in_words(ratio(rounds, 'service', name), 1)} "
                          f"times {name}" for name in urls
                          if name not in ("service", "nginx")))
    for each in started:
        bench.end(each)
    memory(bench)


def memory(bench):
    """One request alone; the peak, since what is freed does not count any
    more."""
    process, url, user = bench.serve("memory")
    for size in (300, 300, 1_000_000):
        before = memory_of(process.pid, "VmRSS")
        body = bench.webhook_body(size, user, "hang")
        post(url + "/vapi/webhook", body)
        after = memory_of(process.pid, "VmHWM")
    bench.end(process)
    times = (after - before) * 1024 / len(body)
    bench.record(part="memory", bytes=len(body), kilobytes=after - before,
                 times=times)
    say(f"one body of 1 MB takes {times:.2f} times its size")
