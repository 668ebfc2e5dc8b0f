"""Alarms and dashboard use numbers that the service gives, and the documents
explain each of them."""
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import support

NAME = re.compile(r"\bpeterental_[a-z_]+\b")
# Cookies are called alike.
ENDINGS = ("_total", "_seconds", "_info", "_in_flight", "_connections",
           "_dropped")
ROOMS = ("actors", "app", "fronts", "http", "metrics")
DOCUMENT = ("docs", "operations.md")


def families():
    """What the code counts. An actor names its numbers without the prefix."""
    found = set()
    for room in ROOMS:
        for source in pathlib.Path(support.path(room)).rglob("*.cpp"):
            # The help texts alone count nothing.
            if source.name == "metrics.cpp":
                continue
            code = source.read_text(encoding="utf-8")
            found |= {family for family in NAME.findall(code)
                      if family.endswith(ENDINGS)}
            found |= {f"peterental_{what}_total" for what in
                      re.findall(r'\bcount(?:_\w+)?\(\s*"([a-z_]+)"', code)
                      if not what.startswith("peterental")}
            # booking_queue and removal_steps choose between two names.
            found |= {f"peterental_{what}_total" for pair in re.findall(
                r'\bcount\([^"(]*\? "([a-z_]+)" : "([a-z_]+)"', code)
                for what in pair}
            found |= {f"peterental_{what}" for what in
                      re.findall(r'\bgauge\(\s*"([a-z_]+)"', code)}
    return found


def used_in(text):
    return {re.sub(r"_(bucket|sum|count)$", "", name)
            for name in NAME.findall(text)}


def expressions():
    rules = [rule for group in support.load_yaml("deploy", "alerts.yaml")["groups"]
             for rule in group["rules"]]
    dashboard = json.loads(support.text("deploy", "grafana-dashboard.json"))
    panels = [target["expr"] for panel in dashboard["panels"]
              for target in panel["targets"]]
    return rules, panels


class Numbers(unittest.TestCase):
    def setUp(self):
        self.rules, self.panels = expressions()
        self.known = families()

    def test_the_code_is_understood(self):
        for name in ("peterental_booking_total", "peterental_reconciled_total",
                     "peterental_outbox_oldest_seconds",
                     "peterental_tool_seconds"):
            self.assertIn(name, self.known)
        self.assertNotIn("peterental_nonsense_total", self.known)

    def test_alarms_use_numbers_that_there_are(self):
        for rule in self.rules:
            self.assertEqual(used_in(rule["expr"]) - self.known, set(),
                             rule["alert"])

    def test_the_dashboard_uses_numbers_that_there_are(self):
        for expression in self.panels:
            self.assertEqual(used_in(expression) - self.known, set())

    def test_a_service_that_was_started_gives_them(self):
        """What counts nothing yet is not there; these always are."""
        env = {name: support.random_secret() for name in
               ("MASTER_KEY", "ADMIN_TOKEN", "VAPI_SECRET",
                "MICROSOFT_CLIENT_ID", "MICROSOFT_CLIENT_SECRET")}
        token = {"Authorization": "Bearer " + env["ADMIN_TOKEN"]}
        always = {name for name in self.known
                  if re.search(r"_(connections|backlog|waiting|mails|"
                               r"oldest_seconds|build_info)$", name)}
        with support.serving(env) as url:
            support.fetch(url + "/vapi/webhook", data=b"{}")
            wanted = always | {"peterental_http_requests_total",
                               "peterental_webhook_refused_total"}

            def given():
                status, body = support.fetch(url + "/metrics", token)
                self.assertEqual(status, 200)
                return wanted <= used_in(body)
            support.wait_for(f"/metrics has {wanted}", given)

    def test_the_document_explains_every_number(self):
        table = set(re.findall(r"(?m)^\| `(peterental_[a-z_]+)`",
                               support.text(*DOCUMENT)))
        self.assertEqual(self.known - table, set(), "not explained")
        self.assertEqual(table - self.known, set(), "not counted any more")

    def test_metrics_come_with_a_help_text(self):
        helped = set(re.findall(r'\{"(peterental_[a-z_]+)",',
                                support.text("metrics", "metrics.cpp")))
        self.assertEqual(self.known - helped, set(), "no help text")
        self.assertEqual(helped - self.known, set(), "not counted any more")

    def test_the_document_has_a_section_for_every_alarm(self):
        sections = {heading.strip().lower() for heading in
                    re.findall(r"(?m)^#+ (.*)$", support.text(*DOCUMENT))}
        for rule in self.rules:
            page, _, anchor = rule["annotations"]["runbook"].partition("#")
            self.assertEqual(page, "/".join(DOCUMENT))
            self.assertIn(anchor, sections)
            self.assertEqual(anchor, rule["alert"].lower())
            self.assertIn(rule["labels"]["severity"], {"page", "ticket"})

    def test_no_alarm_for_a_refused_double_booking(self):
        for rule in self.rules:
            self.assertNotIn("booking_refused", rule["expr"])


class Promtool(unittest.TestCase):
    """What Prometheus itself makes of the rules."""

    def setUp(self):
        self.promtool = support.find("promtool")
        if not self.promtool:
            self.skipTest("promtool is not installed (Debian: prometheus)")

    def ask(self, *arguments, folder=None):
        asked = subprocess.run([self.promtool, *arguments], cwd=folder,
                               check=False, capture_output=True, text=True)
        return asked.returncode, asked.stdout + asked.stderr

    def test_takes_the_rules(self):
        status, said = self.ask("check", "rules",
                                support.path("deploy", "alerts.yaml"))
        self.assertEqual(status, 0, said)

    def test_alarms_go_off_when_they_should(self):
        with tempfile.TemporaryDirectory() as folder:
            for source in (("deploy", "alerts.yaml"),
                           ("tests", "deploy", "alarms.yaml")):
                shutil.copy(support.path(*source), folder)
            status, said = self.ask("test", "rules", "alarms.yaml",
                                    folder=folder)
        self.assertEqual(status, 0, said)

    def test_every_alarm_is_tried(self):
        tried = support.text("tests", "deploy", "alarms.yaml")
        for rule in expressions()[0]:
            self.assertIn(rule["alert"], tried)


support.main()
