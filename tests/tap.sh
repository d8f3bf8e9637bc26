# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# The words of the shell tests. A test starts with
#
#     . "${top_srcdir:-..}/tests/tap.sh"
#     plan 2
#     exit_is 'an unknown command is wrong use' 2 "$INTROFIND" dance
#     like 'the message names it' "$(cat err)" 'dance'
#
# and runs in a folder of its own inside the build tree, which is removed when
# all its tests pass and kept for looking at when one fails. Its HOME is there
# too, so that nothing of the person who runs it is read or written.
#
#   plan N                        as many tests follow; left out, they are counted
#   skip_all WHY                  end here: nothing can be tested
#   skip NAME WHY                 this one test cannot run
#   run COMMAND...                leaves out, err (files) and $status
#   ok NAME COMMAND...            COMMAND succeeds (its output goes to out, err)
#   not_ok NAME COMMAND...        COMMAND fails
#   exit_is NAME STATUS COMMAND...
#   is NAME GOT WANTED            equal texts
#   like NAME TEXT REGEX          some line of TEXT matches (grep -E)
#   unlike NAME TEXT REGEX        none does
#   same_output NAME FILE COMMAND...   succeeds and prints FILE (- : stdin)
#   same_files NAME GOT WANTED    equal bytes
#   note TEXT                     a remark in the log

set -u
: "${top_srcdir:?set by make check}"
: "${top_builddir:?set by make check}"
: "${INTROFIND:=$top_builddir/introfind}"
: "${MAKE_ZIP:=$top_builddir/tests/make_zip}"

tap_count=0
tap_failed=0
tap_planned=
mkdir -p "$top_builddir/tests/tmp"
tap_folder=$(mktemp -d "$top_builddir/tests/tmp/$(basename "$0" .test).XXXXXX") ||
    exit 99
cd "$tap_folder" || exit 99

HOME=$tap_folder/home
XDG_DATA_HOME=$HOME/.local/share
TZ=UTC
LC_ALL=C.UTF-8
TERM=dumb
COLUMNS=80
export HOME XDG_DATA_HOME TZ LC_ALL TERM COLUMNS INTROFIND MAKE_ZIP
unset INTROFIND_NETWORK NO_COLOR 2>/dev/null || :
mkdir -p "$XDG_DATA_HOME"

# A background command that gets a signal before it is executed is still a copy
# of this shell, traps included: only the shell that began may end the test.
tap_is_main() {
    # shellcheck disable=SC2016
    [ "$(exec sh -c 'echo "$PPID"')" = "$$" ]
}

tap_end() {
    tap_status=$?
    trap - EXIT
    tap_is_main || exit "$tap_status"
    if [ -z "$tap_planned" ]; then
        echo "1..$tap_count"
    elif [ "$tap_status" -eq 0 ] && [ "$tap_planned" -ne "$tap_count" ]; then
        tap_failed=1
    fi
    cd "$top_builddir" || exit 99
    if [ "$tap_failed" -eq 0 ] && [ "$tap_status" -eq 0 ]; then
        chmod -R u+rwX "$tap_folder"
        rm -rf "$tap_folder"
    else
        note "left for looking at: $tap_folder"
    fi
    exit "$tap_status"
}
trap tap_end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

note() {
    printf '%s\n' "$*" | sed 's/^/# /'
}

plan() {
    tap_planned=$1
    echo "1..$1"
}

skip_all() {
    tap_planned=0
    echo "1..0 # SKIP $*"
    exit 0
}

# tap_result STATUS NAME: the line of one test.
tap_result() {
    tap_count=$((tap_count + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $tap_count - $2"
    else
        echo "not ok $tap_count - $2"
        tap_failed=1
    fi
}

skip() {
    tap_count=$((tap_count + 1))
    echo "ok $tap_count - $1 # SKIP $2"
}

run() {
    status=0
    "$@" >out 2>err || status=$?
}

# What the command of a failed test said.
tap_show() {
    note "command: $*"
    note "status: $status"
    for tap_file in out err; do
        if [ -s "$tap_file" ]; then
            note "$tap_file:"
            head -n 40 "$tap_file" | sed 's/^/#   /'
        fi
    done
}

ok() {
    tap_name=$1
    shift
    run "$@"
    tap_result "$status" "$tap_name"
    [ "$status" -eq 0 ] || tap_show "$@"
}

not_ok() {
    tap_name=$1
    shift
    run "$@"
    if [ "$status" -ne 0 ]; then
        tap_result 0 "$tap_name"
    else
        tap_result 1 "$tap_name"
        tap_show "$@"
    fi
}

exit_is() {
    tap_name=$1
    tap_wanted=$2
    shift 2
    run "$@"
    if [ "$status" -eq "$tap_wanted" ]; then
        tap_result 0 "$tap_name"
    else
        tap_result 1 "$tap_name"
        note "wanted status: $tap_wanted"
        tap_show "$@"
    fi
}

is() {
    if [ "$2" = "$3" ]; then
        tap_result 0 "$1"
    else
        tap_result 1 "$1"
        note "got:    $2"
        note "wanted: $3"
    fi
}

like() {
    if printf '%s\n' "$2" | grep -E -e "$3" >/dev/null; then
        tap_result 0 "$1"
    else
        tap_result 1 "$1"
        note "got: $2"
        note "no line matches: $3"
    fi
}

unlike() {
    if printf '%s\n' "$2" | grep -E -e "$3" >/dev/null; then
        tap_result 1 "$1"
        note "got: $2"
        note "a line matches: $3"
    else
        tap_result 0 "$1"
    fi
}

same_files() {
    if cmp -s "$2" "$3"; then
        tap_result 0 "$1"
    else
        tap_result 1 "$1"
        diff "$3" "$2" 2>&1 | head -n 40 | sed 's/^/# /'
    fi
}

same_output() {
    tap_name=$1
    tap_file=$2
    shift 2
    if [ "$tap_file" = - ]; then
        cat >wanted
        tap_file=wanted
    fi
    run "$@"
    if [ "$status" -eq 0 ]; then
        same_files "$tap_name" out "$tap_file"
    else
        tap_result 1 "$tap_name"
        tap_show "$@"
    fi
}
