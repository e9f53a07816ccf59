# Sourced by its neighbours: what all of them need to install something.

have() { command -v "$1" >/dev/null 2>&1; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; elif have sudo; then sudo -n "$@"; else return 1; fi; }

# Packages of Debian, with a line on standard error; nothing of it reaches standard output.
install_packages() {
  echo "installing $*" >&2
  have apt-get || return 1
  { as_root apt-get update -q && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$@"; } >&2
}

# One at a time: tests start side by side.
cache="${WAYFARE_TEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/wayfare-tests}"
mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9
