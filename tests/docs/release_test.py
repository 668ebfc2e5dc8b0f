"""What a release consists of fits together: the number wherever it is written,
the changelog, the licence, the forms for reports."""
import json
import os
import re
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "deploy"))
import support  # noqa: E402

KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
FORM = {"name", "description", "labels", "body", "title", "assignees"}
PARTS = {"markdown", "textarea", "input", "dropdown", "checkboxes"}


def version():
    return re.search(r"(?m)^project\(peterental VERSION (\d+\.\d+\.\d+) ",
                     support.text("CMakeLists.txt"))[1]


class Version(unittest.TestCase):
    def test_the_program_says_it(self):
        said = subprocess.run([support.PROGRAM, "version"], check=True,
                              capture_output=True, text=True).stdout
        self.assertRegex(said, rf"^peterental {re.escape(version())}( |$)")

    def test_the_description_of_the_urls_says_it(self):
        described = json.loads(support.text("web", "openapi.json"))
        self.assertEqual(described["info"]["version"], version())

    def test_a_tag_is_of_this_version(self):
        """Holds where a tag stands on what is tested."""
        tag = os.environ.get("GITHUB_REF_NAME", "")
        if os.environ.get("GITHUB_REF_TYPE") == "tag":
            self.assertEqual(tag, f"v{version()}")


class Changelog(unittest.TestCase):
    def setUp(self):
        self.sections = re.findall(r"(?m)^## (.*)$", support.text("CHANGELOG.md"))

    def test_newest_first(self):
        self.assertEqual(self.sections[0], "[Unreleased]")
        self.assertRegex(self.sections[1],
                         rf"^\[{re.escape(version())}\] - \d{{4}}-\d\d-\d\d$")
        numbers = [tuple(map(int, re.findall(r"\d+", one.partition("]")[0])))
                   for one in self.sections[1:]]
        self.assertEqual(numbers, sorted(numbers, reverse=True))

    def test_known_kinds_of_changes(self):
        for kind in re.findall(r"(?m)^### (.*)$", support.text("CHANGELOG.md")):
            self.assertIn(kind, KINDS)


class Files(unittest.TestCase):
    def test_licence(self):
        text = support.text("LICENSE")
        self.assertTrue(text.startswith("MIT License\n"))
        self.assertIn("The PeteRental Calendar authors", text)
        self.assertIn("(LICENSE)", support.text("README.md"))

    def test_contributing_names_scripts_that_are_there(self):
        named = re.findall(r"(?:scripts|deploy|tests)/[\w/.-]*\w",
                           support.text("CONTRIBUTING.md"))
        self.assertIn("scripts/test", named)
        for name in named:
            self.assertTrue(os.path.exists(support.path(name)), name)

    def test_forms(self):
        for name in ("bug.yml", "feature.yml"):
            form = support.load_yaml(".github", "ISSUE_TEMPLATE", name)
            self.assertLessEqual(set(form), FORM, name)
            self.assertTrue(form["name"] and form["description"], name)
            ids = [part["id"] for part in form["body"] if "id" in part]
            self.assertEqual(len(ids), len(set(ids)), name)
            for part in form["body"]:
                self.assertIn(part["type"], PARTS, name)
                self.assertIn("value" if part["type"] == "markdown" else "label",
                              part["attributes"], name)


support.main()
