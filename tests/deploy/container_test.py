"""The Dockerfile and the compose file: fields, and that they fit together."""
import json
import re
import subprocess
import sys
import unittest

import support

# https://github.com/compose-spec/compose-spec/blob/main/schema/compose-spec.json
COMPOSE = {"name", "services", "volumes", "networks", "secrets", "configs",
           "include", "models"}
SERVICE = {
    "build", "image", "restart", "ports", "env_file", "environment", "volumes",
    "read_only", "cap_drop", "cap_add", "security_opt", "pids_limit",
    "mem_limit", "stop_grace_period", "logging", "tmpfs", "user", "command",
    "entrypoint", "healthcheck", "depends_on", "networks", "secrets",
    "stop_signal", "init", "ulimits", "deploy", "expose", "labels", "profiles",
}
BUILD = {"context", "dockerfile", "args", "target"}
LOGGING = {"driver", "options"}


def dockerfile_steps():
    printed = subprocess.run(
        [sys.executable, support.path("deploy", "prove-image"), "--steps"],
        check=True, capture_output=True, text=True).stdout
    return [line.partition(": ")[2].partition(" ")[::2]
            for line in printed.splitlines() if line.startswith("1: ")]


class Dockerfile(unittest.TestCase):
    """The second stage: what is shipped. deploy/prove-image builds it."""

    def setUp(self):
        self.steps = dockerfile_steps()

    def only(self, word):
        found = [rest for name, rest in self.steps if name == word]
        self.assertEqual(len(found), 1, word)
        return found[0]

    def test_has_no_rights(self):
        self.assertEqual(self.only("USER"), "$RUN_AS")
        self.assertRegex(self.only("ARG"), r"^RUN_AS=[1-9]\d+:[1-9]\d+$")

    def test_runs_the_program_itself_as_process_1(self):
        self.assertEqual(json.loads(self.only("ENTRYPOINT")), ["peterental"])
        self.assertEqual(json.loads(self.only("CMD")), ["serve"])
        self.assertEqual(self.only("STOPSIGNAL"), "SIGTERM")
        self.assertRegex(self.only("HEALTHCHECK"),
                         r'CMD \["peterental", "health"\]$')

    def test_sets_known_variables(self):
        names = set(re.findall(r"(\w+)=", self.only("ENV")))
        self.assertEqual(names,
                         {"PORT", "BIND_ADDRESS", "CONFIG", "DATABASE_URL"})
        self.assertIn("config/container.toml /image/etc/peterental/",
                      support.text("deploy", "Dockerfile"))
        self.assertIn(f"PORT={self.only('EXPOSE')} ", self.only("ENV"))
        self.assertIn(f"sqlite3://{self.only('VOLUME')}/", self.only("ENV"))

    def test_is_built_from_the_list_of_packages(self):
        first = support.text("deploy", "Dockerfile").split("FROM ")[1]
        self.assertIn("scripts/packages.txt", first)
        listed = support.text("scripts", "packages.txt")
        self.assertRegex(listed, r"(?m)^# Building$")
        self.assertRegex(listed, r"(?m)^# Testing$")


class Compose(unittest.TestCase):
    def setUp(self):
        self.all = support.load_yaml("deploy", "compose.yaml")
        self.service = self.all["services"]["peterental"]

    def test_has_only_fields_of_the_specification(self):
        self.assertEqual(set(self.all) - COMPOSE, set())
        self.assertEqual(set(self.service) - SERVICE, set())
        self.assertEqual(set(self.service["build"]) - BUILD, set())
        self.assertEqual(set(self.service["logging"]) - LOGGING, set())

    def test_keeps_the_container_shut(self):
        self.assertIs(self.service["read_only"], True)
        self.assertEqual(self.service["cap_drop"], ["ALL"])
        self.assertIn("no-new-privileges:true", self.service["security_opt"])
        for port in self.service["ports"]:
            self.assertTrue(port.startswith("127.0.0.1:"), port)

    def test_the_volume_is_where_the_image_writes(self):
        name, _, where = self.service["volumes"][0].partition(":")
        self.assertIn(name, self.all["volumes"])
        self.assertIn(f"VOLUME {where}\n", support.text("deploy", "Dockerfile"))

    def test_every_variable_is_a_setting(self):
        example = support.text("deploy", "peterental.env.example")
        names = re.findall(r"(?m)^([A-Z_]+)=", example)
        self.assertIn("MASTER_KEY", names)
        for name in [*names, *self.service["environment"]]:
            self.assertIn(name, support.known_settings())
        self.assertEqual(self.service["env_file"], ["peterental.env"])

    def test_the_service_starts_with_the_filled_example(self):
        env = {**self.service["environment"],
               "CONFIG": support.path("config", "container.toml")}
        example = support.text("deploy", "peterental.env.example")
        for name, value in re.findall(r"(?m)^([A-Z_]+)=(.*)$", example):
            env[name] = value or support.random_secret()
        with support.serving(env) as url:
            self.assertEqual(support.fetch(url + "/readyz")[0], 200)
            self.assertEqual(support.fetch(url + "/metrics")[0], 401)

    def test_postgresql_is_refused_in_one_line(self):
        env = {name: support.random_secret() for name in
               ("MASTER_KEY", "ADMIN_TOKEN", "VAPI_SECRET",
                "MICROSOFT_CLIENT_ID", "MICROSOFT_CLIENT_SECRET")}
        refused = subprocess.run(
            [support.PROGRAM, "serve"], capture_output=True, text=True,
            check=False, timeout=support.PATIENCE,
            env={**env, "DATABASE_URL": "postgresql://db.example/peterental"})
        self.assertEqual(refused.returncode, 78)
        line = refused.stderr.strip()
        self.assertEqual(len(line.splitlines()), 1, line)
        self.assertIn("SQLite only", line)


support.main()
