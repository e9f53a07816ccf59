#!/usr/bin/env bash
# Makes sure that node and npm are there, and prints where node is.
set -euo pipefail
. "$(dirname "$0")/packages.sh"
have node && have npm || install_packages nodejs npm
command -v node
