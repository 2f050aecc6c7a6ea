#!/usr/bin/env bash
# Fuzzes every parser with libFuzzer (clang 14, address and undefined behaviour sanitizers).
#   tests/fuzz/run.sh              a minute a target
#   tests/fuzz/run.sh 3600         an hour a target
#   tests/fuzz/run.sh 60 csv_file  one target
# What libFuzzer finds stays in build/fuzz/corpus/<target> for the next time; an input that breaks a target lies in
# build/fuzz/found and belongs as hex into tests/fuzz/cases/<target>/ once it is mended.
set -euo pipefail
cd "$(dirname "$0")/../.."
. cmake/steps.sh

seconds=${1:-60}
only=${2:-}
case $seconds in
  '' | *[!0-9]*)
    echo "tests/fuzz/run.sh: '$seconds' is not a number of seconds. Usage: tests/fuzz/run.sh [SECONDS [TARGET]]" >&2
    exit 2 ;;
esac
install_packages
install_packages cmake/packages-tests.txt
install_packages cmake/packages-clang.txt
build fuzz fuzz_programs
mkdir -p build/fuzz/found
build/fuzz/bin/write_corpus build/fuzz/corpus

# Prints one line a target: inputs, a second, edges seen, and whether it held.
fuzz() {
  local target=$1 seconds=$2 log=build/fuzz/found/$1.log status=0
  build/fuzz/bin/fuzz_"$target" -max_total_time="$seconds" -max_len=32768 -timeout=60 -rss_limit_mb=2048 \
    -print_final_stats=1 -artifact_prefix="build/fuzz/found/$target-" "build/fuzz/corpus/$target" >"$log" 2>&1 || status=$?
  printf '%-20s %-7s %12s inputs %9s/s %6s edges\n' "$target" "$([ $status = 0 ] && echo held || echo BROKEN)" \
    "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" \
    "$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")" \
    "$(grep -ao 'cov: [0-9]*' "$log" | tail -n 1 | cut -d' ' -f2)"
  return $status
}
export -f fuzz

targets=$(find build/fuzz/bin -name 'fuzz_*' -printf '%f\n' | sed 's/^fuzz_//' | sort)
[ -z "$only" ] || targets=$(grep -x -- "$only" <<<"$targets") || {
  echo "tests/fuzz/run.sh: no target '$only'" >&2
  exit 2
}
echo "fuzzing $(wc -w <<<"$targets") targets, $seconds s each, $(nproc) at a time" >&2
# shellcheck disable=SC2086  # a list of words
printf '%s\n' $targets | xargs -P "$(nproc)" -I{} bash -c "fuzz {} $seconds" || {
  echo "a target broke: see build/fuzz/found" >&2
  exit 1
}
