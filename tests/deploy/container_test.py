"""The Dockerfile and the compose files: fields, and that they fit together.
deploy/prove-image builds and starts them."""
import json
import re
import subprocess
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
    "pull_policy", "network_mode",
}
BUILD = {"context", "dockerfile", "args", "target"}
LOGGING = {"driver", "options"}


def stages():
    """{name: (image, [(instruction, rest)])}, in their order."""
    text = re.sub(r"(?m)^#.*\n", "", support.text("deploy", "Dockerfile"))
    found = {}
    for line in re.sub(r"\\\n\s*", "", text).splitlines():
        word, _, rest = line.partition(" ")
        if word == "FROM":
            image, _, name = rest.partition(" AS ")
            steps = []
            found[name] = (image, steps)
        elif line:
            steps.append((word, rest))
    return found


class Dockerfile(unittest.TestCase):
    """The stage that is shipped."""

    def setUp(self):
        self.stages = stages()
        self.steps = self.stages["product"][1]

    def only(self, word):
        found = [rest for name, rest in self.steps if name == word]
        self.assertEqual(len(found), 1, word)
        return found[0]

    def test_is_what_comes_out_when_no_stage_is_named(self):
        *_, last = self.stages.values()
        self.assertEqual(last, ("product", []))
        self.assertEqual(self.stages["demo"][0], "product")

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


def misfits(compose):
    """What the specification does not know."""
    found = {name for name in set(compose) - COMPOSE
             if not name.startswith("x-")}
    for service in compose["services"].values():
        found |= set(service) - SERVICE
        found |= set(service.get("build", {})) - BUILD
        found |= set(service.get("logging", {})) - LOGGING
    return found


class Compose(unittest.TestCase):
    def setUp(self):
        self.all = support.load_yaml("deploy", "compose.yaml")
        self.service = self.all["services"]["peterental"]
        self.demo = support.load_yaml("deploy", "demo.yaml")

    def test_has_only_fields_of_the_specification(self):
        for each in (self.all, self.demo):
            self.assertEqual(misfits(each), set())
        self.assertEqual(
            misfits({"service": {}, "services": {"one": {"ports": [],
                                                         "port": 1}}}),
            {"service", "port"})

    def test_keeps_the_container_shut(self):
        for service in (self.service, *self.demo["services"].values()):
            self.assertIs(service["read_only"], True)
            self.assertEqual(service["cap_drop"], ["ALL"])
            self.assertIn("no-new-privileges:true", service["security_opt"])
            for port in service.get("ports", []):
                self.assertTrue(port.startswith("127.0.0.1:"), port)

    def test_the_volume_is_where_the_image_writes(self):
        name, _, where = self.service["volumes"][0].partition(":")
        self.assertIn(name, self.all["volumes"])
        self.assertIn(f"VOLUME {where}\n", support.text("deploy", "Dockerfile"))

    def test_every_variable_is_a_setting(self):
        example = support.text("deploy", "peterental.env.example")
        names = re.findall(r"(?m)^([A-Z_]+)=", example)
        self.assertIn("MASTER_KEY", names)
        for name in [*names, *self.service["environment"],
                     *self.demo["services"]["service"]["environment"]]:
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

    def test_the_demo_is_one_image_that_is_built_once(self):
        services = self.demo["services"]
        self.assertEqual({each["image"] for each in services.values()},
                         {"peterental-demo"})
        for name, each in services.items():
            self.assertEqual("build" in each, name == "service")
            self.assertEqual(each["pull_policy"],
                             "build" if name == "service" else "never")
        self.assertIn(services["service"]["build"]["target"], stages())

    def test_the_demo_writes_to_memory_as_the_user_of_the_image(self):
        where, _, options = self.demo["services"]["service"]["tmpfs"][0] \
            .partition(":")
        steps = dict(stages()["product"][1])
        self.assertEqual(where, steps["VOLUME"])
        user, group = re.findall(r"\d+", steps["ARG"])
        self.assertEqual(options, f"uid={user},gid={group},mode=0700")

    def test_the_service_of_the_demo_starts(self):
        """At the address and the port that its guide names."""
        service = self.demo["services"]["service"]
        env = {**service["environment"], "BIND_ADDRESS": "0.0.0.0",
               "CONFIG": support.path("config", "container.toml")}
        with support.serving(env) as url:
            status, _ = support.fetch(
                url + "/metrics",
                {"Authorization": "Bearer " + env["ADMIN_TOKEN"]})
            self.assertEqual(status, 200)
        link = subprocess.run(
            [support.PROGRAM, "connect-link", "pete_admin"], env=env,
            check=True, capture_output=True, text=True).stdout
        self.assertTrue(link.startswith("http://localhost:8080/"), link)
        self.assertIn("127.0.0.1:8080:8080", service["ports"])

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
