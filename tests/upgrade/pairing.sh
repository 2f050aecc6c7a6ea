#!/usr/bin/env bash
# Do the programs of another version and ours work together? Builds the programs of REF, then runs a job with old agents
# and our coordinator, with our agents and the old coordinator, and through a rolling upgrade: the coordinator replaced
# on its own folder in the middle of a job, then each agent.
#   tests/upgrade/pairing.sh REF             ours: the release preset, built here
#   tests/upgrade/pairing.sh REF PROGRAMS    ours: the programs in this folder
#   LOST=1 tests/upgrade/pairing.sh ...      so many rounds of the rolling upgrade may be lost; default 0
# Builds lie in build/upgrade and are kept. Exit 0: every job succeeded, and no more rounds were lost than may be.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
programs="hansa hansa-coordinator hansa-client hansa-trainer"
allowed=${LOST:-0}

[ $# -ge 1 ] || { sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }
commit=$(git -C "$root" rev-parse --verify "$1^{commit}")
kept=$root/build/upgrade
old=$kept/$commit/build/bin
scratch=$(mktemp -d)
declare -A running=()
stop_all() {
  local pid
  for pid in "${running[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait
  running=()
}
trap 'status=$?; stop_all; rm -rf "$scratch"; exit $status' EXIT

say() { printf '%s\n' "$*"; }
fail() {
  say "FAILED: $*" >&2
  tail -n 8 "$scratch"/*/*.log >&2 2>/dev/null || true
  exit 1
}

build_ref() {
  [ -e "$kept/$commit/done" ] && return
  say "building the programs of $1 (${commit:0:12}) in build/upgrade"
  mkdir -p "$kept/$commit/source"
  git -C "$root" archive "$commit" | tar -x -C "$kept/$commit/source"
  {
    cmake -S "$kept/$commit/source" -B "$kept/$commit/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DHANSA_TESTS=OFF
    cmake --build "$kept/$commit/build" --target $programs
  } >"$kept/$commit.log" 2>&1 || { tail -n 40 "$kept/$commit.log" >&2; fail "the build; all of it is in $kept/$commit.log"; }
  touch "$kept/$commit/done"
}

build_ours() {
  say "building our programs"
  { cmake --preset release -S "$root" && cmake --build "$root/build/release" --target $programs; } \
    >"$kept/ours.log" 2>&1 || fail "the build; all of it is in $kept/ours.log"
}

# await "what" SECONDS command...: until the command succeeds.
await() {
  local what=$1 until=$((SECONDS + $2))
  shift 2
  until "$@"; do
    [ $SECONDS -lt $until ] || fail "$what did not happen"
    sleep 0.1
  done
}

# The fleet of one pairing lies in $fleet; each of its programs is started from a folder that is given.
hansa() { "$1/hansa" "${@:2}" --context "$fleet/operator"; }

start_coordinator() {
  rm -f "$fleet/coordinator/address"
  "$1/hansa-coordinator" --config "$fleet/coordinator" >/dev/null 2>>"$fleet/coordinator.log" &
  running[coordinator]=$!
  await "the coordinator's start" 30 test -s "$fleet/coordinator/address"
  cp "$fleet/coordinator/address" "$fleet/operator/address"
}
start_agent() {
  "$2/hansa-client" run --config "$fleet/$1/site.toml" >/dev/null 2>>"$fleet/$1.log" &
  running[$1]=$!
}
stop() {
  kill -TERM "${running[$1]}"
  wait "${running[$1]}" || true
  unset "running[$1]"
}

# Points with y = 40 x1 - 25 x2 + 10, other ones at each site.
write_data() {
  awk -v seed="$1" 'BEGIN { srand(seed); print "time,x1,x2,y"; for (i = 0; i < 1000; ++i) {
    a = 2 * rand() - 1; b = 2 * rand() - 1
    printf "%d-01-01T00:00:%02dZ,%.6f,%.6f,%.6f\n", i % 4 == 3 ? 2015 : 2014, i % 60, a, b, 40 * a - 25 * b + 10 } }'
}

join_site() {
  mkdir -p "$fleet/$1"
  write_data "${1#site-}" >"$fleet/$1/data.csv"
  printf 'name = "%s"\nstate = "state"\n[[data]]\npath = "data.csv"\n[policy]\njobs = ["*"]\ncolumns = ["*"]\n' "$1" \
    >"$fleet/$1/site.toml"
  hansa "$3" site invite "$1" --out "$fleet/$1.invitation" >>"$fleet/cli.log" 2>&1 || fail "the invitation of $1"
  "$2/hansa-client" join "$fleet/$1.invitation" --config "$fleet/$1/site.toml" >>"$fleet/$1.log" 2>&1 ||
    fail "$1 could not join"
}

# make_fleet NAME COORDINATOR AGENTS: coordinator and four sites, enrolled and running.
make_fleet() {
  fleet=$scratch/$1
  mkdir -p "$fleet"
  hansa "$2" coordinator init "$fleet/coordinator" --listen tcp://127.0.0.1:0 >>"$fleet/cli.log" 2>&1 ||
    fail "coordinator init"
  start_coordinator "$2"
  # The port that it took is its own from now on: agents find it again after a restart.
  sed -i "s|tcp://127.0.0.1:0|$(cat "$fleet/coordinator/address")|" "$fleet/coordinator/coordinator.toml"
  local site
  for site in site-0 site-1 site-2 site-3; do
    join_site "$site" "$3" "$2"
    start_agent "$site" "$3"
  done
}

write_job() {
  cat >"$fleet/job.toml" <<END
name = "pairing"
task = "train"
[model]
architecture = "mlp"
hidden = [8]
loss = "mse"
[data]
features = [{ column = "x1" }, { column = "x2" }]
target = { column = "y", scale = 50.0, unit = "kW" }
train = "time < '2015'"
evaluate = "time >= '2015'"
[local]
epochs = 1
batch_size = 16
optimizer = "adam"
learning_rate = 1e-3
[rounds]
count = $1
clients = { min = 3, target = 4 }
selecting = "30s"
training = "30s"
aggregating = "30s"
[aggregation]
secure = "required"
clip_norm = 10.0
END
}

events() { cat "$fleet"/coordinator/runs/*/events.jsonl 2>/dev/null | grep -c "\"event\":\"$1\"" || true; }
rounds_done() { [ "$(events round_finished)" -ge "$1" ]; }
job_over() { [ "$(events job_finished)" -ge 1 ]; }
expect_success() {
  grep -h '"event":"job_finished"' "$fleet"/coordinator/runs/*/events.jsonl | grep -q '"state":"succeeded"' ||
    fail "$1: the job did not succeed: $(grep -h '"event":"job_finished"' "$fleet"/coordinator/runs/*/events.jsonl)"
}

