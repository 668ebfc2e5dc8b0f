"""tools/ctest_report.py, on the report of a real run of ctest."""
import os
import subprocess
import sys
import tempfile
import unittest

ROOT = sys.argv.pop(1)
SUITE = r"""
add_test(good "/bin/true")
add_test(bad "/bin/false")
add_test(python "/bin/sh" "-c" "echo 'skipped: no yaml'; exit 77")
add_test(google "/bin/sh" "-c" "printf '/a/b.cpp:12: Skipped\nnot\nhere\n[  SKIPPED ] A.B\n'")
add_test(silent "/bin/sh" "-c" "exit 77")
add_test(missing "/no/such/program")
set_tests_properties(python silent PROPERTIES SKIP_RETURN_CODE 77)
set_tests_properties(google PROPERTIES SKIP_REGULAR_EXPRESSION "SKIPPED")
"""


class ReportTest(unittest.TestCase):
    def test_says_what_failed_and_why_others_were_skipped(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "CTestTestfile.cmake"), "w",
                      encoding="utf-8") as file:
                file.write(SUITE)
            subprocess.run(["ctest", "--output-junit", "report.xml"],
                           cwd=folder, capture_output=True, check=False)
            said = subprocess.run(
                [sys.executable, os.path.join(ROOT, "tools/ctest_report.py"),
                 os.path.join(folder, "report.xml")],
                capture_output=True, text=True, check=True).stdout
        self.assertEqual(sorted(said.splitlines()), [
            "FAILED bad",
            "FAILED missing: Unable to find executable",
            "SKIPPED google: not here",
            "SKIPPED python: no yaml",
            "SKIPPED silent: it does not say why"])


if __name__ == "__main__":
    unittest.main()
