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

# missing_packages LIST: those that are neither installed nor there as a
# program of that name, as a newer Node is.
missing_packages() {
  local name
  while read -r name; do
    case "$name" in '' | '#'*) continue ;; esac
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" \
      = installed ] || command -v "$name" >/dev/null || printf '%s\n' "$name"
  done <"$root/scripts/$1"
}

# install_packages [LIST]: installs the Debian packages that are missing; says
# so first.
install_packages() {
  local list="${1:-packages.txt}" missing=() as_root=()
  command -v dpkg-query >/dev/null \
    || die "this is not Debian: install what scripts/$list names yourself"
  mapfile -t missing < <(missing_packages "$list")
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
