#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Write the lists of files in every local.mk, between the lines
# "# sources: begin" and "# sources: end", from what stands in the tree:
# tracked files and new ones that .gitignore does not name.
#
#   .ci/sources.sh           rewrite the lists that changed
#   .ci/sources.sh --check   change nothing; status 1 when a list is stale
#
# Automake wants explicit lists (a wildcard would let `make dist` forget a
# file, or ship a stray one); this keeps them from being work.
set -eu
LC_ALL=C
export LC_ALL

check=no
case ${1-} in
'') ;;
--check) check=yes ;;
*)
    echo "usage: .ci/sources.sh [--check]" >&2
    exit 2
    ;;
esac

cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    echo "sources.sh: not a git checkout; the lists stay as they are" >&2
    exit 0
fi
# A tracked file that is gone from the working tree is not listed.
git -c core.quotePath=off ls-files -co --exclude-standard -- \
    include engine datasets bench tests |
    sort -u | while IFS= read -r file; do
    if [ -f "$file" ]; then printf '%s\n' "$file"; fi
done >"$work/all"

# variable NAME FILE: the lines of FILE as a make variable.
variable() {
    awk -v name="$1" '
        { line[NR] = $0 }
        END {
            if (NR == 0) { print name " ="; exit }
            print name " = \\"
            for (i = 1; i <= NR; i++)
                print "\t" line[i] (i < NR ? " \\" : "")
        }' "$2"
}

# list NAME PATTERN [NOT]: a make variable with the files that match the
# extended regular expression PATTERN and not NOT. A name with a blank cannot
# stand in a makefile; its folder is listed then, which Automake copies whole.
list() {
    grep -E -e "$2" "$work/all" | grep -Ev -e "${3-^$}" >"$work/some" || :
    awk '/ / { sub(/\/[^\/]*$/, ""); print }' "$work/some" |
        sort -u >"$work/folders"
    awk -v folders="$work/folders" '
        BEGIN { while ((getline line < folders) > 0) whole[line] = 1 }
        {
            parent = $0
            sub(/\/[^\/]*$/, "", parent)
            print (parent in whole) ? parent : $0
        }' "$work/some" | sort -u >"$work/names"
    variable "$1" "$work/names"
}

include_lists() {
    list public_headers '^include/introfind/[^/]*\.h$'
}

engine_lists() {
    list engine_sources '^engine/.*\.[ch]$' '^engine/cli/'
    list cli_sources '^engine/cli/.*\.[ch]$' '^engine/cli/main\.c$'
    list man_pages '^engine/.*\.[157]$'
    list bash_completion '^engine/cli/.*/introfind$'
    list zsh_completion '^engine/cli/.*/_introfind$'
    list fish_completion '^engine/cli/.*/introfind\.fish$'
    list engine_extra '^engine/' \
        '\.[ch157]$|/_?introfind$|/introfind\.fish$|/local\.mk$|\.pc\.in$'
    if [ -f engine/cli/main.c ]; then
        echo 'bin_PROGRAMS += introfind'
        echo 'introfind_SOURCES = engine/cli/main.c'
        echo 'introfind_LDADD = engine/libcli.la libintrofind.la'
    fi
}

datasets_lists() {
    list datasets_installed \
        '^datasets/(industries|functions|seniorities|titles|companies|company_words)\.csv$'
    list datasets_extra '^datasets/' \
        '^datasets/(industries|functions|seniorities|titles|companies|company_words)\.csv$|/local\.mk$'
}

# The path of a program as Automake spells it in the names of its variables.
spell() {
    printf '%s' "$1" | tr -c 'A-Za-z0-9@' '_'
}

bench_lists() {
    list generate_support '^bench/(network_[^/]*|out)\.[ch]$'
    list bench_support '^bench/.*\.[ch]$' \
        '^bench/(bench_[^/]*\.c|(network_[^/]*|out|introfind_generate)\.[ch])$'
    grep -E '^bench/bench_[^/]*\.c$' "$work/all" | sed 's/\.c$//' \
        >"$work/programs" || :
    variable bench_programs "$work/programs"
    list bench_extra '^bench/' '\.([ch]|1)$|/local\.mk$'
    while IFS= read -r program; do
        echo "$(spell "$program")_SOURCES = $program.c"
        echo "$(spell "$program")_LDADD = \$(bench_ldadd)"
    done <"$work/programs"
}

tests_lists() {
    list test_support '^tests/[^/]*\.[ch]$' '^tests/(test_[^/]*|make_zip[^/]*|fault_[^/]*|hostile_[^/]*)\.[ch]$'
    grep -E '^tests/test_[^/]*\.c$' "$work/all" | sed 's/\.c$//' \
        >"$work/programs" || :
    replay=$(grep -E '^tests/fuzz/.*\.[ch]$' "$work/all" |
        grep -Ev '^tests/fuzz/fuzz_' | tr '\n' ' ')
    replay=${replay% }
    case $replay in
    *.c*) grep -E '^tests/fuzz/fuzz_[^/]*\.c$' "$work/all" | sed 's/\.c$//' \
        >"$work/fuzz" || : ;;
    *) : >"$work/fuzz" ;;
    esac
    cat "$work/fuzz" >>"$work/programs"
    variable test_programs "$work/programs"
    list test_scripts '^tests/[^/]*\.test$'
    list test_extra '^tests/' \
        '^tests/[^/]*\.([ch]|test)$|^tests/local\.mk$'
    while IFS= read -r program; do
        case $program in
        tests/fuzz/*)
            echo "$(spell "$program")_SOURCES = $program.c $replay" ;;
        *) echo "$(spell "$program")_SOURCES = $program.c" ;;
        esac
        echo "$(spell "$program")_CFLAGS = \$(AM_CFLAGS) \$(CMOCKA_CFLAGS)"
        echo "$(spell "$program")_LDADD = \$(tests_ldadd)"
    done <"$work/programs"
}

stale=0
for folder in include engine datasets bench tests; do
    case $folder in
    include) include_lists ;;
    engine) engine_lists ;;
    datasets) datasets_lists ;;
    bench) bench_lists ;;
    tests) tests_lists ;;
    esac >"$work/block"
    awk -v block="$work/block" '
        /^# sources: end$/ {
            while ((getline line < block) > 0) print line
            inside = 0
        }
        !inside { print }
        /^# sources: begin$/ { inside = 1 }
    ' "$folder/local.mk" >"$work/local.mk"
    if cmp -s "$work/local.mk" "$folder/local.mk"; then
        continue
    fi
    if [ "$check" = yes ]; then
        echo "$folder/local.mk: the list of files is stale;" \
            "run .ci/sources.sh" >&2
        diff "$folder/local.mk" "$work/local.mk" >&2 || :
        stale=1
    else
        cat "$work/local.mk" >"$folder/local.mk"
        echo "$folder/local.mk: rewritten"
    fi
done
exit "$stale"
