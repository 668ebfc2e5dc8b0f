"""Images, by buildah: it builds without a daemon, and in a chroot also where no
containers can be started."""
import json
import os
import re
import shutil

from proving.base import make_base
from proving.say import die, output_of, run, say

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BASE = "docker.io/library/debian:12-slim"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Image:
    """What an image says of itself, and its files."""

    def __init__(self, name, config, megabytes, root):
        self.name = name
        self.config = config
        self.megabytes = megabytes
        self.root = root
        self.env = dict(each.split("=", 1) for each in config["Env"])


class Engine:
    def __init__(self, work):
        # What is mounted now, which is nothing, whatever an earlier run left.
        shutil.rmtree(f"{work}/run", ignore_errors=True)
        self.storage = f"{work}/storage"
        self.buildah = ["buildah", "--root", self.storage,
                        "--runroot", f"{work}/run"]

    def run(self, *arguments):
        run([*self.buildah, *arguments])

    def ask(self, *arguments):
        return output_of([*self.buildah, *arguments]).strip()

    def mount(self, *arguments):
        """Makes a container (none of its programs run); gives its name and its
        root."""
        container = self.ask("from", *arguments)
        return container, self.ask("mount", container)

    def import_base(self):
        """Under the name that FROM asks for, so that nothing is fetched."""
        if any(BASE in (image["names"] or [])
               for image in json.loads(self.ask("images", "--json") or "[]")):
            return
        say("debootstrap")
        container, root = self.mount("scratch")
        make_base(root)
        self.run("config", "--env", f"PATH={PATH}", "--cmd", "bash", container)
        self.run("commit", "--quiet", "--format", "docker", container, BASE)

    def build(self, name, build_args, target=None):
        say(f"buildah build, {'target ' + target if target else 'no target'}")
        more = [f"--build-arg={each}" for each in build_args]
        if target:
            more += ["--target", target]
        if "CCACHE_DIR" in os.environ:
            more += ["--volume", os.environ["CCACHE_DIR"] + ":/root/.cache/ccache"]
        self.run("build", "--isolation", "chroot", "--network", "host",
                 "--format", "docker", "--layers", "--pull-never",
                 "--ignorefile", f"{HERE}/Dockerfile.dockerignore",
                 "--file", f"{HERE}/Dockerfile", "--tag", name, *more,
                 os.path.dirname(HERE))
        config = json.loads(self.ask("inspect", "--type", "image", name))
        return Image(name, config["Docker"]["config"], self.megabytes(name),
                     self.mount("--pull-never", name)[1])

    def megabytes(self, name):
        """All layers together, unpacked."""
        text = self.ask("images", "--format", "{{.Size}}", name)
        number, unit = re.fullmatch(r"([\d.]+) (KB|MB|GB)", text).groups()
        return float(number) * {"KB": 0.001, "MB": 1, "GB": 1000}[unit]

    def put_away(self):
        self.ask("rm", "--all")
        mounted = f"{self.storage}/overlay"
        if os.path.ismount(mounted):
            run(["umount", mounted])
