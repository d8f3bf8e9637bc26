#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Run benches one after the other; what `make bench SIZE=S` calls, in the build
# folder.
#
#   run.sh --size T|S|M|L [--source FOLDER] [--no-peers] PROGRAM... [-- OPTION...]
#
# --no-peers: only igraph, whose answers the others are checked against.
# Leaves one JSON object a line in bench-SIZE.jsonl. Every program runs even
# when an earlier one fails; the status tells. OPTIONs go to every program.
set -u
size=T
source=$(dirname "$0")/..
peers=yes
while [ $# -gt 0 ]; do
    case $1 in
    --size) size=$2 && shift 2 ;;
    --source) source=$2 && shift 2 ;;
    --no-peers) peers=no && shift ;;
    *) break ;;
    esac
done
programs=
while [ $# -gt 0 ] && [ "$1" != -- ]; do
    programs="$programs $1"
    shift
done
[ $# -gt 0 ] && shift

INTRO_BENCH_COMMIT=$(git -C "$source" rev-parse --short=12 HEAD 2>/dev/null ||
    echo unknown)
if [ -n "$(git -C "$source" status --porcelain -uno 2>/dev/null)" ]; then
    INTRO_BENCH_COMMIT=$INTRO_BENCH_COMMIT+changes
fi
export INTRO_BENCH_COMMIT

out=bench-$size.jsonl
part=bench.part
failed=0
: >"$out"
trap 'rm -f "$part"' EXIT

# bench NAME COMMAND...
bench() {
    name=$1
    shift
    if "$@" >"$part"; then
        echo "PASS: $name --size $size"
    else
        echo "FAIL: $name --size $size"
        failed=1
    fi
    cat "$part"
    cat "$part" >>"$out"
}

# The answers of the peer that the others check theirs against are kept; a new
# run asks it anew.
for program in $programs; do
    case $program in
    *bench_igraph*) bench "$program" "$program" --size "$size" "$@" ;;
    esac
done
for program in $programs; do
    case $program in
    *bench_igraph*) ;;
    *) bench "$program" "$program" --size "$size" "$@" ;;
    esac
done
if [ "$peers" = no ]; then
    :
elif command -v python3 >/dev/null 2>&1; then
    for peer in peers tie_peers; do
        bench "bench/$peer.py" python3 "$source/bench/$peer.py" \
            --size "$size" "$@"
    done
else
    echo "bench/peers.py: no python3, so no peer but igraph"
fi
exit "$failed"
