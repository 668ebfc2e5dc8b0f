#!/bin/bash
# Every script explains itself, refuses what it does not know, and names its
# packages once each.
set -euo pipefail
cd "$1"

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

for script in build test demo load fuzz bench; do
  [ -x "scripts/$script" ] || fail "scripts/$script cannot be run"
  ./scripts/"$script" --help | grep -q "^Usage: scripts/$script" \
    || fail "scripts/$script --help"
  # What it does not know is for booking-load.
  [ "$script" != load ] || continue
  status=0
  ./scripts/"$script" --no-such-option >/dev/null 2>&1 || status=$?
  [ "$status" -eq 64 ] || fail "scripts/$script takes an unknown option"
done
[ -x .ci/run ] || fail ".ci/run cannot be run"

lists=(scripts/packages.txt scripts/packages-browser.txt)
repeated="$(grep -hv '^#' "${lists[@]}" | sort | uniq -d)"
[ -z "$repeated" ] || fail "packages twice: $repeated"
! grep -hv '^#' "${lists[@]}" | grep -vE '^[a-z0-9][a-z0-9+.-]+$' \
  || fail "a list of packages holds something else than names"
