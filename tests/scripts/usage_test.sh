#!/bin/bash
# Every script explains itself, refuses what it does not know, and names its
# packages once each.
set -euo pipefail
cd "$1"

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

for script in scripts/{build,test,demo,load,fuzz,bench,voice} \
  deploy/{make-deb,prove-deb,prove-debian}; do
  [ -x "$script" ] || fail "$script cannot be run"
  ./"$script" --help | grep -q "^Usage: $script" || fail "$script --help"
  # What it does not know is for booking-load.
  [ "$script" != scripts/load ] || continue
  status=0
  ./"$script" --no-such-option >/dev/null 2>&1 || status=$?
  [ "$status" -eq 64 ] || fail "$script takes an unknown option"
done
status=0
said="$(python3 tests/dialogues/play.py --only nosuch 2>&1)" || status=$?
[ "$status" -eq 64 ] || fail "scripts/voice takes a group that is not there"
grep -q '"nosuch"' <<<"$said" || fail "scripts/voice does not say what it lacks"
group="$(sed -n 's/.*"group": *"\([^"]*\)".*/\1/p' tests/dialogues/dialogues.json | head -n 1)"
[ "$(grep -c "^  $group\$" <<<"$said")" -eq 1 ] || fail "scripts/voice does not list its groups"

[ -x .ci/run ] || fail ".ci/run cannot be run"

lists=(scripts/packages.txt scripts/packages-browser.txt scripts/packages-deb.txt)
repeated="$(grep -hv '^#' "${lists[@]}" | sort | uniq -d)"
[ -z "$repeated" ] || fail "packages twice: $repeated"
! grep -hv '^#' "${lists[@]}" | grep -vE '^[a-z0-9][a-z0-9+.-]+$' \
  || fail "a list of packages holds something else than names"
