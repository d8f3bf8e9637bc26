# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# The words of the tests that make things fail, on top of tap.sh.
#
#   loop NAME OPTION... COMMAND...   tests/fault_loop ends with 0
#   commands LOOP OPTION...          LOOP's options for each command on small
#                                    data; result is what it writes
# Files there: office.graphml(.gz), foreign.graphml (which only libxml2 reads),
# export (a folder), export.zip, net.intro, questions.csv, and an old `result`.

: "${top_srcdir:?set by make check}"
: "${FAULT_LOOP:=$top_builddir/tests/fault_loop}" "${status:=0}"

run env INTRO_FAULT_REPORT=report "$INTROFIND" --version
[ -s report ] || skip_all 'built without --enable-fault-injection'
rm -f report

data=$top_srcdir/datasets
cp "$data/good-office.graphml" office.graphml
gzip -c office.graphml >office.graphml.gz
cp -R "$data/sample/nora-lindqvist" export
"$MAKE_ZIP" export.zip export
"$INTROFIND" import --quiet -o net.intro office.graphml >out || exit 99
printf 'who\nada\nnobody\nfinn\n' >questions.csv
cat >foreign.graphml <<'END'
<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE graphml SYSTEM "graphml.dtd">
<graphml><graph edgedefault="directed"><node id="a"/>
<node id="b"><desc><![CDATA[<b>]]></desc></node>
<edge source="a" target="b"/></graph></graphml>
END
echo old >result

# The files of these runs are there from the start: fault_loop counts names.
: >out
: >err

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

commands() {
    loop_kind=$1
    shift
    for loop_input in office.graphml office.graphml.gz foreign.graphml export \
        export.zip; do
        loop "$loop_kind: import $loop_input" "$@" --file result --late \
            "$INTROFIND" import --quiet -o result "$loop_input"
    done
    for loop_words in 'info' 'info --format json' 'info --format csv' \
        'info --check' 'info --show-model' \
        'path --from ada finn' 'path --from ada finn --format json' \
        'path --from ada finn --format csv' \
        'path --from ada --targets questions.csv' \
        'path --from ada --targets questions.csv --format json' \
        'path --from ada --targets questions.csv --format csv' \
        'path --from ada --all-chains --explain finn' \
        'export --as graphml' 'export --as jsonl' \
        'export --as csv' 'export --as csv --people'; do
        # shellcheck disable=SC2086
        loop "$loop_kind: $loop_words" "$@" --file result \
            "$INTROFIND" $loop_words --quiet -n net.intro -o result
    done
    for loop_words in 'report ada' 'report ada --redact'; do
        # shellcheck disable=SC2086
        loop "$loop_kind: $loop_words" "$@" --file result \
            "$INTROFIND" $loop_words --quiet -n net.intro -o result
    done
    loop "$loop_kind: report of an export" "$@" --file result \
        "$INTROFIND" report --quiet -n export.zip -o result
    loop "$loop_kind: info of an input" "$@" --file result \
        "$INTROFIND" info --quiet -n export.zip -o result
    # Half a result on stdout cannot be taken back; the status tells.
    loop "$loop_kind: export to stdout" "$@" \
        "$INTROFIND" export --quiet --as jsonl -n net.intro
}
