"""What the parts of scripts/bench share: processes, and a file of results."""
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
# No proxy: everything is on this machine.
_open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


class Failed(Exception):
    pass


def say(words):
    print(words, flush=True)


def have(program):
    return shutil.which(program) is not None


def free_port():
    return int(subprocess.run([sys.executable, f"{ROOT}/tools/free_port.py"],
                              capture_output=True, text=True, check=True).stdout)


def post(url, body=None):
    request = urllib.request.Request(
        url, data=body, headers={"Content-Type": "application/json"})
    with _open(request, timeout=60) as answer:
        return answer.read()


def wait_for(what, works, patience=60, pause=.01):
    """Polls until it works."""
    until = time.monotonic() + patience
    while not works():
        if time.monotonic() > until:
            raise Failed(f"waited in vain for {what}")
        time.sleep(pause)


def answers(url):
    try:
        post(url)
        return True
    except (urllib.error.URLError, OSError):
        return False


def memory_of(pid, field):
    """Kilobytes: VmRSS, VmHWM."""
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        for line in file:
            if line.startswith(field + ":"):
                return int(line.split()[1])
    raise Failed(f"no {field} of process {pid}")


def middle(values):
    """{"middle", "low", "high"} of the rounds."""
    return {"middle": statistics.median(values), "low": min(values),
            "high": max(values)}


def ratio(rounds, ours, theirs):
    """By round, since what a machine does in a second changes."""
    return middle([each[ours] / each[theirs] for each in rounds])


def in_words(spread, digits=2):
    return (f"{spread['middle']:.{digits}f} ({spread['low']:.{digits}f} to "
            f"{spread['high']:.{digits}f})")


class Bench:
    """One run: where its files are, what it has started, what it has found."""

    def __init__(self, folder, binaries, seconds):
        self.folder = folder
        self.binaries = binaries
        self.seconds = seconds
        self.results = os.path.join(folder, "results.jsonl")
        self._started = []

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def program(self, name):
        return os.path.join(self.binaries, name)

    def start(self, command, log, **more):
        # A group of its own, since some have workers that outlive them.
        with open(self.path(log), "wb") as file:
            process = subprocess.Popen(command, stderr=file,
                                       start_new_session=True, **more)
        self._started.append(process)
        return process

    def end(self, process):
        self._started.remove(process)
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def end_all(self):
        for process in list(self._started):
            self.end(process)

    def record(self, **what):
        with open(self.results, "a", encoding="utf-8") as file:
            file.write(json.dumps(what) + "\n")

    def webhook_body(self, size, user, kind):
        return subprocess.run(
            [sys.executable, f"{HERE}/webhook_body.py", str(size), user, kind],
            capture_output=True, check=True).stdout

    def serve(self, name, wrapper=()):
        """The service with one connected manager: process, URL, manager."""
        os.mkdir(self.path(name))
        process = self.start([*wrapper, self.program("bench_service"), "serve",
                              self.path(name)], name + ".log",
                             stdout=subprocess.PIPE, text=True)
        words = process.stdout.readline().split()
        if len(words) != 2:
            with open(self.path(name + ".log"), encoding="utf-8") as log:
                raise Failed(f"the service does not start: {log.read()}")
        return process, words[0], words[1]
