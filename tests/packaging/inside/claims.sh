# Sourced: how the checks speak.
step() { echo "-- $*"; }
fail() {
  echo "FAILED: $*" >&2
  exit 1
}
# Of the state that must outlive upgrades and removal.
state_digest() { find /var/lib/hansa-coordinator /var/lib/hansa-client -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum; }
