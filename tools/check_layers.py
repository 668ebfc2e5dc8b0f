#!/usr/bin/env python3
"""Fails if a folder includes a folder, or a library, it must not know about.

docs/decisions/0001-floors.md says why. `--self-test` plants forbidden includes
in a scratch tree and fails unless each is caught.
"""
import pathlib
import re
import sys
import tempfile

# A folder inside a room is a room of its own; each names all that it may include
# besides itself.
MAY_INCLUDE = {
    "base": set(),
    "log": set(),
    "domain": {"base"},
    "json": {"base"},
    "crypto": {"base"},
    "config": {"base", "domain"},
    "net": {"log", "base"},
    "voice": {"base", "domain"},
    "voice/words": {"base", "domain"},
    "voice/email": {"voice/words", "base"},
    "voice/addresses": {"voice/words", "base"},
    "voice/times": {"voice", "voice/words", "base", "domain"},
    "voice/sentences": {"voice", "voice/times", "voice/email", "voice/words", "base",
                        "domain"},
    "voice/en": {"voice", "voice/times", "voice/sentences"},
    "microsoft": {"net", "json", "crypto", "log", "domain", "base"},
    "storage": {"crypto", "log", "domain", "base"},
    "vapi": {"voice/words", "json", "crypto", "base"},
    "metrics": {"vapi", "base"},
    "messages": {"voice", "domain", "base"},
    "actors/letters": {"voice/words", "domain", "base"},
    "actors": {"actors/letters", "messages", "log", "domain", "base"},
    "actors/calendar": {"actors", "actors/letters", "messages", "voice", "voice/words",
                        "voice/addresses", "crypto", "log", "domain", "base"},
    "actors/booking": {"actors/calendar", "actors", "actors/letters", "messages", "voice",
                       "voice/words", "voice/addresses", "crypto", "log", "domain", "base"},
    "actors/directory": {"actors/booking", "actors", "messages", "voice/addresses", "crypto",
                         "log", "domain", "base"},
    "actors/mail": {"actors/directory", "actors/letters", "log", "domain", "base"},
    "actors/connect": {"actors/calendar", "voice/words", "crypto", "log", "base"},
    "http/message": {"base"},
    "http/pages": {"http/message", "base"},
    "http/server": {"http/pages", "http/message", "crypto", "log", "base"},
    "http/access": {"http/server", "http/pages", "http/message", "metrics", "crypto", "log",
                    "base"},
    "fronts": {"http/access", "http/server", "http/message", "messages", "metrics", "crypto",
               "domain", "base"},
    "fronts/voice": {"fronts", "http/access", "http/server", "http/message", "vapi",
                     "voice", "voice/en", "voice/email", "voice/words",
                     "messages", "log", "domain", "base"},
    "fronts/api": {"fronts", "http/access", "http/server", "http/pages", "http/message",
                   "voice/email", "messages", "metrics", "json", "crypto", "domain", "base"},
    "fronts/connect": {"fronts", "http/access", "http/server", "http/pages", "http/message",
                       "voice/words", "voice/sentences", "messages", "json", "crypto",
                       "base"},
    "fronts/console": {"fronts/api", "fronts/connect", "fronts", "http/access",
                       "http/server", "http/pages", "http/message", "messages", "metrics",
                       "log", "domain", "base"},
    "tools/microsoft-sim": set(),
}
# The program puts them together.
MAY_INCLUDE["app"] = set(MAY_INCLUDE) - {"tools/microsoft-sim"}
# Single headers of folders that are otherwise out of bounds: interfaces.
PROVIDER = {"microsoft/graph_api.hpp", "microsoft/identity_api.hpp",
            "microsoft/callback_errors.hpp"}
