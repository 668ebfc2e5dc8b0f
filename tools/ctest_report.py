#!/usr/bin/env python3
"""Says which tests failed and why others were skipped; ctest does not say why.

Usage: ctest_report.py REPORT   (what ctest --output-junit wrote)

A line for each, "FAILED NAME" or "SKIPPED NAME: REASON". GoogleTest writes the
reason after "FILE:LINE: Skipped", our Python tests after "skipped: ". What
could not be started has failed.
"""
import re
import sys
import xml.etree.ElementTree

REASONS = (
    re.compile(r"^\S+:\d+: Skipped\n(.+?)\n+\[  SKIPPED \]",
               re.MULTILINE | re.DOTALL),
    re.compile(r"^skipped: (.+)$", re.MULTILINE),
)


def reason(output):
    for form in REASONS:
        if match := form.search(output):
            return " ".join(match[1].split())
    return ""


def lines(report):
    for case in xml.etree.ElementTree.parse(report).iter("testcase"):
        name = case.get("name")
        if case.get("status") == "run":
            continue
        skipped = case.find("skipped")
        if skipped is None:
            yield f"FAILED {name}"
        elif skipped.get("message", "").startswith("SKIP_"):
            why = reason(case.findtext("system-out") or "")
            yield f"SKIPPED {name}: {why or 'it does not say why'}"
        else:
            yield f"FAILED {name}: {skipped.get('message')}"


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 64
    for line in lines(sys.argv[1]):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
