"""What scripts/bench runs. measure.py FOLDER BINARIES SECONDS PART..."""
import datetime
import os
import re
import signal
import subprocess
import sys

import durable
import instructions
import rates
import rivals
from bench_tools import ROOT, Bench, Failed, have, say

PARTS = {"openings": rates.openings, "bodies": rates.bodies,
         "bookings": durable.bookings, "start": durable.start,
         "instructions": instructions.instructions}


def first_line(*command):
    """Of what it says of its version."""
    if not have(command[0]):
        return None
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = (run.stdout + run.stderr).strip().splitlines()
    return lines[0] if lines else None


def versions():
    python = rivals.python_with_fastapi()
    said = {
        "service": first_line("git", "-C", ROOT, "describe", "--always",
                              "--dirty"),
        "nginx": first_line("nginx", "-v"),
        "Node": first_line("node", "--version"),
        "FastAPI": python and first_line(
            python, "-c", "import fastapi, uvicorn; print("
            "f'{fastapi.__version__}, uvicorn {uvicorn.__version__}')"),
        "valgrind": first_line("valgrind", "--version")}
    return {name: words for name, words in said.items() if words}


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = re.findall(r"model name\s*: (.*)", file.read())
    return names[0] if names else "unknown"


def main():
    folder, binaries, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3])
    bench = Bench(folder, binaries, seconds)
    load = os.getloadavg()[0]
    bench.record(part="machine", processor=processor(),
                 processors=os.cpu_count(), load=load, seconds=seconds,
                 date=datetime.datetime.now().astimezone().isoformat(
                     timespec="minutes"), versions=versions())
    say(f"processors {os.cpu_count()}, load before {load:.2f}")
    try:
        for part in sys.argv[4:]:
            say(f"\n== {part}")
            PARTS[part](bench)
    except Failed as why:
        sys.exit(f"bench: {why}")
    finally:
        bench.end_all()


# So that what was started is ended.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
main()
