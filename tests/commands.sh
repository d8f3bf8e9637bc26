# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# Every command in every form, once: what the tests of faults, full disks, closed
# streams, signals, the network and the folders of the user go through. A new
# command or format is one line of reading_commands.
#
#   command_files       makes the files that the lines name, in this folder:
#                       office.graphml (and .gz), foreign.graphml (which only
#                       libxml2 reads), export (a folder), export.zip, net.intro,
#                       questions.csv, bad.graphml (which is refused)
#   import_inputs       the inputs, one a line
#   reading_commands    STATUS|WHERE|WORDS, one a line: what reads a network, its
#                       usual status, whether the result goes anywhere (any) or
#                       only to the file of -o (file), and words that want
#                       "-n NETWORK"
#   each_command FUNCTION...   FUNCTION... STATUS WHERE "WORDS" of each line

: "${top_srcdir:?set by make check}"

command_files() {
    cp "$top_srcdir/datasets/good-office.graphml" office.graphml
    gzip -c office.graphml >office.graphml.gz
    cp -R "$top_srcdir/datasets/sample/nora-lindqvist" export
    "$MAKE_ZIP" export.zip export
    "$INTROFIND" import --quiet -o net.intro office.graphml >import.out ||
        exit 99
    rm -f import.out
    printf 'who\nada\nnobody\nfinn\n' >questions.csv
    cat >foreign.graphml <<'END'
<?xml version="1.0" encoding="windows-1252"?>
<!DOCTYPE graphml SYSTEM "graphml.dtd">
<graphml><graph edgedefault="directed"><node id="a"/>
<node id="b"><desc><![CDATA[<b>]]></desc></node>
<edge source="a" target="b"/></graph></graphml>
END
    printf '<graphml>\n<graph><node/></graph></graphml>\n' >bad.graphml
}

import_inputs() {
    cat <<'END'
office.graphml
office.graphml.gz
foreign.graphml
export
export.zip
office.graphml export.zip
END
}

reading_commands() {
    cat <<'END'
0|any|info
0|any|info --format json
0|any|info --format csv
0|any|info --check
0|any|info --show-model
0|any|info --why ada
0|any|info --why ada --format json
0|any|info --why ada --format csv
1|any|info --why nobody
0|any|info --weight none
0|any|path --from ada finn
0|any|path --from ada finn --format json
0|any|path --from ada finn --format csv
0|any|path --from ada --all-chains --explain finn
0|any|path --from ada --targets questions.csv
0|any|path --from ada --targets questions.csv --format json
0|any|path --from ada --targets questions.csv --format csv
1|any|path --from ada nobody
0|any|bridges --by company --me ada --permutations 2
0|any|bridges --by company --me ada --format json
0|any|bridges --by company --format csv
0|any|bridges --by company --format csv --table pairs
0|any|bridges --by cluster --paths warmth --format csv --table ties
0|any|clusters
0|any|clusters --me ada --expand --membership --by company
0|any|clusters --me ada --expand --membership --format json
0|any|clusters --me ada --expand --format csv
0|any|clusters --format csv --table weak-ties --top 0
0|any|clusters --format csv --table membership
0|any|path --from ada --to cluster=c1
0|any|export --as graphml --clusters
0|any|export --as graphml
0|any|export --as jsonl
0|any|export --as csv
0|any|export --as csv --people
0|any|breadth ada
0|any|breadth --all --weighted
0|any|breadth --all --format json --sort industry_blau
0|any|breadth --all --trend --format csv
0|any|report ada
END
}

each_command() {
    reading_commands >command.lines
    while IFS='|' read -r command_status command_where command_words; do
        "$@" "$command_status" "$command_where" "$command_words" </dev/null
    done <command.lines
    rm -f command.lines
}
