"""systemd reads the unit without complaint and finds little to object to."""
import re
import subprocess
import tempfile
import unittest

import support

ANALYZE = support.need("systemd-analyze")


class Unit(unittest.TestCase):
    def setUp(self):
        self.text = support.text("deploy", "peterental.service")

    def settings(self, name):
        return re.findall(rf"(?m)^{name}=(.*)$", self.text)

    def analyze(self, text, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            unit = f"{folder}/peterental.service"
            with open(unit, "w", encoding="utf-8") as file:
                # Where the program is before it is installed.
                file.write(text.replace("/usr/local/bin/peterental",
                                        support.PROGRAM))
            return subprocess.run([ANALYZE, *arguments, unit], check=False,
                                  capture_output=True, text=True)

    def test_verify(self):
        found = self.analyze(self.text, "verify")
        said = [line for line in (found.stdout + found.stderr).splitlines()
                if "peterental" in line]
        self.assertEqual((found.returncode, said), (0, []))

    def test_verify_can_fail(self):
        found = self.analyze(self.text + "[Service]\nType=nonsense\n", "verify")
        self.assertIn("nonsense", found.stdout + found.stderr)

    def test_exposure(self):
        """From 0 (nothing to reach) to 10; below 2 is what systemd calls OK."""
        found = self.analyze(self.text, "security", "--offline=true",
                             "--threshold=20")
        self.assertEqual(found.returncode, 0, found.stdout)

    def test_every_variable_is_a_setting(self):
        given = " ".join(self.settings("Environment")).split()
        names = [each.partition("=")[0] for each in given]
        self.assertIn("DATABASE_URL", names)
        for name in names:
            self.assertIn(name, support.known_settings())

    def test_every_credential_is_handed_over(self):
        loaded = {each.partition(":")[0] for each in
                  self.settings("LoadCredential")}
        used = set(re.findall(r"_FILE=%d/(\w+)", self.text))
        self.assertEqual(loaded, used)
        self.assertIn("master_key", loaded)

    def test_stops_later_than_the_service_needs(self):
        self.assertGreater(
            int(self.settings("TimeoutStopSec")[0].removesuffix("s")), 20)


support.main()
