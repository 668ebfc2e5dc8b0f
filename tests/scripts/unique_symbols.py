#!/usr/bin/env python3
"""Fails if two of our libraries define the same function.

All rooms share one namespace. The linker complains only when it happens to pull
in both definitions; otherwise it takes one in silence, for callers that may
have seen another return type.
"""
import subprocess
import sys


def functions_of(library: str):
    lines = subprocess.run(["nm", "-C", "--defined-only", library], check=True,
                           capture_output=True, text=True).stdout.splitlines()
    for line in lines:
        fields = line.split(maxsplit=2)
        if len(fields) == 3 and fields[1] == "T":
            yield fields[2]


def main() -> int:
    owners: dict[str, set[str]] = {}
    for library in sys.argv[1:]:
        for name in functions_of(library):
            owners.setdefault(name, set()).add(library.rsplit("/", 1)[-1])
    twice = {name: where for name, where in owners.items() if len(where) > 1}
    for name, where in sorted(twice.items()):
        print(f"{name}: {', '.join(sorted(where))}")
    print(f"{len(owners)} functions in {len(sys.argv) - 1} libraries")
    return bool(twice or not owners)


if __name__ == "__main__":
    sys.exit(main())
