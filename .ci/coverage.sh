#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# coverage.sh SOURCE BUILD: lines of engine/ that the tests ran, per file, from
# what gcov says; the least covered first, the total last.
set -eu
source=$(cd "$1" && pwd)
cd "$2"
if [ -z "$(find engine -name '*.gcda' | head -n 1)" ]; then
    echo "coverage.sh: no test has left a count; configure with" \
        "--enable-coverage, then make check" >&2
    exit 1
fi
# Notes (gcno), not counts (gcda): a file that no test links has no counts.
find engine -name '*.gcno' | sort | while IFS= read -r file; do
    gcov -n -b "$file" 2>/dev/null
done | awk -v top="$source/" '
    /^File / {
        name = $0
        sub(/^File ./, "", name)
        sub(/.$/, "", name)
        while (sub(/^\.\.\//, "", name)) { }
        if (index(name, top) == 1) name = substr(name, length(top) + 1)
        sub(/^.*\/engine\//, "engine/", name)
        next
    }
    /^Lines executed:/ {
        if (name !~ /^engine\/.*\.c$/) next
        split($0, part, /[:% ]+/)
        hit = part[3] * part[5] / 100
        lines[name] = part[5]
        run[name] = hit
    }
    /^Taken at least once:/ {
        if (name !~ /^engine\/.*\.c$/) next
        split($0, part, /[:% ]+/)
        branches += part[7]
        taken += part[5] * part[7] / 100
    }
    END {
        for (name in lines) {
            printf "%6.1f %% of %5d  %s\n", \
                100 * run[name] / lines[name], lines[name], name | "sort -n"
            all += lines[name]
            ran += run[name]
        }
        close("sort -n")
        if (all) printf "%6.1f %% of %5d lines\n", 100 * ran / all, all
        if (branches)
            printf "%6.1f %% of %5d branches\n", \
                100 * taken / branches, branches
    }'
