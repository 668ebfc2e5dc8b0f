"""The workflow of .github: what it runs is there, on the Debians that
deploy/prove-debian knows. tests/browser/workflow.test.mjs runs actionlint."""
import os
import re
import subprocess
import unittest

import support

FILE = (".github", "workflows", "ci.yml")


class Workflow(unittest.TestCase):
    def setUp(self):
        self.jobs = support.load_yaml(*FILE)["jobs"]

    def commands(self):
        return "\n".join(step["run"] for job in self.jobs.values()
                         for step in job["steps"] if "run" in step)

    def test_what_it_runs_is_there(self):
        named = re.findall(r"\b(?:scripts|deploy)/[\w-]+", self.commands())
        self.assertLessEqual({"scripts/test", "deploy/make-deb"}, set(named))
        for name in named:
            self.assertTrue(os.access(support.path(name), os.X_OK)
                            or name == "deploy/Dockerfile", name)

    def test_on_each_debian(self):
        versions = self.jobs["test"]["strategy"]["matrix"]["debian"]
        for version in versions:
            self.assertIn(f" {version} |", support.text("deploy", "prove-debian"))
        self.assertEqual(set(versions), {"12", "13"})
        self.assertEqual(self.jobs["test"]["container"],
                         "debian:${{ matrix.debian }}")

    def test_only_the_release_may_write(self):
        """And nothing that the outside chooses is put into a script."""
        workflow = support.load_yaml(*FILE)
        self.assertEqual(workflow["permissions"], {"contents": "read"})
        for name, job in self.jobs.items():
            self.assertEqual("permissions" in job, name == "release")
        self.assertEqual(self.jobs["release"]["if"],
                         "github.ref_type == 'tag'")
        self.assertNotIn("${{", self.commands())

    def test_every_job_has_an_end(self):
        for name, job in self.jobs.items():
            self.assertLessEqual(job["timeout-minutes"], 90, name)

    def test_the_notes_are_of_the_version(self):
        script = re.search(r"awk -v version=.*?CHANGELOG.md", self.commands(),
                           re.S)[0]
        notes = subprocess.run(
            ["sh", "-c", script], check=True, capture_output=True, text=True,
            cwd=support.ROOT, env={"PATH": os.environ["PATH"],
                                   "TAG": "v0.2.0"}).stdout
        self.assertIn("### Added", notes)
        self.assertNotIn("## [", notes)


support.main()
