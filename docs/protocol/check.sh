#!/usr/bin/env bash
# Checks the model of the replication protocol, queue.pml, with spin: that it holds, that what it has to reach is reached, and that every mutant
# of the protocol is caught. What the columns mean and what was measured stands in model.md.
#
#   check.sh            everything (two and a half minutes of processor time, less than 1 GB)
#   check.sh short      the small bounds and all mutants (about half a minute)
#   check.sh large      the largest bounds too (as long again, less than 2 GB)
#   check.sh trace FLAG...   the shortest run of a mutant that breaks the protocol: check.sh trace CUT_AGAIN, check.sh trace SYNC2 BY_NUMBER
#
# Exit code 0: all as expected (or skipped: spin or gcc is missing, and a line says so); 1: a surprise; 2: usage.
set -uo pipefail
model=$(cd "$(dirname "$0")" && pwd)/queue.pml
mode=${1:-full}
case $mode in short|full|large|trace) ;; *) echo "usage: check.sh [short | full | large | trace FLAG...]" >&2; exit 2 ;; esac
for program in spin gcc; do
  command -v "$program" >/dev/null || { echo "skipped: $program is not installed (Debian packages spin and gcc)"; exit 0; }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
ulimit -c 0
surprises=0
memory_mb=1900
TIMEFORMAT=%U # the processor's seconds: others may be using the machine
goals=$(grep -oE 'GOAL\([0-9]+, "[^"]+"' "$model" | cut -d'"' -f2 | sort -u)

# build OPTIMISE GCC-OPTIONS SPIN-OPTIONS: the checker as ./pan.
build() {
  local optimise=$1 options=$2
  shift 2
  # shellcheck disable=SC2086
  rm -f pan out.txt && nice spin "$@" -a "$model" >build.txt 2>&1 && nice gcc -w "$optimise" -DSAFETY -DNOFAIR -DVECTORSZ=512 -DMEMLIM=$memory_mb $options -o pan pan.c >>build.txt 2>&1 && return
  printf 'cannot be built: %s\n' "$*"
  tail -n 5 build.txt
  return 1
}

# run: what the checker says, in out.txt. Bounds end every run, so that a state without a next step (-E) is no error.
run() { { time nice ./pan -E -m100000 "$@" >out.txt 2>&1; } 2>seconds.txt; }

figure() { grep -oE "$1" out.txt | tail -n 1 | grep -oE '[0-9.]+(e\+[0-9]+)?' | head -n 1; }

# row NAME RESULT
row() {
  local states seconds megabytes
  states=$(figure '[0-9.e+]+ states, stored')
  seconds=$(cat seconds.txt)
  megabytes=$(figure '[0-9.e+]+.total actual memory')
  printf '%-52s %10s states %7s s %5.0f MB  %s\n' "$1" "${states:-?}" "${seconds:-?}" "${megabytes:-0}" "$2"
}

surprise() { row "$1" "SURPRISE: $2"; surprises=$((surprises + 1)); grep -E 'pan:|error|warning' out.txt | head -n 3 >&2; }

# What a violated assertion means; nothing for an error of the model itself.
broken_property() {
  case $(grep -m 1 -oE 'assertion violated.*' out.txt) in
    *'invalid array index'*) ;;
    *'committedIn[i]'*) echo "a new leader lacks what was committed" ;;
    *'(committedBatch[i]==log['*) echo "committed prefixes differ" ;;
    *'committer['*) echo "two leaders commit in one epoch" ;;
    *'promised['*) echo "a replica accepts or promises against its promise" ;;
  esac
}
broken_invariant() {
  case $(grep -m 1 -oE 'assertion violated.*' out.txt) in
    *'invalid array index'*) ;;
    *'!=committedBatch[i]'*) echo "a committed batch is cut" ;;
    *'.batch[i]==log['*) echo "the epochs say that logs agree that do not" ;;
    *'.end>='*) echo "an epoch is accepted below its start" ;;
    *) broken_property ;;
  esac
}

