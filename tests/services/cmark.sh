#!/usr/bin/env bash
# Makes sure that the reader of Markdown is there on which forges build, and prints where.
set -euo pipefail
. "$(dirname "$0")/packages.sh"
have cmark-gfm || install_packages cmark-gfm
command -v cmark-gfm
