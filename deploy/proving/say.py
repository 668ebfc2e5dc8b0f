"""What the proofs say."""
import subprocess
import sys

import yaml


def die(text):
    sys.exit(f"prove-image: {text}")


def say(text):
    print(f"== {text}", flush=True)


def check(what, good, detail=""):
    print(f"{'ok  ' if good else 'FAIL'} {what}{': ' if detail else ''}{detail}",
          flush=True)
    return good


def run(command, **more):
    return subprocess.run(command, check=True, **more)


def output_of(command):
    return run(command, stdout=subprocess.PIPE, text=True).stdout


def load_yaml(path):
    with open(path, encoding="utf-8") as file:
        return yaml.safe_load(file)