ACTORS = {"actors/actors.hpp", "actors/calls.hpp"}
MAY_INCLUDE_HEADER = {
    "actors": {"storage/store.hpp", "net/executor.hpp"},
    "actors/letters": {"storage/store.hpp", "net/mail_sender.hpp"},
    "actors/calendar": PROVIDER | {"storage/store.hpp"},
    "actors/booking": PROVIDER | {"storage/store.hpp"},
    "actors/directory": {"storage/store.hpp"},
    "actors/mail": {"net/mail_sender.hpp"},
    "actors/connect": PROVIDER,
    "fronts/voice": ACTORS,
    "fronts/api": ACTORS,
    "fronts/connect": ACTORS,
    "fronts/console": ACTORS,
}
WITHOUT_CAF = ("caf/",)
WITHOUT_NET = ("boost/beast", "boost/asio", "curl/")
WITHOUT_SQL = ("soci/", "sqlite3", "libpq")
# By the room that the folder is in.
MUST_NOT_MENTION = {
    "base": WITHOUT_CAF + WITHOUT_NET + WITHOUT_SQL + ("openssl/", "nlohmann/"),
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
    "metrics": WITHOUT_CAF + WITHOUT_NET + WITHOUT_SQL,
    "messages": WITHOUT_NET + WITHOUT_SQL,
    "actors": WITHOUT_NET + WITHOUT_SQL,
    "http": WITHOUT_CAF + WITHOUT_SQL + ("curl/",),
    "fronts": WITHOUT_NET + WITHOUT_SQL,
}
INCLUDE = re.compile(r'\s*#\s*include\s*[<"]([^>"]+)[>"]')
FORWARD = re.compile(r"(?:class|struct) (\w+);")
DEFINED = re.compile(r"(?:class|struct) (\w+)(?: final)?(?: :.*)? ?\{?$")


def room_of(target: str) -> str:
    """The innermost folder of MAY_INCLUDE that holds `target`."""
    parts = target.split("/")[:-1]
    for length in range(len(parts), 0, -1):
        if "/".join(parts[:length]) in MAY_INCLUDE:
            return "/".join(parts[:length])
    return parts[0] if parts else target


def sources(root: pathlib.Path):
    tops = {room if room.startswith("tools/") else room.split("/")[0]
            for room in MAY_INCLUDE}
    for top in sorted(tops):
        for path in sorted((root / top).rglob("*.[ch]pp")):
            name = str(path.relative_to(root))
            yield name, room_of(name), path.read_text().splitlines()


def homes_of_types(root: pathlib.Path):
    """Which headers define a type of this name."""
    homes = {}
    for name, _, lines in sources(root):
        if name.endswith(".hpp"):
            for line in lines:
                if (match := DEFINED.match(line)) and not line.endswith(";"):
                    homes.setdefault(match.group(1), set()).add(name)
    return homes


def may_know(room: str, target: str) -> bool:
    return (room_of(target) == room or room_of(target) in MAY_INCLUDE.get(room, ())
            or target in MAY_INCLUDE_HEADER.get(room, ()))


def violations(root: pathlib.Path):
    ours = {room.split("/")[0] for room in MAY_INCLUDE} | {"tests", "tools"}
    homes = homes_of_types(root)
    for name, room, lines in sources(root):
        if room not in MAY_INCLUDE:
            yield f"{name}: no room of check_layers.py"
        for number, line in enumerate(lines, 1):
            if forward := FORWARD.fullmatch(line):
                known = homes.get(forward.group(1), ())
                if known and not any(may_know(room, home) for home in known):
                    yield f"{name}:{number}: {room}/ may not know {forward.group(1)}"
            match = INCLUDE.match(line)
            if not match:
                continue
            target = match.group(1)
            is_ours = '"' in line and target.split("/")[0] in ours
            if is_ours and not may_know(room, target):
                yield f"{name}:{number}: {room}/ may not include {target}"
            if target.startswith(MUST_NOT_MENTION.get(room.split("/")[0], ())):
                yield f"{name}:{number}: {room}/ may not include {target}"


def self_test() -> int:
    planted = {
        "domain/a.hpp": '#include "voice/words/say.hpp"',
        "actors/booking/a.cpp": '#include "voice/sentences/sentences.hpp"',
        "voice/times/a.cpp": '#include "voice/sentences/sentences.hpp"',
        "http/server/a.cpp": '#include "fronts/front.hpp"',
        "http/a.cpp": "",
        "messages/a.hpp": "class secret_rows;",
        "domain/b.hpp": "#include <caf/actor.hpp>",
        "http/access/c.cpp": '#include "storage/store.hpp"',
        "actors/calendar/d.cpp": '#include "microsoft/graph_client.hpp"',
        "tools/microsoft-sim/e.cpp": '#include "microsoft/graph_api.hpp"',
    }
    with tempfile.TemporaryDirectory() as scratch:
        root = pathlib.Path(scratch)
        for name, text in planted.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text + "\n")
        (root / "actors/fine.cpp").write_text('#include "storage/store.hpp"\n')
        (root / "storage").mkdir()
        (root / "storage/rows.hpp").write_text("class secret_rows {\n")
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
