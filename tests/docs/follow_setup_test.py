"""Does what docs/setup-entra.md and docs/setup-vapi.md say, against the
simulator, and looks for the viewing.

Boxes marked "sh follow" are run in their order in one shell, as a person would
type them; "first" goes before all others, "wait" is repeated until it works, and
of an "open" one the link that it prints is opened in a browser that signs in.
Only the ports are replaced by free ones."""
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "deploy"))
import support  # noqa: E402
from browser import ACCOUNT, sign_in  # noqa: E402

PAGES = ("setup-entra.md", "setup-vapi.md")


def boxes():
    """[(page, marks, commands)] in the order in which they are to be done."""
    found = []
    for page in PAGES:
        for marks, inside in re.findall(r"(?ms)^```sh follow([ a-z]*)\n(.*?)^```",
                                        support.text("docs", page)):
            found.append((page, marks.split(), inside))
    return sorted(found, key=lambda box: "first" not in box[1])


class Shell:
    """One bash for all boxes; what a box starts in the background stays."""

    def __init__(self, folder, env):
        self.folder = folder
        self.process = subprocess.Popen(
            ["bash"], cwd=folder, env=env, text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            start_new_session=True)

    def run(self, commands):
        """(status, what was printed)."""
        self.process.stdin.write(
            f"{{ {commands}\n}} </dev/null\necho \" done-$?\"\n")
        self.process.stdin.flush()
        said = ""
        while not (ended := re.search(r" done-(\d+)\n$", said)):
            line = self.process.stdout.readline()
            if not line:
                raise AssertionError(f"the shell ended:\n{said}")
            said += line
        return int(ended[1]), said[:ended.start()]

    def close(self):
        # The session's own process group: the shell and what it has started.
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


class FollowSetup(unittest.TestCase):
    def test_ends_with_a_booked_viewing(self):
        ports = {"8080": str(support.free_port()),
                 "8099": str(support.free_port())}
        with tempfile.TemporaryDirectory() as folder:
            bin_dir = os.path.dirname(os.path.abspath(support.PROGRAM))
            os.makedirs(f"{folder}/build")
            os.symlink(bin_dir, f"{folder}/build/bin")
            env = {"PATH": os.environ["PATH"], "HOME": folder,
                   "no_proxy": "localhost,127.0.0.1"}
            shell = Shell(folder, env)
            try:
                for page, marks, commands in boxes():
                    for old, new in ports.items():
                        commands = re.sub(rf"\b{old}\b", new, commands)
                    self.follow(shell, page, marks, commands)
                self.look(folder, f"http://127.0.0.1:{ports['8099']}")
            except BaseException:
                for name in ("peterental.log", "microsoft-sim.log"):
                    if os.path.exists(f"{folder}/{name}"):
                        with open(f"{folder}/{name}", encoding="utf-8") as log:
                            print(f"--- {name}\n{log.read()[-4000:]}")
                raise
            finally:
                shell.close()

    def follow(self, shell, page, marks, commands):
        print(f"--- {page}: {commands}", end="", flush=True)
        until = time.monotonic() + support.PATIENCE
        status, said = shell.run(commands)
        while status != 0 and "wait" in marks and time.monotonic() < until:
            time.sleep(0.1)
            status, said = shell.run(commands)
        print(said, end="", flush=True)
        self.assertEqual(status, 0, f"{page}: {commands}{said}")
        if "open" in marks:
            link = re.search(r"(?m)^https?://\S+$", said)
            _, last = sign_in(link[0])
            self.assertIn(ACCOUNT, last, "the page after signing in")

    def look(self, folder, microsoft):
        """The tools that were fetched, and the event in the calendar."""
        with open(f"{folder}/tools.json", encoding="utf-8") as file:
            tools = json.load(file)["tools"]
        names = [tool["function"]["name"] for tool in tools]
        page = support.text("docs", "setup-vapi.md")
        self.assertEqual(len(names), 6)
        for name in names:
            self.assertIn(f"`{name}`", page)
        _, body = support.fetch(f"{microsoft}/_control/events?account={ACCOUNT}")
        found = json.loads(body)
        found = found["events"] if isinstance(found, dict) else found
        viewings = [one for one in found if not one["byHuman"]
                    and not one["deleted"]]
        self.assertEqual([one["subject"] for one in viewings],
                         ["Property Viewing: 12 High Street"])
        guests = [who["emailAddress"]["address"]
                  for who in viewings[0]["event"]["attendees"]]
        self.assertEqual(guests, ["jo.bloggs@example.com"])


class Boxes(unittest.TestCase):
    def test_both_pages_have_some(self):
        self.assertEqual({page for page, _, _ in boxes()}, set(PAGES))
        self.assertIn("first", boxes()[0][1])


support.main()
