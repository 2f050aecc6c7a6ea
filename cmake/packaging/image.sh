#!/usr/bin/env bash
# An OCI image (a layout folder) of the programs in a build, without a container engine: the programs, the shared
# libraries that they need, and nothing else. It runs as a user without rights. Needs umoci.
#   cmake/packaging/image.sh build/release OUT                     the coordinator, with the command line
#   cmake/packaging/image.sh build/release OUT hansa-client        the agent and its trainer
# Then, for one: skopeo copy oci:OUT:latest docker-archive:hansa.tar
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,6p' "$0"; exit 2; }
build=$(realpath "$1") out=$2 role=${3:-hansa-coordinator}
case $role in
  hansa-coordinator) programs=(hansa-coordinator hansa) folder=/var/lib/hansa-coordinator command=("--config" "$folder") ;;
  hansa-client) programs=(hansa-client hansa-trainer) folder=/var/lib/hansa-client command=(run --config /etc/hansa/site.toml) ;;
  *) echo "no such role: $role; hansa-coordinator or hansa-client" >&2; exit 2 ;;
esac
[ -d /usr/share/zoneinfo ] || { echo "the time zones are not installed: apt-get install tzdata" >&2; exit 3; }
command -v umoci >/dev/null || { echo "umoci is not installed: apt-get install umoci" >&2; exit 3; }
[ ! -e "$out" ] || { echo "$out is there already" >&2; exit 3; }

version=$(sed -n 's/^CMAKE_PROJECT_VERSION:[A-Z]*=//p' "$build/CMakeCache.txt")
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 0755 "$root"
mkdir -p "$root"/usr/bin "$root"/usr/lib "$root"/usr/lib64 "$root"/etc/hansa "$root$folder" "$root"/tmp
ln -s usr/bin usr/lib usr/lib64 "$root"/
chmod 1777 "$root/tmp"
for program in "${programs[@]}"; do
  strip -o "$root/usr/bin/$program" "$build/bin/$program"
done
# Every library by the name that the loader asks for, where it looks first.
for program in "${programs[@]}"; do ldd "$build/bin/$program"; done | awk '$3 ~ /^\// { print $3 } $1 ~ /^\// { print $1 }' | sort -u |
  while read -r library; do install -D -m 0644 "$(realpath "$library")" "$root/usr${library#/usr}"; done
chmod 0755 "$root"/usr/lib64/ld-* "$root"/usr/lib/*/ld-* 2>/dev/null || true
# The owner's hours are in the time zone that TZ names.
if [ "$role" = hansa-client ]; then
  mkdir -p "$root/usr/share"
  cp -a /usr/share/zoneinfo "$root/usr/share/"
fi
printf 'root:x:0:0::/:/nologin\nhansa:x:7423:7423::%s:/nologin\n' "$folder" >"$root/etc/passwd"
printf 'root:x:0:\nhansa:x:7423:\n' >"$root/etc/group"
chown 7423:7423 "$root$folder"
chmod 0700 "$root$folder"

umoci init --layout "$out"
umoci new --image "$out:latest"
umoci insert --image "$out:latest" "$root" /
config=(--config.user 7423:7423 --config.workingdir "$folder" --config.volume "$folder" --config.entrypoint "/usr/bin/$role"
  --config.env "LD_LIBRARY_PATH=/usr/lib/$(gcc -print-multiarch)" --config.env "HOME=$folder"
  --config.label "org.opencontainers.image.title=$role" --config.label "org.opencontainers.image.version=$version"
  --config.label "org.opencontainers.image.licenses=Apache-2.0"
  --config.label "org.opencontainers.image.description=Federated learning for industrial sites")
for word in "${command[@]}"; do config+=(--config.cmd "$word"); done
umoci config --image "$out:latest" "${config[@]}"
umoci gc --layout "$out"
du -sh "$out"
