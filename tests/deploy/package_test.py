"""The Debian package as deploy/make-deb makes it, without installing it: that is
what deploy/prove-deb does."""
import os
import re
import subprocess
import tempfile
import unittest

import support

for tool in ("dpkg-deb", "dpkg-shlibdeps", "strip"):
    support.need(tool)


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        subprocess.run([support.path("deploy", "make-deb"), "--prebuilt",
                        support.PROGRAM, folder], check=True,
                       stdout=subprocess.DEVNULL)
        cls.file, = (os.path.join(folder, name) for name in os.listdir(folder))
        cls.tree = os.path.join(folder, "tree")
        subprocess.run(["dpkg-deb", "-R", cls.file, cls.tree], check=True)

    def read(self, *parts):
        with open(os.path.join(self.tree, *parts), encoding="utf-8") as file:
            return file.read()

    def field(self, name):
        return subprocess.run(["dpkg-deb", "-f", self.file, name], check=True,
                              capture_output=True, text=True).stdout.strip()

    def test_number(self):
        version = re.search(r"VERSION (\S+) ", support.text("CMakeLists.txt"))[1]
        self.assertRegex(self.field("Version"),
                         rf"^{re.escape(version)}\+[a-z]+[\d.]+$")

    def test_depends_on_what_it_is_linked_with(self):
        depends = self.field("Depends")
        for name in ("libc6", "libcurl4", "libcaf-core0.17", "libsoci-sqlite3",
                     "ca-certificates", "tzdata"):
            self.assertIn(name, depends)

    def test_files_are_root_s_and_settings_are_closed(self):
        listed = subprocess.run(["dpkg-deb", "-c", self.file], check=True,
                                capture_output=True, text=True).stdout
        self.assertEqual({line.split()[1] for line in listed.splitlines()},
                         {"root/root"})
        self.assertRegex(listed, r"-rw------- .* ./etc/peterental/peterental.env")
        self.assertRegex(listed, r"-rwxr-xr-x .* ./usr/bin/peterental\n")

    def test_settings_are_conffiles(self):
        files = [f"/etc/peterental/{name}" for name in
                 sorted(os.listdir(f"{self.tree}/etc/peterental"))]
        self.assertEqual(self.read("DEBIAN", "conffiles").split(), files)

    def test_the_unit_is_that_of_deploy(self):
        unit = self.read("usr/lib/systemd/system/peterental.service")
        self.assertIn("ExecStart=/usr/bin/peterental serve\n", unit)

        def settings(text):
            return [line.replace("/usr/local/bin/", "/usr/bin/")
                    for line in text.splitlines() if not line.startswith("#")]
        self.assertEqual(settings(unit),
                         settings(support.text("deploy", "peterental.service")))

    def test_secrets_that_the_unit_wants_are_made(self):
        made = set(re.findall(r"make_secret (\w+)|secrets/(\w+_secret)\"",
                              self.read("DEBIAN", "postinst")))
        wanted = set(re.findall(r"LoadCredential=(\w+):",
                                support.text("deploy", "peterental.service")))
        self.assertEqual({one or other for one, other in made}, wanted)

    def test_every_variable_is_a_setting(self):
        names = re.findall(r"(?m)^#?([A-Z_]+)=",
                           self.read("etc/peterental/peterental.env"))
        self.assertIn("PUBLIC_URL", names)
        for name in names:
            self.assertIn(name, support.known_settings())

    def test_named_documents_are_there(self):
        doc = f"{self.tree}/usr/share/doc/peterental"
        self.assertTrue(os.path.exists(f"{doc}/copyright"))
        for page in re.findall(r"/usr/share/doc/peterental/(\S+\.md)",
                               self.read("etc/peterental/peterental.env")):
            self.assertTrue(os.path.exists(f"{doc}/{page}"), page)

    def test_the_program_runs(self):
        said = subprocess.run([f"{self.tree}/usr/bin/peterental", "version"],
                              check=True, capture_output=True, text=True).stdout
        self.assertTrue(said.startswith("peterental "))


support.main()
