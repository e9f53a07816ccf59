#!/usr/bin/env bash
# Makes sure that a Chromium is there, and prints where.
set -euo pipefail
. "$(dirname "$0")/packages.sh"
found() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
found >/dev/null || install_packages chromium fonts-dejavu-core
found
