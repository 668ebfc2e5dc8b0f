"""render.yaml holds only what Render's blueprint knows, and the service starts
with what it gives."""
import json
import unittest

import support

# https://render.com/docs/blueprint-spec ("Service fields", for a web service
# that is built from a Dockerfile). True: must be there.
SERVICE = {
    "type": True, "name": True, "runtime": True, "plan": False, "region": False,
    "repo": False, "branch": False, "autoDeployTrigger": False,
    "domains": False, "healthCheckPath": False,
    "maxShutdownDelaySeconds": False, "dockerCommand": False,
    "dockerfilePath": False, "dockerContext": False,
    "registryCredential": False, "numInstances": False, "scaling": False,
    "buildFilter": False, "rootDir": False, "disk": False, "envVars": False,
    "previews": False, "preDeployCommand": False, "ipAllowList": False,
}
DISK = {"name": True, "mountPath": True, "sizeGB": False}
BUILD_FILTER = {"paths": False, "ignoredPaths": False}
CHOICES = {
    "type": {"web", "pserv", "worker", "cron", "keyvalue"},
    "runtime": {"docker", "image", "static", "node", "python", "elixir", "go",
                "ruby", "rust"},
    "region": {"oregon", "ohio", "virginia", "frankfurt", "singapore"},
    "plan": {"free", "starter", "standard", "pro", "pro plus", "pro max",
             "pro ultra"},
    "autoDeployTrigger": {"commit", "checksPass", "off"},
}
# Exactly one beside `key`.
VALUE = {"value", "generateValue", "sync", "fromDatabase", "fromService"}


def misfits(found, fields):
    """What is not a field, and what is missing."""
    return (set(found) - set(fields)) | {
        name for name, must in fields.items() if must and name not in found}


class Blueprint(unittest.TestCase):
    def setUp(self):
        self.all = support.load_yaml("render.yaml")
        self.service = self.all["services"][0]

    def test_has_only_fields_that_render_knows(self):
        self.assertEqual(set(self.all), {"services"})
        self.assertEqual(len(self.all["services"]), 1)
        self.assertEqual(misfits(self.service, SERVICE), set())
        self.assertEqual(misfits(self.service["disk"], DISK), set())
        self.assertEqual(misfits(self.service["buildFilter"], BUILD_FILTER),
                         set())
        for name, choices in CHOICES.items():
            self.assertIn(self.service[name], choices)

    def test_the_check_of_fields_can_fail(self):
        self.assertEqual(misfits({"type": 1, "nam": 1}, SERVICE),
                         {"nam", "name", "runtime"})

    def test_is_what_the_service_needs(self):
        self.assertEqual(self.service["type"], "web")
        self.assertEqual(self.service["runtime"], "docker")
        self.assertEqual(self.service["region"], "oregon")
        # A disk belongs to one instance, and the free plan has none.
        self.assertEqual(self.service["numInstances"], 1)
        self.assertNotEqual(self.service["plan"], "free")
        # More than the 20 s that the service takes to end; Render's limit 300.
        self.assertIn(self.service["maxShutdownDelaySeconds"], range(21, 301))
        self.assertIsInstance(self.service["disk"]["sizeGB"], int)

    def test_names_files_and_folders_that_there_are(self):
        dockerfile = support.text(self.service["dockerfilePath"])
        self.assertIn(f"VOLUME {self.service['disk']['mountPath']}\n",
                      dockerfile)
        self.assertIn("scripts/packages.txt",
                      support.text(self.service["dockerContext"],
                                   "deploy/Dockerfile"))

    def test_every_variable_is_a_setting(self):
        for entry in self.service["envVars"]:
            self.assertEqual(len(set(entry) & VALUE), 1, entry)
            self.assertEqual(set(entry) - VALUE, {"key"}, entry)
            self.assertIn(entry["key"], support.known_settings())
            # Blueprints are read by everybody who sees the repository.
            if "SECRET" in entry["key"] or "KEY" in entry["key"]:
                self.assertNotIn("value", entry)

    def test_the_service_starts_with_what_render_gives(self):
        env = {"BIND_ADDRESS": "0.0.0.0",
               "CONFIG": support.path("config", "container.toml"),
               "RENDER_EXTERNAL_URL": "https://peterental.onrender.com"}
        for entry in self.service["envVars"]:
            env[entry["key"]] = (
                support.random_secret() if entry.get("generateValue")
                else entry.get("value", "typed-into-the-dashboard"))
        with support.serving(env) as url:
            status, _ = support.fetch(url + self.service["healthCheckPath"])
            self.assertEqual(status, 200)
            status, body = support.fetch(
                url + "/vapi/tools",
                {"Authorization": "Bearer " + env["ADMIN_TOKEN"]})
            self.assertEqual(status, 200, body)
            self.assertIn("https://peterental.onrender.com/vapi/webhook",
                          json.dumps(json.loads(body)))


support.main()
