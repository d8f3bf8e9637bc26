#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Read the results Automake's harness left in a build folder.
#
#   .ci/count.sh --count DIR    "N passed, N failed[, N skipped]"
#   .ci/count.sh --raw DIR      "PASSED FAILED SKIPPED", for adding up
#   .ci/count.sh --failed DIR   what the failed tests said
set -eu
mode=${1-}
folder=${2-}
if [ -z "$folder" ] || [ ! -d "$folder" ]; then
    echo "usage: .ci/count.sh --count|--raw|--failed BUILD_DIR" >&2
    exit 2
fi

cd "$folder"

# A test's own folder may hold anything, so it is not looked into.
results() {
    if [ -d tests ]; then
        find tests -path tests/tmp -prune -o -name '*.trs' -print | sort
    fi
}

count() {
    results | while IFS= read -r file; do cat "$file"; done | awk '
        /^:test-result: (PASS|XFAIL)/ { passed++ }
        /^:test-result: (FAIL|XPASS|ERROR)/ { failed++ }
        /^:test-result: SKIP/ { skipped++ }
        END { print passed + 0, failed + 0, skipped + 0 }'
}

case $mode in
--raw) count ;;
--count) count | {
    read -r passed failed skipped
    echo "$passed passed, $failed failed, $skipped skipped"
} ;;
--failed)
    results | while IFS= read -r file; do
        if grep -Eq '^:test-result: (FAIL|XPASS|ERROR)' "$file"; then
            log=${file%.trs}.log
            printf '\n-- %s\n' "$folder/$log"
            if [ -f "$log" ]; then
                # The failed lines with what follows them; all of a short log.
                if [ "$(wc -l <"$log")" -le 60 ]; then
                    cat "$log"
                else
                    grep -E -A 12 '^not ok|^ERROR|ERROR: |runtime error' \
                        "$log" | head -n 120
                fi
            fi
        fi
    done
    ;;
*)
    echo "count.sh: unknown mode $mode" >&2
    exit 2
    ;;
esac
