#!/usr/bin/env bash
# Makes sure that jq is there, and prints where.
set -euo pipefail
. "$(dirname "$0")/packages.sh"
have jq || install_packages jq
command -v jq