# pair NAME COORDINATOR AGENTS OTHER: one job from beginning to end. OTHER: a command line of the other version.
pair() {
  make_fleet "$1" "$2" "$3"
  write_job 5
  hansa "$4" status >>"$fleet/cli.log" 2>&1 || fail "$1: hansa status of the other version"
  hansa "$4" job run "$fleet/job.toml" >>"$fleet/cli.log" 2>&1 || fail "$1: the job"
  expect_success "$1"
  hansa "$4" model pull pairing --out "$fleet/model" >>"$fleet/cli.log" 2>&1 || fail "$1: model pull"
  hansa "$4" model verify "$fleet/model" >>"$fleet/cli.log" 2>&1 || fail "$1: model verify"
  say "$1: 5 rounds, $(events round_failed) lost"
  [ "$(events round_failed)" -eq 0 ] || fail "$1: a round was lost"
  stop_all
}

roll() {
  make_fleet rolling "$old" "$old"
  local rounds=150 next=5 site
  write_job $rounds
  hansa "$old" job submit "$fleet/job.toml" >>"$fleet/cli.log" 2>&1 || fail "rolling: job submit"
  await "round $next" 60 rounds_done $next
  stop coordinator
  local before
  before=$(events round_finished)
  start_coordinator "$ours"
  say "rolling: coordinator replaced after round $before"
  for site in site-0 site-1 site-2 site-3; do
    next=$(($(events round_finished) + 3))
    await "round $next" 60 rounds_done $next
    job_over && fail "rolling: the job was over before every agent was replaced"
    stop "$site"
    start_agent "$site" "$ours"
    say "rolling: $site replaced after round $(events round_finished)"
  done
  await "the job's end" 300 job_over
  expect_success rolling
  local lost
  lost=$(events round_failed)
  say "rolling: $(events round_finished) of $rounds rounds, $lost lost"
  grep -h '"event":"round_failed"' "$fleet"/coordinator/runs/*/events.jsonl || true
  # A coordinator that kept no record of its round may be stopped between a version and the round's end.
  [ $(($(events round_finished) + lost)) -ge $rounds ] || fail "rolling: not every round was finished"
  [ "$lost" -le "$allowed" ] || fail "rolling: $lost rounds were lost, $allowed may be"
  stop_all
}

mkdir -p "$kept"
build_ref "$1"
if [ $# -ge 2 ]; then ours=$(realpath "$2"); else build_ours; ours=$root/build/release/bin; fi
pair "old agents, new coordinator" "$ours" "$old" "$old"
pair "new agents, old coordinator" "$old" "$ours" "$ours"
roll
say "paired with $1"
