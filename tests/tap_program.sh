#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# tap_program.sh COMMAND...: run a test and hand its TAP on, with two things put
# right that Automake's driver would count as failures: cmocka 1.1 writes a
# skipped test as "not ok N # SKIP", and starts a plan and a count anew for every
# group of tests in a program. A test that hangs is ended after TEST_TIMEOUT
# seconds (300).
set -u
said=$(mktemp) || exit 99
trap 'rm -f "$said"' EXIT

status=0
if command -v timeout >/dev/null 2>&1; then
    timeout -k 10 "${TEST_TIMEOUT:-300}" "$@" >"$said" || status=$?
    if [ "$status" -eq 124 ]; then
        echo "# ended after ${TEST_TIMEOUT:-300} seconds" >>"$said"
    fi
else
    "$@" >"$said" || status=$?
fi

awk '
/^1\.\.0/ { nothing = $0; next }
/^1\.\.[0-9]+/ { planned += substr($1, 4); next }
/^(not )?ok([ \t]|$)/ {
    count++
    words = $0
    sub(/^(not )?ok[ \t]*[0-9]*[ \t]*(- )?/, "", words)
    bad = $1 == "not" && words !~ /^# SKIP/
    sub(/^# SKIP */, "- # SKIP ", words)
    if (words !~ /^- /) words = "- " words
    failed += bad
    print (bad ? "not ok " : "ok ") count " " words
    next
}
{ print }
END {
    if (nothing != "" && count == 0 && planned == 0) print nothing
    else print "1.." planned + 0
    exit failed > 0
}' "$said" && exit "$status"
# The failed lines say it already; a signal is news.
[ "$status" -lt 124 ] && exit 0
exit "$status"
