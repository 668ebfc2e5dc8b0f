"""What the tests of deploy/ and docs/ share."""
import base64
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request
from contextlib import contextmanager

ROOT = sys.argv[1] if len(sys.argv) > 1 else "."
sys.path.insert(0, os.path.join(ROOT, "tools"))
from free_port import free_port  # noqa: E402

PROGRAM = sys.argv[2] if len(sys.argv) > 2 else "build/bin/peterental"
SKIPPED = 77
PATIENCE = 60


def path(*parts):
    return os.path.join(ROOT, *parts)


def text(*parts):
    with open(path(*parts), encoding="utf-8") as file:
        return file.read()


def load_yaml(*parts):
    """A YAML file; a key that is there twice is an error."""
    try:
        import yaml
    except ImportError:
        print("skipped: python3-yaml is not installed")
        sys.exit(SKIPPED)

    class Strict(yaml.SafeLoader):
        pass

    def mapping(loader, node):
        names = [key.value for key, _ in node.value]
        if len(set(names)) < len(names):
            raise yaml.YAMLError(f"{parts}: twice in {names}")
        # What "<<" brings comes first, and gives way.
        loader.flatten_mapping(node)
        return {loader.construct_object(key, deep=True):
                loader.construct_object(value, deep=True)
                for key, value in node.value}

    Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG,
                           mapping)
    return yaml.load(text(*parts), Loader=Strict)


def known_settings():
    """Every environment variable of the service, NAME_FILE included."""
    names = {"CONFIG"}
    table = re.findall(r'\{"([A-Z_]+)", (true|false), \w+\}',
                       text("config", "variables.cpp"))
    for name, is_secret in table:
        names.add(name)
        if is_secret == "true":
            names.add(name + "_FILE")
    assert {"PORT", "MASTER_KEY", "MASTER_KEY_FILE"} <= names, names
    return names


def random_secret():
    """What Render generates and `openssl rand -base64 32` prints; one in which
    the letters occur that other spellings of base64 do not have."""
    while True:
        made = base64.b64encode(os.urandom(32)).decode()
        if "+" in made and "/" in made:
            return made


def wait_for(what, condition):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {PATIENCE} s: {what}")


def fetch(url, headers=None, data=None):
    """(status, text); never through a proxy."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(url, data=data, headers=headers or {})
    try:
        with opener.open(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@contextmanager
def serving(env):
    """Runs the service with exactly this environment and a database of its
    own; gives its address. It must end well on SIGTERM."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        env = {"PATH": os.environ["PATH"], **env, "PORT": str(port),
               "DATABASE_URL": f"sqlite3://{folder}/peterental.db"}
        process = subprocess.Popen([PROGRAM, "serve"], env=env,
                                   stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, text=True)
        try:
            def ready():
                if process.poll() is not None:
                    raise AssertionError(process.stdout.read())
                return subprocess.run([PROGRAM, "health", "--ready"], env=env,
                                      capture_output=True,
                                      check=False).returncode == 0
            wait_for("the service is ready", ready)
            yield f"http://127.0.0.1:{port}"
            process.send_signal(signal.SIGTERM)
            said = process.communicate(timeout=PATIENCE)[0]
            assert process.returncode == 0, said
        finally:
            process.kill()
            process.wait()
            process.stdout.close()


@contextmanager
def simulating(program, clock=None):
    """Runs the simulator of Microsoft 365; gives its address."""
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log")
        with open(log, "w", encoding="utf-8") as out:
            process = subprocess.Popen(
                [program, "--port", "0"]
                + (["--clock-start", clock] if clock else []),
                stdout=out, stderr=subprocess.STDOUT)
        try:
            def listening():
                with open(log, encoding="utf-8") as said:
                    return re.search(r"listening on (\S+)", said.read())
            yield wait_for("the simulator", listening)[1]
        finally:
            process.kill()
            process.wait()


def find(tool):
    """Where a tool is, or None; also in the folders of the administrator."""
    return shutil.which(tool, path=os.environ["PATH"] + ":/usr/sbin:/sbin")


def need(tool):
    """Skips the whole test where a tool is not installed."""
    found = find(tool)
    if not found:
        print(f"skipped: {tool} is not installed")
        sys.exit(SKIPPED)
    return found


def main():
    unittest.main(argv=sys.argv[:1], verbosity=2)
