#!/bin/bash
# Every source is as .clang-format says. Versions differ in taste: only that of
# Debian 12 judges.
set -euo pipefail
cd "$1"
formatter="$2"

case "$("$formatter" --version)" in
  *'version 14.'*) ;;
  *)
    echo "skipped: $formatter is not version 14"
    exit 77
    ;;
esac
mapfile -t sources < <(find actors app config crypto domain http log messages \
  microsoft net storage tests tools vapi voice \
  \( -name node_modules -prune \) -o \( -name '*.[ch]pp' -print \))
[ "${#sources[@]}" -gt 100 ] || { echo "FAILED: where are the sources?"; exit 1; }
"$formatter" --dry-run --Werror "${sources[@]}"
