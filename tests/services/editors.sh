#!/usr/bin/env bash
# Puts what editors judge files with into a cache folder, at the versions of editors/package-lock.json, and prints where.
set -euo pipefail
"$(dirname "$0")/node.sh" >/dev/null
. "$(dirname "$0")/packages.sh"
cd "$(dirname "$0")/editors"
folder="$cache/editors-$(cksum < package-lock.json | tr ' ' '-')"
if [ ! -d "$folder" ]; then
  fresh="$(mktemp -d "$cache/fresh.XXXXXX")"
  cp package.json package-lock.json "$fresh"
  (cd "$fresh" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2)
  mv "$fresh" "$folder"
fi
printf '%s\n' "$folder"
