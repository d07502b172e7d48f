#!/usr/bin/env bash
# healthcheck.sh PORT PATH: asks a broker on this machine how it is, with nothing but bash. Exit code 0 when it answers 200, else 1.
set -uo pipefail

{ exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || { echo "nobody listens on port $1"; exit 1; }
printf 'GET %s HTTP/1.0\r\n\r\n' "$2" >&3
answer=$(cat <&3)
# The last line says what is wrong.
tail -n 1 <<<"$answer"
[[ $answer == HTTP/1.?' 200 '* ]]
