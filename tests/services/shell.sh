#!/usr/bin/env bash
# Makes sure that the shell named is there, and prints where.
set -euo pipefail
. "$(dirname "$0")/packages.sh"
have "$1" || install_packages "$1"
command -v "$1"
