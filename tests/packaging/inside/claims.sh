# Sourced: how the checks speak.
step() { echo "-- $*"; }
fail() {
  echo "FAILED: $*" >&2
  exit 1
}
# Of every file in a folder.
digest() { find "$1" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum; }
is_active() { systemctl --quiet is-active "$1"; }
# Of the programs that the services start, one a line, sorted.
processes() { grep -lsE '^hansa-(coordinat|client|trainer)' /proc/[0-9]*/comm | sort || true; }
