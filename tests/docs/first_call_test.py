"""What README.md has a stranger type after scripts/demo works as it stands, and
the addresses that it names are there."""
import html
import json
import os
import re
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "deploy"))
import support  # noqa: E402
from browser import ACCOUNT, sign_in  # noqa: E402

HERE = "http://localhost:8080"
SIMULATOR = os.path.join(os.path.dirname(support.PROGRAM), "microsoft-sim")


def section(name):
    return support.text("README.md").split(f"\n## {name}\n")[1].split("\n## ")[0]


def boxes():
    """The indented commands, each with the lines that belong to it."""
    return [re.sub(r"(?m)^    ", "", found) for found in
            re.findall(r"(?m)^    curl (?:.*\n)+?(?=\n)", section("A first call"))]


class Demo(unittest.TestCase):
    """What scripts/demo starts: the same two programs, one manager connected."""

    @classmethod
    def setUpClass(cls):
        cls.microsoft = cls.enterClassContext(support.simulating(SIMULATOR))
        running = support.serving({
            "MICROSOFT_LOGIN_URL": cls.microsoft,
            "MICROSOFT_GRAPH_URL": cls.microsoft + "/v1.0",
            "MICROSOFT_CLIENT_ID": "00001111-aaaa-2222-bbbb-3333cccc4444",
            "MICROSOFT_CLIENT_SECRET": "simulated-client-secret"})
        # localhost, as the sign-in's redirect has it.
        cls.service = cls.enterClassContext(running).replace("127.0.0.1",
                                                             "localhost")
        sign_in(f"{cls.service}/calendar/auth/start?user_id=pete_admin")

    def call(self, command):
        said = subprocess.run(["bash", "-c", command.replace(HERE, self.service)],
                              check=True, capture_output=True, text=True,
                              env={"PATH": os.environ["PATH"],
                                   "no_proxy": "*"}).stdout
        return said, json.loads(said)["results"][0]["result"]

    def test_the_two_calls_end_with_one_viewing(self):
        ask, book = boxes()
        _, openings = self.call(ask)
        self.assertIn("Which works best for you?", openings)
        first = re.search(r"I have (\w+, .*? at [a-z ]+?)(?:,| or )",
                          openings)[1]
        example = re.search(r'"start_time": "(.*?)"', book)[1]
        book = book.replace(example, first)
        said, booked = self.call(book)
        self.assertIn("You're booked to view", booked)
        self.assertIn(first, booked)
        self.assertEqual(self.call(book)[0], said, "sent twice")
        _, body = support.fetch(
            f"{self.microsoft}/_control/events?account={ACCOUNT}")
        found = json.loads(body)
        found = found["events"] if isinstance(found, dict) else found
        self.assertEqual([one["subject"] for one in found
                          if not one["byHuman"] and not one["deleted"]],
                         ["Property Viewing: 123 Main St"])

    def test_the_addresses_are_there(self):
        named = re.findall(rf"<{HERE}(/\S*)>", section("A first call"))
        self.assertIn("/admin", named)
        self.assertIn("/docs", named)
        demo = support.text("scripts", "demo")
        for path in named:
            status, _ = support.fetch(self.service + path)
            self.assertEqual(status, 200, path)
            self.assertIn("$service" + path.replace("pete_admin", "$manager"),
                          demo, "the demo prints it")
        self.assertIn("/_control/ui", section("A first call"))
        self.assertIn("$microsoft/_control/ui", demo)
        self.assertIn("<", html.unescape(
            support.fetch(f"{self.microsoft}/_control/ui")[1]))


support.main()
