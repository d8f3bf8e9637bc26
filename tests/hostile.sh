# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# The words of the tests of bad inputs, on top of tap.sh. The names of their
# tests begin with the row of the catalogue they stand for (catalogue.tsv).
#
#   import_is NAME STATUS REGEX WORDS...
#       `introfind import WORDS` ends with STATUS within the bounds that hold
#       for every small input, and keeps the error contract: a refused input
#       leaves the old snapshot, no other file, and one message (and perhaps one
#       line of advice) free of control characters; some line of stderr or
#       stdout matches REGEX.
#   import_text NAME STATUS REGEX TEXT     the same for a GraphML file of TEXT
#   figure KEY      the first number of KEY in the JSON that `info` gave for the
#                   last import_is that was accepted
#   shows NAME "WORD WORD"    these keys' figures of the last import: "people=2
#                   ties=1"
#   graphml TEXT    prints TEXT inside a graph of an otherwise empty document
# shellcheck disable=SC2034 # used by the tests

: "${top_srcdir:?set by make check}" "${status:=0}"
: "${HOSTILE_RUN:=$top_builddir/tests/hostile_run}"
data=$top_srcdir/datasets
# Two seconds and 64 MiB are owed for less than 1 MiB; three times that here.
bounds='--cpu 6 --rss 192'

graphml() {
    printf '%s\n' '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">' \
        '<graph edgedefault="undirected">' "$*" '</graph></graphml>'
}

# A fault of the last import, or nothing.
import_fault() {
    if [ "$status" -ne "$1" ]; then
        echo "status $status, not $1"
        return
    fi
    if LC_ALL=C tr -d '\n\200-\377' <err | LC_ALL=C grep '[[:cntrl:]]' >grepped
    then
        echo 'a control character in the messages'
        return
    fi
    cat err out >said
    if [ -n "$2" ] && ! grep -E -e "$2" said >grepped; then
        echo "nothing matches $2"
        return
    fi
    found=$(find . -name '*new.intro?*')
    if [ -n "$found" ]; then
        echo "left behind: $found"
        return
    fi
    [ "$1" -ne 0 ] || return 0
    if [ "$(cat new.intro)" != old ]; then
        echo 'the old file is gone'
    elif ! head -n 1 err | grep '^introfind: ' >grepped; then
        echo 'no message'
    elif [ "$(wc -l <err)" -gt 2 ]; then
        echo 'more than a message and its advice'
    elif [ "$(wc -L <err)" -gt 400 ]; then
        echo 'a message that fills the screen'
    fi
}

import_is() {
    hostile_name=$1
    hostile_status=$2
    hostile_words=$3
    shift 3
    echo old >new.intro
    # shellcheck disable=SC2086
    run "$HOSTILE_RUN" $bounds "$INTROFIND" import -o new.intro "$@"
    hostile_fault=$(import_fault "$hostile_status" "$hostile_words")
    if [ -z "$hostile_fault" ]; then
        tap_result 0 "$hostile_name"
    else
        tap_result 1 "$hostile_name"
        note "fault: $hostile_fault"
        tap_show import "$@"
    fi
    if [ "$status" -eq 0 ]; then
        "$INTROFIND" info --format json -n new.intro 2>figures.err |
            tr -d '\n' >figures
    else
        : >figures
    fi
}

import_text() {
    hostile_title=$1
    printf '%s' "$4" >text.graphml
    import_is "$hostile_title" "$2" "$3" text.graphml
}

figure() {
    grep -Eo "\"$1\": *(-?[0-9]+|true|false)" figures | head -n 1 |
        grep -Eo '[^ :]+$'
}

shows() {
    hostile_got=
    for hostile_pair in $2; do
        hostile_key=${hostile_pair%%=*}
        hostile_got="$hostile_got $hostile_key=$(figure "$hostile_key")"
    done
    is "$1" "${hostile_got# }" "$2"
}
