#!/usr/bin/env bash
# Puts what editors judge files with into a cache folder, at the versions of editors/package-lock.json, and prints where.
set -euo pipefail
cd "$(dirname "$0")/editors"

have() { command -v "$1" >/dev/null 2>&1; }
for program in node npm; do
  have "$program" || {
    echo "editors: no $program; install Node.js with npm (.ci/with-rust does it where it can)" >&2
    exit 2
  }
done

cache="${WAYFARE_TEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/wayfare-tests}"
folder="$cache/editors-$(cksum < package-lock.json | tr ' ' '-')"
if [ ! -d "$folder" ]; then
  mkdir -p "$cache"
  # Another one may do the same beside: what it has put there stands.
  fresh="$(mktemp -d "$cache/fresh.XXXXXX")"
  cp package.json package-lock.json "$fresh"
  (cd "$fresh" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2)
  if [ -d "$folder" ]; then rm -rf "$fresh"; else mv "$fresh" "$folder"; fi
fi
printf '%s\n' "$folder"
