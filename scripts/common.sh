# What the scripts share. Sourced by bash with `set -euo pipefail`.
# shellcheck shell=bash

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# Two compilers at once: one of the larger sources takes more than 1 GB.
# shellcheck disable=SC2034  # those who source this use it
jobs_at_once="${JOBS:-2}"

say() {
  printf '\n== %s\n' "$*"
}

die() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

missing_packages() {
  local name
  while read -r name; do
    case "$name" in '' | '#'*) continue ;; esac
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" \
      = installed ] || printf '%s\n' "$name"
  done <"$root/scripts/packages.txt"
}

# Installs the Debian packages that are missing; says so first.
install_packages() {
  local missing=() as_root=()
  command -v dpkg-query >/dev/null \
    || die "this is not Debian: install what scripts/packages.txt names yourself"
  mapfile -t missing < <(missing_packages)
  [ "${#missing[@]}" -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null \
      || die "run as root: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  say "Installing Debian packages: ${missing[*]}"
  "${as_root[@]}" apt-get update -q
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends "${missing[@]}"
}
