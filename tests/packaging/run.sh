#!/usr/bin/env bash
# Installs, uses, upgrades, removes and purges the Debian packages in clean roots that their own systemd has started. Needs
# root, mmdebstrap and a mirror; some minutes a release, and the time of a build for each release whose packages are not given.
#   tests/packaging/run.sh                         Debian 12 and 13
#   tests/packaging/run.sh bookworm                one of them
#   tests/packaging/run.sh --packages DIR trixie   packages that were made before, on that release
#   tests/packaging/run.sh --root DIR bookworm     a root that mmdebstrap made before (it is copied)
# KEEP=1 leaves the roots where they are.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source=$(cd "$here/../.." && pwd)
packages='' given_root='' releases=()
while [ $# -gt 0 ]; do
  case $1 in
    --packages) packages=$(realpath "$2"); shift 2 ;;
    --root) given_root=$(realpath "$2"); shift 2 ;;
    -*) sed -n '2,9p' "$0"; exit 2 ;;
    *) releases+=("$1"); shift ;;
  esac
done
[ ${#releases[@]} -gt 0 ] || releases=(bookworm trixie)
[ "$(id -u)" = 0 ] || { echo "needs root: it makes roots and enters them" >&2; exit 5; }
command -v mmdebstrap >/dev/null || { echo "mmdebstrap is not installed: apt-get install mmdebstrap" >&2; exit 3; }

work=$(mktemp -d /var/tmp/hansa-packaging-XXXXXX)
cleanup() {
  [ -n "${KEEP:-}" ] && { echo "kept: $work" >&2; return; }
  if mountpoint -q "$work/cgroup"; then umount "$work/cgroup"; fi
  rm -rf --one-file-system "$work"
}
trap cleanup EXIT

# inside ROOT COMMAND...: in the root, with processes and devices of its own; all of it goes when the command ends.
inside() {
  local root=$1
  shift
  unshare --mount --pid --fork --kill-child -- sh -c '
    mount --make-rprivate / && mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" &&
    mount -t tmpfs tmpfs "$0/run" && exec chroot "$0" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
      DEBIAN_FRONTEND=noninteractive HOME=/root "$@"' "$root" "$@"
}

# started ROOT PROGRAM: the root's systemd starts it as its only work, with cgroups and devices of its own and the network of
# this machine; all ends when the program does, with its status.
started() {
  local root=$1 program=$2 group=$work/cgroup/hansa-packaging-$$ status=0
  cat >"$root/etc/systemd/system/checks.service" <<END
[Unit]
SuccessAction=exit-force
FailureAction=exit-force
SuccessActionExitStatus=0
FailureActionExitStatus=1
[Service]
Type=oneshot
Environment=HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
ExecStart=$program
StandardOutput=append:/checks/log
StandardError=append:/checks/log
END
  : >"$root/checks/log"
  mkdir -p "$work/cgroup"
  mountpoint -q "$work/cgroup" || mount -t cgroup2 cgroup2 "$work/cgroup"
  mkdir "$group"
  (
    echo $BASHPID >"$group/cgroup.procs"
    exec unshare --mount --pid --cgroup --uts --ipc --fork --kill-child -- bash -ec '
      mount --make-rprivate / && mount --bind "$0" "$0" && cd "$0"
      mount -t proc proc proc && mount -t sysfs sysfs sys && mount -t cgroup2 cgroup2 sys/fs/cgroup
      mount -t tmpfs tmpfs run && mount -t tmpfs -o mode=0755 tmpfs dev
      for device in null zero full random urandom tty; do touch dev/$device && mount --bind /dev/$device dev/$device; done
      mkdir dev/pts dev/shm && mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts && ln -s pts/ptmx dev/ptmx
      mount -t tmpfs tmpfs dev/shm
      pivot_root . . && umount -l .
      exec env -i container=checks PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --show-status=no --unit=checks.service' \
      "$root" >"$root/checks/systemd.log" 2>&1
  ) &
  tail --pid=$! -s 0.2 -n +1 -f "$root/checks/log" >&2
  wait $! || status=$?
  find "$group" -depth -type d -exec rmdir {} +
  return $status
}

# Packages of this source tree, made by the release's own compiler.
make_packages() {
  local release=$1 out=$2 root=$work/$1-build
  echo "== $release: building the packages" >&2
  mmdebstrap --quiet --variant=minbase --include="$(grep -v '^#' "$source/cmake/packages.txt" | paste -sd,),file,dpkg-dev" \
    "$release" "$root"
  mkdir -p "$root/source"
  git -C "$source" archive HEAD | tar -x -C "$root/source"
  inside "$root" sh -c 'cd /source && cmake --preset release >/dev/null && cmake --build --preset release -j "$(nproc)" >build.log 2>&1 ||
    { tail -n 30 build.log; exit 1; }; cd build/release && cpack -G DEB >/dev/null'
  cp "$root"/source/build/release/packages/*.deb "$out"
}

# The same package one version further.
next_version() {
  local deb=$1 out=$2 tree
  tree=$(mktemp -d "$work/next-XXXXXX")
  dpkg-deb -R "$deb" "$tree"
  sed -i 's/^Version: .*/&+next/' "$tree/DEBIAN/control"
  dpkg-deb --root-owner-group -b "$tree" "$out" >/dev/null
  rm -rf "$tree"
}

for release in "${releases[@]}"; do
  given=$packages
  if [ -z "$given" ]; then
    given=$work/$release-packages
    mkdir -p "$given"
    make_packages "$release" "$given"
  fi
  root=$work/$release
  echo "== $release: a clean root" >&2
  if [ -n "$given_root" ]; then
    cp -a "$given_root" "$root"
  else
    mmdebstrap --quiet --variant=minbase --include=systemd --dpkgopt=force-unsafe-io "$release" "$root"
  fi
  mkdir -p "$root/packages/next" "$root/checks"
  cp "$given"/hansa-*.deb "$root/packages/"
  for deb in "$root"/packages/*.deb; do next_version "$deb" "$root/packages/next"; done
  cp "$here"/inside/* "$root/checks/"
  started "$root" /checks/all.sh
  echo "== $release: passed" >&2
done
