#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# coverage.sh SOURCE BUILD: lines and branches of engine/ that the tests ran, per
# file, from what gcov says; the least covered branches first, the total last.
# A branch is one way out of a condition, as the compiler sees them.
set -eu
source=$(cd "$1" && pwd)
cd "$2"
if [ -z "$(find engine -name '*.gcda' | head -n 1)" ]; then
    echo "coverage.sh: no test has left a count; configure with" \
        "--enable-coverage, then make check" >&2
    exit 1
fi
printf '%18s %18s  %s\n' lines branches file
# Notes (gcno), not counts (gcda): a file that no test links has no counts.
find engine -name '*.gcno' | sort | while IFS= read -r file; do
    gcov -n -b "$file" 2>/dev/null
done | awk -v top="$source/" '
    # "Lines executed:97.50% of 40": n is 40, hit 39.
    function read_share(part) {
        split($0, part, /[:% ]+/)
        for (i = 1; part[i] != "of"; i++) { }
        n = part[i + 1]
        hit = part[i - 1] * n / 100
    }
    function share(got, all) {
        return all ? sprintf("%6.1f %% of %6d", 100 * got / all, all) : ""
    }
    /^File / {
        name = $0
        sub(/^File ./, "", name)
        sub(/.$/, "", name)
        while (sub(/^\.\.\//, "", name)) { }
        if (index(name, top) == 1) name = substr(name, length(top) + 1)
        sub(/^.*\/engine\//, "engine/", name)
        is_ours = name ~ /^engine\/.*\.c$/
        next
    }
    /^Lines executed:/ && is_ours {
        read_share()
        lines[name] = n
        ran[name] = hit
    }
    /^Taken at least once:/ && is_ours {
        read_share()
        branches[name] = n
        taken[name] = hit
    }
    END {
        for (name in lines) {
            printf "%7.2f|%18s %18s  %s\n", \
                branches[name] ? 100 * taken[name] / branches[name] : 100, \
                share(ran[name], lines[name]), \
                share(taken[name], branches[name]), name | "sort -n | cut -d\"|\" -f2"
            all_lines += lines[name]
            all_ran += ran[name]
            all_branches += branches[name]
            all_taken += taken[name]
        }
        close("sort -n | cut -d\"|\" -f2")
        printf "%18s %18s  all\n", share(all_ran, all_lines), \
            share(all_taken, all_branches)
    }'
