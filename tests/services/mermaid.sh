#!/usr/bin/env bash
# Makes sure that the bundle of Mermaid for browsers is there, and prints where. The package alone is enough: the bundle
# holds what it depends on.
set -euo pipefail
"$(dirname "$0")/node.sh" >/dev/null
. "$(dirname "$0")/packages.sh"
version=11.17.2
place="$cache/mermaid-$version"
bundle="$place/mermaid.min.js"
if [ ! -f "$bundle" ]; then
  echo "fetching mermaid $version" >&2
  mkdir -p "$place"
  (cd "$place" && npm pack --silent "mermaid@$version" >/dev/null)
  tar -xzf "$place/mermaid-$version.tgz" -C "$place" --strip-components=2 package/dist/mermaid.min.js
  rm "$place/mermaid-$version.tgz"
fi
echo "$bundle"
