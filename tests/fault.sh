# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# The words of the tests that make things fail, on top of tap.sh and commands.sh.
#
#   loop NAME OPTION... COMMAND...   tests/fault_loop ends with 0
#   commands LOOP OPTION...          LOOP's options for each command on small
#                                    data; result is what it writes
# Files there: those of command_files, team.intro (export as a network), the
# pages about it, and an old `result` and `index.html`.

: "${top_srcdir:?set by make check}"
: "${FAULT_LOOP:=$top_builddir/tests/fault_loop}" "${status:=0}"
. "$top_srcdir/tests/commands.sh"

run env INTRO_FAULT_REPORT=report "$INTROFIND" --version
[ -s report ] || skip_all 'built without --enable-fault-injection'
rm -f report
command_files
data=$top_srcdir/datasets
echo old >result
# A folder of pages, this one: their names are there from the start, too.
"$INTROFIND" import --quiet -o team.intro export >out || exit 99
"$INTROFIND" report --quiet --redact --batch . -n team.intro >out || exit 99
echo old >index.html

# The files of these runs are there from the start: fault_loop counts names.
: >out
: >err
: >command.lines

is_sanitized() {
    "$FAULT_LOOP" --is-sanitized
}

loop() {
    loop_name=$1
    shift
    run "$FAULT_LOOP" "$@"
    tap_result "$status" "$loop_name"
    if [ "$status" -eq 0 ]; then
        note "$(tail -n 1 out)"
    else
        tap_show "$@"
    fi
}

# loop_command OPTION... STATUS WHERE "WORDS"
loop_command() {
    loop_options=
    while [ $# -gt 3 ]; do
        loop_options="$loop_options $1"
        shift
    done
    # shellcheck disable=SC2086
    loop "$loop_kind: $3" $loop_options --usual "$1" --file result \
        "$INTROFIND" $3 --quiet -n net.intro -o result
}

commands() {
    loop_kind=$1
    shift
    # What the accounting says can fail to come out when the file is in place;
    # memory has no reason to be short then.
    loop_late=--late
    case " $* " in
    *' --kind alloc '* | *' --kind malloc '*) loop_late= ;;
    esac
    import_inputs >inputs.lines
    while read -r loop_input; do
        # shellcheck disable=SC2086
        loop "$loop_kind: import $loop_input" "$@" --file result $loop_late \
            "$INTROFIND" import --quiet -o result $loop_input
    done <inputs.lines
    loop "$loop_kind: import bad.graphml" "$@" --usual 3 --file result \
        "$INTROFIND" import --quiet -o result bad.graphml
    each_command loop_command "$@"
    loop "$loop_kind: info of an input" "$@" --file result \
        "$INTROFIND" info --quiet -n export.zip -o result
    loop "$loop_kind: report --redact --batch" "$@" --file index.html \
        "$INTROFIND" report --quiet --redact --batch . -n team.intro
    # Half a result on stdout cannot be taken back; the status tells.
    loop "$loop_kind: export to stdout" "$@" \
        "$INTROFIND" export --quiet --as jsonl -n net.intro
}
