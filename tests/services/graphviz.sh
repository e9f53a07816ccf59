#!/usr/bin/env bash
# Makes sure that Graphviz is there, and prints where its `dot` is.
set -euo pipefail
. "$(dirname "$0")/packages.sh"
have dot || install_packages graphviz fonts-dejavu-core
command -v dot