# holds NAME SPIN-OPTIONS: no violation in the whole state space within the bounds, and every goal reached.
holds() {
  local name=$1 missing
  shift
  build "${optimise:--O1}" -DCOLLAPSE "$@" || { surprises=$((surprises + 1)); return; }
  run
  missing=$(comm -23 <(echo "$goals") <(grep -oE '^reached: .*' out.txt | cut -c10- | sort -u) | head -n 1)
  if ! grep -q 'errors: 0' out.txt; then surprise "$name" "$(broken_invariant)"
  elif grep -qE 'max search depth too small|Search not completed|memory limit|out of memory' out.txt; then surprise "$name" "the search is not complete"
  elif [ -n "$missing" ]; then surprise "$name" "never reached: $missing"
  else row "$name" "holds (exhaustive)"
  fi
}

# caught FLAG SPIN-OPTIONS: a mutant breaks a property, not just an invariant on the way to it.
caught() {
  local name="mutant $1" property
  build "${optimise:--O0}" -DCOLLAPSE -DPROPERTIES_ONLY "-D$1" "${@:2}" || { surprises=$((surprises + 1)); return; }
  run
  property=$(broken_property)
  if [ -n "$property" ]; then row "$name" "caught: $property"; else surprise "$name" "not caught"; fi
}

# noticed FLAG SPIN-OPTIONS: a mutant breaks an invariant; within these bounds nothing committed is lost by it.
noticed() {
  local name="mutant $1" invariant
  build -O0 -DCOLLAPSE "-D$1" "${@:2}" || { surprises=$((surprises + 1)); return; }
  run
  invariant=$(broken_invariant)
  if [ -n "$invariant" ]; then row "$name" "noticed: $invariant"; else surprise "$name" "not noticed"; fi
}

if [ "$mode" = trace ]; then
  shift
  [ $# -gt 0 ] || { echo "usage: check.sh trace FLAG..." >&2; exit 2; }
  build -O1 -DBFS -DBREADTH -DPROPERTIES_ONLY -DLEN=2 -DEP=3 "${@/#/-D}" || exit 1
  run
  property=$(broken_property)
  [ -n "$property" ] || { echo "no violation with $*"; exit 1; }
  ./pan -r queue.pml.trail 2>/dev/null | grep -E '^(store|  offset) '
  echo "$property"
  exit 0
fi

three=(-DLEN=2 -DEP=3)
two=(-DSYNC2 -DLEN=2 -DEP=3)
holds "3 replicas, C 2, E 2: 2 batches, 3 epochs" "${three[@]}"
holds "2 replicas, C 2, E 1: 2 batches, 3 epochs" "${two[@]}"
if [ "$mode" != short ]; then
  holds "3 replicas, C 2, E 2: 3 batches, 3 epochs" -DLEN=3 -DEP=3
  holds "3 replicas, C 2, E 2: 2 batches, 4 epochs" -DLEN=2 -DEP=4
  holds "2 replicas, C 2, E 1: 3 batches, 4 epochs" -DSYNC2 -DLEN=3 -DEP=4
  holds "3 replicas, 2 batches, 3 epochs, nothing left out" -DPLAIN "${three[@]}"
  holds "3 replicas, 2 batches, 4 epochs, DROP_EMPTY" -DDROP_EMPTY -DLEN=2 -DEP=4
  holds "3 replicas, 2 batches, 3 epochs, KEEP_CLAIM" -DKEEP_CLAIM "${three[@]}"
fi
if [ "$mode" = large ]; then
  optimise=-O2 holds "3 replicas, C 2, E 2: 3 batches, 4 epochs" -DLEN=3 -DEP=4
fi

# The five that any such protocol has to fear, then what this one's text must not leave open.
for mutant in SKIP_PROMISE ACK_BEFORE_MAJORITY COUNT_OLD_EPOCH ADOPT_OWN CUT_BY_LENGTH CUT_AGAIN EPOCHS_AHEAD; do
  caught "$mutant" "${three[@]}"
done
if [ "$mode" = short ]; then
  noticed BATCH_FIRST "${three[@]}"
else
  optimise=-O1 caught BATCH_FIRST -DLEN=2 -DEP=4
  optimise=-O1 caught EPOCHS_BELOW -DGUIDED -DLEN=2 -DEP=5
fi
noticed UNFENCED_FETCH "${three[@]}"
caught BY_NUMBER "${two[@]}"

if [ "$surprises" -gt 0 ]; then echo "$surprises surprises"; exit 1; fi
echo "all as expected"
