"""Starts what an image holds as an engine would with `read_only`, `cap_drop: ALL`
and `no-new-privileges`: in mount and process namespaces of its own, as the
image's user. The network is that of whoever starts it."""
import os
import shlex
import signal
import subprocess
import sys
import time

from proving.say import die

DEVICES = ["null", "zero", "full", "random", "urandom"]


class Container:
    """`mounts` are pairs: options of mount(8), and where inside."""

    def __init__(self, image, log, env=None, mounts=(), entrypoint=None,
                 command=None):
        self.image = image
        self.env = {**image.env, **(env or {})}
        self.log = open(log, "w+b")
        words = (entrypoint or image.config["Entrypoint"]) \
            + (command or image.config["Cmd"])
        script = " && ".join([*self.mounting(mounts), "exec chroot "
                              + shlex.join([image.root, *self.as_user(words)])])
        self.process = subprocess.Popen(
            ["unshare", "--mount", "--pid", "--fork", "--kill-child",
             "/bin/sh", "-c", script], stdout=self.log, stderr=self.log)

    def mounting(self, mounts):
        root = shlex.quote(self.image.root)
        yield f"mount --bind {root} {root}"
        yield f"mount -t tmpfs -o mode=755 tmpfs {root}/dev"
        for name in DEVICES:
            yield f"touch {root}/dev/{name}"
            yield f"mount --bind /dev/{name} {root}/dev/{name}"
        for options, inside in mounts:
            yield f"mount {shlex.join(options)} {root}{inside}"
        yield f"mount -o remount,ro {root}/dev"
        yield f"mount -o remount,ro,bind {root}"
        yield f"mount -t proc proc {root}/proc"

    def as_user(self, command):
        user, group = self.image.config["User"].split(":")
        settings = [f"{name}={value}" for name, value in self.env.items()]
        return ["/usr/bin/setpriv", f"--reuid={user}", f"--regid={group}",
                "--clear-groups", "--no-new-privs", "--inh-caps=-all",
                "--bounding-set=-all", "/usr/bin/env", "-i",
                "-C", self.image.config["WorkingDir"], *settings, *command]

    def first(self):
        """The process that unshare has started: 1 inside."""
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children",
                  encoding="ascii") as file:
            return file.read().split()[0]

    def inside(self, *command):
        """Runs a command where the program runs, as its user."""
        pid = self.first()
        return subprocess.run(
            ["nsenter", "--target", pid, "--mount", "--pid",
             f"--root=/proc/{pid}/root", "--wd=/", *self.as_user(command)],
            capture_output=True, text=True, check=False)

    def wait_until_healthy(self):
        kind, *health = self.image.config["Healthcheck"]["Test"]
        if kind != "CMD":
            die(f"HEALTHCHECK {kind} is not known here")
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if self.process.poll() is not None:
                self.show_log()
                die(f"the service ended with {self.process.returncode}")
            try:
                if self.inside(*health).returncode == 0:
                    return
            except (IndexError, FileNotFoundError):
                pass
            time.sleep(0.2)
        self.show_log()
        die("the health command does not succeed")

    def said(self):
        self.log.seek(0)
        return self.log.read().decode()

    def show_log(self):
        sys.stderr.write(self.said())

    def wait(self):
        """The exit status of a program that ends by itself, and what it said."""
        status = self.process.wait(timeout=60)
        return status, self.said()

    def stop(self):
        """As an engine stops it; the exit status."""
        stop_signal = self.image.config.get("StopSignal") or "SIGTERM"
        os.kill(int(self.first()), getattr(signal, stop_signal))
        return self.process.wait(timeout=40)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            # Not unshare: a program that has changed its user outlives it.
            os.kill(int(self.first()), signal.SIGKILL)
            self.process.wait()
        self.log.close()
