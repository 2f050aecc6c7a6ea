#!/usr/bin/env bash
# clang-tidy (.clang-tidy says which checks, and why the others are off) over our own sources; clang's own warnings count
# as well. About an hour and a half of processor time for all of them.
#   cmake/tidy.sh                    every source file that the clang preset builds
#   cmake/tidy.sh common/base        what lies under a folder, or single files
#   cmake/tidy.sh --changed REF      what differs from a commit
set -euo pipefail
cd "$(dirname "$0")/.."
. cmake/steps.sh

install_packages
install_packages cmake/packages-tests.txt
install_packages cmake/packages-clang.txt
# The generated headers are all that clang-tidy needs of a build.
[ -f build/clang/build.ninja ] || step "configuring the clang preset" cmake --preset clang
step "generating headers" cmake --build build/clang --target hansa_proto_v1

if [ "${1:-}" = --changed ]; then
  chosen=$(git diff --name-only --diff-filter=d "${2:?a commit}" -- '*.cc')
else
  chosen=$(git ls-files -- "${@:-.}" | grep '\.cc$' || true)
fi
built=$(sed -n "s#^ *\"file\": \"$PWD/\(.*\.cc\)\",\{0,1\}\$#\1#p" build/clang/compile_commands.json | sort -u)
files=$(comm -12 <(sort -u <<<"$chosen") <(printf '%s\n' "$built"))
[ -n "$files" ] || { echo "no source files there" >&2; exit 2; }

# Prints what clang-tidy found in a file; fails when it found something, or could not read the file.
check() {
  local found
  found=$(clang-tidy-14 --quiet -p build/clang "$1" 2>&1) && return 0
  found=$(grep -E '(warning|error):' <<<"$found" || printf '%s: error: clang-tidy failed: %s\n' "$1" "$found")
  printf '%s\n' "$found"
  return 1
}
export -f check
echo "checking $(wc -l <<<"$files") files" >&2
status=0
xargs -P "$(nproc)" -I{} bash -c 'check {}' <<<"$files" >build/tidy.log || status=1
sort -u build/tidy.log | sed "s#^$PWD/##"
[ $status = 0 ] && echo "clang-tidy has nothing to say" >&2
exit $status
