"""What the documents name is there: files, sections, settings, commands."""
import functools
import os
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "deploy"))
import support  # noqa: E402

# Not settings: other programs' variables, and what the reader puts in. Those of
# the tests begin with RENTAL_.
FOREIGN = {"RUN_AS", "ASSISTANT_ID", "ASAN_OPTIONS", "USER_ID"}
NAME = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b")


def documents():
    """Those at the root and everything in docs/, as paths from the root."""
    found = [name for name in os.listdir(support.ROOT) if name.endswith(".md")]
    for folder, _, names in os.walk(support.path("docs")):
        found += [os.path.relpath(os.path.join(folder, name), support.ROOT)
                  for name in names if name.endswith(".md")]
    return sorted(found)


def anchors(text):
    """As GitHub makes them of headings."""
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
            for heading in re.findall(r"(?m)^#+ (.*?)\s*$", text)}


@functools.cache
def commands():
    said = subprocess.run([support.PROGRAM, "--help"], check=True,
                          capture_output=True, text=True).stdout
    return set(re.findall(r"(?m)^  ([a-z-]+)  ", said.split("Subcommands:")[1]))


class References(unittest.TestCase):
    def test_every_link_leads_somewhere(self):
        for document in documents():
            text = support.text(document)
            for link in re.findall(r"\]\(([^)\s]+)\)", text):
                if re.match(r"https?://", link):
                    continue
                target, _, anchor = link.partition("#")
                path = os.path.normpath(os.path.join(
                    os.path.dirname(document), target)) if target else document
                self.assertTrue(os.path.exists(support.path(path)),
                                f"{document}: {link}")
                if anchor:
                    self.assertIn(anchor, anchors(support.text(path)),
                                  f"{document}: {link}")

    def test_the_index_has_every_document(self):
        index = support.text("docs", "README.md")
        for name in os.listdir(support.path("docs")):
            if name.endswith(".md") and name != "README.md":
                self.assertIn(f"({name})", index)

    def test_every_setting_exists(self):
        known = support.known_settings() | FOREIGN
        for document in documents():
            if os.path.dirname(document) == "docs":
                for name in NAME.findall(support.text(document)):
                    if not name.startswith("RENTAL_"):
                        self.assertIn(name, known, document)

    def test_every_key_of_the_file_exists(self):
        example = support.text("config", "peterental.example.toml")
        keys, section = set(), ""
        for line in example.splitlines():
            if found := re.match(r"#?\[+([a-z_]+)\]+", line):
                section = found[1]
            elif found := re.match(r"#?([a-z_]+) = ", line):
                keys.add(f"{section}.{found[1]}")
        sections = {key.partition(".")[0] for key in keys}
        self.assertIn("graph.concurrent_most", keys)
        for document in documents():
            for key in re.findall(r"`([a-z]+\.[a-z_]+)`",
                                  support.text(document)):
                if key.partition(".")[0] in sections and not key.endswith(
                        (".md", ".toml")) and "_" in key:
                    self.assertIn(key, keys, document)

    def test_every_event_of_the_log_exists(self):
        page = support.text("docs", "operations.md").split("\n## Logs\n")[1]
        names = re.findall(r"`([a-z_]+\.[a-z_]+)`", page)
        code = "".join(
            source.read_text(encoding="utf-8") for room in
            ("actors", "app", "fronts", "http", "log", "microsoft", "net")
            for source in pathlib.Path(support.path(room)).rglob("*.cpp"))
        self.assertIn("tool.answered", names)
        for name in names:
            self.assertTrue(f'"{name}"' in code, name)

    def test_every_command_exists(self):
        """And so do the options that the documents give it."""
        helps = {}
        for document in documents():
            lines = re.findall(r"(?m)\bpeterental ((?:[a-z]+-?[a-z]*)"
                               r"(?: (?:import|export|erase|list|show|forget|push"
                               r"|add|set|remove))?)"
                               r"([^`\n]*)", support.text(document))
            for command, rest in lines:
                words = command.split()
                if words[0] not in commands():
                    continue  # prose, or the next test's
                if command not in helps:
                    helps[command] = subprocess.run(
                        [support.PROGRAM, *words, "--help"], check=False,
                        capture_output=True, text=True).stdout
                for option in re.findall(r"(?<!\S)(--[a-z-]+)", rest):
                    self.assertIn(option, helps[command],
                                  f"{document}: {command} {option}")
        self.assertIn("doctor", helps)

    def test_commands_in_boxes_are_commands(self):
        for document in documents():
            for command in re.findall(r"(?m)^(?:    |`)?peterental ([a-z-]+)",
                                      support.text(document)):
                self.assertIn(command, commands(), document)


support.main()
