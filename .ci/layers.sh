#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The law of layers, read off the #include lines (CONTRIBUTING.md): includes
# point strictly downward, each foreign library has one file, the tool sees
# public headers only, and public headers see only each other and libc.
set -eu
cd "$(dirname "$0")/.."
LC_ALL=C
export LC_ALL

# shellcheck disable=SC2016 # awk's own $
find engine include -name '*.[ch]' | sort | xargs awk '
function complain(what) {
    printf "%s:%d: %s\n", FILENAME, FNR, what
    bad++
}
BEGIN {
    below["base"] = " base "
    below["graph"] = " base graph "
    below["import"] = " base graph import "
    below["snapshot"] = " base graph snapshot "
    below["analysis"] = " base graph analysis "
    below["report"] = " base graph analysis report "
    below["cli"] = " cli "
    # Foreign header (as a pattern) and the one file that may name it.
    only["^igraph"] = "engine/graph/igraph_adapter.c"
    only["^libxml/"] = "engine/import/graphml_sax.c"
    only["^zip"] = "engine/import/zip_source.c"
    only["^zlib"] = "engine/base/block_reader.c"
    only["^utf8proc"] = "engine/base/text.c"
    only["^xxh"] = "engine/base/checksum.c"
    only["^jansson"] = "engine/report/json_writer.c"
    only["^emmintrin"] = "engine/import/graphml_shapes.h"
    only["^immintrin"] = "engine/analysis/registers.c"
    libc = " assert ctype dirent dlfcn errno fcntl fenv float getopt"
    libc = libc " inttypes limits locale malloc math poll pthread sched signal"
    libc = libc " stdarg stdatomic stdbool stddef stdint stdio stdlib string"
    libc = libc " strings termios time unistd wchar "
}
FNR == 1 {
    public = FILENAME ~ /^include\//
    layer = FILENAME
    sub(/^engine\//, "", layer)
    sub(/\/.*/, "", layer)
    if (!public && !(layer in below)) complain("layer " layer " is unknown")
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
    name = $0
    sub(/^[^"]*"/, "", name)
    sub(/".*/, "", name)
    if (public) {
        complain("a public header includes \"" name "\"")
        next
    }
    if (name !~ /\//) {
        complain("write \"layer/file.h\", not \"" name "\"")
        next
    }
    to = name
    sub(/\/.*/, "", to)
    if (index(below[layer], " " to " ") == 0)
        complain(layer " includes \"" name "\": upward or sideways")
    next
}
/^[ \t]*#[ \t]*include[ \t]*</ {
    name = $0
    sub(/^[^<]*</, "", name)
    sub(/>.*/, "", name)
    if (name ~ /^introfind\//) next
    found = 0
    for (pattern in only) {
        if (name ~ pattern) {
            found = 1
            if (FILENAME != only[pattern])
                complain("<" name "> belongs to " only[pattern] " alone")
        }
    }
    if (found) next
    word = name
    sub(/\.h$/, "", word)
    if (word !~ /^(sys|linux)\// && index(libc, " " word " ") == 0)
        complain("<" name "> is a library that no layer may use")
    if (public && word ~ /\//)
        complain("a public header includes <" name ">")
    next
}
/^[ \t]*#[ \t]*include/ { complain("an include that cannot be read") }
END {
    if (bad) { printf "layers: %d breaches\n", bad; exit 1 }
    print "layers: clean"
}'
