"""The parts bookings and start."""
import json
import os
import shutil
import subprocess
import time

from bench_tools import (Failed, answers, free_port, in_words, memory_of,
                         middle, ratio, say, wait_for)

RATES = [200, 500]
ROUNDS = 3
STARTS = 3
MANAGERS = [100_000, 1_000_000]


def measured(bench, what, folder, rate):
    run = subprocess.run(
        [bench.program("bench_service"), what, folder, str(rate),
         str(bench.seconds)], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        raise Failed(f"{what} at {rate} a second: {run.stdout}{run.stderr}")
    return json.loads(run.stdout)


def multiples(rounds, percent):
    return ratio([{"ours": each["ours"]["beyond"][percent],
                   "alone": each["alone"][percent]} for each in rounds],
                 "ours", "alone")


def bookings(bench):
    """By turns, with the database in the same folder."""
    for rate in RATES:
        rounds = []
        for _ in range(ROUNDS):
            folder = bench.path("bookings")
            os.mkdir(folder)
            rounds.append({"alone": measured(bench, "transactions", folder, rate),
                           "ours": measured(bench, "bookings", folder, rate)})
            shutil.rmtree(folder)
            ours, alone = rounds[-1]["ours"], rounds[-1]["alone"]
            say(f"  {rate} a second: {ours['booked']} of {ours['asked']} booked,"
                f" p50 {ours['beyond']['p50']:.1f} ms, p99"
                f" {ours['beyond']['p99']:.1f} ms beyond Microsoft's; the"
                f" transactions alone {alone['p50']:.1f} and"
                f" {alone['p99']:.1f} ms")
        bench.record(part="bookings", rate=rate, rounds=rounds)
        say(f"{rate} a second: {in_words(multiples(rounds, 'p50'))} times the "
            f"transactions at p50, {in_words(multiples(rounds, 'p99'))} at p99")


def start_once(bench, database):
    port = free_port()
    env = {"PATH": os.environ["PATH"], "PORT": str(port), "LOG_LEVEL": "warn",
           "DATABASE_URL": f"sqlite3://{database}",
           "MICROSOFT_CLIENT_ID": "bench", "MICROSOFT_CLIENT_SECRET": "bench",
           "MICROSOFT_LOGIN_URL": "http://127.0.0.1:9",
           "MICROSOFT_GRAPH_URL": "http://127.0.0.1:9/v1.0"}
    began = time.monotonic()
    process = bench.start([bench.program("peterental"), "serve"], "start.log",
                          env=env)
    wait_for("the start", lambda: answers(f"http://127.0.0.1:{port}/readyz"),
             patience=300, pause=.002)
    took = {"ms": (time.monotonic() - began) * 1000,
            "megabytes": memory_of(process.pid, "VmRSS") / 1024}
    bench.end(process)
    return took


def start(bench):
    for managers in MANAGERS:
        database = bench.path("known.db")
        began = time.monotonic()
        subprocess.run([bench.program("bench_service"), "seed", database,
                        str(managers)], check=True)
        seeded = time.monotonic() - began
        size = os.path.getsize(database)
        rounds = [start_once(bench, database) for _ in range(STARTS)]
        for name in os.listdir(bench.folder):
            if name.startswith("known."):
                os.remove(bench.path(name))
        bench.record(part="start", managers=managers, rounds=rounds,
                     seed_seconds=seeded, database_bytes=size)
        say(f"{managers} managers known: ready after "
            f"{in_words(middle([each['ms'] for each in rounds]), 0)} ms, "
            f"{in_words(middle([each['megabytes'] for each in rounds]), 0)} MB "
            f"resident")
