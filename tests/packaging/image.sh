#!/usr/bin/env bash
# Makes the OCI images of a release build and starts what they say, each in its own root and as its user: a coordinator, and
# an agent that joins it and describes a TorchScript file. Needs root, umoci and python3, and no container engine.
#   tests/packaging/image.sh build/release
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/inside/claims.sh"
[ $# = 1 ] || { sed -n '2,4p' "$0"; exit 2; }
build=$(realpath "$1")
[ "$(id -u)" = 0 ] || { echo "needs root: it enters other roots" >&2; exit 5; }

work=$(mktemp -d /var/tmp/hansa-image-XXXXXX)
trap '{ kill -KILL ${coordinator:-} ${agent:-}; wait; } 2>/dev/null; rm -rf --one-file-system "$work"' EXIT  # unshare hears no other

# process ROLE LIST: of what a container engine is told about the process, one a line.
process() {
  python3 -c "import json, sys; process = json.load(open(sys.argv[1]))['process']; print(*$2, sep='\n')" "$work/$1/config.json"
}
# enter ROLE COMMAND...: becomes the command in the image's root, as its user, with its environment.
enter() {
  local role=$1 user environment
  shift
  user=$(process "$role" "[process['user']['uid'], process['user']['gid']]" | paste -sd:)
  mapfile -t environment < <(process "$role" "process['env']")
  exec unshare --mount --pid --fork --kill-child -- sh -c '
    mount --make-rprivate / && mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec env -i "$@"' "$work/$role/rootfs" "${environment[@]}" \
    /usr/sbin/chroot --userspec="$user" --groups= "$work/$role/rootfs" "$@"
}
within() { (enter "$@"); }
# Starts what the image names as its command, in the background.
entrypoint() {
  local words
  mapfile -t words < <(process "$1" "process['args']")
  enter "$1" "${words[@]}"
}

for role in hansa-coordinator hansa-client; do
  step "$role: the image"
  "$here/../../cmake/packaging/image.sh" "$build" "$work/$role.oci" "$role" >"$work/$role.log" 2>&1 || fail "$(tail "$work/$role.log")"
  umoci unpack --image "$work/$role.oci:latest" "$work/$role" 2>>"$work/$role.log"
  mkdir -p "$work/$role/rootfs/proc" "$work/$role/rootfs/dev"
  du -sh "$work/$role.oci" "$work/$role/rootfs" | sed "s|$work/||"
  for program in "$work/$role"/rootfs/usr/bin/*; do within "$role" "/usr/bin/${program##*/}" --version; done
done

step "a coordinator, and a site that joins it"
state=/var/lib/hansa-coordinator
operator() { within hansa-coordinator /usr/bin/hansa "$@" --context /tmp/context; }
operator coordinator init $state --listen tcp://127.0.0.1:17424 >"$work/log" 2>&1 || fail "$(cat "$work/log")"
entrypoint hansa-coordinator >>"$work/log" 2>&1 &
coordinator=$!
for _ in $(seq 20); do operator status >/dev/null 2>&1 && break; sleep 0.5; done
operator site invite my-site --out /tmp/my-site.invitation >>"$work/log" 2>&1 || fail "$(cat "$work/log")"
site=$work/hansa-client/rootfs
cp -p "$work/hansa-coordinator/rootfs/tmp/my-site.invitation" "$here/inside/network.pt" "$site/tmp/"
cp "$here/../../experiments/data/la_haute_borne/R80711.csv.gz" "$site/tmp/"
sed 's|^path = .*|path = "/tmp/R80711.csv.gz"|' "$here/../../cmake/packaging/site.toml.example" >"$site/etc/hansa/site.toml"
within hansa-client /usr/bin/hansa-client join /tmp/my-site.invitation --config /etc/hansa/site.toml >>"$work/log" 2>&1 ||
  fail "$(cat "$work/log")"
entrypoint hansa-client >>"$work/log" 2>&1 &
agent=$!
for _ in $(seq 100); do operator site list --json | grep -q '"connected":true' && break; sleep 0.1; done
operator site list --json | grep -q '"connected":true' || fail "the agent did not connect: $(cat "$work/log")"

step "the trainer behind its fence"
within hansa-client /usr/bin/hansa-client describe /tmp/network.pt | grep -q '^script_sha256' || fail "the file is not described"
echo passed
