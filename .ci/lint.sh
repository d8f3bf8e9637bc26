#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Words that must not stand in the sources, files without the licence line,
# and, as a report only, files and functions that grew long. Where they are
# installed: clang-format 14 (report), shellcheck.
set -eu
cd "$(dirname "$0")/.."
LC_ALL=C
export LC_ALL

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: >"$work/bad"

find engine include -name '*.[ch]' | sort >"$work/engine"
find bench tests -name '*.[ch]' | sort >"$work/others"

# code FILE...: "file:line:text" without comments and strings.
code() {
    awk '
    FNR == 1 { inside = 0 }
    {
        text = $0
        gsub(/\\./, "", text)
        out = ""
        while (text != "") {
            if (inside) {
                end = index(text, "*/")
                if (!end) { text = ""; break }
                text = substr(text, end + 2)
                inside = 0
            } else if (match(text, /\/\*|"[^"]*"|\047[^\047]*\047/)) {
                out = out substr(text, 1, RSTART - 1)
                if (substr(text, RSTART, 2) == "/*") inside = 1
                else out = out "\"\""
                text = substr(text, RSTART + RLENGTH)
            } else {
                out = out text
                text = ""
            }
        }
        if (out ~ /[^ \t]/) print FILENAME ":" FNR ":" out
    }' "$@"
}

# ban WHY FILES REGEX: the words as calls.
ban() {
    grep -E -e "(^|[^A-Za-z0-9_])($3)[ \t]*\(" "$2" |
        sed "s|^|$1: |" >>"$work/bad" || :
}

# shellcheck disable=SC2046 # file names without blanks
code $(cat "$work/engine") >"$work/code"
grep -v '^engine/cli/' "$work/code" >"$work/below" || :
if [ -s "$work/others" ]; then
    # shellcheck disable=SC2046
    code $(cat "$work/others") >"$work/rest"
else
    : >"$work/rest"
fi

unsafe='strcpy|strcat|sprintf|vsprintf|gets|atoi|atol|atoll|atof|strtok|strncpy|strncat'
unsafe="$unsafe|gmtime|localtime|asctime|ctime|rand|srand|alloca|system|popen|tmpnam|mktemp"
ban 'never used here' "$work/code" "$unsafe"
ban 'below cli nothing speaks, ends the program or asks the environment' \
    "$work/below" \
    'printf|fprintf|vprintf|vfprintf|dprintf|puts|fputs|putchar|perror|exit|_exit|_Exit|abort|getenv|secure_getenv|setlocale|signal|sigaction|raise|psignal'
grep -E '(^|[^A-Za-z0-9_])(stdout|stderr|stdin)([^A-Za-z0-9_]|$)' \
    "$work/below" |
    sed 's|^|below cli there are no standard streams: |' >>"$work/bad" || :
# The allocator is the only door to the heap (igraph and the like have theirs).
grep -v '^engine/base/alloc\.c:' "$work/below" >"$work/heap" || :
ban 'memory comes from base/alloc' "$work/heap" 'malloc|calloc|realloc|free|strdup|strndup|asprintf|getline'

# Kept out of the tree altogether.
marks='TO''DO|FIX''ME|XX''X|HA''CK'
# shellcheck disable=SC2046
grep -nE "(^|[^A-Za-z0-9_])($marks)([^A-Za-z0-9_]|\$)|^[ \t]*#[ \t]*if[ \t]+0" \
    $(cat "$work/engine" "$work/others") /dev/null |
    sed 's|^|left behind: |' >>"$work/bad" || :
grep -E '(^|[^:"])//' "$work/code" "$work/rest" |
    sed 's|^[^:]*:||; s|^|comments are /* */: |' >>"$work/bad" || :
while IFS= read -r file; do
    head -n 1 "$file" | grep -q 'SPDX-License-Identifier: GPL-2.0-or-later' ||
        echo "no licence line: $file" >>"$work/bad"
done <<END
$(cat "$work/engine" "$work/others")
END

# Every test program can fail.
for file in tests/test_*.c; do
    [ -f "$file" ] || continue
    grep -Eq 'assert_|fail_msg|fail\(' "$file" ||
        echo "a test without an assertion: $file" >>"$work/bad"
done

# One version, two places.
version=$(sed -n 's/^AC_INIT(\[introfind\], \[\(.*\)\])$/\1/p' configure.ac)
stated=$(awk '$1 == "#define" && $2 ~ /^INTRO_VERSION_(MAJOR|MINOR|PATCH)$/ {
    printf "%s%s", dot, $3
    dot = "."
}' include/introfind/introfind.h)
if [ "$version" != "$stated" ]; then
    echo "configure.ac is version $version, introfind.h $stated" >>"$work/bad"
fi

if command -v shellcheck >/dev/null 2>&1; then
    # SC1091: tap.sh is found at run time.
    find . -path ./build\* -prune -o -path ./.git -prune -o \
        \( -name '*.sh' -o -name '*.test' \) -print |
        sort >"$work/scripts"
    # shellcheck disable=SC2046
    shellcheck -S warning -s sh -e SC1091,SC2154 bootstrap .ci/run \
        $(cat "$work/scripts") >"$work/shell" || {
        cat "$work/shell"
        echo "shellcheck: messages above" >>"$work/bad"
    }
fi

# --- reports ---------------------------------------------------------------
# shellcheck disable=SC2046
awk '
FNR == 1 { if (NR > 1 && last > 500) print "long file: " name, last; }
{ name = FILENAME; last = FNR }
/^[A-Za-z].*\($|^[A-Za-z][^;=]*\)$|^    +[^;]*\)$/ { maybe = $0 }
/^{$/ { start = FNR }
/^}$/ {
    if (start && FNR - start > 80)
        print "long function: " FILENAME ":" start, FNR - start
    start = 0
}
length($0) > 80 { wide[FILENAME]++ }
END {
    if (last > 500) print "long file: " name, last
    for (file in wide) print "lines over 80 columns: " file, wide[file]
}' $(cat "$work/engine" "$work/others") | sort >"$work/sizes"
if [ -s "$work/sizes" ]; then
    echo "sizes (a report, not a failure):"
    sed 's/^/  /' "$work/sizes"
fi
if command -v clang-format >/dev/null 2>&1 &&
    clang-format --version | grep -q 'version 14'; then
    # shellcheck disable=SC2046
    clang-format --dry-run $(cat "$work/engine" "$work/others") 2>&1 |
        sed -n 's/^\([^:]*\):[0-9]*:.*clang-format.*/\1/p' | sort | uniq -c |
        sed 's/^/  not as clang-format writes it: /'
fi

if [ -s "$work/bad" ]; then
    echo "lint:"
    sed 's/^/  /' "$work/bad"
    echo "lint: $(wc -l <"$work/bad") faults"
    exit 1
fi
echo "lint: clean"
