#!/usr/bin/env bash
# A cluster of brokers as processes of this machine. docs/deploy.md explains it; `cluster.sh help` lists the commands.
#
# Everything lies in one directory:
#   cluster/        the cluster directory, through which brokers and clients find each other
#   data/NAME/      a broker's store
#   brokers/NAME    the arguments that a broker is started with, one a line; `up` decides them once
#   run/NAME.pid    the process, and when it started, so that a number that was given to another process is never taken for it
#   run/NAME.out    what it said to standard output since its last start: the line that begins with "ready"
#   log/NAME.log    its log
# `a && b || fail` is meant: fail does not come back.
# shellcheck disable=SC2015
set -uo pipefail

program=cluster.sh
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
built=$root/artifacts/Embedded/bin

# Longer than a broker takes to stop in order (--stop-seconds, 30 by default).
readonly stop_patience_s=40
readonly kill_patience_s=10

usage() {
  cat <<'TEXT'
cluster.sh: a cluster of brokers as processes of this machine

  cluster.sh up [--brokers N | --layout DIR-OR-NAME] [--dir DIR] [--timeout S] [-- OPTION...]
  cluster.sh status [--dir DIR]
  cluster.sh kill NAME [--dir DIR]         kill -9
  cluster.sh restart NAME [--dir DIR]      in order when it runs, and again; starts it when it does not
  cluster.sh down [--dir DIR]              SIGTERM to all, and waits for their end; the data stay

  --dir DIR       where everything lies (default: $ROCKET_LOCAL_DIR, else rocket-cluster in the working directory)
  --brokers N     broker-a, broker-b, ... (default: 3; 1 to 26)
  --layout WHAT   a broker for each of RocketMQ's property files in a directory, or in deploy/conf: 2m-2s-async, 2m-2s-sync, dledger
  --timeout S     how long up and restart wait for `ready` (default: 60)
  -- OPTION...    options of the broker for all of them, for example: -- --flush SyncFlush --http-port 0

`up` builds the broker when it has not been built, keeps what a cluster in DIR consists of already, and starts only what does not run.
Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 no broker runs (status).
TEXT
}

fail() {
  printf '%s: %s\n' "$program" "$2" >&2
  exit "$1"
}

wrong() { fail 2 "$1 (see '$program help')"; }

# ---- arguments

command=${1:-help}
[ $# -gt 0 ] && shift
dir=${ROCKET_LOCAL_DIR:-$PWD/rocket-cluster}
name='' count='' layout='' timeout_s=60
options=()
while [ $# -gt 0 ]; do
  case $1 in
    --dir | --brokers | --layout | --timeout)
      [ $# -ge 2 ] && [ -n "$2" ] || wrong "$1 has no value"
      case $1 in
        --dir) dir=$2 ;;
        --brokers) count=$2 ;;
        --layout) layout=$2 ;;
        --timeout) timeout_s=$2 ;;
      esac
      shift 2
      ;;
    --)
      shift
      options=("$@")
      break
      ;;
    -h | --help)
      command=help
      shift
      ;;
    -*) wrong "unknown option '$1'" ;;
    *)
      [ -z "$name" ] || wrong "unexpected argument '$1'"
      name=$1
      shift
      ;;
  esac
done

