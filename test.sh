#!/usr/bin/env bash
# One command: installs the packages, builds, and passes every test.
#   ./test.sh              the dev preset
#   ./test.sh asan         another preset
#   ./test.sh dev -L unit  further arguments go to ctest
set -euo pipefail
cd "$(dirname "$0")"
. cmake/steps.sh

preset=${1:-dev}
[ $# -gt 0 ] && shift

install_packages
install_packages cmake/packages-tests.txt
build "$preset"
printf 'testing the %s preset\n' "$preset" >&2
status=0
ctest --test-dir "build/$preset" --no-tests=error --output-on-failure -j "$(nproc)" "$@" >build/ctest.log 2>&1 &
pid=$!
trap 'kill $pid 2>/dev/null; exit 130' INT TERM
while kill -0 $pid 2>/dev/null; do
  [ -t 2 ] && printf '\r\033[K%s' "$(grep -aE '^ *[0-9]+/[0-9]+ Test' build/ctest.log | tail -n 1 | cut -c1-100)" >&2
  sleep 0.5
done
wait $pid || status=$?
[ -t 2 ] && printf '\r\033[K' >&2
# A skipped test is not a passed one.
if grep -aqE '\*\*\*Skipped|\(Skipped\)|\(Not Run\)|\(Disabled\)' build/ctest.log; then
  grep -aE '\*\*\*Skipped|\(Skipped\)|\(Not Run\)|\(Disabled\)' build/ctest.log >&2
  echo "Failed: the tests above were skipped; a skipped test does not count as passed." >&2
  status=${status/#0/1}
fi
if [ "$status" -ne 0 ]; then
  grep -aE -B2 -A60 '\*\*\*(Failed|Timeout|Exception)' build/ctest.log | head -n 400 >&2
  echo "Failed: testing the $preset preset. The whole log is in $PWD/build/ctest.log" >&2
fi
sed -n '/tests passed/,$p' build/ctest.log
exit "$status"
