"""debian:12-slim as nearly as debootstrap can make it."""
import os
import shutil
import subprocess

from proving.say import die, output_of, run

# What the "-slim" variant of Debian's image leaves out.
SLIM = ["doc", "groff", "info", "linda", "lintian", "locale", "man"]


def sources_of_this_machine():
    """The lines of Debian 12 that apt uses here."""
    listed = output_of(["apt-get", "indextargets", "--format",
                        "$(REPO_URI) $(RELEASE) $(COMPONENT)",
                        "Created-By: Packages"])
    found = sorted({line for line in listed.splitlines()
                    if line.split()[1].startswith("bookworm")
                    and line.split()[2] == "main"
                    and "debian" in line.split()[0]})
    if not found:
        die("apt of this machine names no Debian 12 mirror")
    return found


def write(root, name, text):
    with open(os.path.join(root, name), "w", encoding="utf-8") as file:
        file.write(text)


def leave_out_documents(root):
    write(root, "etc/dpkg/dpkg.cfg.d/docker",
          "".join(f"path-exclude /usr/share/{name}/*\n" for name in SLIM)
          + "path-include /usr/share/doc/*/copyright\n")
    for name in SLIM:
        for folder, _, names in os.walk(f"{root}/usr/share/{name}"):
            for each in names:
                if name != "doc" or each != "copyright":
                    os.unlink(os.path.join(folder, each))


def make_base(root):
    sources = sources_of_this_machine()
    mirror = next(line.split()[0] for line in sources
                  if line.split()[1] == "bookworm")
    run(["debootstrap", "--variant=minbase", "bookworm", root, mirror],
        stdout=subprocess.DEVNULL)
    write(root, "etc/apt/sources.list",
          "".join(f"deb {line}\n" for line in sources))
    leave_out_documents(root)
    run(["chroot", root, "apt-get", "clean"])
    for folder in ("var/lib/apt/lists", "var/log"):
        shutil.rmtree(f"{root}/{folder}")
        os.makedirs(f"{root}/{folder}")
    write(root, "etc/apt/apt.conf.d/docker",
          'Dir::Cache::pkgcache "";\nDir::Cache::srcpkgcache "";\n'
          'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb"; };\n')