# check_arguments: each command has its own, and no others.
check_arguments() {
  case $command in
    kill | restart) [ -n "$name" ] || wrong "$command needs the NAME of a broker" ;;
    *) [ -z "$name" ] || wrong "unexpected argument '$name'" ;;
  esac
  if [ "$command" != up ]; then
    [ -z "$count$layout" ] && [ ${#options[@]} -eq 0 ] || wrong "--brokers, --layout and further options are for up"
  fi
  [ -z "$count" ] || [ -z "$layout" ] || wrong "--brokers and --layout are both given; a layout says how many there are"
  if [ -n "$count" ]; then
    [[ $count =~ ^[0-9]{1,2}$ ]] && [ "$((10#$count))" -ge 1 ] && [ "$((10#$count))" -le 26 ] || wrong "--brokers is '$count'; it must be a whole number, 1 to 26"
  fi
  [[ $timeout_s =~ ^[0-9]{1,5}$ ]] && [ "$((10#$timeout_s))" -ge 1 ] || wrong "--timeout is '$timeout_s'; it must be a whole number of seconds, 1 to 99999"
}

# ---- programs

# find_program GIVEN DEFAULT: an executable or an assembly, as the words of the array `words`.
words=()
find_program() {
  local path=${1:-$2}
  [ -e "$path" ] && path=$(realpath "$path")
  if [[ $path == *.dll ]]; then words=("${DOTNET_HOST_PATH:-dotnet}" "$path"); else words=("$path"); fi
}

find_silo() { find_program "${ROCKET_SILO:-}" "$built/Silo/release/OrleansRocket.Silo"; }

find_cli() { find_program "${ROCKET_CLI:-}" "$built/Cli/release/rocket"; }

# build: the broker and the command line, once.
build() {
  local project
  [ -z "${ROCKET_SILO:-}" ] || [ -e "$ROCKET_SILO" ] || fail 1 "ROCKET_SILO is '$ROCKET_SILO', which does not exist"
  for project in Silo Cli; do
    case $project in
      Silo) [ -n "${ROCKET_SILO:-}" ] || [ -x "$built/Silo/release/OrleansRocket.Silo" ] && continue ;;
      Cli) [ -n "${ROCKET_CLI:-}" ] || [ -x "$built/Cli/release/rocket" ] && continue ;;
    esac
    command -v dotnet >/dev/null || fail 1 "dotnet is not installed; building $project needs the .NET 10 SDK"
    printf 'building %s\n' "$project"
    dotnet build "$root/$project/$project.csproj" -c Release -p:OrleansEngine=Embedded -v quiet -nologo >"$dir/log/build.log" 2>&1 \
      || fail 1 "$project could not be built: $dir/log/build.log"
  done
}

# ---- processes

# start_time PID: when a process started, in the kernel's ticks; nothing when it is gone or has ended and waits for its parent.
start_time() {
  local stat fields
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  # The second field is the program's name in parentheses and may hold anything.
  read -ra fields <<<"${stat##*) }"
  [ "${fields[0]}" != Z ] && [ "${fields[0]}" != X ] && printf '%s\n' "${fields[19]}"
}

# pid_of NAME: its process; fails when it does not run.
pid_of() {
  local pid started
  { read -r pid started <"$dir/run/$1.pid"; } 2>/dev/null || return 1
  [ "$(start_time "$pid")" = "$started" ] && printf '%s\n' "$pid"
}

# is_ready NAME: whether it has said so, with the whole line.
is_ready() {
  local said
  { read -r said <"$dir/run/$1.out"; } 2>/dev/null && [[ $said == ready* ]]
}

brokers() {
  local file
  for file in "$dir"/brokers/*; do
    [ -f "$file" ] && basename "$file"
  done
  return 0
}

need_cluster() {
  [ -n "$(brokers)" ] || fail 1 "there is no cluster in $dir; '$program up' makes one"
}

need_broker() {
  need_cluster
  [[ $name != */* ]] && [ -f "$dir/brokers/$name" ] || fail 2 "there is no broker '$name' in $dir; its brokers: $(brokers | paste -sd ' ')"
}

# start NAME: without waiting. In a session of its own: what happens to this terminal does not concern it. And in its cluster's directory, so that
# no appsettings.json of wherever this was called from is read.
start() {
  local broker=$1 arguments pid
  mapfile -t arguments <"$dir/brokers/$broker"
  find_silo
  : >"$dir/run/$broker.out"
  cd "$dir" || fail 1 "the directory '$dir' cannot be entered"
  setsid "${words[@]}" "${arguments[@]}" </dev/null >"$dir/run/$broker.out" 2>>"$dir/log/$broker.log" 9>&- &
  pid=$!
  printf '%s %s\n' "$pid" "$(start_time "$pid")" >"$dir/run/$broker.pid"
}

# why NAME: the last line that it says of itself.
why() { grep -a '^rocket-silo: ' "$dir/log/$1.log" | tail -n 1; }

