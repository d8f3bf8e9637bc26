#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The table of RESULTS.md from files of JSON lines:
#
#   table.sh bench-T.jsonl bench-S.jsonl bench-M.jsonl
#
# Machine, compiler and commit first, then the figures that have goals
# (summary.awk); a row for each case, its other figures in the last column.
set -eu

processor=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo 2>/dev/null |
    head -n 1)
cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo '?')
memory=$(awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' \
    /proc/meminfo 2>/dev/null || :)
echo "Machine: ${processor:-$(uname -m)}, $cores cores, ${memory:-memory unknown}; $(uname -s) $(uname -r | sed 's/-.*//')"

awk -v summary="awk -f '$(dirname "$0")/summary.awk' $*" '
function member(line, key,    at, rest) {
    at = index(line, "\"" key "\":")
    if (at == 0) return ""
    rest = substr(line, at + length(key) + 3)
    if (rest ~ /^"/) {
        match(rest, /^"([^"\\]|\\.)*"/)
        return substr(rest, 2, RLENGTH - 2)
    }
    match(rest, /^[^,}]*/)
    return substr(rest, 1, RLENGTH)
}
# What follows the check: "key":value,... as "key value; ...".
function others(line,    at, text) {
    at = match(line, /"check":"([^"\\]|\\.)*",/)
    if (at == 0) return ""
    text = substr(line, at + RLENGTH)
    sub(/}$/, "", text)
    gsub(/"/, "", text)
    gsub(/,/, "; ", text)
    gsub(/:/, " ", text)
    gsub(/_/, " ", text)
    return text
}
# Three digits, with the unit that suits.
function time(ms) {
    ms += 0
    if (ms == 0) return "-"
    if (ms < 1) return sprintf("%.3g us", ms * 1000)
    if (ms < 1000) return sprintf("%.3g ms", ms)
    return sprintf("%.3g s", ms / 1000)
}
function size(mib) {
    return mib == 0 ? "-" : sprintf(mib < 100 ? "%.1f" : "%.0f", mib)
}
{
    built = member($0, "compiler") ", commit " member($0, "commit")
    if (!(built in told)) {
        told[built] = 1
        builds = builds (builds == "" ? "" : "; ") built
    }
    row[NR] = "| " member($0, "size") " | " member($0, "bench") " | " \
        member($0, "case") " | " time(member($0, "min_ms")) " | " \
        time(member($0, "median_ms")) " | " \
        sprintf("%.0f %%", 100 * (member($0, "spread") + 0)) " | " \
        size(member($0, "peak_mib") + 0) " | " member($0, "check") " | " others($0) " |"
}
END {
    print "Built by " builds "."
    print ""
    while ((summary | getline text) > 0) print text
    close(summary)
    print ""
    print "| size | bench | case | least | median | spread | peak MiB | check | more |"
    print "|---|---|---|---:|---:|---:|---:|---|---|"
    for (i = 1; i <= NR; i++) print row[i]
}' "$@"
