# Sourced by demo.sh and test.sh: named steps that are quiet when all goes well, keep a log, and say which one failed.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
log=$root/build/$(basename "$0" .sh).log
mkdir -p "$root/build"
: >"$log"

# The newest "[12/130]" of a running build, for the progress line.
build_position() { grep -ao '^\[[0-9]*/[0-9]*\]' "$log" | tail -n 1; }

# step "what it does" command...: output goes to the log; progress to the terminal; a failure ends the script.
step() {
  local what=$1 started=$SECONDS status
  shift
  printf '\n=== %s\n' "$what" >>"$log"
  "$@" >>"$log" 2>&1 </dev/null &
  local pid=$!
  trap 'kill $pid 2>/dev/null; exit 130' INT TERM
  [ -t 2 ] || printf '%s\n' "$what" >&2
  while kill -0 $pid 2>/dev/null; do
    if [ -t 2 ] && [ $((SECONDS - started)) -ge 1 ]; then
      printf '\r\033[K%s  %s  %ds' "$what" "$(build_position)" $((SECONDS - started)) >&2
    fi
    sleep 0.2
  done
  wait $pid && status=0 || status=$?
  trap - INT TERM
  [ -t 2 ] && printf '\r\033[K' >&2
  if [ $status -ne 0 ]; then
    tail -n 40 "$log" >&2
    printf '\nFailed: %s (exit %d). The whole log is in %s\n' "$what" $status "$log" >&2
    exit $status
  fi
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@" || sudo "$@"; fi
}

missing_packages() {
  local package
  grep -v '^#' "$1" | while read -r package; do
    [ -n "$package" ] || continue
    [ "$(dpkg-query -W -f='${db:Status-Abbrev}' "$package" 2>/dev/null)" = 'ii ' ] || echo "$package"
  done
}

# install_packages [LIST]: what the list (default cmake/packages.txt) names and this machine lacks.
install_packages() {
  local list=${1:-$root/cmake/packages.txt}
  command -v apt-get >/dev/null || {
    echo "This script installs Debian packages, and apt-get is not here. Install what $list names." >&2
    exit 3
  }
  local missing
  missing=$(missing_packages "$list" | tr '\n' ' ')
  [ -n "${missing// /}" ] || return 0
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    echo "These packages are missing: $missing" >&2
    echo "Install them as root, or install sudo, and call this script again." >&2
    exit 5
  fi
  step "reading the package lists" as_root apt-get -qq update
  # shellcheck disable=SC2086  # a list of words
  step "installing packages: $missing" as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq install -y --no-install-recommends $missing
}

# build PRESET [TARGET...]
build() {
  local preset=$1
  shift
  if [ ! -f "$root/build/$preset/build.ninja" ]; then
    step "configuring the $preset preset" cmake -S "$root" --preset "$preset"
  fi
  step "building the $preset preset (a few minutes the first time)" \
    cmake --build "$root/build/$preset" ${1:+--target "$@"}
}
