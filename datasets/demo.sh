#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The main job on the sample network: pack the invented exports as LinkedIn
# hands them out, import them with the alumni graph, ask for introductions to
# one person and to one company, for who joins the industries, and for a page
# about one of the team. Run by ./bootstrap --demo with the build folder
# as argument; leaves everything in its demo/ folder.
set -eu

asker='Nora Lindqvist'
person='Ilse Marchetti-Oduya'
company='Quenlark Biologics'
owners='nora-lindqvist tomas-okafor mei-castellanos older-2021'

sample=$(cd "$(dirname "$0")/sample" && pwd)
build=$(cd "${1:?usage: demo.sh BUILD_DIR}" && pwd)
demo=$build/demo
introfind=$build/introfind

# say COMMAND...: show it as one would type it, run it.
say() {
    printf '\n$ introfind'
    for word in "$@"; do
        case $word in
        *[!A-Za-z0-9._/=:@-]*) printf ' "%s"' "$word" ;;
        *) printf ' %s' "$word" ;;
        esac
    done
    printf '\n'
    "$introfind" "$@"
}

mkdir -p "$demo"
cd "$demo"
set --
for owner in $owners; do
    "$build/tests/make_zip" "$owner.zip" "$sample/$owner"
    set -- "$@" "$owner.zip"
done
cp "$sample/alumni.graphml" .

say import -o sample.intro "$@" alumni.graphml
say path -n sample.intro --from "$asker" "$person" -k 3
say path -n sample.intro --from "$asker" --to-company "$company" -k 2
say bridges -n sample.intro --me "$asker" --top 3
say report -n sample.intro "$asker" -o nora.html

printf '\nA page to open: %s\n' "$demo/nora.html"
printf 'The network is %s. Ask it something else:\n' "$demo/sample.intro"
printf '  %s info -n %s\n' "$introfind" "$demo/sample.intro"
printf '  %s clusters -n %s --me "%s"\n' "$introfind" "$demo/sample.intro" "$asker"
printf '  %s breadth -n %s "%s"\n' "$introfind" "$demo/sample.intro" "$asker"
printf '  %s help\n' "$introfind"