# wait_ready NAME...: until all serve.
wait_ready() {
  local deadline=$((SECONDS + 10#$timeout_s)) broker waiting reason
  while :; do
    waiting=()
    for broker in "$@"; do
      is_ready "$broker" && pid_of "$broker" >/dev/null && continue
      if ! pid_of "$broker" >/dev/null; then
        reason=$(why "$broker")
        fail 1 "broker '$broker' has ended before it was ready: ${reason:-its log is $dir/log/$broker.log}"
      fi
      waiting+=("$broker")
    done
    [ ${#waiting[@]} -gt 0 ] || return 0
    [ "$SECONDS" -lt "$deadline" ] || fail 1 "not ready within $timeout_s s: ${waiting[*]}; the logs are in $dir/log"
    sleep 0.02
  done
}

# wait_gone PATIENCE PID...: prints those that are still there afterwards.
wait_gone() {
  local deadline=$((SECONDS + $1)) pid left
  shift
  while :; do
    left=()
    for pid in "$@"; do
      [ -n "$(start_time "$pid")" ] && left+=("$pid")
    done
    [ ${#left[@]} -gt 0 ] && [ "$SECONDS" -lt "$deadline" ] || break
    sleep 0.02
  done
  [ ${#left[@]} -eq 0 ] || printf '%s\n' "${left[*]}"
}

# stop NAME...: SIGTERM to those that run, and waits for their end.
stop() {
  local broker pid pids=() left
  for broker in "$@"; do
    if pid=$(pid_of "$broker"); then
      kill -TERM "$pid" 2>/dev/null
      pids+=("$pid")
    fi
  done
  [ ${#pids[@]} -gt 0 ] || return 0
  left=$(wait_gone "$stop_patience_s" "${pids[@]}")
  [ -z "$left" ] || fail 1 "did not stop within $stop_patience_s s: process $left; '$program kill NAME' ends one at once"
}

# ---- what a cluster consists of

# plan NAME ARGUMENT...: how a broker will be started, now and later.
plan() {
  local broker=$1
  shift
  printf '%s\n' --name "$broker" --data "$dir/data/$broker" --cluster-dir "$dir/cluster" "$@" ${options[@]+"${options[@]}"} >"$dir/brokers/.$broker"
}

# check_plan NAME: lets the broker itself look at its arguments.
check_plan() {
  local arguments refused
  mapfile -t arguments <"$dir/brokers/.$1"
  find_silo
  refused=$(cd "$dir" && "${words[@]}" "${arguments[@]}" --what-if 2>&1 >/dev/null) || fail 2 "broker '$1' cannot run so: $(tail -n 1 <<<"$refused")"
}

# The first three hold the metadata: they go on when one of them is down. The first of fewer does it alone.
metadata_stores() {
  local IFS=,
  if [ $# -ge 3 ]; then printf '%s\n' "${*:1:3}"; else printf '%s\n' "$1"; fi
}

plan_numbered() {
  local letters=abcdefghijklmnopqrstuvwxyz index names=() broker replication=Single
  for ((index = 0; index < 10#${count:-3}; index++)); do
    names+=("broker-${letters:index:1}")
  done
  [ ${#names[@]} -ge 3 ] && replication=Quorum
  for broker in "${names[@]}"; do
    plan "$broker" --cluster local --metadata-stores "$(metadata_stores "${names[@]}")" --default-replication "$replication"
  done
  # They differ by their names only.
  check_plan broker-a
}

# layout_files FOLDER: its property files, slaves behind all others.
layout_files() {
  local file slaves=()
  for file in "$1"/*.properties "$1"/*.conf; do
    [ -f "$file" ] || continue
    if grep -qiE '^[[:space:]]*brokerRole[[:space:]]*[=:][[:space:]]*SLAVE[[:space:]]*$' "$file"; then slaves+=("$file"); else printf '%s\n' "$file"; fi
  done
  [ ${#slaves[@]} -eq 0 ] || printf '%s\n' "${slaves[@]}"
}

# plan_layout: the broker itself says what the files mean. What all brokers of a cluster must agree on is that of the first.
plan_layout() {
  local folder=$layout files file shown names=() stores='' replication='' index
  [ -d "$folder" ] || folder=$root/deploy/conf/$layout
  [ -d "$folder" ] || fail 2 "--layout is '$layout'; it must be a directory, or one of $(cd "$root/deploy/conf" && echo *)"
  folder=$(cd "$folder" && pwd)
  mapfile -t files < <(layout_files "$folder")
  [ ${#files[@]} -gt 0 ] || fail 2 "--layout is '$layout'; there is no .properties or .conf file in $folder"
  find_silo
  for file in "${files[@]}"; do
    shown=$(cd "$dir" && "${words[@]}" --config "$file" --data data --cluster-dir cluster --what-if 2>&1) || fail 2 "$(tail -n 1 <<<"$shown")"
    names+=("$(awk '$1 == "Name" { print $2 }' <<<"$shown")")
    stores=${stores:-$(awk '$1 == "MetadataStores" && $2 != "-" { print $2 }' <<<"$shown")}
    replication=${replication:-$(awk '$1 == "DefaultReplication" { print $2 }' <<<"$shown")}
  done
  [ -z "$(printf '%s\n' "${names[@]}" | sort | uniq -d)" ] || fail 2 "--layout is '$layout'; two of its files are for the broker '$(printf '%s\n' "${names[@]}" | sort | uniq -d | head -n 1)'"
  stores=${stores:-$(metadata_stores "${names[@]}")}
  for index in "${!files[@]}"; do
    plan "${names[index]}" --config "${files[index]}" --metadata-stores "$stores" --default-replication "$replication"
    check_plan "${names[index]}"
  done
}

# make_plan: all brokers at once or none, so that an interrupted `up` leaves no half of a cluster behind.
make_plan() {
  local file
  rm -f "$dir"/brokers/.[!.]*
  if [ -n "$layout" ]; then plan_layout; else plan_numbered; fi
  for file in "$dir"/brokers/.[!.]*; do
    mv "$file" "$dir/brokers/$(basename "$file" | cut -c 2-)"
  done
}

# ---- commands

# one_at_a_time: no two commands that change something work on one cluster.
one_at_a_time() {
  exec 9>"$dir/lock" || fail 1 "$dir/lock cannot be written"
  flock -w "$((stop_patience_s + 10#$timeout_s))" 9 || fail 1 "another $program has been at work in $dir for too long"
}

make_directory() {
  mkdir -p "$dir"/{brokers,data,run,log} 2>/dev/null || fail 1 "the directory '$dir' cannot be made or written"
  dir=$(cd "$dir" && pwd)
}

up() {
  local broker all=() planned
  make_directory
  one_at_a_time
  build
  planned="${layout:-$((10#${count:-3}))} ${options[*]-}"
  if [ -z "$(brokers)" ]; then
    make_plan
  elif [ -n "$count$layout" ] || [ ${#options[@]} -gt 0 ]; then
    # The same words again are no other cluster.
    [ "$(cat "$dir/run/plan" 2>/dev/null)" = "$planned" ] \
      || fail 1 "$dir holds a cluster of $(brokers | paste -sd ' ') already; leave --brokers, --layout and further options out, or take another --dir"
  fi
  [ -e "$dir/run/plan" ] || printf '%s\n' "$planned" >"$dir/run/plan"
  mapfile -t all < <(brokers)
  for broker in "${all[@]}"; do
    pid_of "$broker" >/dev/null || start "$broker"
  done
  wait_ready "${all[@]}"
  for broker in "${all[@]}"; do
    head -n 1 "$dir/run/$broker.out"
  done
  printf 'export ROCKET_CLUSTER_DIR=%q\n' "$dir/cluster"
}

status() {
  local broker pid state running=0
  need_cluster
  printf '%-24s %-8s %s\n' NAME PID STATE
  for broker in $(brokers); do
    state=down
    if pid=$(pid_of "$broker"); then
      running=1
      state=starting
      is_ready "$broker" && state=$(head -n 1 "$dir/run/$broker.out" | awk '{ print $1, $3 }')
    fi
    printf '%-24s %-8s %s\n' "$broker" "${pid:--}" "${state% }"
  done
  [ "$running" -eq 1 ] || exit 3
  find_cli
  [ -e "${words[${#words[@]} - 1]}" ] || return 0
  printf '\n'
  "${words[@]}" cluster list --cluster-dir "$dir/cluster"
}

kill_broker() {
  local pid left
  need_broker
  one_at_a_time
  if ! pid=$(pid_of "$name"); then
    printf '%s does not run\n' "$name"
    return 0
  fi
  kill -KILL "$pid" 2>/dev/null
  left=$(wait_gone "$kill_patience_s" "$pid")
  [ -z "$left" ] || fail 1 "process $left of broker '$name' is still there $kill_patience_s s after kill -9"
  printf 'killed %s (%s)\n' "$name" "$pid"
}

restart() {
  need_broker
  one_at_a_time
  build
  stop "$name"
  start "$name"
  wait_ready "$name"
  head -n 1 "$dir/run/$name.out"
}

down() {
  local all
  [ -d "$dir/brokers" ] || return 0
  one_at_a_time
  mapfile -t all < <(brokers)
  [ ${#all[@]} -eq 0 ] || stop "${all[@]}"
  printf 'all brokers in %s have stopped\n' "$dir"
}

[ -d /proc/self ] || fail 1 "this needs Linux: processes are looked up in /proc"
check_arguments
[ -d "$dir" ] && dir=$(cd "$dir" && pwd)
case $command in
  up) up ;;
  status) status ;;
  kill) kill_broker ;;
  restart) restart ;;
  down) down ;;
  help) usage ;;
  *) wrong "unknown command '$command'" ;;
esac
