#!/usr/bin/env python3
"""Fails if a folder includes a folder, or a library, it must not know about.

docs/decisions/0001-floors.md says why. `--self-test` plants forbidden includes
in a scratch tree and fails unless each is caught.
"""
import pathlib
import re
import sys
import tempfile

MAY_INCLUDE = {
    "domain": set(),
    "log": set(),
    "json": {"domain"},
    "crypto": {"domain"},
    "config": {"domain"},
    "net": {"log", "domain"},
    "voice": {"domain"},
    "microsoft": {"net", "json", "crypto", "log", "domain"},
    "storage": {"crypto", "log", "domain"},
    "vapi": {"voice", "json", "crypto", "domain"},
    "messages": {"domain"},
    "actors": {"messages", "voice", "crypto", "log", "domain"},
    "http": {"messages", "voice", "vapi", "json", "crypto", "log", "domain"},
    "app": {"domain", "log", "json", "crypto", "config", "net", "voice", "microsoft",
            "storage", "vapi", "messages", "actors", "http"},
    "tools/microsoft-sim": set(),
}
# Single headers of folders that are otherwise out of bounds: interfaces.
MAY_INCLUDE_HEADER = {
    "actors": {"microsoft/graph_api.hpp", "microsoft/identity_api.hpp",
               "microsoft/callback_errors.hpp", "storage/store.hpp",
               "net/executor.hpp", "net/mail_sender.hpp"},
    "http": {"actors/actors.hpp", "actors/calls.hpp"},
}
WITHOUT_CAF = ("caf/",)
WITHOUT_NET = ("boost/beast", "boost/asio", "curl/")
WITHOUT_SQL = ("soci/", "sqlite3", "libpq")
MUST_NOT_MENTION = {
    "domain": WITHOUT_CAF + WITHOUT_NET + WITHOUT_SQL + ("openssl/", "nlohmann/"),
    "log": WITHOUT_CAF + WITHOUT_NET + WITHOUT_SQL,
    "json": WITHOUT_CAF + WITHOUT_NET + WITHOUT_SQL,
    "crypto": WITHOUT_CAF + WITHOUT_NET + WITHOUT_SQL,
    "config": WITHOUT_CAF + WITHOUT_NET + WITHOUT_SQL,
    "net": WITHOUT_CAF + WITHOUT_SQL,
    "voice": WITHOUT_CAF + WITHOUT_NET + WITHOUT_SQL,
    "microsoft": WITHOUT_CAF + WITHOUT_NET + WITHOUT_SQL,
    "storage": WITHOUT_CAF + WITHOUT_NET,
    "vapi": WITHOUT_CAF + WITHOUT_NET + WITHOUT_SQL,
    "messages": WITHOUT_NET + WITHOUT_SQL,
    "actors": WITHOUT_NET + WITHOUT_SQL,
    "http": WITHOUT_SQL + ("curl/",),
}
INCLUDE = re.compile(r'\s*#\s*include\s*[<"]([^>"]+)[>"]')


def room_of(target: str, rooms) -> str:
    parts = target.split("/")
    two = "/".join(parts[:2])
    return two if two in rooms else parts[0]


def violations(root: pathlib.Path):
    ours = set(MAY_INCLUDE) | {"tests", "tools"}
    for folder, allowed in MAY_INCLUDE.items():
        for path in sorted((root / folder).rglob("*.[ch]pp")):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                match = INCLUDE.match(line)
                if not match:
                    continue
                target = match.group(1)
                top = room_of(target, MAY_INCLUDE)
                where = f"{path.relative_to(root)}:{number}"
                is_ours = '"' in line and top in ours
                excepted = target in MAY_INCLUDE_HEADER.get(folder, ())
                if is_ours and top != folder and top not in allowed and not excepted:
                    yield f"{where}: {folder}/ may not include {target}"
                if target.startswith(MUST_NOT_MENTION.get(folder, ())):
                    yield f"{where}: {folder}/ may not include {target}"


def self_test() -> int:
    planted = {
        "domain/a.hpp": '#include "voice/say.hpp"',
        "domain/b.hpp": "#include <caf/actor.hpp>",
        "http/c.cpp": '#include "storage/store.hpp"',
        "actors/d.cpp": '#include "microsoft/graph_client.hpp"',
        "tools/microsoft-sim/e.cpp": '#include "microsoft/graph_api.hpp"',
    }
    with tempfile.TemporaryDirectory() as scratch:
        root = pathlib.Path(scratch)
        for name, text in planted.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text + "\n")
        (root / "actors/fine.cpp").write_text('#include "storage/store.hpp"\n')
        found = list(violations(root))
    print("\n".join(found))
    return 0 if len(found) == len(planted) else 1


def main() -> int:
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    bad = list(violations(pathlib.Path(sys.argv[1])))
    print("\n".join(bad) or "layering ok")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
